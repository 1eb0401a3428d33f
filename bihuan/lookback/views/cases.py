"""Rechecks: the list, one of them, and saying what was found."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from bihuan.hazards.filters import area_filter, late_filter
from bihuan.hazards.states import HazardLevel
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import BadInput, Problem, Refused
from bihuan.lookback import services
from bihuan.lookback.models import Lookback
from bihuan.lookback.states import LOOKBACK, LookbackState
from bihuan.lookback.views.rounds import TONES
from bihuan.loop.states import EvidenceKind
from bihuan.loop.timelines import timeline_rows
from bihuan.loop.uploads import papers_in
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import BooleanFilter, ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest


def _mine(rows: QuerySet[Any], request: UserRequest) -> QuerySet[Any]:
    return rows.filter(assignee=request.user)


class LookbackList(ListPage):
    """Rechecks in the user's area."""

    title = "回头看核查"
    need = Capability.HAZARD_VIEW
    columns = (
        Column("hazard.summary", "隐患", link=lambda row: row.get_absolute_url(), width=34),
        Column("enterprise.name", "企业", width=24),
        Column("hazard.level", "级别", value=lambda row: row.hazard.get_level_display()),
        Column("round", "轮次", value=lambda row: str(row.round), width=28, on_phone=False),
        Column("assignee.name", "核查人"),
        Column(
            "state", "结果", kind="state",
            value=lambda row: (TONES[LookbackState(row.state)], row.state_label),
        ),
        Column(
            "due_on", "期限", kind="deadline", sort="due_on",
            value=lambda row: (row.due_on, not row.is_final),
        ),
        Column("checked_on", "核查日期", kind="day", sort="checked_on"),
    )  # fmt: skip
    filters = (
        TextFilter("q", "隐患或企业", fields=("hazard__summary", "enterprise__name")),
        ChoiceFilter("state", "结果", LookbackState.choices),
        BooleanFilter("mine", "派给我的", apply=_mine),
        area_filter(),
        late_filter(LOOKBACK.end),
    )
    default_sort = "due_on"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty(
            "没有回头看核查", "在行动的“回头看”页从已销号的隐患中随机抽取后，核查事项列在这里。"
        )

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the rechecks in scope."""
        rows = Lookback.objects.visible_to(request.user)
        return rows.select_related("hazard", "enterprise", "assignee", "round__campaign")


def _case(user: User, pk: int) -> Lookback:
    found = (
        Lookback.objects.visible_to(user)
        .select_related("hazard", "enterprise", "assignee", "round__campaign", "round__organisation", "new_hazard")
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


@needs(Capability.HAZARD_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one recheck, the hazard it is about, and what may be said."""
    return _page(request, _case(request.user, pk))


def _page(
    request: UserRequest, row: Lookback, *, problem: str = "", note: str = ""
) -> HttpResponse:
    steps = [
        step for step in row.machine.steps_from(row.state) if request.user.can(step.capability)
    ]  # fmt: skip
    mine = row.assignee_id == request.user.pk
    hazard = row.hazard
    context = {
        "row": row,
        "hazard": hazard,
        "tone": TONES[LookbackState(row.state)],
        "facts": [
            ("企业", row.enterprise.name),
            ("隐患", hazard.summary),
            ("部位", hazard.place),
            ("级别", HazardLevel(hazard.level).label if hazard.level else ""),
            ("整改措施", hazard.measures),
            ("整改完成", date_text(hazard.rectified_on) if hazard.rectified_on else ""),
            ("销号", date_text(hazard.closed_on) if hazard.closed_on else ""),
            ("核查人", row.assignee.name),
            ("核查日期", date_text(row.checked_on) if row.checked_on else ""),
            ("核查情况", row.finding),
        ],
        "steps": [step for step in steps if step.name != "reassign"] if mine else [],
        "others": (
            [one for one in services.able_for(row) if one.pk != row.assignee_id]
            if any(step.name == "reassign" for step in steps)
            else []
        ),
        "timeline": timeline_rows(row, viewer=request.user),
        "problem": problem,
        "note": note,
        "key": uuid4(),
        "today": localdate(),
    }
    return render(request, "lookback/detail.html", context, status=422 if problem else 200)


@needs(Capability.HAZARD_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Say what was found, or give the recheck to somebody else."""
    row = _case(request.user, pk)
    note = request.POST.get("note", "")
    common = {"lookback_id": pk, "note": note, **step_in(request)}
    try:
        if step == "reassign":
            services.reassign(assignee_id=_person(request), **common)
        elif step in LOOKBACK.by_name:
            photos = papers_in(request, area=row.area, field="photos", kind=EvidenceKind.RECHECK)
            services.judge(step=step, evidence=photos, **common)
        else:
            raise Http404
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        row.refresh_from_db()
        return _page(request, row, problem=refusal.message, note=note)
    return redirect("lookback:detail", pk)


def _person(request: UserRequest) -> int:
    given = request.POST.get("assignee", "")
    if not given.isdecimal():
        raise BadInput([Problem("核查人", "没有选择", "，请从列表中选择。")])
    return int(given)
