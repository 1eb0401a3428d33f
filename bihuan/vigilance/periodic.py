"""What sensitive periods do by themselves as days pass."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.jobs.registry import daily
from bihuan.vigilance.services import tighten


@daily(8, "敏感时期")
def ask_for_more(on: date, at: datetime) -> str:
    """Bring the rules of the periods that are on, before the day's duties are sent out."""
    return f"从严职责 {tighten(on=on, at=at)} 条"
