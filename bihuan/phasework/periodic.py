"""What phases do by themselves as days pass."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.jobs.registry import daily
from bihuan.phasework.services.opening import mark_phases


@daily(25, "阶段启止")
def mark(on: date, at: datetime) -> str:
    """Note the phases that began by the day and those that ended before it."""
    opened, closed = mark_phases(on=on, at=at)
    return f"开始 {opened} 个，结束 {closed} 个"
