"""Moments of the demo's days."""

from __future__ import annotations

from datetime import date, datetime, time

from bihuan.kernel.chinese import BEIJING


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the day in Beijing."""
    return datetime.combine(day, time(hour, minute), tzinfo=BEIJING)
