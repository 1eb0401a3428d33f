"""What the loop does by itself as time passes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.jobs.registry import daily
from bihuan.jobs.worker import every
from bihuan.loop.services.escalation import escalate
from bihuan.loop.services.seals import publish_daily_roots, seal_all

SEAL_SECONDS = 2

every(SEAL_SECONDS, "seal", lambda at: seal_all(at=at))


@daily(90, "逾期升级")
def escalate_late(on: date, at: datetime) -> str:
    """Raise late cases to their next level."""
    del at
    return f"升级 {len(escalate(on=on))} 件"


@daily(95, "留痕每日根")
def publish_roots(on: date, at: datetime) -> str:
    """Seal what is pending and publish the roots of the day before."""
    seal_all(at=at)
    return f"公布 {publish_daily_roots(day=on - timedelta(days=1))} 个区县"
