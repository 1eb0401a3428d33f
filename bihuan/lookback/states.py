"""The life of one recheck of something closed."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import EvidenceKind as E
from bihuan.people.states import Capability as C


class LookbackState(TextChoices):
    """回头看结果."""

    PENDING = "pending", "待核查"
    GENUINE = "genuine", "属实"
    RELAPSED = "relapsed", "反弹"
    UNDONE = "undone", "未整改"
    VOID = "void", "无法核查"


S = LookbackState

# fmt: off
LOOKBACK = machine("lookback", LookbackState, start=S.PENDING, end=[S.GENUINE, S.RELAPSED, S.UNDONE, S.VOID], steps=[
    step("confirm",  S.PENDING, S.GENUINE,  C.HAZARD_VERIFY, "核查属实",   needs=E.RECHECK),
    step("relapse",  S.PENDING, S.RELAPSED, C.HAZARD_VERIFY, "核查为反弹", needs=E.RECHECK, reason=True),
    step("undone",   S.PENDING, S.UNDONE,   C.HAZARD_VERIFY, "核查为未整改", needs=E.RECHECK, reason=True),
    step("void",     S.PENDING, S.VOID,     C.HAZARD_VERIFY, "无法核查",   reason=True),
    step("reassign", S.PENDING, S.PENDING,  C.PLAN_LAUNCH,   "改派",       reason=True, keeps_clock=True),
])
# fmt: on

JUDGED = (S.GENUINE, S.RELAPSED, S.UNDONE)
"""Results that count; what could not be looked at counts nowhere."""
FALSE = (S.RELAPSED, S.UNDONE)
"""Results after which the hazard is registered anew."""
