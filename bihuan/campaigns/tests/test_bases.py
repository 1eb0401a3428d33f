"""依据核对: how what a plan rests on stands on its day and today."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from bihuan.campaigns.bases import Basis, bases_of
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.importing import import_plan
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast
from bihuan.regulations.models import Regulation
from bihuan.regulations.services import install_builtin
from bihuan.regulations.states import Standing

pytestmark = pytest.mark.django_db
JUNE_1 = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)

PLAN = """示例一镇安全生产标准化提升工作方案

示镇安发〔2024〕9号

根据中华人民共和国安全生产法第四条、第五条和第二十一条的规定，按照《关于印发2024年全县工作要点的通知》(云溪安办发〔202412号)和《企业安全生产标准化基本规范》(GB/T33000-2016)要求，全面落实国发〔2010〕23、〔2011〕11号文件精神，制定本方案。
根据国务院办公厅、省政府办公厅关于集中开展大检查的通知精神和《》文件精神，结合实际开展工作。

一、工作任务
企业对照《处方管理办法》开展自查。大力宣传《食品安全法》、《农产品质量安全法》。
"""


@pytest.fixture
def cast() -> Cast:
    install_builtin()
    return the_cast()


def a_plan(by: User, text: str = PLAN, **more: object) -> Campaign:
    body = by.post.organisation if by.post else None
    assert body is not None
    campaign = import_plan(text=text, organisation=body, by=by, at=JUNE_1)[0]
    Campaign.objects.filter(pk=campaign.pk).update(**more)
    campaign.refresh_from_db()
    return campaign


def by_name(campaign: Campaign, user: User) -> dict[str, Basis]:
    return {one.cited.name: one for one in bases_of(campaign, user, today=TODAY)}


def test_a_standard_that_was_replaced_after_the_plan_is_told_for_both_days(cast: Cast) -> None:
    found = by_name(a_plan(cast.zhou, issued_on=date(2024, 5, 1)), cast.zhou)
    one = found["企业安全生产标准化基本规范（GB/T33000-2016）"]
    assert one.then.standing is Standing.IN_FORCE
    assert one.now.message == "GB/T 33000-2016已由 GB/T 33000-2025 替代（2025年10月31日起）"
    assert one.label == "已被替代"
    old = Regulation.objects.get(code="gbt-33000-2016")
    assert one.url == old.get_absolute_url()


def test_articles_are_cited_with_the_law(cast: Cast) -> None:
    one = by_name(a_plan(cast.zhou), cast.zhou)["中华人民共和国安全生产法"]
    assert [place.article for place in one.cited.articles] == [4, 5, 21]
    assert one.now.standing is Standing.IN_FORCE


def test_broken_numbers_blank_titles_and_notices_without_numbers_are_shown(cast: Cast) -> None:
    found = by_name(a_plan(cast.zhou), cast.zhou)
    assert found["国发〔2010〕23"].now.standing is Standing.INCOMPLETE
    assert found["〔2011〕11号"].now.message == "文号缺少发文机关代字"
    assert found["《　》"].now.standing is Standing.BLANK
    notices = [name for name in found if name.endswith("关于集中开展大检查的通知")]
    assert [name.removesuffix("关于集中开展大检查的通知") for name in notices] == [
        "国务院办公厅", "省政府办公厅"
    ]  # fmt: skip


def test_the_plans_own_number_is_no_basis(cast: Cast) -> None:
    campaign = a_plan(cast.zhou, document_number="示镇安发〔2024〕9号")
    assert "示镇安发〔2024〕9号" not in by_name(campaign, cast.zhou)


def test_laws_to_publicise_are_marked_and_others_are_not(cast: Cast) -> None:
    found = by_name(a_plan(cast.zhou), cast.zhou)
    marked = {name for name, one in found.items() if one.cited.is_publicised}
    assert marked == {"食品安全法", "农产品质量安全法"}


def test_the_parent_plan_is_linked_by_its_number_also_by_the_likely_reading(cast: Cast) -> None:
    parent = a_plan(
        cast.zhou,
        "示例县要点\n\n一、工作目标\n企业自查率达到90%。\n",
        document_number="云溪安办发〔2024〕12号",
    )
    name = "关于印发2024年全县工作要点的通知（云溪安办发〔202412号）"
    draft = a_plan(cast.zhou)
    one = by_name(draft, cast.zhou)[name]
    assert one.parent == parent
    assert one.now.message == "文号括号不完整，疑为“云溪安办发〔2024〕12号”"
    with time_machine.travel(JUNE_1, tick=False):
        client = Client()
        client.force_login(cast.zhou, backend="bihuan.people.backends.AccountBackend")
        page = client.get(f"/campaigns/{draft.pk}/confirm/").content.decode()
    assert "依据核对" in page
    assert f'href="{parent.get_absolute_url()}"' in page


def test_a_parent_plan_out_of_sight_is_not_linked(cast: Cast) -> None:
    a_plan(
        cast.sun,
        "示例县要点\n\n一、工作目标\n企业自查率达到90%。\n",
        document_number="云溪安办发〔2024〕12号",
    )
    assert all(one.parent is None for one in bases_of(a_plan(cast.zhou), cast.zhou, today=TODAY))


def test_a_text_says_which_plans_rest_on_it(cast: Cast) -> None:
    campaign = a_plan(cast.zhou)
    rule = Regulation.objects.get(code="prescriptions")
    client = Client()
    client.force_login(cast.zhou, backend="bihuan.people.backends.AccountBackend")
    assert campaign.get_absolute_url() in client.get(rule.get_absolute_url()).content.decode()
    client.force_login(cast.sun, backend="bihuan.people.backends.AccountBackend")
    assert campaign.get_absolute_url() not in client.get(rule.get_absolute_url()).content.decode()
