"""The page of a leading group and its office's queue."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client

from bihuan.campaigns.group_models import GroupMember, LeadingGroup
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.groups import (
    set_up_group,
)
from bihuan.campaigns.states import GroupRole
from bihuan.campaigns.tests.running import a_plan, factories, launched, noon
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.people.tests.given import (
    TOWN_ONE,
    Cast,
)

R = GroupRole
JUNE_5 = noon(date(2026, 6, 5))


@pytest.fixture
def zhou(cast: Cast) -> Client:
    return signed_in(cast.zhou)


@time_machine.travel(JUNE_5, tick=False)
def test_from_the_empty_page_to_a_filled_group(planned: Campaign, cast: Cast, zhou: Client) -> None:
    url = f"/campaigns/{planned.pk}/group/"
    assert url in zhou.get(f"/campaigns/{planned.pk}/confirm/").content.decode()
    page = zhou.get(url).content.decode()
    assert "还没有成立领导小组" in page
    assert "方案写明了 5 个席位" in page
    assert "行动发起后" in page
    page = zhou.post(f"{url}set-up/", follow=True).content.decode()
    assert "还有 2 处空缺" in page
    assert "示例一镇安全办</strong>" in page
    blank = GroupMember.objects.get(role=R.HEAD)
    assert "填写组长" in zhou.get(f"{url}?fill={blank.pk}").content.decode()
    post = f"{cast.town_one.pk}:leader:副镇长"
    page = zhou.post(
        f"{url}{blank.pk}/fill/", {"fill-post": post, "seen": ""}, follow=True
    ).content.decode()
    assert "还有 1 处空缺" in page
    assert "周 确定领导小组人选：组长：示例一镇安全办副镇长" in page
    # too late: the form comes back with the reason
    answer = zhou.post(f"{url}{blank.pk}/fill/", {"fill-words": "示例丁", "seen": ""})
    assert answer.status_code == 422
    assert "刚由其他人填写" in answer.content.decode()


def test_seats_classes_and_office_are_set_on_the_page(
    group: LeadingGroup, draft: Campaign, cast: Cast, zhou: Client
) -> None:
    url = f"/campaigns/{draft.pk}/group/"
    page = zhou.get(url).content.decode()
    assert "示例一镇安全办副镇长（现任：李）" in page
    assert "示例二镇" not in page
    both = {"seat-role": "head", "seat-post": "", "seat-words": ""}
    assert zhou.post(f"{url}add/", both).status_code == 422
    post = f"{cast.town_one.pk}:chief:"
    answer = zhou.post(
        f"{url}add/", {"seat-role": "head", "seat-post": post, "seat-words": "示例甲"}
    )
    assert "请只留一种" in answer.content.decode()
    added = {"seat-role": "head", "seat-post": post, "seat-words": ""}
    assert zhou.post(f"{url}add/", added).status_code == 302
    assert "不需要重复添加" in zhou.post(f"{url}add/", added).content.decode()
    of_another = {**added, "seat-post": f"{cast.town_two.pk}:clerk:"}
    assert zhou.post(f"{url}add/", of_another).status_code == 422
    every = {
        "class-role": "member", "class-area": TOWN_ONE, "class-kind": "town_office",
        "class-post_role": "inspector",
    }  # fmt: skip
    assert zhou.post(f"{url}add-class/", every).status_code == 302
    assert zhou.post(f"{url}office/", {"office-office": cast.town_one.pk}).status_code == 302
    assert zhou.post(f"{url}office/", {"office-words": ""}).status_code == 422
    page = zhou.get(url).content.decode()
    assert "示例一镇各乡镇（街道）安全办的检查人员" in page
    member = group.members.get(role=R.HEAD)
    assert zhou.post(f"{url}{member.pk}/remove/", {"reason": "分工调整"}).status_code == 302
    assert not group.members.filter(role=R.HEAD).exists()


def test_who_may_only_look_gets_no_forms_and_who_is_elsewhere_nothing(
    group: LeadingGroup, draft: Campaign, cast: Cast
) -> None:
    url = f"/campaigns/{draft.pk}/group/"
    lin = signed_in(cast.lin)
    assert "添加成员" not in lin.get(url).content.decode()
    assert lin.post(f"{url}add/", {}).status_code == 403
    sun = signed_in(cast.sun)
    qian = signed_in(a_factory(cast).qian)
    for path in (url, f"{url}todos/"):
        assert sun.get(path).status_code == 404
        assert qian.get(path).status_code in (403, 404)
    for path in ("set-up/", "office/", "add/", "add-class/"):
        assert sun.post(f"{url}{path}", {}).status_code == 404
    assert group.members.count() == 0


def test_a_seat_of_another_group_is_not_filled_here(
    group: LeadingGroup, draft: Campaign, planned: Campaign, cast: Cast, zhou: Client
) -> None:
    other = set_up_group(campaign_id=planned.pk, by=cast.zhou, at=JUNE_1)
    member = other.members.get(role=R.HEAD)
    url = f"/campaigns/{draft.pk}/group/"
    assert zhou.post(f"{url}{member.pk}/fill/", {"fill-words": "示例"}).status_code == 404
    assert zhou.post(f"{url}{member.pk}/remove/", {"reason": "示例"}).status_code == 404
    assert "填写组长" not in zhou.get(f"{url}?fill={member.pk}").content.decode()


@time_machine.travel(noon(date(2026, 7, 21)), tick=False)
def test_the_queue_stands_below_the_group_with_late_ones_counted(cast: Cast, zhou: Client) -> None:
    factories(cast, 12)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    url = f"/campaigns/{campaign.pk}/group/"
    assert url in zhou.get(f"/campaigns/{campaign.pk}/").content.decode()
    page = zhou.get(url).content.decode()
    assert "企业自查 12 项，逾期 12" in page
    assert "查看全部" in page
    found = zhou.get(f"{url}todos/?kind=self_check&overdue=1")
    assert len(found.context["list"].rows) == 12
    assert "示例轻工厂" in found.content.decode()
