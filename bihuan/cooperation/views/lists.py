"""The lists: referrals, tasks, meetings, meeting rules, actions, partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from bihuan.cooperation.models import (
    CooperationTask,
    Institute,
    JointAction,
    Meeting,
    MeetingSeries,
    Referral,
)
from bihuan.cooperation.queries import body_of
from bihuan.cooperation.states import (
    ACTION,
    MEETING,
    REFERRAL,
    TASK,
    ActionKind,
    ActionState,
    Attendance,
    InstituteKind,
    MeetingKind,
    MeetingState,
    ReferralKind,
    ReferralState,
    TaskState,
)
from bihuan.cooperation.tones import tone_of
from bihuan.loop.models import Case
from bihuan.people.states import Capability
from bihuan.web.lists import (
    Action,
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    ListPage,
    TextFilter,
)
from bihuan.web.lists.filters import Rows
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

CRUMBS = (("部门协同", ""),)


def _state(row: Case) -> tuple[Tone, str]:
    return tone_of(row, on=localdate())


def _due(row: Case) -> tuple[Any, bool]:
    return row.due_on, not row.is_final


def _late(ends: frozenset[str]) -> BooleanFilter:
    def late(rows: Rows, request: UserRequest) -> Rows:  # noqa: ARG001
        return rows.exclude(state__in=ends).filter(due_on__lt=localdate())

    return BooleanFilter("overdue", "只看逾期", apply=late)


def _handles(request: UserRequest, label: str, url: str) -> Sequence[Action]:
    if not request.user.can(Capability.COOPERATION_HANDLE):
        return ()
    return (Action(label, url, icon="plus", is_primary=True),)


def _sides(request: UserRequest) -> Sequence[tuple[str, str]]:
    body = body_of(request.user)
    return (("in", "移送给本单位"), ("out", "本单位移送")) if body else ()


def _of_side(rows: Rows, value: str, request: UserRequest) -> Rows:
    body = body_of(request.user)
    return rows.filter(**{"receiver" if value == "in" else "sender": body})


def _series(request: UserRequest) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in MeetingSeries.objects.visible_to(request.user)]


class ReferralList(ListPage):
    """移送事项."""

    title = "线索移送"
    unit = "件"
    need = Capability.COOPERATION_VIEW
    breadcrumbs = CRUMBS
    columns = (
        Column("subject", "事由", link=True, width=36),
        Column("kind", "类别", value=lambda one: one.get_category_display()),
        Column("state", "状态", kind="state", value=_state),
        Column("sender.name", "移送单位", width=24),
        Column("receiver.name", "接收单位", width=24),
        Column("due_on", "期限", kind="deadline", sort="due_on", value=_due),
        Column("reply_due_on", "反馈期限", kind="day", sort="reply_due_on"),
        Column("replied_on", "反馈日期", kind="day", sort="replied_on", on_phone=False),
        Column("outcome", "反馈结果", value=lambda one: one.get_outcome_display()),
        Column("about", "涉及单位或项目", width=24, optional=True),
        Column("created_at", "移送时间", kind="datetime", sort="created_at", optional=True),
    )
    filters = (
        TextFilter(
            "q", "事由或单位", fields=("subject", "about", "sender__name", "receiver__name")
        ),
        ChoiceFilter("kind", "类别", ReferralKind.choices, field="category"),
        ChoiceFilter("state", "状态", ReferralState.choices),
        ChoiceFilter("side", "方向", _sides, apply=_of_side),
        DateRangeFilter("reply", "反馈期限", field="reply_due_on"),
        _late(REFERRAL.end),
    )
    default_sort: ClassVar[str] = "-created_at"

    def queryset(self, request: UserRequest) -> QuerySet[Referral]:
        """Return what either side of which lies in the person's area."""
        return Referral.objects.visible_to(request.user).select_related("sender", "receiver")

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Passing something on, for who may."""
        return _handles(request, "移送", "/cooperation/new/")

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say what it is for."""
        return Empty(
            "还没有移送事项", "线索移送、情况告知和向上级请示都在这里办理，双方都能看到结果。"
        )


