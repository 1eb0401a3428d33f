"""The states of work and the levels of risk, as the eye tells them apart.

Work is a pill, risk is a flag; each always carries its word.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Tone(StrEnum):
    """How a piece of work stands; the value is the CSS modifier of ``.state``."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    SOON = "soon"
    OVERDUE = "overdue"
    UNTRACKED = "untracked"

    @property
    def label(self) -> str:
        """The word that goes with the colour."""
        return TONE_WORDS[self]


TONE_WORDS = {
    Tone.TODO: "未开始",
    Tone.DOING: "进行中",
    Tone.DONE: "已完成",
    Tone.SOON: "临期",
    Tone.OVERDUE: "逾期",
    Tone.UNTRACKED: "无法跟踪",
}


class RiskColour(StrEnum):
    """The four reserved risk colours; the value is the CSS modifier of ``.risk``."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"

    @property
    def label(self) -> str:
        """The word that goes with the colour."""
        return RISK_WORDS[self]


RISK_WORDS = {
    RiskColour.RED: "重大",
    RiskColour.ORANGE: "较大",
    RiskColour.YELLOW: "一般",
    RiskColour.BLUE: "低",
}

SOON_DAYS = 3


def deadline_tone(due_on: date, *, today: date) -> Tone:
    """Return how pressing an open deadline is; three days ahead and nearer is 临期.

    House rule.
    """
    if due_on < today:
        return Tone.OVERDUE
    return Tone.SOON if due_on - today <= timedelta(days=SOON_DAYS) else Tone.DOING
