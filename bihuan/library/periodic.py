"""What the library does every day: index what changed past the events."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.jobs.registry import daily
from bihuan.library.services.indexing import index_missing


@daily(90, "方案库")
def library(_on: date, at: datetime) -> str:
    """Index what is absent or stale; running it again changes nothing."""
    return f"编入 {index_missing(at=at)} 份方案"
