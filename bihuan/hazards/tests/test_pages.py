"""The ledger and one hazard's page, as people of each side use them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource, HazardState
from bihuan.hazards.tests.given import (
    a_photo,
    a_picture,
    a_reported_hazard,
    an_ordered_hazard,
    an_own_hazard,
    closed,
    rectified,
)
from bihuan.loop.models import Evidence, TrailRow
from bihuan.loop.states import EvidenceKind
from bihuan.loop.tests.given import an_upload
from bihuan.notifications.models import Message
from bihuan.people.models import User
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, VILLAGE_TWO, Cast, the_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june_2")]

JUNE_2 = JUNE_1 + timedelta(days=1)


@pytest.fixture
def june_2() -> object:
    with time_machine.travel(JUNE_2, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, url: str) -> str:
    answer = signed_in(user).get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def buttons(text: str) -> list[str]:
    return re.findall(r'href="\?do=(\w+)#do"', text)


def sent(hazard: Hazard, **more: object) -> dict[str, object]:
    return {"version": hazard.version, "key": uuid4(), **more}


def ids(*items: Evidence) -> list[str]:
    return [str(item.public_id) for item in items]


def test_each_side_is_offered_only_its_own_steps(cast: Cast, factory: Factory) -> None:
    found = a_reported_hazard(cast.lin, factory.enterprise)
    url = found.get_absolute_url()
    assert buttons(page(cast.lin, url)) == ["grade", "withdraw"]
    assert buttons(page(factory.qian, url)) == []  # found by an inspection: not its own to plan
    assert buttons(page(cast.li, url)) == []
    ordered = an_ordered_hazard(cast, factory)
    assert buttons(page(factory.qian, ordered.get_absolute_url())) == ["rectify", "replan"]
    done = rectified(ordered, factory)
    text = page(factory.feng, done.get_absolute_url())
    assert buttons(text) == []
    assert "检查发现的隐患由监管单位复查销号" in text
    assert buttons(page(cast.lin, done.get_absolute_url())) == ["close", "return"]


def test_who_rectified_is_told_that_somebody_else_rechecks(factory: Factory) -> None:
    hazard = rectified(an_own_hazard(factory), factory)
    assert "须由其他人员办理" in page(factory.qian, hazard.get_absolute_url())
    assert buttons(page(factory.feng, hazard.get_absolute_url())) == ["close", "return"]


def test_a_hazard_runs_from_registration_to_closing_through_its_pages(
    cast: Cast, factory: Factory
) -> None:
    office, plant = signed_in(cast.lin), signed_in(factory.qian)
    registered = office.post(
        f"/hazards/new/?enterprise={factory.enterprise.pk}",
        {
            "key": uuid4(), "source": HazardSource.PATROL, "summary": "喷漆房静电接地松动",
            "place": "喷漆房", "found_on": "2026-06-02",
            "evidence": ids(a_photo(EvidenceKind.PHOTO_FOUND, cast.lin, factory.enterprise)),
        },
    )  # fmt: skip
    hazard = Hazard.objects.get()
    assert registered["Location"] == f"/hazards/{hazard.pk}/?done=open"
    office.post(
        f"/hazards/{hazard.pk}/grade/",
        sent(hazard, level="general", owner="钱示例", measures="紧固并复测"),
    )
    hazard.refresh_from_db()
    photo = a_photo(EvidenceKind.PHOTO_AFTER, factory.qian, factory.enterprise)
    plant.post(f"/hazards/{hazard.pk}/rectify/", sent(hazard, note="已紧固", evidence=ids(photo)))
    hazard.refresh_from_db()
    photo = a_photo(EvidenceKind.RECHECK, cast.lin, factory.enterprise)
    answer = office.post(
        f"/hazards/{hazard.pk}/close/", sent(hazard, note="", evidence=ids(photo)), follow=True
    )
    text = answer.content.decode()
    assert "已办理“销号”。这条隐患已办结。" in text
    hazard.refresh_from_db()
    assert hazard.state == HazardState.CLOSED
    assert Evidence.objects.filter(case_id=hazard.pk).count() == 3


def test_a_refusal_stands_beside_the_form_and_keeps_what_was_typed(
    cast: Cast, factory: Factory
) -> None:
    hazard = an_ordered_hazard(cast, factory)
    client = signed_in(factory.qian)
    answer = client.post(
        f"/hazards/{hazard.pk}/rectify/", sent(hazard, note="换了接地线，复测合格")
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "“报告整改”须附整改后照片" in text
    assert "换了接地线，复测合格" in text
    photo = a_photo(EvidenceKind.PHOTO_AFTER, factory.qian, factory.enterprise)
    answer = client.post(
        f"/hazards/{hazard.pk}/rectify/", sent(hazard, note="", evidence=ids(photo))
    )
    assert answer.status_code == 422
    assert str(photo.public_id) in answer.content.decode()  # the photo need not be taken again
    hazard.refresh_from_db()
    assert hazard.state == HazardState.ORDERED


def test_a_law_that_says_no_is_cited(cast: Cast, factory: Factory) -> None:
    hazard = rectified(an_own_hazard(factory, level=HazardLevel.MAJOR), factory)
    photo = a_photo(EvidenceKind.RECHECK, factory.feng, factory.enterprise)
    answer = signed_in(factory.feng).post(
        f"/hazards/{hazard.pk}/close/", sent(hazard, evidence=ids(photo))
    )
    assert answer.status_code == 403
    assert "第二十三条（待核）" in answer.content.decode()


def test_a_double_click_is_one_step_and_one_message(cast: Cast, factory: Factory) -> None:
    hazard = an_ordered_hazard(cast, factory)
    photo = a_photo(EvidenceKind.PHOTO_AFTER, factory.qian, factory.enterprise)
    data = sent(hazard, note="已紧固", evidence=ids(photo))
    client = signed_in(factory.qian)
    answers = [client.post(f"/hazards/{hazard.pk}/rectify/", data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    text = client.get(answers[1]["Location"]).content.decode()
    assert text.count("已办理“报告整改”") == 1
    assert TrailRow.objects.filter(case_id=hazard.pk, step="rectify").count() == 1


def test_a_stale_page_changes_nothing_and_says_who_was_first(cast: Cast, factory: Factory) -> None:
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    data = sent(hazard, level="general", owner="钱", measures="修")
    signed_in(cast.zhao).post(f"/hazards/{hazard.pk}/withdraw/", sent(hazard, reason="重复登记"))
    answer = signed_in(cast.lin).post(f"/hazards/{hazard.pk}/grade/", data)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert text.count("页面打开后赵已办理“撤销登记”") == 1
    assert 'action="/hazards/' in text
    assert '<button class="btn btn-primary">定级并落实整改' not in text
    hazard.refresh_from_db()
    assert hazard.state == HazardState.WITHDRAWN


def test_a_stale_page_whose_step_still_stands_can_be_sent_again(
    cast: Cast, factory: Factory
) -> None:
    hazard = an_ordered_hazard(cast, factory)
    old = sent(hazard, reason="复核", level="major")
    signed_in(cast.zhao).post(
        f"/hazards/{hazard.pk}/extend/", sent(hazard, due_on="2026-06-20", reason="停电")
    )
    client = signed_in(cast.lin)
    answer = client.post(f"/hazards/{hazard.pk}/regrade/", old)
    text = answer.content.decode()
    assert "赵已办理“准予延期”" in text
    fresh = {
        name: re.search(rf'name="{name}" value="([^"]+)"', text)[1]  # type: ignore[index]
        for name in ("version", "key")
    }
    client.post(f"/hazards/{hazard.pk}/regrade/", {**old, **fresh})
    hazard.refresh_from_db()
    assert hazard.level == HazardLevel.MAJOR


def test_somebody_of_another_town_gets_404_everywhere(cast: Cast, factory: Factory) -> None:
    hazard = an_ordered_hazard(cast, factory)
    other = a_factory(cast, name="示例纸箱厂", suffix="2")
    for stranger in (cast.sun, other.qian):
        client = signed_in(stranger)
        assert client.get(hazard.get_absolute_url()).status_code == 404
        for step in ("grade", "rectify", "close", "extend", "withdraw", "nonsense"):
            answer = client.post(f"/hazards/{hazard.pk}/{step}/", sent(hazard, reason="x"))
            assert answer.status_code == 404
        assert "静电接地松动" not in client.get("/hazards/").content.decode()
    client = signed_in(cast.sun)
    assert client.get(f"/hazards/new/?enterprise={factory.enterprise.pk}").status_code == 404
    assert "示例涂料厂" not in client.get("/hazards/new/?q=示例").content.decode()


def test_a_leader_may_look_and_a_leaders_post_does_not_grade(cast: Cast, factory: Factory) -> None:
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    answer = signed_in(cast.li).post(
        f"/hazards/{hazard.pk}/grade/", sent(hazard, level="general", owner="钱", measures="修")
    )
    assert answer.status_code == 403
    assert "您的岗位（分管领导）不能办理" in answer.content.decode()


def test_an_enterprise_registers_its_own_and_is_offered_the_plan(factory: Factory) -> None:
    client = signed_in(factory.qian)
    assert "来源" not in client.get("/hazards/new/").content.decode()
    key = uuid4()
    for _ in range(2):
        client.post("/hazards/new/", {"key": key, "summary": "通道堵塞", "found_on": "2026-06-02"})
    hazard = Hazard.objects.get()
    assert hazard.source == HazardSource.REPORTED
    assert buttons(page(factory.qian, hazard.get_absolute_url())) == ["plan"]


def test_a_bad_registration_keeps_what_was_typed(factory: Factory) -> None:
    answer = signed_in(factory.qian).post(
        "/hazards/new/", {"key": uuid4(), "summary": "通道堵塞", "found_on": "2026-07-02"}
    )
    assert answer.status_code == 422
    assert "发现日期：不能晚于今天" in answer.content.decode()
    assert "通道堵塞" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"甲1", "甲2", "乙1"}),
        ("state=reported", {"乙1"}),
        ("level=major", {"甲2"}),
        ("source=self_check", set()),
        ("overdue=1", {"甲1"}),
        (f"area={VILLAGE_ONE}", {"甲1", "甲2", "乙1"}),
        (f"area={VILLAGE_TWO}", {"甲1", "甲2", "乙1"}),  # not offered to this town: told, ignored
        ("found_from=2026-06-02", {"乙1"}),
        ("q=甲", {"甲1", "甲2"}),
    ],
)
def test_the_ledger_is_filtered(cast: Cast, factory: Factory, query: str, shown: set[str]) -> None:
    an_ordered_hazard(cast, factory, summary="甲1", due_on=date(2026, 6, 1))
    an_ordered_hazard(cast, factory, summary="甲2", level=HazardLevel.MAJOR)
    a_reported_hazard(cast.lin, factory.enterprise, summary="乙1", at=JUNE_2)
    text = page(cast.lin, f"/hazards/?{query}")
    assert set(re.findall(r">([甲乙]\d)<", text)) == shown


def test_the_ledger_is_exported_as_it_is_filtered(cast: Cast, factory: Factory) -> None:
    an_ordered_hazard(cast, factory)
    answer = signed_in(cast.lin).get("/hazards/?format=xlsx&state=ordered")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [3, 30])
def test_the_ledger_costs_the_same_at_3_and_at_30(
    cast: Cast, factory: Factory, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        a_reported_hazard(cast.lin, factory.enterprise, summary=f"示例隐患{number}")
    client = signed_in(cast.lin)
    client.get("/hazards/")
    with django_assert_num_queries(7):
        assert client.get("/hazards/").content.count("示例隐患".encode()) >= count


def test_a_closed_hazard_shows_its_photos_and_no_step(cast: Cast, factory: Factory) -> None:
    hazard = closed(rectified(an_ordered_hazard(cast, factory), factory), cast.lin)
    text = page(factory.qian, hazard.get_absolute_url())
    assert buttons(text) == []
    assert "整改后照片" in text
    assert "复查照片" in text
    assert text.count("?size=thumb") == 4  # each once among the photos, once on the timeline


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("假照片.jpg", b"MZ\x90\x00 not a picture", "不是照片（文件内容与扩展名不符）"),
        ("空.jpg", b"", "文件是空的"),
        ("巨大.png", a_picture(size=(1, 1)).replace(b"\x00\x00\x00\x01\x00\x00\x00\x01",
         b"\x00\x01\x86\xa0\x00\x01\x86\xa0", 1), "照片"),
    ],
)  # fmt: skip
def test_a_hostile_photo_is_told_and_not_kept(
    factory: Factory, name: str, data: bytes, told: str
) -> None:
    answer = signed_in(factory.qian).post(
        "/loop/upload/", {"file": an_upload(name, data), "kind": EvidenceKind.PHOTO_AFTER}
    )
    assert told in answer.content.decode()
    assert not Evidence.objects.exists()


def test_open_major_hazards_stand_on_the_workbench_of_the_office(
    cast: Cast, factory: Factory
) -> None:
    an_own_hazard(factory, level=HazardLevel.MAJOR)
    assert "未销号的重大隐患" in page(cast.lin, "/")
    assert "未销号的重大隐患" not in page(factory.qian, "/")
    assert "未销号的重大隐患" not in page(cast.sun, "/")


def test_a_hazard_is_found_by_searching(cast: Cast, factory: Factory) -> None:
    an_own_hazard(factory)
    assert "静电接地松动" in page(cast.lin, "/search/?q=接地")
    assert "静电接地松动" not in page(cast.sun, "/search/?q=接地")


def test_the_area_filter_offers_what_lies_inside(cast: Cast, factory: Factory) -> None:
    text = page(cast.lin, "/hazards/")
    assert f'value="{VILLAGE_ONE}"' in text
    assert f'value="{TOWN_ONE}"' not in text


def test_the_dossier_shows_the_enterprises_hazards(cast: Cast, factory: Factory) -> None:
    an_own_hazard(factory)
    text = page(cast.lin, factory.enterprise.get_absolute_url())
    assert "未销号 1 起，共登记 1 起" in text
    assert "静电接地松动" in text


def test_a_form_stands_open_only_for_what_the_hazard_waits_for(
    cast: Cast, factory: Factory
) -> None:
    url = an_ordered_hazard(cast, factory).get_absolute_url()
    office = page(cast.lin, url)
    assert buttons(office) == ["regrade", "extend"]
    assert '<section class="card" id="do">' not in office
    assert '<section class="card" id="do">' in page(cast.lin, f"{url}?do=extend")
    assert '<section class="card" id="do">' in page(factory.qian, url)


def test_the_supervising_office_is_told_of_a_major_hazard_the_enterprise_found(
    cast: Cast, factory: Factory
) -> None:
    an_own_hazard(factory)
    assert not Message.objects.exists()
    hazard = an_own_hazard(factory, level=HazardLevel.MAJOR)
    told = Message.objects.filter(url=hazard.get_absolute_url())
    assert set(told.values_list("user__name", flat=True)) == {"林", "赵", "李"}
    assert told[0].title == f"企业报告重大隐患：示例涂料厂 {hazard.summary}"
