"""Set up a campaign's leading group, fill its seats, put its office somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from bihuan.campaigns.group_models import GroupMember, LeadingGroup
from bihuan.campaigns.groups import class_label, post_label
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.seats import office_read, seats_of
from bihuan.campaigns.states import GroupRole
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    Problem,
    Refused,
    StaleVersion,
    StepRefused,
)
from bihuan.loop.services.trail import write_row
from bihuan.people.models import Area, Organisation, User
from bihuan.people.rules import roles_for
from bihuan.people.states import Capability, OrganisationKind, Role

LONGEST_WORDS = 200
LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class OnePost:
    """A post by body, role and title; whoever holds it sits in the group."""

    organisation: int
    role: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class PostClass:
    """The posts of one role in all bodies of a kind within an area."""

    kind: str
    role: str
    area: int


@dataclass(frozen=True, slots=True)
class InWords:
    """Somebody without an account, as text."""

    text: str


Naming = OnePost | PostClass | InWords


def may_change(user: User) -> bool:
    """Whether the person's post lets them set groups up and change them, in their own scope."""
    return user.can(Capability.PLAN_CONFIRM) or user.can(Capability.PLAN_LAUNCH)


@transaction.atomic
def set_up_group(*, campaign_id: int, by: User, at: datetime, name: str = "") -> LeadingGroup:
    """Set the group up with the seats and the office that the plan writes down.

    Blanks of the plan become blank seats; a role the plan does not mention is shown as missing.

    Raises:
        NotFound, NotAllowed: outside what ``by`` may see or do.
        StepRefused: the campaign is over, or has a group already.
    """
    campaign = _locked(campaign_id, by=by)
    if LeadingGroup.objects.filter(campaign=campaign).exists():
        raise StepRefused("这次行动已经成立领导小组，可直接增减成员。")
    where = office_read(campaign.draft)
    office = _body_called(where, campaign) if where else None
    group = LeadingGroup.objects.create(
        campaign=campaign, name=(name.strip() or f"{campaign.title}领导小组")[:240], office=office,
        office_words="" if office else where[:120], created_at=at, created_by=by,
    )  # fmt: skip
    seats = [
        GroupMember(
            group=group, role=seat.role, words=seat.words[:LONGEST_WORDS],
            quote=seat.quote[:LONGEST_QUOTE],
        )
        for seat in seats_of(campaign.draft)
    ]  # fmt: skip
    GroupMember.objects.bulk_create(seats)
    facts = {
        "name": group.name,
        "office": office.name if office else where,
        "seats": [[seat.role, seat.words] for seat in seats],
    }
    _note(campaign, "成立领导小组", by=by, at=at, note=group.name, facts=facts)
    return group


@transaction.atomic
def add_member(
    *, campaign_id: int, role: str, naming: Naming, by: User, at: datetime
) -> GroupMember:
    """Add a seat.

    Raises:
        NotFound, NotAllowed, StepRefused: as ``set_up_group``; or there is no group yet.
        BadInput: the role or what names the seat is not usable.
        Refused: the same seat is there already.
    """
    campaign, group = _locked_group(campaign_id, by=by)
    if role not in GroupRole.values:
        raise BadInput([Problem("职务", "请从列出的职务中选择。")])
    member = GroupMember(group=group, role=role)
    label = _name(member, naming, campaign=campaign, by=by)
    member.save()
    _note(
        campaign, "增加领导小组成员", by=by, at=at, note=f"{member.get_role_display()}：{label}",
        facts={"member": member.pk, **_told(member)},
    )  # fmt: skip
    return member


@transaction.atomic
def fill_seat(
    *, campaign_id: int, member_id: int, naming: Naming, seen: str, by: User, at: datetime
) -> GroupMember:
    """Give a blank seat, or one that is only words, to a post or to somebody named.

    ``seen`` are the words the person saw on the seat.

    Raises:
        NotFound, NotAllowed, StepRefused, BadInput, Refused: as ``add_member``.
        StaleVersion: somebody else filled the seat meanwhile.
    """
    campaign, group = _locked_group(campaign_id, by=by)
    member = _member(group, member_id)
    if not member.is_open or member.words != seen:
        raise StaleVersion("这一席位刚由其他人填写，请刷新后再看。")
    before = _told(member)
    label = _name(member, naming, campaign=campaign, by=by)
    member.save()
    _note(
        campaign, "确定领导小组人选", by=by, at=at, note=f"{member.get_role_display()}：{label}",
        facts={"member": member.pk, "before": before, **_told(member)},
    )  # fmt: skip
    return member


@transaction.atomic
def remove_member(*, campaign_id: int, member_id: int, reason: str, by: User, at: datetime) -> None:
    """Take a seat out of the group; the trail keeps what it was.

    Raises:
        NotFound, NotAllowed, StepRefused: as ``add_member``.
        BadInput: no reason.
    """
    campaign, group = _locked_group(campaign_id, by=by)
    if not reason.strip():
        raise BadInput([Problem("原因", "请填写移出的原因。")])
    member = _member(group, member_id)
    facts = {"member": member.pk, "before": _told(member)}
    member.delete()
    _note(campaign, "移出领导小组", by=by, at=at, note=reason.strip(), facts=facts)


