"""Reads over hazards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from bihuan.hazards import rules
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HAZARD, HazardLevel, HazardSource, HazardState
from bihuan.kernel.machines import Step
from bihuan.loop.models import Evidence, TrailRow
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User


def found_by_enterprise(hazard: Hazard) -> bool:
    """Whether the enterprise itself found the hazard: by a self-check or by one of its people."""
    if hazard.source == HazardSource.SELF_CHECK:
        return True
    if hazard.created_by is None or hazard.created_by.scope is None:
        return False
    return hazard.created_by.scope.enterprise_id == hazard.enterprise_id


def extensions(hazard: Hazard) -> int:
    """Return how often the hazard's deadline was put off."""
    return TrailRow.objects.filter(case_kind=HAZARD.name, case_id=hazard.pk, step="extend").count()


def late(rows: QuerySet[Hazard], *, on: date) -> QuerySet[Hazard]:
    """Keep open hazards whose present deadline (grading, rectifying or recheck) has passed."""
    return rows.exclude(state__in=HAZARD.end).filter(due_on__lt=on)


def counted(rows: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """Keep what counts as a hazard found: everything but withdrawn registrations."""
    return rows.exclude(state=HazardState.WITHDRAWN)


def open_on(rows: QuerySet[Hazard], *, on: date) -> QuerySet[Hazard]:
    """Keep hazards that were found by that day and not closed by then."""
    return counted(rows).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=on), found_on__lte=on
    )  # fmt: skip


def closed_by(rows: QuerySet[Hazard], *, on: date) -> QuerySet[Hazard]:
    """Keep hazards closed by that day."""
    return rows.filter(closed_on__lte=on)


def late_major(rows: QuerySet[Hazard], *, on: date) -> QuerySet[Hazard]:
    """Keep major hazards under order whose deadline has passed."""
    return rows.filter(
        level=HazardLevel.MAJOR, state=HazardState.ORDERED, due_on__lt=on
    )  # fmt: skip


def with_first_deadline_come(rows: QuerySet[Hazard], *, on: date) -> QuerySet[Hazard]:
    """Keep hazards whose first deadline has passed, and those closed before it did."""
    return counted(rows).filter(
        Q(first_due_on__lt=on) | Q(closed_on__lte=on), first_due_on__isnull=False
    )  # fmt: skip


def in_time(rows: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """Keep hazards rectified (and not returned since) by their first deadline."""
    return rows.filter(rectified_on__lte=F("first_due_on"))


def open_major(user: User) -> QuerySet[Hazard]:
    """Return the open major hazards ``user`` may see, soonest first, with their enterprises."""
    rows = Hazard.objects.visible_to(user).open().filter(level=HazardLevel.MAJOR)
    return rows.select_related("enterprise").order_by("due_on", "id")


@dataclass(frozen=True, slots=True)
class Offer:
    """One step as it stands for one person: they may take it, or ``why`` they may not."""

    step: Step
    why: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the person may take the step now."""
        return not self.why


def offers(hazard: Hazard, user: User, *, on: date) -> list[Offer]:
    """Return the steps from the present state that are of ``user``'s post, in declared order.

    The services decide again when the step is taken; this keeps buttons off the page that could
    only be refused, and says why where that is not plain.
    """
    mine = [step for step in HAZARD.steps_from(hazard.state) if user.can(step.capability)]
    if not mine:
        return []
    taken = set(
        TrailRow.objects.filter(case_kind=HAZARD.name, case_id=hazard.pk, by=user).values_list(
            "step", flat=True
        )
    )
    own = found_by_enterprise(hazard)
    found: list[Offer] = []
    for step in mine:
        if step.name == "plan" and not own:
            continue
        found.append(Offer(step, _why_not(hazard, step, user, taken=taken, own=own, on=on)))
    return found


def _why_not(
    hazard: Hazard, step: Step, user: User, *, taken: set[str], own: bool, on: date
) -> str:
    before = next((name for name in step.not_by if name in taken), None)
    if before is not None:
        label = HAZARD.step(before).label
        return f"您办理过“{label}”，“{step.label}”须由其他人员办理。"
    if step.name in {"close", "return"}:
        by_enterprise = user.scope is not None and user.scope.enterprise_id is not None
        return rules.may_close(
            HazardLevel(hazard.level), by_enterprise=by_enterprise, found_by_enterprise=own
        ).message
    if step.name == "extend" and hazard.due_on is not None:
        return rules.may_extend(
            HazardLevel(hazard.level), due_on=hazard.due_on,
            new_due_on=hazard.due_on + timedelta(days=1), on=on, extensions=extensions(hazard),
        ).message  # fmt: skip
    return ""


def proof_of(hazard: Hazard) -> list[tuple[str, list[Evidence]]]:
    """Return the hazard's photos by what they show, in the order of its life."""
    found: dict[str, list[Evidence]] = {}
    rows = Evidence.objects.filter(case_kind=HAZARD.name, case_id=hazard.pk).order_by("id")
    for item in rows:
        found.setdefault(item.kind, []).append(item)
    return [(kind.label, found[kind]) for kind in EvidenceKind if kind in found]
