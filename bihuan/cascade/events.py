"""What decomposition announces to the apps above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.campaigns.models import Campaign
from bihuan.cascade.models import SubPlan


@dataclass(frozen=True, slots=True)
class PlanHandedDown:
    """A campaign was handed down to a body, which now owes its own plan."""

    sub_plan: SubPlan
    by_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ChildJoined:
    """A body's own campaign became the one that carries a superior's on."""

    sub_plan: SubPlan
    child: Campaign
    at: datetime


@dataclass(frozen=True, slots=True)
class RequirementsChanged:
    """What a superior's campaign asks of a lower plan changed while it was under way."""

    sub_plan: SubPlan
    changed: tuple[int, ...]
    added: tuple[int, ...]
    gone: tuple[int, ...]
    at: datetime
