"""The lives of an imported plan, a campaign and a deliverable."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import SYSTEM
from bihuan.loop.states import EvidenceKind as E
from bihuan.people.states import Capability as C


class ItemKind(TextChoices):
    """方案条目类别."""

    ANOMALY = "anomaly", "疑点"
    PHASE = "phase", "阶段"
    TARGET = "target", "目标"
    DUTY = "duty", "周期职责"
    DELIVERABLE = "deliverable", "报送"
    TASK = "task", "任务"
    CHECK_ITEM = "check_item", "检查内容"
    SCOPE = "scope", "范围"
    ACCOUNTABILITY = "accountability", "奖惩问责"
    LEGAL_REF = "legal_ref", "依据"


class Decision(TextChoices):
    """核对结论."""

    PENDING = "pending", "待核对"
    ACCEPTED = "accepted", "已采纳"
    CORRECTED = "corrected", "已修正"
    REJECTED = "rejected", "已弃用"
    ADDED = "added", "人工添加"


class ItemAction(TextChoices):
    """条目操作: what a person did to a plan item."""

    ACCEPT = "accept", "采纳"
    CORRECT = "correct", "修正"
    REJECT = "reject", "弃用"
    ADD = "add", "添加"
    UNDO = "undo", "撤销核对"
    RESOLVE = "resolve", "处理疑点"


class LessonKind(TextChoices):
    """改法: what a change made by hand teaches for the next similar plan."""

    FIELDS = "fields", "修正内容"
    OMIT = "omit", "弃用"
    ADD = "add", "补充漏读"
    READING = "reading", "采用写法"
    KEEP = "keep", "保留写法"
    HOLDER = "holder", "指定承担者"


STANDING = (Decision.ACCEPTED, Decision.CORRECTED, Decision.ADDED)
"""Decisions under which an item goes into the campaign."""


class CampaignState(TextChoices):
    """行动状态."""

    DRAFT = "draft", "核对中"
    LAUNCHING = "launching", "正在下达"
    RUNNING = "running", "进行中"
    ENDED = "ended", "已结束"
    DISCARDED = "discarded", "已作废"


UNLAUNCHED = (CampaignState.DRAFT, CampaignState.DISCARDED)
"""States of a campaign that asks nothing of anybody: it was never handed down."""

LAUNCHED = (CampaignState.RUNNING, CampaignState.ENDED)
"""States of a campaign whose launch is done: what follows from it may be opened, after its end too."""

S = CampaignState

# fmt: off
CAMPAIGN = machine("campaign", CampaignState, start=S.DRAFT, end=[S.ENDED, S.DISCARDED], steps=[
    step("launch",   S.DRAFT,     S.LAUNCHING, C.PLAN_LAUNCH, "发起行动",   keeps_clock=True),
    step("start",    S.LAUNCHING, S.RUNNING,   SYSTEM,        "下达完成",   keeps_clock=True),
    step("amend",    S.RUNNING,   S.RUNNING,   SYSTEM,        "修订方案",   keeps_clock=True, reason=True),
    step("finish",   S.RUNNING,   S.ENDED,     C.PLAN_LAUNCH, "结束行动",   reason=True),
    step("discard",  S.DRAFT,     S.DISCARDED, C.PLAN_LAUNCH, "作废",       reason=True),
])
# fmt: on


class PhaseState(TextChoices):
    """阶段状态."""

    NOT_STARTED = "not_started", "未开始"
    RUNNING = "running", "进行中"
    ENDED = "ended", "已结束"


class DeliverableState(TextChoices):
    """报送状态."""

    DUE = "due", "待报送"
    SUBMITTED = "submitted", "待审核"
    ACCEPTED = "accepted", "已接收"
    WAIVED = "waived", "已免报"


D = DeliverableState

# fmt: off
DELIVERABLE = machine("deliverable", DeliverableState, start=D.DUE, end=[D.ACCEPTED, D.WAIVED], steps=[
    step("submit", D.DUE,       D.SUBMITTED, C.DELIVERABLE_SUBMIT, "报送", needs=E.ATTACHMENT, keeps_clock=True),
    step("accept", D.SUBMITTED, D.ACCEPTED,  C.DELIVERABLE_ACCEPT, "接收", not_by="submit"),
    step("return", D.SUBMITTED, D.DUE,       C.DELIVERABLE_ACCEPT, "退回", reason=True, not_by="submit", keeps_clock=True),
    step("waive",  D.DUE,       D.WAIVED,    C.PLAN_LAUNCH,        "免报", reason=True),
    step("amend",  D.DUE,       D.DUE,       SYSTEM,               "随方案调整", reason=True, keeps_clock=True),
    step("drop",   D.DUE,       D.WAIVED,    SYSTEM,               "随方案免报", reason=True),
])
# fmt: on


class SentenceState(TextChoices):
    """语句状态: how a sentence of the plan stands today."""

    NOT_STARTED = "not_started", "未开始"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    SOON = "soon", "临期"
    LATE = "late", "逾期"
    UNTRACKED = "untracked", "无法跟踪"


class GroupRole(TextChoices):
    """领导小组职务: what a seat of a campaign's leading group is."""

    HEAD = "head", "组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"
    OFFICE_DIRECTOR = "office_director", "办公室主任"
