"""The lives of a plan asked of a lower body, and of a receipt."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import SYSTEM
from bihuan.people.states import Capability as C


class SubPlanState(TextChoices):
    """下级方案状态."""

    ASSIGNED = "assigned", "待制定"
    DRAFTED = "drafted", "制定中"
    FILED = "filed", "已报备"
    RETURNED = "returned", "已退回"
    RECOGNISED = "recognised", "已认可"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤销"


S = SubPlanState
OPEN = (S.ASSIGNED, S.DRAFTED, S.FILED, S.RETURNED, S.RECOGNISED)
IN_HAND = (S.DRAFTED, S.RETURNED)
"""States in which the lower body works on a plan that it has."""

# fmt: off
SUB_PLAN = machine(
    "sub_plan", SubPlanState, start=S.ASSIGNED, end=[S.CLOSED, S.WITHDRAWN], timeless=[S.RECOGNISED],
    steps=[
        step("draft",     S.ASSIGNED,              S.DRAFTED,    C.PLAN_CONFIRM, "制定方案", keeps_clock=True),
        step("drop",      [*IN_HAND, S.FILED],     S.ASSIGNED,   SYSTEM,         "方案作废", clock="redo"),
        step("file",      IN_HAND,                 S.FILED,      C.PLAN_LAUNCH,  "报备",     clock="review"),
        step("recognise", S.FILED,                 S.RECOGNISED, C.PLAN_LAUNCH,  "认可",     not_by="file"),
        step("return",    S.FILED,                 S.RETURNED,   C.PLAN_LAUNCH,  "退回",     clock="redo", reason=True, not_by="file"),
        step("revise",    [S.FILED, S.RECOGNISED], S.RETURNED,   C.PLAN_LAUNCH,  "要求修订", clock="redo", reason=True),
        step("close",     OPEN,                    S.CLOSED,     SYSTEM,         "行动结束"),
        step("withdraw",  OPEN,                    S.WITHDRAWN,  C.PLAN_LAUNCH,  "撤销分解", reason=True),
    ],
)
# fmt: on


class ReceiptState(TextChoices):
    """签收状态."""

    SENT = "sent", "待签收"
    SIGNED = "signed", "已签收"
    LAPSED = "lapsed", "未签收已结束"


R = ReceiptState

# fmt: off
RECEIPT = machine("receipt", ReceiptState, start=R.SENT, end=[R.SIGNED, R.LAPSED], steps=[
    step("sign",  R.SENT, R.SIGNED, C.DUTY_PERFORM, "签收"),
    step("lapse", R.SENT, R.LAPSED, SYSTEM,         "行动结束"),
])
# fmt: on


class Carrying(TextChoices):
    """承接情况: how an item of the superior's plan stands in the lower plan."""

    OPEN = "open", "尚未对应"
    TAKEN = "taken", "照上级要求"
    TIGHTER = "tighter", "从严要求"
    WEAKER = "weaker", "低于上级要求"
    DROPPED = "dropped", "已弃用"
