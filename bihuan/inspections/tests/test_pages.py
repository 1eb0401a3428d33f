"""Filling, finishing and reading a self-check in the browser's terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.services import roll_duties
from bihuan.duties.tests.given import ON_JUNE_1, an_enterprise_rule
from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory, an_enterprise
from bihuan.hazards.models import Hazard
from bihuan.hazards.tests.given import a_picture, an_ordered_hazard
from bihuan.inspections import services
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SelfCheckState
from bihuan.inspections.tests.given import a_checklist, an_assigned_check, filled
from bihuan.loop.models import Evidence
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast
from bihuan.standards.models import CheckItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june_2")]

JUNE_2 = JUNE_1 + timedelta(days=1)
HTMX = {"HX-Request": "true"}
FAILED = {
    "answer": "fail", "note": "灭火器过期", "level": "general", "owner": "钱示例",
    "measures": "更换", "due_on": "2026-06-10",
}  # fmt: skip


@pytest.fixture
def june_2() -> Iterator[None]:
    with time_machine.travel(JUNE_2, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


@pytest.fixture
def check(cast: Cast, factory: Factory) -> SelfCheck:
    return an_assigned_check(cast.town_one, factory)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def item_of(check: SelfCheck, number: int) -> CheckItem:
    return check.checklist.items.get(number=number)


def answer_url(check: SelfCheck, number: int) -> str:
    return f"{check.get_absolute_url()}items/{item_of(check, number).pk}/"


def a_file(data: bytes | None = None, name: str = "现场.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_picture() if data is None else data, "image/png")


def test_each_answer_is_saved_at_once_and_brings_the_progress(
    check: SelfCheck, factory: Factory
) -> None:
    client = signed_in(factory.qian)
    told = client.post(answer_url(check, 2), FAILED, headers=HTMX).content.decode()
    assert "已答 1/6" in told
    assert "不符合 1 项" in told
    assert "已保存" in told
    page = client.get(check.get_absolute_url()).content.decode()
    assert "灭火器过期" in page
    assert 'value="2026-06-10"' in page


def test_a_value_that_cannot_be_read_is_refused_and_what_was_there_stays(
    check: SelfCheck, factory: Factory
) -> None:
    client = signed_in(factory.qian)
    client.post(answer_url(check, 6), {**FAILED, "funds": "500"}, headers=HTMX)
    answer = client.post(answer_url(check, 6), {**FAILED, "funds": "很多"}, headers=HTMX)
    assert answer.status_code == 422
    assert "整改资金" in answer.content.decode()
    assert check.answers.get().funds == 500


def test_without_scripts_the_page_comes_back_to_the_item(
    check: SelfCheck, factory: Factory
) -> None:
    answer = signed_in(factory.qian).post(answer_url(check, 2), FAILED)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#item-{item_of(check, 2).pk}")


def test_photos_are_shown_as_they_arrive_and_bad_ones_are_told(
    check: SelfCheck, factory: Factory
) -> None:
    client = signed_in(factory.qian)
    client.post(answer_url(check, 1), FAILED, headers=HTMX)
    url = f"{answer_url(check, 1)}photos/"
    told = client.post(
        url, {"photo": [a_file(), a_file(b"MZ no picture", "假.jpg")]}, headers=HTMX
    ).content.decode()
    photo = Evidence.objects.get()
    assert f"/loop/evidence/{photo.public_id}/?size=thumb" in told
    assert "“假.jpg”：不是照片" in told
    left = client.post(f"{url}{photo.public_id}/remove/", headers=HTMX).content.decode()
    assert "?size=thumb" not in left
    assert not Evidence.objects.exists()


def test_photos_beyond_the_limit_are_told(check: SelfCheck, factory: Factory) -> None:
    client = signed_in(factory.qian)
    client.post(answer_url(check, 1), FAILED, headers=HTMX)
    told = client.post(
        f"{answer_url(check, 1)}photos/", {"photo": [a_file() for _ in range(10)]}, headers=HTMX
    ).content.decode()
    assert told.count("?size=thumb") == 9
    assert "每项最多 9 张" in told


def test_finishing_shows_what_is_missing_and_what_will_happen(
    check: SelfCheck, factory: Factory
) -> None:
    client = signed_in(factory.qian)
    filled(check, factory)
    client.post(answer_url(check, 1), FAILED, headers=HTMX)
    url = f"{check.get_absolute_url()}finish/"
    page = client.get(url).content.decode()
    assert "第 1 项（照片）：还没有上传" in page
    assert "报送后将生成 1 条隐患" in page
    assert re.search(r'<button class="btn btn-primary" disabled>', page)
    data = {"version": check.version, "key": uuid4()}
    assert client.post(url, data).status_code == 422
    client.post(f"{answer_url(check, 1)}photos/", {"photo": a_file()}, headers=HTMX)
    answer = client.post(url, data, follow=True)
    text = answer.content.decode()
    assert "自查已报送" in text
    assert "生成隐患 1 条" in text
    assert "示例一镇安全办" in text
    assert Hazard.objects.count() == 1


def test_finishing_twice_is_once(check: SelfCheck, factory: Factory) -> None:
    filled(check, factory)
    client = signed_in(factory.qian)
    data = {"version": check.version, "key": uuid4()}
    url = f"{check.get_absolute_url()}finish/"
    answers = [client.post(url, data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    check.refresh_from_db()
    assert (check.state, check.version) == (SelfCheckState.SUBMITTED, 2)
    stale = client.post(url, {**data, "key": uuid4()})
    assert stale.status_code == 409
    assert "钱已办理“完成自查”" in stale.content.decode()


def test_the_office_reads_what_was_answered_with_the_doubt(
    check: SelfCheck, cast: Cast, factory: Factory
) -> None:
    filled(check, factory, at=JUNE_1)
    services.submit_self_check(
        self_check_id=check.pk, by=factory.qian, at=JUNE_1 + timedelta(seconds=8)
    )
    text = signed_in(cast.lin).get(check.get_absolute_url()).content.decode()
    assert "存疑信号：全部符合且用时过短" in text
    assert "共 8 秒" in text
    assert '<form method="post" action="/inspections' not in text
    assert "存疑" not in signed_in(factory.qian).get(check.get_absolute_url()).content.decode()
    assert (
        "全部符合且用时过短"
        in signed_in(cast.lin).get("/inspections/self-checks/").content.decode()
    )


def test_the_office_does_not_fill(check: SelfCheck, cast: Cast) -> None:
    client = signed_in(cast.lin)
    assert client.post(answer_url(check, 1), FAILED).status_code == 403
    assert client.get(f"{check.get_absolute_url()}finish/").status_code == 403
    assert "未答" in client.get(check.get_absolute_url()).content.decode()


def test_strangers_get_404_everywhere(check: SelfCheck, cast: Cast, factory: Factory) -> None:
    other = a_factory(cast, name="示例纸箱厂", suffix="2")
    filled(check, factory)
    assert signed_in(cast.sun).get(check.get_absolute_url()).status_code == 404
    client = signed_in(other.qian)
    base, item = check.get_absolute_url(), answer_url(check, 1)
    assert client.get(base).status_code == 404
    assert client.get(f"{base}finish/").status_code == 404
    for url in (f"{base}finish/", item, f"{item}photos/", f"{item}photos/{uuid4()}/remove/"):
        answer = client.post(url, {**FAILED, "version": 1, "key": uuid4(), "photo": a_file()})
        assert answer.status_code == 404, url
    assert check.title not in client.get("/inspections/self-checks/").content.decode()


def test_the_enterprises_list_is_its_own_and_plainer(check: SelfCheck, factory: Factory) -> None:
    text = signed_in(factory.qian).get("/inspections/self-checks/").content.decode()
    assert check.title in text
    assert "存疑信号" not in text
    assert "所在区划" not in text


def test_this_week_says_why_by_when_and_how_long(
    check: SelfCheck, cast: Cast, factory: Factory
) -> None:
    an_ordered_hazard(cast, factory, due_on=date(2026, 6, 5))
    text = signed_in(factory.qian).get("/").content.decode()
    assert "本周要做 1 件" in text
    assert "来自6月1日（周一）检查巡查" in text
    assert "以后到期的 1 件" in text
    assert "办完之后：上传整改照片后，由复查人核实并销号" in text
    with time_machine.travel(JUNE_1 + timedelta(days=17), tick=False):
        text = signed_in(factory.qian).get("/").content.decode()
    assert "本周要做 2 件" in text
    assert "为什么找我：示例行动要求全部企业自查" in text
    assert "约 3 分钟" in text
    assert "先办这些" not in text
    assert "本周要做" not in signed_in(cast.lin).get("/").content.decode()


def test_an_enterprise_with_a_quiet_week_sees_what_comes_next(cast: Cast, factory: Factory) -> None:
    an_enterprise_rule(cast, factory)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    text = signed_in(factory.qian).get("/").content.decode()
    assert "本周要做的已办完" in text
    assert "组织隐患排查（2026年6月还差 1 次）" in text
    assert "为什么找我：来自示例一镇安全办，依据示例方案第四条" in text
    assert "以后到期" not in text


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_at_3_and_at_30(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services.assign_self_checks(
        checklist=a_checklist(cast.town_one), round_key="一", title="示例自查",
        enterprises=[an_enterprise(cast.town_one, name=f"示例企业{n}") for n in range(count)],
        due_on=date(2026, 6, 20), at=JUNE_1,
    )  # fmt: skip
    client = signed_in(cast.lin)
    client.get("/inspections/self-checks/")
    with django_assert_num_queries(7):
        text = client.get("/inspections/self-checks/").content.decode()
    assert text.count("示例自查") >= count


@pytest.mark.parametrize("items", [3, 30])
def test_the_page_to_fill_costs_the_same_with_3_and_30_items(
    cast: Cast, factory: Factory, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    check = an_assigned_check(cast.town_one, factory, items=items)
    filled(check, factory)
    client = signed_in(factory.qian)
    client.get(check.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(check.get_absolute_url())


@pytest.mark.parametrize("count", [3, 30])
def test_assigning_costs_the_same_for_3_and_for_30_enterprises(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    checklist = a_checklist(cast.town_one)
    enterprises = [an_enterprise(cast.town_one, name=f"示例企业{n}") for n in range(count)]
    with django_assert_num_queries(9):
        services.assign_self_checks(
            checklist=checklist, enterprises=enterprises, round_key="一", title="示例自查",
            due_on=date(2026, 6, 20), at=JUNE_1,
        )  # fmt: skip


def test_the_dossier_shows_the_latest_self_checks(
    check: SelfCheck, cast: Cast, factory: Factory
) -> None:
    text = signed_in(cast.lin).get(factory.enterprise.get_absolute_url()).content.decode()
    assert check.title in text
