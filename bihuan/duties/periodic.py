"""What duties do by themselves as time passes."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.duties.services.revising import apply_revisions
from bihuan.duties.services.rolling import lapse_duties, roll_duties
from bihuan.jobs.registry import daily


@daily(9, "职责规则修订")
def revise(on: date, at: datetime) -> str:  # noqa: ARG001 - every part of the tick is called alike
    """Take over the revisions of rules that begin by the day."""
    return f"执行 {apply_revisions(on=on)} 条"


@daily(10, "滚动职责")
def roll(on: date, at: datetime) -> str:
    """Make the occurrences of the periods that hold the day."""
    return f"派发 {roll_duties(on=on, at=at)} 项"


@daily(12, "未履职登记")
def lapse(on: date, at: datetime) -> str:
    """Close what was not done in time and is past its days of grace."""
    return f"记为未履职 {lapse_duties(on=on, at=at)} 项"