class TaskList(ListPage):
    """协同任务."""

    title = "协同任务"
    unit = "项"
    need = Capability.COOPERATION_VIEW
    breadcrumbs = CRUMBS
    columns = (
        Column("title", "任务", link=True, width=40),
        Column("state", "状态", kind="state", value=_state),
        Column("owner.name", "责任单位", width=24),
        Column("assigner.name", "交办单位", width=24, on_phone=False),
        Column("due_on", "期限", kind="deadline", sort="due_on", value=_due),
        Column("source", "来源", value=lambda one: str(one.source), width=30,
               link=lambda one: one.source.get_absolute_url()),
        Column("reported_on", "报告日期", kind="day", sort="reported_on", optional=True),
        Column("acceptance", "验收要求", width=30, optional=True),
    )  # fmt: skip
    filters = (
        TextFilter("q", "任务或单位", fields=("title", "owner__name", "assigner__name")),
        ChoiceFilter("state", "状态", TaskState.choices),
        DateRangeFilter("due", "期限", field="due_on"),
        _late(TASK.end),
    )
    default_sort: ClassVar[str] = "due_on"

    def queryset(self, request: UserRequest) -> QuerySet[CooperationTask]:
        """Return the tasks of the area and those it set."""
        return CooperationTask.objects.visible_to(request.user).select_related(
            "owner", "assigner", "meeting", "action", "referral"
        )

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say where tasks come from."""
        return Empty("还没有协同任务", "会议议定事项、联合行动的分工和审批后的监管会出现在这里。")


class MeetingList(ListPage):
    """协同会议."""

    title = "联席会议"
    unit = "次"
    need = Capability.COOPERATION_VIEW
    breadcrumbs = CRUMBS
    columns = (
        Column("title", "会议", link=True, width=40),
        Column("kind", "类别", value=lambda one: one.get_category_display()),
        Column("state", "状态", kind="state", value=_state),
        Column("host.name", "召集单位", width=24, on_phone=False),
        Column("planned_on", "计划日期", kind="deadline", sort="planned_on",
               value=lambda one: (one.planned_on, not one.is_final)),
        Column("held_on", "召开日期", kind="day", sort="held_on"),
        Column("present", "到会", value=lambda one: f"{one.present}/{one.invited}" if one.held_on else ""),
        Column("decided", "议定事项", kind="number"),
    )  # fmt: skip
    filters = (
        TextFilter("q", "会议或单位", fields=("title", "host__name")),
        ChoiceFilter("kind", "类别", MeetingKind.choices, field="category"),
        ChoiceFilter("state", "状态", MeetingState.choices),
        ChoiceFilter("series", "会议制度", _series),
        DateRangeFilter("planned", "计划日期", field="planned_on"),
        _late(MEETING.end),
    )
    default_sort: ClassVar[str] = "-planned_on"

    def queryset(self, request: UserRequest) -> QuerySet[Meeting]:
        """Return the meetings of the area and those it was asked to, with who came."""
        came = Q(seats__attendance__in=[Attendance.PRESENT, Attendance.DEPUTY])
        rows = Meeting.objects.visible_to(request.user).select_related("host")
        return rows.annotate(
            invited=Count("seats", distinct=True), present=Count("seats", filter=came, distinct=True),
            decided=Count("decisions", distinct=True),
        )  # fmt: skip

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """The rules by which meetings recur, and calling one."""
        rules = Action("会议制度", "/cooperation/series/", icon="settings")
        return (rules, *_handles(request, "召集会议", "/cooperation/meetings/new/"))

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say how meetings get here."""
        return Empty("还没有会议", "建立会议制度后按周期自动排定，也可以单独召集。")


