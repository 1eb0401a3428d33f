"""Every number opens the records behind it, and there are as many of them as it says."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import python_calamine
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.models import Duty
from bihuan.duties.services import excuse_duty, record_duty, roll_duties
from bihuan.duties.tests.given import ON_JUNE_1, a_leaders_rule, an_enterprise_rule
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory, an_enterprise
from bihuan.hazards.states import HazardLevel
from bihuan.hazards.tests.given import (
    a_reported_hazard,
    an_ordered_hazard,
    an_own_hazard,
    closed,
    rectified,
)
from bihuan.inspections.services import assign_self_checks
from bihuan.inspections.tests.given import a_checklist
from bihuan.kernel.areas import AreaRange, range_of
from bihuan.metrics.measure import measure, records
from bihuan.metrics.questions import usual_where
from bihuan.metrics.registry import all_metrics, metric_of
from bihuan.metrics.tables import area_rows
from bihuan.metrics.where import Where
from bihuan.people.models import User
from bihuan.people.tests.given import (
    COUNTY,
    TOWN_ONE,
    TOWN_TWO,
    VILLAGE_ONE,
    VILLAGE_TWO,
    Cast,
    the_cast,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_july_10")]

JULY_10 = datetime(2026, 7, 10, 2, 0, tzinfo=UTC)
ON_JULY_10 = date(2026, 7, 10)
JUNE_20 = datetime(2026, 6, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def _july_10() -> Iterator[None]:
    with time_machine.travel(JULY_10, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def a_world(cast: Cast, *, factories: int = 4) -> list[Factory]:
    """June in the first town: 1 factory did its duty, 1 was excused, the leader is late, and July
    has begun."""
    found = [a_factory(cast, name=f"示例厂{n}", suffix=str(n)) for n in range(factories)]
    a_leaders_rule(cast)
    an_enterprise_rule(cast, *found)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    done, excused = found[0], found[1]
    record_duty(
        duty_id=Duty.objects.get(enterprise=done.enterprise).pk, done_on=date(2026, 6, 9),
        summary="示例", by=done.qian, at=JUNE_20,
    )  # fmt: skip
    excuse_duty(
        duty_id=Duty.objects.get(enterprise=excused.enterprise).pk, reason="停产检修",
        by=cast.zhao, at=JUNE_20,
    )  # fmt: skip
    roll_duties(on=date(2026, 7, 1), at=JUNE_20)
    closed(rectified(an_ordered_hazard(cast, found[0]), found[0]), cast.zhao)
    an_ordered_hazard(cast, found[1], level=HazardLevel.MAJOR, due_on=date(2026, 6, 15))
    an_own_hazard(found[2])
    a_reported_hazard(cast.lin, found[2].enterprise)
    assign_self_checks(
        checklist=a_checklist(cast.town_one), enterprises=[one.enterprise for one in found],
        campaign_ref=None, round_key="2026-06", title="示例自查", reason="示例方案要求",
        due_on=date(2026, 6, 20), at=JUNE_1,
    )  # fmt: skip
    return found


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def listed(page: str) -> int:
    """Return the total the list shows."""
    found = re.search(r"共 (\d+) 条", page)
    assert found
    return int(found[1])


def test_the_duty_numbers_are_what_happened(cast: Cast) -> None:
    a_world(cast)
    june = Where(range_of(TOWN_ONE), ON_JULY_10, ON_JUNE_1, date(2026, 6, 30))
    rate = measure(metric_of("duty.done_rate"), june)
    assert (rate.part, rate.whole) == (1, 4)
    assert measure(metric_of("duty.required"), june).part == 4
    assert measure(metric_of("duty.overdue"), june).part == 3
    as_of_june_8 = Where(june.area, date(2026, 6, 8), june.start, june.end)
    assert measure(metric_of("duty.done_rate"), as_of_june_8).part == 0
    assert measure(metric_of("duty.overdue"), as_of_june_8).part == 0


def test_every_numbers_list_is_as_long_as_the_number(cast: Cast) -> None:
    a_world(cast)
    client = signed_in(cast.zhou)
    checked = 0
    for metric in all_metrics():
        taken = measure(metric, usual_where(metric, range_of(TOWN_ONE), on=ON_JULY_10))
        counts = {"part": taken.part}
        if metric.is_ratio:
            counts |= {"whole": taken.whole or 0, "gap": taken.gap}
        for part, count in counts.items():
            url = taken.url(part)  # type: ignore[arg-type]  # the keys above are its values
            assert listed(client.get(url).content.decode()) == count, url
            checked += count
    assert checked > 20


def test_areas_add_up_to_the_whole(cast: Cast) -> None:
    a_world(cast)
    for code in (COUNTY, TOWN_ONE):
        for metric in all_metrics():
            where = usual_where(metric, range_of(code), on=ON_JULY_10)
            rows = [row.measures[0] for row in area_rows([metric], [where])]
            taken = measure(metric, where)
            assert sum(row.part for row in rows) == taken.part
            assert sum(row.whole or 0 for row in rows) == (taken.whole or 0)
            for row in rows:
                assert records(metric, row.where, "part").count() == row.part


def test_a_range_outside_is_not_found(cast: Cast) -> None:
    a_world(cast)
    town, other, county = (range_of(code) for code in (TOWN_ONE, TOWN_TWO, COUNTY))
    wider = AreaRange(town.low, town.high + 1)
    for user, area, status in (
        (cast.zhou, town, 200), (cast.zhou, range_of(VILLAGE_ONE), 200), (cast.zhou, other, 404),
        (cast.zhou, county, 404), (cast.zhou, wider, 404), (cast.sun, town, 404),
        (cast.wu, county, 200), (cast.wu, town, 200),
    ):  # fmt: skip
        query = Where(area, ON_JULY_10).as_query()
        for url in (
            "/metrics/duty.required/records/",
            "/metrics/duty.required/",
            "/metrics/matrix/",
        ):
            assert signed_in(user).get(f"{url}?{query}").status_code == status, (user, area, url)


def test_an_enterprise_is_pinned_to_itself(cast: Cast) -> None:
    factories = a_world(cast)
    client = signed_in(factories[0].qian)
    page = client.get("/metrics/duty.required/records/").content.decode()
    assert listed(page) == 2
    foreign = factories[1].enterprise.pk
    url = f"/metrics/duty.required/records/?enterprise={foreign}"
    assert client.get(url).status_code == 404
    assert listed(signed_in(cast.zhou).get(url).content.decode()) == 1
    for url in ("/metrics/", "/metrics/matrix/", "/metrics/duty.required/"):
        assert client.get(url).status_code == 403


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("low=abc", "区划起：“abc”不是编号"),
        ("on=昨天", "统计日：“昨天”不是日期"),
        ("start=2026-06-30&end=2026-06-01", "截止日期：早于起始日期"),
        ("low=990121101999&high=990121101000", "区划：起止颠倒"),
        ("enterprise=99999999999999999999", "企业：“99999999999999999999”不是编号"),
        ("part=all", "记录类别：“all”无法识别"),
        ("part=gap", "记录类别：“gap”无法识别"),
    ],
)
def test_a_senseless_question_is_told_what_is_wrong(cast: Cast, query: str, told: str) -> None:
    answer = signed_in(cast.zhou).get(f"/metrics/duty.required/records/?{query}")
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_an_unknown_metric_is_not_found(cast: Cast) -> None:
    for url in ("/metrics/nonsense/", "/metrics/nonsense/records/"):
        assert signed_in(cast.zhou).get(url).status_code == 404


def test_the_catalogue_tells_every_definition_and_value(cast: Cast) -> None:
    a_world(cast)
    page = signed_in(cast.zhou).get("/metrics/").content.decode()
    for metric in all_metrics():
        assert metric.definition in page
    assert "25%（1/4）" in page


def test_the_metric_page_explains_compares_and_shows_months(cast: Cast) -> None:
    a_world(cast)
    page = signed_in(cast.wu).get("/metrics/duty.done_rate/").content.decode()
    assert "云溪县 履职完成率：25%（1/4）" in page
    assert "示例一镇" in page
    assert "26年6月" in page
    assert "《中华人民共和国安全生产法》" in page
    town = signed_in(cast.zhou).get("/metrics/duty.done_rate/").content.decode()
    assert "本级履职完成率最低：0%（0/1）。" in town
    village = Where(range_of(VILLAGE_ONE), ON_JULY_10).as_query()
    below = signed_in(cast.zhou).get(f"/metrics/duty.done_rate/?{village}").content.decode()
    assert "甲社区 履职完成率：33.3%（1/3）" in below
    assert "示例一镇</a>" in below


def test_the_matrix_says_first_who_is_worst_and_sorts_by_it(cast: Cast) -> None:
    a_world(cast)
    client = signed_in(cast.zhou)
    query = "metric=duty.done_rate&metric=duty.overdue"
    page = client.get(f"/metrics/matrix/?{query}").content.decode()
    assert "本级履职完成率最低：0%（0/1）。" in page
    assert page.index(">本级<") < page.index(">甲社区<")
    by_count = client.get(f"/metrics/matrix/?{query}&sort=duty.overdue").content.decode()
    assert "甲社区逾期未履职最多：2 项。" in by_count
    assert by_count.index(">甲社区<") < by_count.index(">本级<")


def test_the_matrix_exports_what_it_shows(cast: Cast) -> None:
    a_world(cast)
    answer: Any = signed_in(cast.zhou).get("/metrics/matrix/?metric=duty.done_rate&format=xlsx")
    book = python_calamine.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [
        ["区划", "履职完成率", "分子", "分母"],
        ["本级", 0.0, 0.0, 1.0],
        ["甲社区", pytest.approx(1 / 3), 1.0, 3.0],
    ]


def test_the_workbench_shows_the_key_figures(cast: Cast) -> None:
    a_world(cast)
    page = signed_in(cast.zhou).get("/").content.decode()
    assert "全镇一眼" in page
    assert "25%" in page
    assert "全县（区）一眼" in signed_in(cast.wu).get("/").content.decode()


@pytest.mark.parametrize("factories", [3, 30])
def test_pages_cost_the_same_at_3_and_at_30(
    cast: Cast, factories: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_world(cast, factories=factories)
    client = signed_in(cast.zhou)
    known = len(all_metrics())
    for url, most in (
        ("/metrics/duty.required/records/", 8),
        ("/metrics/duty.done_rate/", 36),
        ("/metrics/matrix/?metric=duty.done_rate&metric=duty.overdue", 9),
        ("/metrics/", 6 + 2 * known),
    ):
        client.get(url)
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


def test_the_command_shows_numbers_and_where_their_records_are(cast: Cast) -> None:
    a_world(cast)
    out = io.StringIO()
    call_command("metrics_show", "duty.done_rate", area=TOWN_ONE, by_area=True, stdout=out)
    assert "示例一镇：25%（1/4）" in out.getvalue()
    assert "甲社区：33.3%（1/3）" in out.getvalue()
    out = io.StringIO()
    call_command("metrics_show", json=True, on=ON_JULY_10, area=COUNTY, stdout=out)
    told = {item["key"]: item for item in json.loads(out.getvalue())}
    assert told["duty.done_rate"]["values"][0]["part"] == 1
    assert len(told) == len(all_metrics())
    for wrong in ({"area": 1}, {}):
        with pytest.raises(CommandError):
            call_command("metrics_show", *([] if wrong else ["nonsense"]), **wrong)


def test_the_workbench_compares_the_places_below(cast: Cast) -> None:
    def home(user: User) -> str:
        return signed_in(user).get("/").content.decode()

    def ask(enterprise: Enterprise) -> None:
        assign_self_checks(
            checklist=checklist, enterprises=[enterprise], campaign_ref=None, round_key="2026-06",
            title="示例自查", reason="示例方案要求", due_on=date(2026, 6, 20), at=JUNE_1,
        )  # fmt: skip

    checklist, factory = a_checklist(cast.town_one), a_factory(cast)
    ask(factory.enterprise)
    assert "各地对照" not in home(cast.wu)  # one place alone is no comparison
    ask(an_enterprise(cast.town_one, name="示例二厂", area=VILLAGE_TWO))
    text = home(cast.wu)
    assert "各地自查率均为 0%" in text
    assert text.index("示例一镇") < text.index("示例二镇")
    assert text.count("0%（0/1）") == 2
    assert "各地对照" not in home(cast.sun)
    assert "各地对照" not in home(factory.qian)
