"""Reads over hazards."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HAZARD, HazardLevel, HazardSource, HazardState
from bihuan.loop.models import TrailRow
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
