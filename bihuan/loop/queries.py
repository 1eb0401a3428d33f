"""Reads over the trail and the inbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from bihuan.loop.models import Case, Escalation, Evidence, Todo, TrailRow
from bihuan.people.models import User


def inbox(user: User) -> QuerySet[Todo]:
    """Return what ``user`` is asked to do, soonest first."""
    scope = user.scope
    if scope is None:
        return Todo.objects.none()
    mine = Q(user_id=user.pk)
    able = Q(capability__in=user.capabilities)
    if scope.enterprise_id is not None:
        shared = Q(enterprise_id=scope.enterprise_id)
    else:
        shared = Q(organisation_id=scope.organisation_id)
    return Todo.objects.filter(mine | (Q(user__isnull=True) & able & shared)).order_by(
        "due_on", "id"
    )


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How the inbox stands on a day."""

    total: int
    late: int
    today: int
    week: int


def inbox_counts(user: User, *, on: date, week_end: date) -> InboxCounts:
    """Count the inbox: all, late, due today, and due later this week."""
    due = list(inbox(user).values_list("due_on", flat=True))
    dated = [day for day in due if day is not None]
    return InboxCounts(
        total=len(due),
        late=sum(1 for day in dated if day < on),
        today=sum(1 for day in dated if day == on),
        week=sum(1 for day in dated if on < day <= week_end),
    )


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step as the record page shows it; ``pending`` rows lie ahead."""

    label: str
    who: str
    post: str
    at: datetime | None
    note: str
    sealed: bool
    pending: bool = False
    evidence: list[Evidence] = field(default_factory=list)


def timeline(case: Case) -> list[TimelineEntry]:
    """Return the case's steps, oldest first, then the steps that may come next, in grey."""
    rows = TrailRow.objects.filter(case_kind=case.kind, case_id=case.pk).order_by("number")
    proof: dict[int, list[Evidence]] = {}
    for item in Evidence.objects.filter(case_kind=case.kind, case_id=case.pk).order_by("id"):
        proof.setdefault(item.trail_number or 0, []).append(item)
    done = [
        TimelineEntry(
            label=row.label, who=row.by_name, post=row.by_post, at=row.at, note=row.note,
            sealed=row.seal_id is not None, evidence=proof.get(row.number, []),
        )
        for row in rows
    ]  # fmt: skip
    ahead = [
        TimelineEntry(
            label=step.label, who="", post="", at=None, note="", sealed=False, pending=True
        )
        for step in case.machine.steps_from(case.state)
    ]
    return done + ahead


def escalations_of(case: Case) -> QuerySet[Escalation]:
    """Return the levels the case was raised to, oldest first."""
    return Escalation.objects.filter(case_kind=case.kind, case_id=case.pk).order_by("id")
