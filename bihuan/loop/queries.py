"""Reads over the trail and the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bihuan.kernel.periods import Recurrence, period_of
from bihuan.loop.models import Case, Escalation, Evidence, Todo, TrailRow
from bihuan.loop.states import SYSTEM
from bihuan.people.models import User

LATE, TODAY, WEEK, LATER = "late", "today", "week", "later"
WHEN = ((LATE, "逾期"), (TODAY, "今天到期"), (WEEK, "本周到期"), (LATER, "以后"))


def week_end(on: date) -> date:
    """Return the Sunday that ends the day's week."""
    return period_of(on, Recurrence.WEEK).end


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
    """How the inbox stands on a day; ``later`` includes what has no deadline."""

    total: int
    late: int
    today: int
    week: int

    @property
    def later(self) -> int:
        """What falls due after this week, or never."""
        return self.total - self.late - self.today - self.week


def inbox_counts(user: User, *, on: date, week_end: date) -> InboxCounts:
    """Count the inbox: all, late, due today, and due later this week; one query."""
    counted = inbox(user).order_by().aggregate(
        total=Count("id"),
        late=Count("id", filter=Q(due_on__lt=on)),
        today=Count("id", filter=Q(due_on=on)),
        week=Count("id", filter=Q(due_on__gt=on, due_on__lte=week_end)),
    )  # fmt: skip
    return InboxCounts(**counted)


def groups_of(counts: InboxCounts) -> list[tuple[str, str, int]]:
    """Return (value, label, count) of each group of the inbox, the most pressing first."""
    numbers = {LATE: counts.late, TODAY: counts.today, WEEK: counts.week, LATER: counts.later}
    return [(value, label, numbers[value]) for value, label in WHEN]


def uploaded(ids: Iterable[str], *, by: User) -> list[Evidence]:
    """Return what ``by`` uploaded under these public ids, in order of upload.

    Ids of others' uploads, and what is no id at all, are left out: the step then says which
    evidence is missing. An id that a step took already is returned, so that a repeated request
    is recognised as such.
    """
    wanted = [found for text in ids if (found := _uuid(text)) is not None]
    return list(Evidence.objects.filter(public_id__in=wanted, by=by).order_by("id"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step as the record page shows it; ``pending`` rows lie ahead.

    ``row_id`` is the trail row of a step taken; ``capability`` what a step to come asks for.
    """

    label: str
    who: str
    post: str
    at: datetime | None
    note: str
    sealed: bool
    pending: bool = False
    evidence: list[Evidence] = field(default_factory=list)
    row_id: int | None = None
    capability: str = ""


def timeline(case: Case) -> list[TimelineEntry]:
    """Return the case's steps, oldest first, then the steps that lead on from here, in grey."""
    rows = TrailRow.objects.filter(case_kind=case.kind, case_id=case.pk).order_by("number")
    proof: dict[int, list[Evidence]] = {}
    for item in Evidence.objects.filter(case_kind=case.kind, case_id=case.pk).order_by("id"):
        proof.setdefault(item.trail_number or 0, []).append(item)
    done = [
        TimelineEntry(
            label=row.label, who=row.by_name, post=row.by_post, at=row.at, note=row.note,
            sealed=row.seal_id is not None, evidence=proof.get(row.number, []), row_id=row.pk,
        )
        for row in rows
    ]  # fmt: skip
    ahead = [
        TimelineEntry(
            label=step.label,
            who="",
            post="",
            at=None,
            note="",
            sealed=False,
            pending=True,
            capability=step.capability,
        )
        for step in case.machine.steps_from(case.state)
        if step.capability != SYSTEM and not step.reason  # side ways are not the way ahead
    ]
    return done + ahead


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is asked to act on a case, and for what capability."""

    who: str
    capability: str


def whose_turn(case: Case) -> Turn | None:
    """Return whom the case waits for: a person, a body, or 企业; None when for nobody."""
    todo = (
        Todo.objects.filter(case_kind=case.kind, case_id=case.pk)
        .select_related("user", "organisation")
        .first()
    )
    if todo is None:
        return None
    if todo.user is not None:
        return Turn(todo.user.name, todo.capability)
    return Turn(todo.organisation.name if todo.organisation else "企业", todo.capability)


def escalations_of(case: Case) -> QuerySet[Escalation]:
    """Return the levels the case was raised to, oldest first."""
    return Escalation.objects.filter(case_kind=case.kind, case_id=case.pk).order_by("id")


def barred_steps(case: Case, user: User) -> set[str]:
    """Return the steps of the case's present state that ``user`` may not take for an earlier one."""
    steps = [step for step in case.machine.steps_from(case.state) if step.not_by]
    if not steps:
        return set()
    taken = set(
        TrailRow.objects.filter(case_kind=case.kind, case_id=case.pk, by_id=user.pk).values_list(
            "step", flat=True
        )
    )
    return {step.name for step in steps if taken.intersection(step.not_by)}
