"""The life of a self-check."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import SYSTEM
from bihuan.people.states import Capability as C


class SelfCheckState(TextChoices):
    """自查状态."""

    ASSIGNED = "assigned", "待自查"
    SUBMITTED = "submitted", "已自查"
    CANCELLED = "cancelled", "已取消"


class Answer(TextChoices):
    """自查结论."""

    PASS = "pass", "符合"
    FAIL = "fail", "不符合"
    NOT_APPLICABLE = "na", "不适用"


S = SelfCheckState

# fmt: off
SELF_CHECK = machine("self_check", SelfCheckState, start=S.ASSIGNED, end=[S.SUBMITTED, S.CANCELLED], steps=[
    step("submit", S.ASSIGNED, S.SUBMITTED, C.SELF_CHECK_FILL, "完成自查"),
    step("cancel", S.ASSIGNED, S.CANCELLED, SYSTEM,            "取消自查"),
    step("amend",  S.ASSIGNED, S.ASSIGNED,  SYSTEM,            "随方案调整", reason=True, keeps_clock=True),
])
# fmt: on