class SeriesList(ListPage):
    """会议制度."""

    title = "会议制度"
    unit = "项"
    need = Capability.COOPERATION_VIEW
    breadcrumbs = (*CRUMBS, ("联席会议", "/cooperation/meetings/"))
    columns = (
        Column("name", "名称", link=True, sort="name", width=36),
        Column("kind", "类别", value=lambda one: one.get_category_display()),
        Column("frequency", "周期"),
        Column("host.name", "召集单位", width=24),
        Column("member_count", "成员单位", kind="number"),
        Column("since", "起始日期", kind="day", sort="since"),
        Column("until", "终止日期", kind="day", on_phone=False),
    )
    filters = (
        TextFilter("q", "名称", fields=("name",)),
        ChoiceFilter("kind", "类别", MeetingKind.choices, field="category"),
    )
    default_sort: ClassVar[str] = "name"

    def queryset(self, request: UserRequest) -> QuerySet[MeetingSeries]:
        """Return the rules of the area and those it belongs to."""
        rows = MeetingSeries.objects.visible_to(request.user).select_related("host")
        return rows.annotate(member_count=Count("members", distinct=True))

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Setting one up, for who may."""
        return _handles(request, "建立会议制度", "/cooperation/series/new/")

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say what it is for."""
        return Empty("还没有会议制度", "写明谁召集、哪些单位参加、多久一次，系统按周期排定会议。")


class ActionList(ListPage):
    """联合行动."""

    title = "联合行动"
    unit = "次"
    need = Capability.COOPERATION_VIEW
    breadcrumbs = CRUMBS
    columns = (
        Column("title", "名称", link=True, width=36),
        Column("kind", "类别", value=lambda one: one.get_category_display()),
        Column("state", "状态", kind="state", value=_state),
        Column("lead.name", "牵头单位", width=24),
        Column("starts_on", "开始", kind="day", sort="starts_on"),
        Column("ends_on", "结束", kind="day", sort="ends_on"),
        Column("done", "任务完成", value=lambda one: f"{one.done}/{one.all_tasks}"),
        Column("checked_count", "检查企业", kind="number", on_phone=False),
        Column("found_count", "发现隐患", kind="number", on_phone=False),
        Column("case_count", "立案", kind="number", optional=True),
    )
    filters = (
        TextFilter("q", "名称或单位", fields=("title", "lead__name")),
        ChoiceFilter("kind", "类别", ActionKind.choices, field="category"),
        ChoiceFilter("state", "状态", ActionState.choices),
        DateRangeFilter("starts", "开始", field="starts_on"),
        _late(ACTION.end),
    )
    default_sort: ClassVar[str] = "-starts_on"

    def queryset(self, request: UserRequest) -> QuerySet[JointAction]:
        """Return the actions of the area and those it takes part in, with their tasks."""
        rows = JointAction.objects.visible_to(request.user).select_related("lead")
        live = ~Q(tasks__state=TaskState.CANCELLED)
        return rows.annotate(
            all_tasks=Count("tasks", filter=live),
            done=Count("tasks", filter=Q(tasks__state=TaskState.DONE)),
        )

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Opening one, for who may."""
        return _handles(request, "发起联合行动", "/cooperation/actions/new/")

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say what it is for."""
        return Empty("还没有联合行动", "一个单位牵头，几个单位各有任务，共用一份材料。")


class InstituteList(ListPage):
    """合作机构."""

    title = "合作机构"
    unit = "家"
    need = Capability.COOPERATION_VIEW
    breadcrumbs = CRUMBS
    columns = (
        Column("name", "名称", link=True, sort="name", width=30),
        Column("kind", "类别", value=lambda one: one.get_kind_display()),
        Column("expertise", "专长领域", width=36),
        Column("contact", "联系人"),
        Column("phone", "联系电话"),
        Column("agreed_until", "合作期限", kind="day", sort="agreed_until"),
        Column("is_active", "合作情况", value=lambda one: "合作中" if one.is_active else "已停止"),
        Column("organisation.name", "登记单位", width=24, on_phone=False),
    )
    filters = (
        TextFilter("q", "名称或专长", fields=("name", "expertise", "note")),
        ChoiceFilter("kind", "类别", InstituteKind.choices),
        BooleanFilter("is_active", "只看合作中"),
    )
    default_sort: ClassVar[str] = "name"

    def queryset(self, request: UserRequest) -> QuerySet[Institute]:
        """Return the partners of the area and of bodies above it."""
        return Institute.objects.visible_to(request.user).select_related("organisation")

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Registering one, for who may."""
        return _handles(request, "登记合作机构", "/cooperation/institutes/new/")

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say what it is for."""
        return Empty("还没有合作机构", "登记可以请教的科研院所、行业协会、技术服务机构和专家。")
