"""包保、挂钩、席位、网格: who answers for an area or an enterprise, and until when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from bihuan.kernel.errors import NotFound, Refused
from bihuan.people.models import Area, Assignment, Post, User
from bihuan.people.services.permission import note_change, require_area
from bihuan.people.states import AssignmentKind, Capability

_ABLE = (Capability.PEOPLE_MANAGE, Capability.DUTY_MANAGE)


@transaction.atomic
def assign(
    *, user: User | None, kind: str, area: int, since: date, by: User | None, at: datetime,
    enterprise_ref: int | None = None,
) -> Assignment:  # fmt: skip
    """Let a person answer for an area, or for one enterprise in it.

    Raises:
        Refused: nobody is named (GRD-03), the person is not in office, or the same assignment
            is in force.
    """
    require_area(by, area, *_ABLE)
    word = AssignmentKind(kind).label
    place = Area.objects.filter(code=area).first()
    if place is None:
        raise Refused("所选区划不存在，请重新选择。")
    if user is None:
        raise Refused(f"{word}必须明确到人，请选择责任人。")
    if not _in_office(user):
        raise Refused(f"{user.name}没有在任的政府岗位，不能担任{word}责任人。")
    twin = Assignment.objects.current(on=since).filter(
        user=user, kind=kind, area=area, enterprise_ref=enterprise_ref
    )
    if twin.exists():
        raise Refused(f"{user.name}已是此处的{word}责任人，不需要重复指定。")
    assignment = Assignment.objects.create(
        user=user, kind=kind, area=area, enterprise_ref=enterprise_ref, since=since
    )
    note_change(f"指定为{place.name}{word}责任人", area=area, by=by, at=at, user=user)
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment_id: int, on: date, by: User | None, at: datetime, successor: User | None = None
) -> Assignment:
    """End an assignment on a day, its last; ``successor`` takes over the next day.

    Raises:
        Refused: it has ended, or a grid would be left without a person.
    """
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=assignment_id)
        .first()
    )
    if assignment is None:
        raise NotFound
    require_area(by, assignment.area, *_ABLE)
    if assignment.until is not None:
        raise Refused("这项责任已经结束，不需要再次办理。")
    if on < assignment.since:
        raise Refused("结束日期不能早于开始日期。")
    if successor is None and _is_last_of_grid(assignment):
        raise Refused("网格不能没有责任人，请同时指定接任人。")
    assignment.until = on
    assignment.save(update_fields=["until"])
    word = assignment.get_kind_display()
    note_change(f"不再担任{word}责任人", area=assignment.area, by=by, at=at, user=assignment.user)
    if successor is not None:
        assign(
            user=successor, kind=assignment.kind, area=assignment.area,
            enterprise_ref=assignment.enterprise_ref, since=date.fromordinal(on.toordinal() + 1),
            by=by, at=at,
        )  # fmt: skip
    return assignment


def require_no_orphaned_grid(user: User) -> None:
    """Refuse when ``user`` is the only person of some grid."""
    mine = Assignment.objects.filter(user=user, kind=AssignmentKind.GRID, until__isnull=True)
    alone = [one.area for one in mine if _is_last_of_grid(one)]
    if alone:
        names = Area.objects.filter(code__in=alone).values_list("name", flat=True)
        raise Refused(f"{user.name}是{'、'.join(names)}网格的唯一责任人，请先指定接任人。")


def _is_last_of_grid(assignment: Assignment) -> bool:
    if assignment.kind != AssignmentKind.GRID:
        return False
    others = Assignment.objects.filter(
        kind=AssignmentKind.GRID, area=assignment.area, enterprise_ref=assignment.enterprise_ref,
        until__isnull=True, user__is_active=True,
    )  # fmt: skip
    return not others.exclude(pk=assignment.pk).exists()


def _in_office(user: User) -> bool:
    held = Post.objects.filter(user=user, until__isnull=True, user__is_active=True)
    return held.filter(organisation__enterprise_ref__isnull=True).exists()
