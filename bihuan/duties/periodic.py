"""What duties do by themselves as time passes."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.duties.services.rolling import roll_duties
from bihuan.jobs.registry import daily


@daily(10, "滚动职责")
def roll(on: date, at: datetime) -> str:
    """Make the occurrences of the periods that hold the day."""
    return f"派发 {roll_duties(on=on, at=at)} 项"
