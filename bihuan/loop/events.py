"""What the loop announces to the apps above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bihuan.loop.models import Case


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A case took a step (``open`` is the first)."""

    case: Case
    step: str
    from_state: str
    by_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseEscalated:
    """A late (or soon late) case reached a level of its escalation policy."""

    case: Case
    level: int
    action: str
    due_on: date
    on: date
