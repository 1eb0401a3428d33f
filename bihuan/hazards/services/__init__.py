"""Everything that changes a hazard. Each function is one step of ``states.HAZARD``."""

from bihuan.hazards.services.ordering import (
    complete_plan,
    grade_hazard,
    plan_rectification,
    regrade_hazard,
    report_hazard,
    withdraw_hazard,
)
from bihuan.hazards.services.rectifying import (
    close_hazard,
    extend_deadline,
    report_rectification,
    return_hazard,
)

__all__ = [
    "close_hazard",
    "complete_plan",
    "extend_deadline",
    "grade_hazard",
    "plan_rectification",
    "regrade_hazard",
    "report_hazard",
    "report_rectification",
    "return_hazard",
    "withdraw_hazard",
]
