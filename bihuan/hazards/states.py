"""The life of a hazard."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import EvidenceKind as E
from bihuan.people.states import Capability as C


class HazardLevel(TextChoices):
    """隐患级别."""

    GENERAL = "general", "一般隐患"
    MAJOR = "major", "重大隐患"


class HazardSource(TextChoices):
    """隐患来源."""

    SELF_CHECK = "self_check", "企业自查"
    PATROL = "patrol", "检查巡查"
    REPORTED = "reported", "日常登记"
    LOOKBACK = "lookback", "回头看"


class HazardState(TextChoices):
    """隐患状态."""

    REPORTED = "reported", "待定级"
    ORDERED = "ordered", "整改中"
    RECTIFIED = "rectified", "待复查"
    CLOSED = "closed", "已销号"
    WITHDRAWN = "withdrawn", "已撤销"


S = HazardState

# fmt: off
HAZARD = machine("hazard", HazardState, start=S.REPORTED, end=[S.CLOSED, S.WITHDRAWN], steps=[
    #    name         from          to            by                 label
    step("grade",     S.REPORTED,   S.ORDERED,    C.HAZARD_GRADE,    "定级并落实整改", clock="rectify"),
    step("plan",      S.REPORTED,   S.ORDERED,    C.HAZARD_RECTIFY,  "落实整改", clock="rectify"),
    step("withdraw",  S.REPORTED,   S.WITHDRAWN,  C.HAZARD_GRADE,    "撤销登记", reason=True),
    step("rectify",   S.ORDERED,    S.RECTIFIED,  C.HAZARD_RECTIFY,  "报告整改", needs=E.PHOTO_AFTER, clock="recheck"),
    step("replan",    S.ORDERED,    S.ORDERED,    C.HAZARD_RECTIFY,  "完善治理方案", keeps_clock=True),
    step("regrade",   S.ORDERED,    S.ORDERED,    C.HAZARD_GRADE,    "调整级别", reason=True, keeps_clock=True),
    step("extend",    S.ORDERED,    S.ORDERED,    C.HAZARD_GRADE,    "准予延期", reason=True, keeps_clock=True, not_by="rectify"),
    step("close",     S.RECTIFIED,  S.CLOSED,     C.HAZARD_VERIFY,   "销号", needs=E.RECHECK, not_by="rectify"),
    step("return",    S.RECTIFIED,  S.ORDERED,    C.HAZARD_VERIFY,   "退回整改", reason=True, clock="again", not_by="rectify"),
])
# fmt: on
