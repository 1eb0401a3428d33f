"""The daily tick twice changes nothing, and after days of downtime it catches up."""

from __future__ import annotations

from datetime import date, timedelta

from django.apps import apps
from django.db import transaction

from bihuan.duties.models import Duty
from bihuan.jobs.tick import last_ticked, retick, tick
from bihuan.loop.models import Escalation, TrailRow
from tests.world import TODAY, World

JUNE_15 = date(2026, 6, 15)


def rows_of_every_table() -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
    }


def test_the_same_day_twice_changes_nothing(world: World) -> None:
    assert list(tick(on=JUNE_15, at=TODAY))
    before = rows_of_every_table()
    assert list(tick(on=JUNE_15, at=TODAY)) == []
    assert list(retick(on=JUNE_15, at=TODAY))
    assert rows_of_every_table() == before


def test_missed_days_are_caught_up_one_by_one(world: World) -> None:
    """Whether a day was ticked on the day or weeks later, the same things come of it."""
    late = date(2026, 8, 3)
    list(tick(on=JUNE_15, at=TODAY))
    with transaction.atomic():
        for offset in range(1, (late - JUNE_15).days + 1):
            list(tick(on=JUNE_15 + timedelta(days=offset), at=TODAY))
        in_time = rows_of_every_table()
        transaction.set_rollback(True)
    assert last_ticked() == JUNE_15
    caught_up = list(tick(on=late, at=TODAY))
    assert caught_up[0].startswith("2026-06-16")
    assert last_ticked() == late
    assert rows_of_every_table() == in_time


def test_time_brings_duties_and_escalations(world: World) -> None:
    """So that the tests above compare something."""
    duties, escalations, trail = (
        Duty.objects.count(), Escalation.objects.count(), TrailRow.objects.count(),
    )  # fmt: skip
    list(tick(on=JUNE_15, at=TODAY))
    list(tick(on=date(2026, 8, 3), at=TODAY))
    assert Duty.objects.count() > duties
    assert Escalation.objects.count() > escalations
    assert TrailRow.objects.count() > trail
