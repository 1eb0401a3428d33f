"""The only writers of duty rules, occurrences and records."""

from bihuan.duties.services.duty_rules import create_duty_rule, stop_duty_rule
from bihuan.duties.services.recording import excuse_duty, record_duty
from bihuan.duties.services.rolling import lapse_duties, roll_duties

__all__ = [
    "create_duty_rule",
    "excuse_duty",
    "lapse_duties",
    "record_duty",
    "roll_duties",
    "stop_duty_rule",
]
