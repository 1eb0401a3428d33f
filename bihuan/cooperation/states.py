"""Enumerations of bodies working together, and the lives of what passes between them."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import EvidenceKind as E
from bihuan.people.states import Capability as C


class ReferralKind(TextChoices):
    """移送类别: what one body passes to another."""

    CLUE = "clue", "线索移送"
    NOTICE = "notice", "情况告知"
    GUIDANCE = "guidance", "请示指导"


class ReferralState(TextChoices):
    """移送状态."""

    SENT = "sent", "待接收"
    RETURNED = "returned", "已退回"
    HANDLING = "handling", "处理中"
    ANSWERED = "answered", "已反馈"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class ReferralOutcome(TextChoices):
    """反馈结果: what became of it at the other body."""

    HANDLED = "handled", "属实，已处理"
    NOT_TRUE = "not_true", "经核查不属实"
    PASSED_ON = "passed_on", "已转其他部门"
    REPLIED = "replied", "已答复"


class TaskState(TextChoices):
    """协同任务状态."""

    OPEN = "open", "待办理"
    REPORTED = "reported", "待验收"
    DONE = "done", "已验收"
    CANCELLED = "cancelled", "已取消"


class MeetingKind(TextChoices):
    """会议类别."""

    JOINT = "joint", "联席会议"
    REVIEW = "review", "事故评析会议"


class MeetingState(TextChoices):
    """会议状态."""

    PLANNED = "planned", "待召开"
    HELD = "held", "已召开"
    CANCELLED = "cancelled", "已取消"


class Attendance(TextChoices):
    """到会情况."""

    INVITED = "invited", "应到"
    PRESENT = "present", "到会"
    DEPUTY = "deputy", "委托到会"
    ABSENT = "absent", "缺席"


class ActionKind(TextChoices):
    """联合行动类别."""

    JOINT = "joint", "联合执法"
    LINKED = "linked", "部门联动"
    SUPPORT = "support", "配合专项整治"


class ActionState(TextChoices):
    """联合行动状态."""

    RUNNING = "running", "进行中"
    ENDED = "ended", "已结束"
    CANCELLED = "cancelled", "已取消"


class InstituteKind(TextChoices):
    """合作机构类别."""

    RESEARCH = "research", "科研院所"
    ASSOCIATION = "association", "行业协会"
    SERVICE = "service", "技术服务机构"
    EXPERT = "expert", "专家"


R, T, M, A = ReferralState, TaskState, MeetingState, ActionState
H = C.COOPERATION_HANDLE

# fmt: off
REFERRAL = machine("referral", ReferralState, start=R.SENT, end=[R.CLOSED, R.WITHDRAWN], steps=[
    step("receive",     R.SENT,     R.HANDLING, H, "接收",     clock="reply"),
    step("acknowledge", R.SENT,     R.CLOSED,   H, "知悉"),
    step("return",      R.SENT,     R.RETURNED, H, "退回",     clock="resend", reason=True),
    step("resend",      R.RETURNED, R.SENT,     H, "重新移送", clock="receive"),
    step("reply",       R.HANDLING, R.ANSWERED, H, "反馈",     clock="confirm"),
    step("ask_again",   R.ANSWERED, R.HANDLING, H, "退回补充", clock="again", reason=True),
    step("confirm",     R.ANSWERED, R.CLOSED,   H, "确认办结", not_by="reply"),
    step("withdraw",    (R.SENT, R.RETURNED), R.WITHDRAWN, H, "撤回", reason=True),
])

TASK = machine("cooperation_task", TaskState, start=T.OPEN, end=[T.DONE, T.CANCELLED], steps=[
    step("report", T.OPEN,     T.REPORTED,  H, "报告结果", clock="accept"),
    step("accept", T.REPORTED, T.DONE,      H, "验收",     not_by="report"),
    step("return", T.REPORTED, T.OPEN,      H, "退回",     clock="again", reason=True, not_by="report"),
    step("cancel", T.OPEN,     T.CANCELLED, H, "取消",     reason=True),
])

MEETING = machine("joint_meeting", MeetingState, start=M.PLANNED, end=[M.HELD, M.CANCELLED], steps=[
    step("hold",   M.PLANNED, M.HELD,      H, "登记召开"),
    step("move",   M.PLANNED, M.PLANNED,   H, "改期",     clock="meet", reason=True),
    step("cancel", M.PLANNED, M.CANCELLED, H, "取消会议", reason=True),
])

ACTION = machine("joint_action", ActionState, start=A.RUNNING, end=[A.ENDED, A.CANCELLED], steps=[
    step("file",   A.RUNNING, A.RUNNING,   H, "归集材料", needs=E.ATTACHMENT, keeps_clock=True),
    step("end",    A.RUNNING, A.ENDED,     H, "办结"),
    step("cancel", A.RUNNING, A.CANCELLED, H, "取消行动", reason=True),
])
# fmt: on