@transaction.atomic
def set_office(
    *, campaign_id: int, office_id: int | None, by: User, at: datetime, words: str = ""
) -> LeadingGroup:
    """Attach the group's office to an existing body, or say in words where it sits.

    Raises:
        NotFound, NotAllowed, StepRefused: as ``add_member``; a body out of scope is not found.
        BadInput: neither or both are given.
    """
    campaign, group = _locked_group(campaign_id, by=by)
    words = words.strip()[:120]
    if (office_id is None) == (not words):
        raise BadInput([Problem("办公室", "请选择一个机构，或写明设在哪里，只填一种。")])
    before = group.office.name if group.office else group.office_words
    group.office = None if office_id is None else _official_body(office_id, by=by)
    group.office_words = words
    group.save()
    after = group.office.name if group.office else words
    _note(
        campaign, "设领导小组办公室", by=by, at=at, note=f"办公室设在{after}",
        facts={"before": before, "office": after, "organisation": office_id},
    )  # fmt: skip
    return group


def _locked(campaign_id: int, *, by: User) -> Campaign:
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not may_change(by):
        raise NotAllowed("您的岗位不能调整领导小组，请由安全办干事或主任办理。")
    if campaign.is_final:
        raise StepRefused(f"行动当前为“{campaign.state_label}”，领导小组不再调整。")
    return campaign


def _locked_group(campaign_id: int, *, by: User) -> tuple[Campaign, LeadingGroup]:
    campaign = _locked(campaign_id, by=by)
    group = LeadingGroup.objects.select_related("office").filter(campaign=campaign).first()
    if group is None:
        raise StepRefused("这次行动还没有成立领导小组，请先成立。")
    return campaign, group


def _member(group: LeadingGroup, member_id: int) -> GroupMember:
    member = group.members.filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member


def _name(member: GroupMember, naming: Naming, *, campaign: Campaign, by: User) -> str:
    """Write who takes the seat, and return how that is called."""
    match naming:
        case OnePost(organisation, role, title):
            body = _official_body(organisation, by=by)
            _require_role(body.kind, role)
            member.organisation, member.held_role, member.held_title = body, role, title.strip()
            member.words, label = "", post_label(body, role, title.strip())
        case PostClass(kind, role, area):
            _require_role(kind, role)
            place = _place(area, campaign=campaign, by=by)
            member.body_kind, member.held_role, member.area = kind, role, area
            member.words, label = "", class_label(place.name, kind, role)
        case InWords(text):
            member.words = label = text.strip()
            if not label or len(label) > LONGEST_WORDS:
                raise BadInput([Problem("姓名或职务", f"请填写，不超过 {LONGEST_WORDS} 字。")])
    same = GroupMember.objects.filter(
        group=member.group, role=member.role, organisation=member.organisation,
        body_kind=member.body_kind, area=member.area, held_role=member.held_role,
        held_title=member.held_title, words=member.words,
    )  # fmt: skip
    if same.exclude(pk=member.pk).exists():
        raise Refused(f"“{label}”已是{member.get_role_display()}，不需要重复添加。")
    return label


def _require_role(kind: str, role: str) -> None:
    is_official = kind in OrganisationKind.values and kind != OrganisationKind.ENTERPRISE
    if not is_official or role not in roles_for(kind) or role == Role.ADMINISTRATOR:
        raise BadInput([Problem("岗位", "请从列出的机构和岗位中选择。")])


def _official_body(pk: int, *, by: User) -> Organisation:
    body = Organisation.objects.visible_to(by).filter(pk=pk, enterprise_ref__isnull=True).first()
    if body is None or body.kind == OrganisationKind.ENTERPRISE:
        raise NotFound("没有找到所选机构，可能不在您的管辖范围内。")
    return body


def _place(code: int, *, campaign: Campaign, by: User) -> Area:
    place = Area.objects.visible_to(by).filter(code=code).first()
    if place is None or not range_of(campaign.area).covers(place.range):
        raise BadInput([Problem("区划", "应在行动的区划之内，请重新选择。")])
    return place


def _body_called(words: str, campaign: Campaign) -> Organisation | None:
    """Return the one body in the campaign's area that the plan can mean."""
    inside = Organisation.objects.within(range_of(campaign.area)).exclude(
        kind=OrganisationKind.ENTERPRISE
    )
    found = list(inside.filter(Q(name=words) | Q(short_name=words))[:2]) or list(
        inside.filter(area=campaign.area, name__endswith=words)[:2]
    )
    return found[0] if len(found) == 1 else None


def _told(member: GroupMember) -> dict[str, Any]:
    """Return the seat's own columns for the trail."""
    return {
        "role": member.role, "organisation": member.organisation_id, "kind": member.body_kind,
        "area": member.area, "held_role": member.held_role, "held_title": member.held_title,
        "words": member.words,
    }  # fmt: skip


def _note(
    campaign: Campaign, label: str, *, by: User, at: datetime, note: str,
    facts: Mapping[str, object],
) -> None:  # fmt: skip
    write_row(
        campaign, step="group", label=label, from_state=campaign.state, by=by, at=at, note=note,
        facts=facts,
    )  # fmt: skip
