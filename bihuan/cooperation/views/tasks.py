"""The page of a task between bodies."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from bihuan.cooperation.forms import ReportForm
from bihuan.cooperation.models import CooperationTask
from bihuan.cooperation.rules import TASK_SIDES, Side
from bihuan.cooperation.services.tasks import step_task
from bihuan.cooperation.views.records import (
    Record,
    page,
)
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import Refused
from bihuan.loop.uploads import papers_in
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import errors_of, told_by


def _visible(request: UserRequest, pk: int) -> CooperationTask:
    rows = CooperationTask.objects.visible_to(request.user).select_related(
        "owner", "assigner", "meeting", "action", "referral"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _record(request: UserRequest, row: CooperationTask) -> Record:
    posted = request.POST if request.method == "POST" else None
    return Record(
        noun="tasks", row=row, list_label="协同任务", list_url="/cooperation/tasks/",
        kind="协同任务",
        facts=[
            ("来源", str(row.source)), ("责任单位", row.owner.name),
            ("交办单位", row.assigner.name), ("验收要求", row.acceptance),
            ("办理结果", row.result),
            ("报告日期", date_text(row.reported_on) if row.reported_on else ""),
        ],
        sides={
            name: row.owner if side is Side.RECEIVER else row.assigner
            for name, side in TASK_SIDES.items()
        },
        forms={"report": ReportForm(posted, auto_id="report_%s")},
        with_files=frozenset({"report"}),
        more={"source_url": row.source.get_absolute_url()},
    )  # fmt: skip


@needs(Capability.COOPERATION_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the task."""
    return page(request, _record(request, _visible(request, pk)))


@needs(Capability.COOPERATION_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    row = _visible(request, pk)
    if step not in TASK_SIDES:
        raise Http404
    record = _record(request, row)
    form = record.forms.get(step)
    if form is not None and not form.is_valid():
        return page(request, record, errors_of(form))
    data: dict[str, Any] = form.cleaned_data if form is not None else {}
    try:
        step_task(
            task_id=pk, step=step, note=request.POST.get("note", ""),
            evidence=papers_in(request, area=row.area), **data, **step_in(request),
        )  # fmt: skip
    except Refused as refusal:
        told = told_by(refusal)
        return page(request, _record(request, _visible(request, pk)), told)
    return redirect("cooperation:task", pk)
