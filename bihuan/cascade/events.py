"""What decomposition announces to the apps above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.cascade.models import SubPlan


@dataclass(frozen=True, slots=True)
class RequirementsChanged:
    """What a superior's campaign asks of a lower plan changed while it was under way."""

    sub_plan: SubPlan
    changed: tuple[int, ...]
    added: tuple[int, ...]
    gone: tuple[int, ...]
    at: datetime
