"""Enumerations of duties and the life of one occurrence."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import SYSTEM
from bihuan.people.states import Capability as C


class HolderKind(TextChoices):
    """履职主体."""

    POST = "post", "岗位"
    ENTERPRISE = "enterprise", "企业"


class DutyState(TextChoices):
    """履职状态."""

    OPEN = "open", "待履职"
    DONE = "done", "已履职"
    EXCUSED = "excused", "已免除"
    MISSED = "missed", "未履职"


S = DutyState

# fmt: off
DUTY = machine("duty", DutyState, start=S.OPEN, end=[S.DONE, S.EXCUSED, S.MISSED], steps=[
    step("record",  S.OPEN, S.OPEN,    C.DUTY_PERFORM, "登记履职", keeps_clock=True),
    step("fulfil",  S.OPEN, S.DONE,    C.DUTY_PERFORM, "完成履职"),
    step("excuse",  S.OPEN, S.EXCUSED, C.DUTY_MANAGE,  "免除", reason=True),
    step("release", S.OPEN, S.EXCUSED, SYSTEM,         "规则停用"),
    step("lapse",   S.OPEN, S.MISSED,  SYSTEM,         "记为未履职"),
])
# fmt: on
