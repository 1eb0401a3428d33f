"""What self-checks put into the shell: menu, phone tab, and the enterprise's 「本周要做」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.timezone import localdate

from bihuan.duties.models import Duty
from bihuan.duties.states import DUTY
from bihuan.enterprises.dossier import dossier_panel
from bihuan.enterprises.models import Enterprise
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HAZARD
from bihuan.inspections import rules
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SELF_CHECK
from bihuan.kernel.chinese import day_text
from bihuan.kernel.periods import Recurrence, period_of
from bihuan.loop.models import Todo
from bihuan.loop.queries import inbox
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web import menu
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel

SHOWN = 12
COMING = 3
LATEST = 5
HAZARD_MINUTES = 5
DUTY_MINUTES = 3
VERBS = {SELF_CHECK.name: "开始自查", HAZARD.name: "去整改", DUTY.name: "去登记"}
THEN = {
    SELF_CHECK.name: "提交后，查出的隐患转入整改，监管单位同时可见。",
    HAZARD.name: "上传整改照片后，由复查人核实并销号；不合格的退回重改。",
    DUTY.name: "登记满次数后，本期自动办结。",
}

menu.add("监督检查", "企业自查", "inspections:list", icon="clipboard-check",
         need=Capability.SELF_CHECK_VIEW, order=20)  # fmt: skip
menu.add_tab("自查", "inspections:list", icon="clipboard-check", need=Capability.SELF_CHECK_VIEW,
             order=20)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why, by when, how long, and what follows."""

    title: str
    url: str
    due_on: date | None
    why: str = ""
    minutes: int | None = None
    verb: str = "办理"
    then: str = ""


def _of_an_enterprise(user: User) -> bool:
    return user.scope is not None and user.scope.enterprise_id is not None


@panel(order=5, column="left", need=_of_an_enterprise)
def this_week(request: UserRequest) -> Panel:
    """本周要做 n 件: what is late or due by Sunday, each with why, by when and how long."""
    on = localdate()
    rows = inbox(request.user)
    due = rows.filter(due_on__lte=period_of(on, Recurrence.WEEK).end)
    count = due.count()
    later = rows.count() - count
    shown = list(due[:SHOWN])
    coming = [] if shown else list(rows[:COMING])
    context = {
        "tasks": tasks_of(shown, on=on), "coming": tasks_of(coming, on=on), "count": count,
        "more": count - len(shown), "later": later - len(coming),
    }  # fmt: skip
    title = f"本周要做 {count} 件" if count else "本周要做"
    return Panel(title, "inspections/_this_week.html", context, url="/loop/todos/")


def tasks_of(todos: Sequence[Todo], *, on: date) -> list[Task]:
    """Return the to-dos with why they came and how long they take, by at most three more queries."""
    known = {**_self_checks(todos), **_hazards(todos, on=on), **_duties(todos)}
    return [
        Task(
            todo.title, todo.url, todo.due_on, *known.get((todo.case_kind, todo.case_id), ("", None)),
            verb=VERBS.get(todo.case_kind, "办理"), then=THEN.get(todo.case_kind, ""),
        )
        for todo in todos
    ]  # fmt: skip


Known = dict[tuple[str, int], tuple[str, int | None]]


def _ids(todos: Sequence[Todo], kind: str) -> list[int]:
    return [todo.case_id for todo in todos if todo.case_kind == kind]


def _self_checks(todos: Sequence[Todo]) -> Known:
    if not (ids := _ids(todos, SELF_CHECK.name)):
        return {}
    rows = SelfCheck.objects.filter(pk__in=ids).annotate(items=Count("checklist__items"))
    return {
        (SELF_CHECK.name, pk): (reason, rules.minutes_needed(items))
        for pk, reason, items in rows.values_list("pk", "reason", "items")
    }


def _hazards(todos: Sequence[Todo], *, on: date) -> Known:
    if not (ids := _ids(todos, HAZARD.name)):
        return {}
    return {
        (HAZARD.name, hazard.pk): (
            f"来自{day_text(hazard.found_on, today=on)}{hazard.get_source_display()}",
            HAZARD_MINUTES,
        )
        for hazard in Hazard.objects.filter(pk__in=ids)
    }


def _duties(todos: Sequence[Todo]) -> Known:
    if not (ids := _ids(todos, DUTY.name)):
        return {}
    rows = Duty.objects.filter(pk__in=ids).select_related("rule__organisation")
    return {
        (DUTY.name, duty.pk): (
            f"来自{duty.rule.organisation.name}，依据{duty.rule.basis}", DUTY_MINUTES
        )
        for duty in rows
    }  # fmt: skip


@dossier_panel(order=30, need=Capability.SELF_CHECK_VIEW)
def of_enterprise(request: UserRequest, enterprise: Enterprise) -> Panel | None:
    """The enterprise's latest self-checks."""
    rows = SelfCheck.objects.visible_to(request.user).filter(enterprise=enterprise)
    shown = list(rows.order_by("-assigned_on", "-id")[:LATEST])
    if not shown:
        return None
    return Panel(
        "自查", "inspections/_of_enterprise.html", {"checks": shown},
        url=f"/inspections/self-checks/?{urlencode({'q': enterprise.name})}",
    )  # fmt: skip
