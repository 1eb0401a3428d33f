"""The daily tick: catch up day by day, each day's work once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from bihuan.jobs.models import Beat
from bihuan.jobs.registry import daily_work

NAME = "tick"


def last_ticked() -> date | None:
    """Return the last day whose work is complete."""
    slot = Beat.objects.filter(name=NAME).order_by("-slot").values_list("slot", flat=True).first()
    return date.fromisoformat(slot) if slot else None


def tick(*, on: date, at: datetime) -> Iterator[str]:
    """Do every day up to ``on`` that was not done yet; yield what happened.

    The work of one day is safe to repeat, so a crash in the middle costs nothing.
    """
    last = last_ticked()
    day = last + timedelta(days=1) if last else on
    while day <= on:
        for item in daily_work():
            yield f"{day.isoformat()} {item.name}：{item.run(day, at)}"
        with transaction.atomic():
            Beat.objects.get_or_create(name=NAME, slot=day.isoformat(), defaults={"at": at})
        day += timedelta(days=1)


def retick(*, on: date, at: datetime) -> Iterator[str]:
    """Do one day's work again whether it was done or not; nothing changes the second time."""
    for item in daily_work():
        yield f"{on.isoformat()} {item.name}：{item.run(on, at)}"
    Beat.objects.get_or_create(name=NAME, slot=on.isoformat(), defaults={"at": at})
