"""领导小组: set up from the plan, filled by posts, and what its office has open."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from bihuan.campaigns.group_models import GroupMember, LeadingGroup
from bihuan.campaigns.groups import blanks_of, campaign_todos, members_of, open_kinds
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.seats import office_read, seats_of
from bihuan.campaigns.services.groups import (
    InWords,
    OnePost,
    PostClass,
    add_member,
    fill_seat,
    remove_member,
    set_office,
    set_up_group,
)
from bihuan.campaigns.services.importing import discard_draft
from bihuan.campaigns.states import GroupRole
from bihuan.campaigns.tests.given import GROUP, PLAN, a_draft
from bihuan.campaigns.tests.running import a_plan, factories, launched
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused, StaleVersion, StepRefused
from bihuan.loop.models import TrailRow
from bihuan.loop.services.seals import seal_all, verify_trail
from bihuan.people.models import Post
from bihuan.people.services.posts import change_post, end_post
from bihuan.people.states import OrganisationKind, Role
from bihuan.people.tests.given import (
    COUNTY,
    TOWN_ONE,
    TOWN_TWO,
    VILLAGE_ONE,
    Cast,
    a_body,
    a_person,
)

R = GroupRole


def seats(group: LeadingGroup) -> list[tuple[str, str, list[str]]]:
    """Every seat: role, label, names of the holders; 空缺 for a vacant post."""
    return [
        (row.role, seat.label, [one.holder.name if one.holder else "空缺" for one in seat.sittings])
        for row in members_of(group)
        for seat in row.seats
    ]


def leader(cast: Cast) -> OnePost:
    return OnePost(cast.town_one.pk, Role.LEADER, "副镇长")


# --- setting up ---------------------------------------------------------------------------------


def test_the_plan_fills_the_group_and_its_blanks_are_shown(planned: Campaign, cast: Cast) -> None:
    group = set_up_group(campaign_id=planned.pk, by=cast.zhou, at=JUNE_1)
    assert group.office == cast.town_one
    assert seats(group) == [
        (R.HEAD, "", []),
        (R.DEPUTY, "李副镇长", []),
        (R.MEMBER, "示例甲", []),
        (R.MEMBER, "示例乙", []),
        (R.OFFICE_DIRECTOR, "", []),
    ]
    assert blanks_of(members_of(group)) == 2


def test_an_office_that_no_body_is_called_stays_in_words(cast: Cast) -> None:
    text = (PLAN + GROUP).replace("示一安办", "示例平安办")
    plan = a_draft(cast, text=text, name="另一份.txt")
    group = set_up_group(campaign_id=plan.pk, by=cast.zhou, at=JUNE_1)
    assert (group.office, group.office_words) == (None, "示例平安办")
    group = set_office(campaign_id=plan.pk, office_id=cast.town_one.pk, by=cast.zhou, at=JUNE_1)
    assert (group.office, group.office_words) == (cast.town_one, "")


def test_a_plan_without_a_group_gives_one_that_lacks_head_and_director(group: LeadingGroup) -> None:
    rows = members_of(group)
    assert [row.role for row in rows if row.is_missing] == [R.HEAD, R.OFFICE_DIRECTOR]
    assert blanks_of(rows) == 2
    assert group.name.endswith("领导小组")


def test_a_campaign_has_one_group(group: LeadingGroup, draft: Campaign, cast: Cast) -> None:
    with pytest.raises(StepRefused, match="已经成立"):
        set_up_group(campaign_id=draft.pk, by=cast.zhao, at=JUNE_1)
    assert LeadingGroup.objects.get() == group


def test_only_those_who_confirm_or_launch_within_scope_set_it_up(
    draft: Campaign, cast: Cast
) -> None:
    with pytest.raises(NotAllowed):
        set_up_group(campaign_id=draft.pk, by=cast.lin, at=JUNE_1)
    with pytest.raises(NotFound):
        set_up_group(campaign_id=draft.pk, by=cast.sun, at=JUNE_1)
    assert not LeadingGroup.objects.exists()


def test_what_was_given_up_gets_no_group_and_its_group_no_member(
    group: LeadingGroup, draft: Campaign, cast: Cast
) -> None:
    discard_draft(
        campaign_id=draft.pk, reason="传错了", by=cast.zhao, at=JUNE_1, version=draft.version
    )
    with pytest.raises(StepRefused, match="不再调整"):
        add_member(campaign_id=draft.pk, role=R.HEAD, naming=leader(cast), by=cast.zhou, at=JUNE_1)


def test_without_a_group_nobody_is_added(draft: Campaign, cast: Cast) -> None:
    with pytest.raises(StepRefused, match="请先成立"):
        add_member(campaign_id=draft.pk, role=R.HEAD, naming=leader(cast), by=cast.zhou, at=JUNE_1)


# --- what the draft says ------------------------------------------------------------------------


def entry(role: str, name: str | None, start: int = 0) -> dict[str, object]:
    return {"role": role, "name": name, "quote": f"{role}：{name or ''}", "start_char": start}


@pytest.mark.parametrize(
    ("role", "name", "read"),
    [
        ("组长", None, [(R.HEAD, "")]),
        ("组长", "×××", [(R.HEAD, "")]),
        ("组长", "党组书记、局长", [(R.HEAD, "党组书记、局长")]),
        ("常务副组长", "副局长", [(R.DEPUTY, "副局长")]),
        ("成员", "示例甲、示例乙", [(R.MEMBER, "示例甲"), (R.MEMBER, "示例乙")]),
        ("成员", "直属单位、机关科室主要负责人", [(R.MEMBER, "直属单位、机关科室主要负责人")]),
        ("主任", "示例丙", [(R.OFFICE_DIRECTOR, "示例丙")]),
        ("顾问", "示例丁", []),
    ],
)
def test_what_a_plan_writes_becomes_seats(
    role: str, name: str | None, read: list[tuple[GroupRole, str]]
) -> None:
    draft = {"organisation": {"members": [entry(role, name)], "office": None}}
    assert [(one.role, one.words) for one in seats_of(draft)] == read
    assert office_read(draft) == ""


def test_a_draft_without_an_organisation_has_no_seats() -> None:
    assert list(seats_of({})) == []
    assert office_read({}) == ""


# --- posts --------------------------------------------------------------------------------------


def test_a_seat_follows_the_post_when_the_holder_changes(
    group: LeadingGroup, draft: Campaign, cast: Cast
) -> None:
    add_member(campaign_id=draft.pk, role=R.HEAD, naming=leader(cast), by=cast.zhou, at=JUNE_1)
    label = "示例一镇安全办副镇长"
    assert seats(group) == [(R.HEAD, label, ["李"])]
    post = Post.objects.get(user=cast.li)
    end_post(post_id=post.pk, on=date(2026, 6, 2), by=None, at=JUNE_1)
    assert seats(group) == [(R.HEAD, label, ["空缺"])]
    assert blanks_of(members_of(group)) == 2  # the vacant head and the missing director
    change_post(
        user=cast.lin, organisation=cast.town_one, role=Role.LEADER, title="副镇长",
        on=date(2026, 6, 3), by=None, at=JUNE_1,
    )  # fmt: skip
    assert seats(group) == [(R.HEAD, label, ["林"])]


def test_a_title_tells_two_leaders_of_a_body_apart(
    group: LeadingGroup, draft: Campaign, cast: Cast
) -> None:
    a_person("zheng", "郑", Role.LEADER, cast.town_one, title="镇长")
    add_member(campaign_id=draft.pk, role=R.DEPUTY, naming=leader(cast), by=cast.zhou, at=JUNE_1)
    assert seats(group)[0][2] == ["李"]


def test_a_class_of_posts_is_whoever_holds_them_now(
    group: LeadingGroup, draft: Campaign, cast: Cast
) -> None:
    one = a_body("甲社区居委会", OrganisationKind.COMMUNITY, VILLAGE_ONE)
    a_person("wang", "王", Role.GRID_WORKER, one)
    other_town = a_body("乙社区居委会", OrganisationKind.COMMUNITY, TOWN_TWO + 1)
    a_person("feng", "冯", Role.GRID_WORKER, other_town)
    add_member(
        campaign_id=draft.pk, role=R.MEMBER, by=cast.zhou, at=JUNE_1,
        naming=PostClass(OrganisationKind.COMMUNITY, Role.GRID_WORKER, TOWN_ONE),
    )  # fmt: skip
    label = "示例一镇各村（社区）的网格员"
    assert seats(group) == [(R.MEMBER, label, ["王"])]
    later = a_body("甲二社区居委会", OrganisationKind.COMMUNITY, VILLAGE_ONE + 1)
    assert seats(group) == [(R.MEMBER, label, ["王", "空缺"])]
    a_person("chen", "陈", Role.GRID_WORKER, later)
    assert seats(group) == [(R.MEMBER, label, ["王", "陈"])]


def test_the_group_costs_the_same_however_many_sit_in_it(
    group: LeadingGroup, draft: Campaign, cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for role in (Role.LEADER, Role.CHIEF, Role.CLERK, Role.INSPECTOR):
        add_member(
            campaign_id=draft.pk, role=R.MEMBER, naming=OnePost(cast.town_one.pk, role),
            by=cast.zhou, at=JUNE_1,
        )  # fmt: skip
    add_member(
        campaign_id=draft.pk, role=R.MEMBER, by=cast.zhou, at=JUNE_1,
        naming=PostClass(OrganisationKind.TOWN_OFFICE, Role.LEADER, TOWN_ONE),
    )  # fmt: skip
    with django_assert_num_queries(4):
        assert len({name for _, _, holders in seats(group) for name in holders}) == 4


def test_a_body_elsewhere_and_a_place_outside_the_campaign_are_refused(
    group: LeadingGroup, draft: Campaign, cast: Cast
) -> None:
    def add(naming: OnePost | PostClass | InWords, role: str = R.MEMBER) -> None:
        add_member(campaign_id=draft.pk, role=role, naming=naming, by=cast.zhou, at=JUNE_1)

    with pytest.raises(NotFound):
        add(OnePost(cast.town_two.pk, Role.CHIEF))
    with pytest.raises(BadInput, match="区划"):
        add(PostClass(OrganisationKind.TOWN_OFFICE, Role.CHIEF, COUNTY))
    with pytest.raises(BadInput, match="岗位"):
        add(OnePost(cast.town_one.pk, Role.ENTERPRISE_HEAD))
    with pytest.raises(BadInput, match="岗位"):
        add(PostClass(OrganisationKind.ENTERPRISE, Role.ENTERPRISE_HEAD, TOWN_ONE))
    with pytest.raises(BadInput, match="职务"):
        add(leader(cast), role="chair")
    with pytest.raises(BadInput, match="请填写"):
        add(InWords("  "))
    assert not group.members.exists()


def test_the_same_seat_is_added_once(group: LeadingGroup, draft: Campaign, cast: Cast) -> None:
    for naming in (leader(cast), InWords("示例派出所所长")):
        add_member(campaign_id=draft.pk, role=R.MEMBER, naming=naming, by=cast.zhou, at=JUNE_1)
        with pytest.raises(Refused, match="不需要重复添加"):
            add_member(campaign_id=draft.pk, role=R.MEMBER, naming=naming, by=cast.zhou, at=JUNE_1)
    # one person may direct the office besides
    add_member(
        campaign_id=draft.pk, role=R.OFFICE_DIRECTOR, naming=leader(cast), by=cast.zhou, at=JUNE_1
    )
    assert group.members.count() == 3


def test_a_seat_cannot_be_named_two_ways(group: LeadingGroup, cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        GroupMember.objects.create(
            group=group, role=R.HEAD, organisation=cast.town_one, held_role=Role.LEADER,
            words="示例甲",
        )  # fmt: skip


# --- filling and removing -----------------------------------------------------------------------


def test_a_blank_is_filled_and_the_second_person_hears_of_it(planned: Campaign, cast: Cast) -> None:
    group = set_up_group(campaign_id=planned.pk, by=cast.zhou, at=JUNE_1)
    blank = group.members.get(role=R.HEAD)
    fill_seat(
        campaign_id=planned.pk, member_id=blank.pk, naming=leader(cast), seen="", by=cast.zhou,
        at=JUNE_1,
    )  # fmt: skip
    assert seats(group)[0] == (R.HEAD, "示例一镇安全办副镇长", ["李"])
    with pytest.raises(StaleVersion):
        fill_seat(
            campaign_id=planned.pk, member_id=blank.pk, naming=InWords("示例丁"), seen="",
            by=cast.zhao, at=JUNE_1,
        )  # fmt: skip


def test_words_of_the_plan_become_a_post(planned: Campaign, cast: Cast) -> None:
    group = set_up_group(campaign_id=planned.pk, by=cast.zhou, at=JUNE_1)
    deputy = group.members.get(role=R.DEPUTY)
    fill_seat(
        campaign_id=planned.pk, member_id=deputy.pk, naming=leader(cast), seen="李副镇长",
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    deputy.refresh_from_db()
    assert (deputy.words, deputy.held_title, deputy.quote) == ("", "副镇长", "副组长：李副镇长")


def test_a_seat_is_taken_out_with_a_reason(
    group: LeadingGroup, draft: Campaign, cast: Cast
) -> None:
    member = add_member(
        campaign_id=draft.pk, role=R.HEAD, naming=leader(cast), by=cast.zhou, at=JUNE_1
    )
    with pytest.raises(BadInput, match="原因"):
        remove_member(
            campaign_id=draft.pk, member_id=member.pk, reason=" ", by=cast.zhou, at=JUNE_1
        )
    remove_member(
        campaign_id=draft.pk, member_id=member.pk, reason="分工调整", by=cast.zhou, at=JUNE_1
    )
    assert not group.members.exists()
    with pytest.raises(NotFound):
        remove_member(
            campaign_id=draft.pk, member_id=member.pk, reason="再来", by=cast.zhou, at=JUNE_1
        )


def test_every_change_stands_in_the_campaigns_trail_and_tampering_shows(
    planned: Campaign, cast: Cast
) -> None:
    group = set_up_group(campaign_id=planned.pk, by=cast.zhou, at=JUNE_1)
    blank = group.members.get(role=R.HEAD)
    fill_seat(
        campaign_id=planned.pk, member_id=blank.pk, naming=leader(cast), seen="", by=cast.zhou,
        at=JUNE_1,
    )  # fmt: skip
    added = add_member(
        campaign_id=planned.pk, role=R.MEMBER, naming=InWords("示例所"), by=cast.zhao, at=JUNE_1
    )
    remove_member(
        campaign_id=planned.pk, member_id=added.pk, reason="分工调整", by=cast.zhao, at=JUNE_1
    )
    set_office(campaign_id=planned.pk, office_id=None, words="示例楼", by=cast.zhao, at=JUNE_1)
    rows = TrailRow.objects.filter(case_kind="campaign", case_id=planned.pk, step="group")
    assert [(row.label, row.by_name, row.note) for row in rows] == [
        ("成立领导小组", "周", group.name),
        ("确定领导小组人选", "周", "组长：示例一镇安全办副镇长"),
        ("增加领导小组成员", "赵", "成员：示例所"),
        ("移出领导小组", "赵", "分工调整"),
        ("设领导小组办公室", "赵", "办公室设在示例楼"),
    ]
    seal_all(at=JUNE_1)
    assert list(verify_trail()) == []
    TrailRow.objects.filter(pk=rows[2].pk).update(note="成员：别人")
    assert [fault.message for fault in verify_trail()] == ["内容与登记时的摘要不符，已被改动。"]


def test_the_office_is_one_body_or_words(group: LeadingGroup, draft: Campaign, cast: Cast) -> None:
    def put(office: int | None, words: str) -> None:
        set_office(campaign_id=draft.pk, office_id=office, words=words, by=cast.zhou, at=JUNE_1)

    with pytest.raises(BadInput):
        put(None, " ")
    with pytest.raises(BadInput):
        put(cast.town_one.pk, "示例楼")
    with pytest.raises(NotFound):
        put(cast.town_two.pk, "")
    group.refresh_from_db()
    assert (group.office, group.office_words) == (None, "")


# --- the office's queue -------------------------------------------------------------------------


def test_the_office_sees_what_the_campaign_has_open_late_first(cast: Cast) -> None:
    factories(cast, 3)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    todos = campaign_todos(campaign, area=range_of(TOWN_ONE))
    assert todos.filter(case_kind="self_check").count() == 3
    dues = [todo.due_on for todo in todos if todo.due_on is not None]
    assert dues == sorted(dues)
    kinds = {one.kind: one for one in open_kinds(todos, on=date(2026, 7, 21))}
    assert (kinds["self_check"].open, kinds["self_check"].late) == (3, 3)
    assert sum(one.open for one in kinds.values()) == todos.count()
    assert not campaign_todos(campaign, area=range_of(TOWN_TWO)).exists()
    another = a_plan(cast.zhou, cast.town_one)
    assert not campaign_todos(another, area=range_of(TOWN_ONE)).exists()
