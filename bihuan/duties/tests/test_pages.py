"""Duties as pages: lists, matrix, recording, excusing, rules."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.models import Duty, DutyRecord, DutyRule
from bihuan.duties.services import record_duty, roll_duties
from bihuan.duties.states import DutyState
from bihuan.duties.tests.given import (
    JUNE_10,
    ON_JUNE_1,
    a_duty,
    a_leaders_rule,
    an_enterprise_rule,
)
from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_photo
from bihuan.loop.tests.given import a_picture
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_june_10")]


@pytest.fixture
def _june_10() -> object:
    with time_machine.travel(JUNE_10, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def record_form(duty: Duty, **more: object) -> dict[str, object]:
    return {"version": duty.version, "key": str(uuid4()), "done_on": "2026-06-09",
            "place": "甲社区", "visited": "", "summary": "查喷漆房", **more}  # fmt: skip


def test_the_holder_records_with_a_photo_and_the_page_shows_it(cast: Cast) -> None:
    duty, factory = a_duty(cast), a_factory(cast)
    photo = keep_photo(
        a_picture(), name="现场.png", kind="record", area=duty.area, enterprise_id=None,
        by=cast.li, at=JUNE_10,
    )  # fmt: skip
    client = signed_in(cast.li)
    form = record_form(duty, visited="示例涂料厂", evidence=str(photo.public_id))
    answer = client.post(f"/duties/{duty.pk}/record/", form, follow=True)
    page = answer.content.decode()
    assert "已登记，还差 2 次。" in page
    assert f"/loop/evidence/{photo.public_id}/?size=thumb" in page
    assert f'href="/enterprises/{factory.enterprise.pk}/"' in page
    assert Evidence.objects.get().case_id == duty.pk
    again = client.post(f"/duties/{duty.pk}/record/", form)
    assert again.status_code == 302
    assert DutyRecord.objects.count() == 1


def test_a_wrong_day_is_told_beside_the_field_and_nothing_typed_is_lost(cast: Cast) -> None:
    duty = a_duty(cast)
    answer = signed_in(cast.li).post(
        f"/duties/{duty.pk}/record/", record_form(duty, done_on="2026-06-20")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "晚于今天，请填写实际履职的日期。" in page
    assert "查喷漆房" in page


@pytest.mark.parametrize("name", ["示例外镇厂", "示例"])
def test_an_enterprise_must_be_one_within_reach(cast: Cast, name: str) -> None:
    duty = a_duty(cast)
    for number in range(2):
        a_factory(cast, name=f"示例厂{number}", suffix=str(number))
    answer = signed_in(cast.li).post(f"/duties/{duty.pk}/record/", record_form(duty, visited=name))
    assert answer.status_code == 422
    assert not DutyRecord.objects.exists()


def test_others_see_the_duty_but_no_form_and_are_refused(cast: Cast) -> None:
    duty = a_duty(cast)
    page = signed_in(cast.lin).get(f"/duties/{duty.pk}/").content.decode()
    assert 'id="record"' not in page
    assert "待 李" in page
    assert "<strong>免除</strong>" not in page
    answer = signed_in(cast.lin).post(f"/duties/{duty.pk}/record/", record_form(duty))
    assert answer.status_code == 403
    assert "不能代为登记" in answer.content.decode()


def test_another_town_finds_no_page_at_all(cast: Cast) -> None:
    duty = a_duty(cast)
    client = signed_in(cast.sun)
    for url in (f"/duties/{duty.pk}/", f"/duties/rules/{duty.rule_id}/"):
        assert client.get(url).status_code == 404
    for url in (f"/duties/{duty.pk}/record/", f"/duties/{duty.pk}/excuse/"):
        form = record_form(duty, reason="示例")
        assert client.post(url, form).status_code == 404
    for url in ("/duties/", "/duties/matrix/", "/duties/rules/"):
        assert "领导带队检查" not in client.get(url).content.decode()


def test_a_manager_excuses_with_a_reason(cast: Cast) -> None:
    duty = a_duty(cast)
    client = signed_in(cast.zhao)
    form = {"version": duty.version, "key": str(uuid4()), "reason": ""}
    assert client.post(f"/duties/{duty.pk}/excuse/", form).status_code == 422
    answer = client.post(f"/duties/{duty.pk}/excuse/", {**form, "reason": "外出学习"}, follow=True)
    assert "外出学习" in answer.content.decode()
    assert Duty.objects.get().state == DutyState.EXCUSED


def test_the_matrix_puts_the_worst_holder_first_and_counts(cast: Cast) -> None:
    a_leaders_rule(cast, until=date(2026, 6, 5))
    a_leaders_rule(cast, source_key="second", count=1)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    done = Duty.objects.get(required=1)
    record_duty(duty_id=done.pk, done_on=ON_JUNE_1, summary="示例", by=cast.li, at=JUNE_10)
    client = signed_in(cast.zhou)
    page = client.get("/duties/matrix/", {"on": "2026-06-05"}).content.decode()
    assert "应履职 2 项，已完成 1 项，没有逾期。" in page
    assert "3/3" not in page
    assert "没有履职事项" in client.get("/duties/matrix/?on=2026-09-01").content.decode()
    assert "没有履职事项" in client.get("/duties/matrix/?who=enterprise").content.decode()
    assert client.get("/duties/matrix/?on=昨天").status_code == 200


def test_an_enterprise_sees_its_own_and_no_matrix(cast: Cast) -> None:
    factory, other = a_factory(cast), a_factory(cast, name="示例他厂", suffix="2")
    an_enterprise_rule(cast, factory, other)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    client = signed_in(factory.qian)
    for url in ("/duties/", "/duties/mine/"):
        page = client.get(url).content.decode()
        assert "共 1 项" in page
    assert client.get("/duties/matrix/").status_code == 403
    foreign = Duty.objects.get(enterprise=other.enterprise)
    assert client.get(f"/duties/{foreign.pk}/").status_code == 404
    mine = Duty.objects.get(enterprise=factory.enterprise)
    client.post(f"/duties/{mine.pk}/record/", record_form(mine))
    mine.refresh_from_db()
    assert mine.state == DutyState.DONE


def test_a_rule_is_made_once_and_rolls_at_once(cast: Cast) -> None:
    client = signed_in(cast.zhou)
    assert client.get("/duties/rules/new/").status_code == 200
    form = {
        "key": str(uuid4()), "title": "领导夜查", "organisation": cast.town_one.pk,
        "holder_kind": "post", "role": "leader", "every": "month", "count": 2,
        "since": "2026-06-01", "until": "", "basis": "示例方案",
    }  # fmt: skip
    for _ in range(2):
        answer = client.post("/duties/rules/new/", form, follow=True)
        assert "每月不少于 2 次" in answer.content.decode()
    assert Duty.objects.get().post is not None
    rule = DutyRule.objects.get()
    answer = client.post(f"/duties/rules/{rule.pk}/stop/", {"reason": "合并"}, follow=True)
    assert "合并" in answer.content.decode()
    assert Duty.objects.get().state == DutyState.EXCUSED


def test_a_rule_without_a_post_or_enterprises_is_told_beside_the_field(cast: Cast) -> None:
    client = signed_in(cast.zhou)
    form = {
        "key": str(uuid4()), "title": "示例", "organisation": cast.town_one.pk,
        "every": "month", "count": 1, "since": "2026-06-01", "basis": "示例",
    }  # fmt: skip
    for kind, told in (
        ("post", "没有选择由哪个岗位履行"),
        ("enterprise", "没有选择由哪些企业履行"),
    ):
        answer = client.post("/duties/rules/new/", {**form, "holder_kind": kind})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    assert signed_in(cast.li).get("/duties/rules/new/").status_code == 403


def test_an_enterprise_rule_takes_the_enterprises_of_the_range(cast: Cast) -> None:
    a_factory(cast)
    form = {
        "key": str(uuid4()), "title": "月排查", "organisation": cast.town_one.pk,
        "holder_kind": "enterprise", "sector": "light_industry", "risk_colour": "",
        "every": "month", "count": 1, "since": "2026-06-01", "basis": "示例",
    }  # fmt: skip
    client = signed_in(cast.zhou)
    assert client.post("/duties/rules/new/", {**form, "sector": "textile"}).status_code == 422
    assert client.post("/duties/rules/new/", form).status_code == 302
    assert Duty.objects.get().enterprise is not None


def test_names_are_suggested_within_reach_only(cast: Cast) -> None:
    a_factory(cast)
    url = "/duties/enterprises/?visited=涂料"
    assert "示例涂料厂" in signed_in(cast.li).get(url).content.decode()
    assert "示例涂料厂" not in signed_in(cast.sun).get(url).content.decode()
    assert "option" not in signed_in(cast.li).get("/duties/enterprises/").content.decode()


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    ("url", "queries"),
    [("/duties/", 8), ("/duties/matrix/?who=enterprise", 6), ("/duties/rules/", 6)],
)
def test_pages_cost_the_same_at_3_and_at_30(
    cast: Cast, url: str, queries: int, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    factories = [a_factory(cast, name=f"示例厂{n}", suffix=str(n)) for n in range(count)]
    an_enterprise_rule(cast, *factories)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    client = signed_in(cast.zhou)
    client.get(url)
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


@time_machine.travel(datetime(2026, 7, 2, 1, 0, tzinfo=UTC), tick=False)
def test_a_late_duty_is_listed_as_late_and_can_still_be_recorded_for_its_period(
    cast: Cast,
) -> None:
    duty = a_duty(cast, count=1)
    page = signed_in(cast.zhou).get("/duties/?overdue=1").content.decode()
    assert "逾期 2 天" in page
    signed_in(cast.li).post(f"/duties/{duty.pk}/record/", record_form(duty))
    page = signed_in(cast.zhou).get(f"/duties/{duty.pk}/").content.decode()
    assert "事后 23 天补登" in page


def test_the_workbench_shows_how_far_ones_own_duties_are(cast: Cast) -> None:
    duty = a_duty(cast)
    record_duty(duty_id=duty.pk, done_on=date(2026, 6, 9), place="甲社区", summary="查喷漆房",
                by=cast.li, at=JUNE_10)  # fmt: skip
    text = signed_in(cast.li).get("/").content.decode()
    assert "本期履职 还差 2 次" in text
    assert "1/3 次" in text
    assert "本期履职" not in signed_in(cast.lin).get("/").content.decode()
