"""The lives of a phase change and of a phase output, and what phases bring."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import EvidenceKind as E
from bihuan.people.states import Capability as C


class PhaseChangeState(TextChoices):
    """阶段调整状态."""

    APPLIED = "applied", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


P = PhaseChangeState

# fmt: off
PHASE_CHANGE = machine("phase_change", PhaseChangeState, start=P.APPLIED, end=[P.APPROVED, P.REFUSED, P.WITHDRAWN], steps=[
    step("approve",  P.APPLIED, P.APPROVED,  C.PLAN_APPROVE, "批准调整"),
    step("refuse",   P.APPLIED, P.REFUSED,   C.PLAN_APPROVE, "不批准", reason=True),
    step("withdraw", P.APPLIED, P.WITHDRAWN, C.PLAN_CONFIRM, "撤回", reason=True),
])
# fmt: on


class PhaseMoment(TextChoices):
    """阶段启止."""

    OPENED = "opened", "阶段开始"
    CLOSED = "closed", "阶段结束"


class OutputKind(TextChoices):
    """阶段成果类别."""

    DEPLOYMENT = "deployment", "部署会议记录"
    PLAN = "plan", "实施计划"
    PROMOTION = "promotion", "现场推进会"
    ACCEPTANCE = "acceptance", "验收记录"
    SUMMARY = "summary", "阶段总结"
    RESULT = "result", "制度成果"


class ResultType(TextChoices):
    """成果类型: the five types of standing results."""

    CHAIN = "chain", "责任链条"
    RULE = "rule", "制度成果"
    MEASURE = "measure", "管理办法"
    PROJECT = "project", "重点工程"
    MECHANISM = "mechanism", "工作机制"


class Depth(TextChoices):
    """标本: whether a result treats the symptom or the root."""

    SYMPTOM = "symptom", "治标"
    ROOT = "root", "治本"


class OutputState(TextChoices):
    """阶段成果状态."""

    PLANNED = "planned", "待形成"
    RECORDED = "recorded", "待核实"
    ACCEPTED = "accepted", "已核实"
    DROPPED = "dropped", "已取消"


S = OutputState

# fmt: off
PHASE_OUTPUT = machine("phase_output", OutputState, start=S.PLANNED, end=[S.ACCEPTED, S.DROPPED], steps=[
    step("record", S.PLANNED,  S.RECORDED, C.DELIVERABLE_SUBMIT, "登记成果", needs=E.ATTACHMENT, keeps_clock=True),
    step("accept", S.RECORDED, S.ACCEPTED, C.DELIVERABLE_ACCEPT, "核实",     not_by="record"),
    step("return", S.RECORDED, S.PLANNED,  C.DELIVERABLE_ACCEPT, "退回",     reason=True, not_by="record", keeps_clock=True),
    step("drop",   S.PLANNED,  S.DROPPED,  C.PLAN_LAUNCH,        "取消",     reason=True),
])
# fmt: on
