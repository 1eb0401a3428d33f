"""What campaigns do by themselves as days pass."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.campaigns.services.deliverables import roll_deliverables
from bihuan.jobs.registry import daily


@daily(20, "滚动报送")
def roll(on: date, at: datetime) -> str:
    """Open the recurring deliverables of the day's period."""
    return f"新增 {roll_deliverables(on=on, at=at)} 项"
