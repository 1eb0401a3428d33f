"""The lives of a summary and of a handover."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.people.states import Capability as C


class SummaryState(TextChoices):
    """总结状态."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待签发"
    ISSUED = "issued", "已签发"
    DISCARDED = "discarded", "已作废"


S = SummaryState

# fmt: off
SUMMARY = machine("summary", SummaryState, start=S.DRAFT, end=[S.ISSUED, S.DISCARDED], timeless=[S.DRAFT], steps=[
    step("submit",  S.DRAFT,     S.SUBMITTED, C.BULLETIN_DRAFT, "送签", clock="sign"),
    step("issue",   S.SUBMITTED, S.ISSUED,    C.BULLETIN_ISSUE, "签发", not_by="submit"),
    step("return",  S.SUBMITTED, S.DRAFT,     C.BULLETIN_ISSUE, "退回修改", reason=True),
    step("discard", S.DRAFT,     S.DISCARDED, C.BULLETIN_DRAFT, "作废", reason=True),
])
# fmt: on


class CaseKind(TextChoices):
    """典型案例类别."""

    GOOD = "good", "正面典型"
    BAD = "bad", "反面典型"


class Verdict(TextChoices):
    """人工评定: how a target without a metric came out."""

    REACHED = "reached", "已达到"
    MISSED = "missed", "未达到"


class LoopKind(TextChoices):
    """未办结事项类别: what a campaign can leave open; the values are the machines' names."""

    HAZARD = "hazard", "隐患整改"
    SELF_CHECK = "self_check", "企业自查"
    DELIVERABLE = "deliverable", "报送材料"
    DUTY = "duty", "履职事项"


class HandoverState(TextChoices):
    """移交状态."""

    OFFERED = "offered", "待接收"
    ACCEPTED = "accepted", "已接收"
    RETURNED = "returned", "已退回"


H = HandoverState

# fmt: off
HANDOVER = machine("handover", HandoverState, start=H.OFFERED, end=[H.ACCEPTED, H.RETURNED], steps=[
    step("accept", H.OFFERED, H.ACCEPTED, C.DUTY_PERFORM, "接收"),
    step("return", H.OFFERED, H.RETURNED, C.DUTY_PERFORM, "退回", reason=True),
])
# fmt: on
