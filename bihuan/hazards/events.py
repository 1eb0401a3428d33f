"""What hazards announce to the domains above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.hazards.models import Hazard


@dataclass(frozen=True, slots=True)
class MajorHazardReported:
    """An enterprise reported a major hazard of its own with its plan; the supervisor must know."""

    hazard: Hazard
    at: datetime
