"""What decomposition does by itself as days pass."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.cascade.services.receipts import ask_latecomers
from bihuan.jobs.registry import daily


@daily(25, "补发签收")
def ask(on: date, at: datetime) -> str:  # noqa: ARG001
    """Ask the enterprises that campaigns took in since to sign."""
    return f"新增 {ask_latecomers(at=at)} 家"
