"""Which side takes which step, and how long each side has (house rules). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bihuan.cooperation.states import ReferralKind
from bihuan.kernel.clocks import Term, natural_days, workdays

HOUSE = "平台默认期限"


class Side(StrEnum):
    """The two sides of what passes between bodies."""

    SENDER = "sender"
    RECEIVER = "receiver"


REFERRAL_SIDES = {
    "receive": Side.RECEIVER, "acknowledge": Side.RECEIVER, "return": Side.RECEIVER,
    "reply": Side.RECEIVER, "resend": Side.SENDER, "ask_again": Side.SENDER,
    "confirm": Side.SENDER, "withdraw": Side.SENDER,
}  # fmt: skip
TASK_SIDES = {
    "report": Side.RECEIVER, "accept": Side.SENDER, "return": Side.SENDER, "cancel": Side.SENDER,
}  # fmt: skip

TERMS: dict[str, Term] = {
    "receive": workdays(3, HOUSE),
    "resend": workdays(3, HOUSE),
    "reply": workdays(10, HOUSE),
    "again": workdays(5, HOUSE),
    "confirm": workdays(5, HOUSE),
    "accept": workdays(5, HOUSE),
    "meet": natural_days(30, HOUSE),
}
REPLY_WITHIN = TERMS["reply"]
FOLLOW_UP_WITHIN = natural_days(30, HOUSE)
"""How long the approving body has for its follow-up where nobody said otherwise."""

OUTCOMES: dict[str, Sequence[str]] = {
    ReferralKind.CLUE.value: ("handled", "not_true", "passed_on"),
    ReferralKind.GUIDANCE.value: ("replied", "passed_on"),
    ReferralKind.NOTICE.value: ("handled", "replied"),
}
"""What a reply may say, by kind."""


def steps_for(kind: str, names: Sequence[str]) -> list[str]:
    """Return the steps among ``names`` that fit a referral of a kind.

    Only what is merely told (情况告知) is done with by taking note of it.
    """
    return [name for name in names if name != "acknowledge" or kind == ReferralKind.NOTICE]


def attendance_share(present: int, invited: int) -> float | None:
    """Return which share of the bodies came; None when none was invited."""
    return present / invited if invited else None
