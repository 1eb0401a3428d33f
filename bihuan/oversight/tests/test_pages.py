"""Pages of bulletins."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.campaigns.tests.running import noon
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.hazards.services import withdraw_hazard
from bihuan.oversight.models import Bulletin
from bihuan.oversight.tests.given import JULY_1, World, a_draft_bulletin, an_issued_bulletin
from bihuan.people.models import Area
from bihuan.people.tests.given import TOWN_ONE

pytestmark = pytest.mark.usefixtures("_july")


@pytest.fixture
def _july() -> object:
    with time_machine.travel(JULY_1, tick=False):
        yield


def form(bulletin: Bulletin, **changes: object) -> dict[str, object]:
    return {"version": bulletin.version, "key": uuid4(), **changes}


def words(bulletin: Bulletin, **changes: object) -> dict[str, object]:
    return {
        "title": "新标题", "addressees": "各社区", "opening": "新开头。", "demands": "新要求。",
        "version": bulletin.version, **changes,
    }  # fmt: skip


def test_from_the_campaign_to_the_signature(world: World) -> None:
    zhou, zhao = signed_in(world.cast.zhou), signed_in(world.cast.zhao)
    address = f"/oversight/campaigns/{world.campaign.pk}/draft/"
    page = zhou.get(address).content.decode()
    assert "自查自纠阶段" in page
    assert "集中整治阶段" not in page  # it has not begun
    answer = zhou.post(address, {"phase": ""})
    assert zhou.post(address, {"phase": ""})["Location"] == answer["Location"]
    bulletin = Bulletin.objects.get()
    page = zhou.get(bulletin.get_absolute_url()).content.decode()
    assert "40%（2/5）" in page
    assert f"/metrics/self_check.rate/records/?part=part&amp;low={TOWN_ONE}" in page
    assert "（签发时编号）" in page
    root = bulletin.get_absolute_url()
    assert zhou.post(f"{root}edit/", words(bulletin)).status_code == 302
    bulletin.refresh_from_db()
    page = zhou.post(f"{root}submit/", form(bulletin), follow=True).content.decode()
    assert "新标题" in page
    assert f"{root}issue/" not in page
    bulletin.refresh_from_db()
    assert f"{root}issue/" in zhao.get(root).content.decode()
    page = zhao.post(f"{root}issue/", form(bulletin), follow=True).content.decode()
    assert "示一安办发〔2026〕1号" in page
    assert "下载 PDF" in page
    assert "不一致" not in page
    assert f"{root}edit/" not in page


def test_an_edit_that_comes_too_late_keeps_the_text(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    zhou, root = signed_in(world.cast.zhou), bulletin.get_absolute_url()
    assert zhou.post(f"{root}edit/", words(bulletin)).status_code == 302
    answer = zhou.post(f"{root}edit/", words(bulletin, opening="我的开头。"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "刚被其他人改过" in page
    assert "我的开头。" in page
    assert "新开头。" in page
    assert 'name="version" value="2"' in page
    assert (
        zhou.post(f"{root}edit/", words(bulletin, opening="我的开头。", version=2)).status_code
        == 302
    )
    empty = zhou.post(f"{root}edit/", words(bulletin, title="", opening="留下。", version=3))
    assert empty.status_code == 422
    assert "留下。" in empty.content.decode()


def test_refusals_stand_on_the_page(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    zhou, root = signed_in(world.cast.zhou), bulletin.get_absolute_url()
    assert zhou.post(f"{root}discard/", form(bulletin, note="")).status_code == 422
    assert "请刷新" in zhou.post(f"{root}submit/", form(bulletin, version=9)).content.decode()
    assert zhou.post(f"{root}submit/", {}).status_code == 422
    assert zhou.post(f"{root}burn/", form(bulletin)).status_code == 404
    assert zhou.get(f"{root}submit/").status_code == 405


def test_whoever_sent_it_up_is_told_that_somebody_else_signs(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    zhao, root = signed_in(world.cast.zhao), bulletin.get_absolute_url()
    page = zhao.post(f"{root}submit/", form(bulletin), follow=True).content.decode()
    assert "“签发”须由其他人员办理" in page
    assert f"{root}issue/" not in page


def test_later_changes_are_shown_beside_the_bulletin(world: World) -> None:
    bulletin = an_issued_bulletin(world)
    withdraw_hazard(
        hazard_id=world.hazard.pk, reason="重复登记", by=world.cast.zhao, at=noon(date(2026, 7, 5))
    )
    page = signed_in(world.cast.zhou).get(bulletin.get_absolute_url()).content.decode()
    assert "个数字与现有记录不一致" in page
    assert "减少 1 条" in page
    assert ">1 起</a>" in page  # the bulletin itself stands


def test_out_of_scope_there_is_no_page(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    root = bulletin.get_absolute_url()
    draft = f"/oversight/campaigns/{world.campaign.pk}/draft/"
    sun, qian, wu = (
        signed_in(user) for user in (world.cast.sun, world.factory.qian, world.cast.wu)
    )
    for path in (root, draft):
        assert sun.get(path).status_code == 404
        assert qian.get(path).status_code == 403
        assert Client().get(path).status_code == 302
    for path, data in ((f"{root}edit/", words(bulletin)), (f"{root}submit/", form(bulletin))):
        assert sun.post(path, data).status_code == 404
        assert qian.post(path, data).status_code == 403
    assert sun.post(draft, {"phase": ""}).status_code == 404
    assert bulletin.title not in sun.get("/oversight/bulletins/").content.decode()
    assert qian.get("/oversight/bulletins/").status_code == 403
    above = wu.get(root)
    assert above.status_code == 200
    assert f"{root}submit/" not in above.content.decode()
    assert wu.post(f"{root}submit/", form(bulletin)).status_code == 403


def more_villages(count: int) -> None:
    for number in range(count):
        code = TOWN_ONE + 100 + number
        Area.objects.create(code=code, name=f"示例村{number}", full_name="", level=12)


@pytest.mark.parametrize("state", ["draft", "issued"])
def test_the_page_costs_the_same_for_many_places(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries, state: str
) -> None:
    bulletin = a_draft_bulletin(world) if state == "draft" else an_issued_bulletin(world)
    zhou = signed_in(world.cast.zhou)
    taken = []
    for villages in (0, 12):
        more_villages(villages)
        zhou.get(bulletin.get_absolute_url())
        with django_assert_max_num_queries(40) as queries:
            zhou.get(bulletin.get_absolute_url())
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_the_list(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bulletin = an_issued_bulletin(world)
    zhou = signed_in(world.cast.zhou)
    page = zhou.get("/oversight/bulletins/").content.decode()
    assert bulletin.title in page
    assert "示一安办发〔2026〕1号" in page
    with django_assert_num_queries(6):
        zhou.get("/oversight/bulletins/")
