"""The life of a reported value, and the words it may be given in."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import EvidenceKind as E
from bihuan.people.states import Capability as C


class ReportedState(TextChoices):
    """填报状态."""

    REPORTED = "reported", "待认定"
    CONFIRMED = "confirmed", "已认定"
    RETURNED = "returned", "已退回"


S = ReportedState

# fmt: off
REPORTED_VALUE = machine("reported_value", ReportedState, start=S.REPORTED, end=[S.CONFIRMED, S.RETURNED], steps=[
    step("report",  S.REPORTED, S.REPORTED,  C.DELIVERABLE_SUBMIT, "填报", needs=E.ATTACHMENT, clock="confirm"),
    step("confirm", S.REPORTED, S.CONFIRMED, C.DELIVERABLE_ACCEPT, "认定", not_by="report"),
    step("return",  S.REPORTED, S.RETURNED,  C.DELIVERABLE_ACCEPT, "退回", reason=True, not_by="report"),
])
# fmt: on


class Word(TextChoices):
    """认定用语: what is said of a target that has no number, or of its trend."""

    FALL = "fall", "下降"
    SAME = "same", "持平"
    RISE = "rise", "上升"
    YES = "yes", "是"
    NO = "no", "否"


class ReportPeriod(TextChoices):
    """填报周期."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
    YEAR = "year", "年"
    NONE = "none", "不分周期"
