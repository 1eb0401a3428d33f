"""领导小组 as it stands today: who sits on each seat, what is blank, what its office has open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from bihuan.campaigns.group_models import GroupMember, LeadingGroup
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import GroupRole
from bihuan.duties.models import Duty
from bihuan.enterprises.models import Enterprise
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import SelfCheck
from bihuan.kernel.areas import AreaRange, range_of
from bihuan.loop.models import Todo
from bihuan.loop.services.escalation import case_models
from bihuan.people.models import Organisation, Post, User
from bihuan.people.queries import area_names
from bihuan.people.states import OrganisationKind, Role

SAID_ALWAYS = (GroupRole.HEAD, GroupRole.OFFICE_DIRECTOR)
"""Seats every group has; one that nobody wrote down is shown as a blank."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One post of a seat today; without ``holder`` the post is vacant."""

    post: str
    holder: User | None


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of the group today. Words have no ``sittings``; a class of posts has many."""

    member: GroupMember
    label: str
    sittings: tuple[Sitting, ...]

    @property
    def vacant(self) -> int:
        """How many of its posts nobody holds."""
        return sum(one.holder is None for one in self.sittings)


@dataclass(frozen=True, slots=True)
class RoleSeats:
    """All seats of one role; ``is_missing`` when the group needs one and none is written down."""

    role: GroupRole
    seats: tuple[Seat, ...]
    is_missing: bool


def members_of(group: LeadingGroup) -> list[RoleSeats]:
    """Return every role with its seats and who holds them now; a fixed number of queries."""
    members = list(group.members.select_related("organisation"))
    posts = _posts(members)
    bodies = _bodies(members)
    places = area_names(one.area for one in members if one.area is not None)
    seats = [_seat(one, posts, bodies, places) for one in members]
    return [
        RoleSeats(role, mine, role in SAID_ALWAYS and not mine)
        for role in GroupRole
        for mine in [tuple(seat for seat in seats if seat.member.role == role)]
    ]


def blanks_of(rows: Iterable[RoleSeats]) -> int:
    """Count what is still to be filled: blank seats, roles without a seat, vacant posts."""
    return sum(
        row.is_missing + sum(seat.member.is_blank + seat.vacant for seat in row.seats)
        for row in rows
    )


def _posts(members: list[GroupMember]) -> list[Post]:
    match = Q(pk__in=[])
    for one in members:
        if one.organisation_id is not None:
            match |= Q(organisation=one.organisation_id, role=one.held_role)
        elif one.area is not None:
            inside = range_of(one.area)
            match |= Q(
                organisation__kind=one.body_kind, organisation__area__gte=inside.low,
                organisation__area__lte=inside.high, role=one.held_role,
            )  # fmt: skip
    held = Post.objects.filter(match, until__isnull=True, user__is_active=True)
    return list(held.select_related("user", "organisation").order_by("organisation__area", "id"))


def _bodies(members: list[GroupMember]) -> list[Organisation]:
    match = Q(pk__in=[])
    for one in members:
        if one.area is not None:
            inside = range_of(one.area)
            match |= Q(kind=one.body_kind, area__gte=inside.low, area__lte=inside.high)
    return list(Organisation.objects.filter(match))


def _seat(
    member: GroupMember, posts: list[Post], bodies: list[Organisation], places: dict[int, str]
) -> Seat:
    if member.organisation is not None:
        label = post_label(member.organisation, member.held_role, member.held_title)
        held = [
            Sitting(label, post.user)
            for post in posts
            if post.organisation_id == member.organisation_id
            and post.role == member.held_role
            and member.held_title in ("", post.title)
        ]
        return Seat(member, label, tuple(held or [Sitting(label, None)]))
    if member.area is not None:
        label = class_label(places.get(member.area, ""), member.body_kind, member.held_role)
        inside = range_of(member.area)
        sittings = [
            sitting
            for body in bodies
            if body.kind == member.body_kind and body.area in inside
            for sitting in _sittings(body, member.held_role, posts)
        ]
        return Seat(member, label, tuple(sittings))
    return Seat(member, member.words, ())


def _sittings(body: Organisation, role: str, posts: list[Post]) -> list[Sitting]:
    mine = [post for post in posts if post.organisation_id == body.pk and post.role == role]
    return [Sitting(str(post), post.user) for post in mine] or [
        Sitting(post_label(body, role, ""), None)
    ]


def post_label(body: Organisation, role: str, title: str) -> str:
    """Return how a post is called, whoever holds it."""
    return f"{body.name}{title or Role(role).label}"


def class_label(place: str, kind: str, role: str) -> str:
    """Return how a class of posts is called."""
    return f"{place}各{OrganisationKind(kind).label}的{Role(role).label}"


# --- the office's queue -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenKind:
    """How much of one kind of case is open, and how much of it late."""

    kind: str
    label: str
    open: int
    late: int


def campaign_todos(campaign: Campaign, *, area: AreaRange) -> QuerySet[Todo]:
    """Return everything the campaign still has open inside ``area``, what is due first on top.

    Each row carries ``enterprise_name`` for what waits for an enterprise.
    """
    cases: dict[str, QuerySet[SelfCheck] | QuerySet[Hazard] | QuerySet[Duty]] = {
        "self_check": SelfCheck.objects.filter(campaign_ref=campaign.pk),
        "hazard": Hazard.objects.filter(campaign_ref=campaign.pk),
        "duty": Duty.objects.filter(campaign_ref=campaign.pk),
    }
    match = Q(case_kind="deliverable", case_id__in=campaign.deliverables.values("pk"))
    for kind, rows in cases.items():
        match |= Q(case_kind=kind, case_id__in=rows.values("pk"))
    inside = Todo.objects.filter(match, area__gte=area.low, area__lte=area.high)
    name = Enterprise.objects.filter(pk=OuterRef("enterprise_id")).values("name")
    told = inside.select_related("user", "organisation").annotate(enterprise_name=Subquery(name))
    return told.order_by(F("due_on").asc(nulls_last=True), "id")


def open_kinds(todos: QuerySet[Todo], *, on: date) -> list[OpenKind]:
    """Count the open cases by kind, the kind with most late ones first."""
    rows = (
        todos.order_by()
        .values("case_kind")
        .annotate(open=Count("id"), late=Count("id", filter=Q(due_on__lt=on)))
    )
    found = [
        OpenKind(row["case_kind"], kind_name(row["case_kind"]), row["open"], row["late"])
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.late, -one.open, one.kind))


def kind_name(kind: str) -> str:
    """Return what a kind of case is called."""
    return str(case_models()[kind]._meta.verbose_name)
