"""What cooperation does by itself as time passes."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.cooperation.services.meetings import plan_meetings
from bihuan.jobs.registry import daily


@daily(20, "排定联席会议")
def plan(on: date, at: datetime) -> str:
    """Plan the meetings of the periods that hold the day."""
    return f"排定 {plan_meetings(on=on, at=at)} 次"
