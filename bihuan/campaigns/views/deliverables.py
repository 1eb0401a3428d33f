"""One deliverable: what is owed, its file, and the steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from bihuan.campaigns.models import Deliverable
from bihuan.campaigns.services import deliverables as services
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import BadInput, Problem, Refused
from bihuan.loop.models import Evidence
from bihuan.loop.queries import barred_steps
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.loop.timelines import timeline_rows
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


def _deliverable(user: User, pk: int) -> Deliverable:
    row = (
        Deliverable.objects.visible_to(user)
        .select_related("campaign", "organisation", "item")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _page(
    request: UserRequest, row: Deliverable, *, problem: str = "", note: str = ""
) -> HttpResponse:
    steps = [
        step for step in row.machine.steps_from(row.state) if request.user.can(step.capability)
    ]
    barred = barred_steps(row, request.user)
    context = {
        "row": row,
        "facts": [
            ("行动", row.campaign.title),
            ("报送单位", row.organisation.name),
            ("原文的责任主体", row.item.data.get("actor") or ""),
            ("报送对象", row.recipient),
            ("周期", row.period_label),
            ("要求日期", date_text(row.asked_by) if row.asked_by else "原文没有写明"),
            ("报送日期", date_text(row.submitted_on) if row.submitted_on else ""),
            ("原文", row.item.quote),
        ],
        "timeline": timeline_rows(row, viewer=request.user),
        "steps": [step for step in steps if step.name not in barred],
        "barred": [step.label for step in steps if step.name in barred],
        "key": uuid4(),
        "problem": problem,
        "note": note,
        "today": localdate(),
    }
    return render(request, "campaigns/deliverable.html", context, status=422 if problem else 200)


@needs(Capability.DELIVERABLE_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the deliverable."""
    return _page(request, _deliverable(request.user, pk))


def _files(request: UserRequest, row: Deliverable) -> list[Evidence]:
    return [
        keep_file(
            upload.read(), name=upload.name or "材料", kind=EvidenceKind.ATTACHMENT,
            area=row.area, enterprise_id=None, by=request.user, at=now(),
        )
        for upload in request.FILES.getlist("files")
    ]  # fmt: skip


_STEPS: dict[str, Callable[..., Deliverable]] = {
    "accept": services.accept_deliverable,
    "return": services.return_deliverable,
    "waive": services.waive_deliverable,
}


@needs(Capability.DELIVERABLE_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    row = _deliverable(request.user, pk)
    note = request.POST.get("note", "")
    try:
        common: dict[str, Any] = {
            "deliverable_id": pk, "by": request.user, "at": now(), "note": note,
            "version": int(request.POST["version"]), "key": UUID(request.POST["key"]),
        }  # fmt: skip
    except (KeyError, ValueError) as error:
        raise BadInput([Problem("页面", "缺少版次，可能已过期", "，请刷新后重试。")]) from error
    try:
        if step == "submit":
            services.submit_deliverable(evidence=_files(request, row), **common)
        elif step in _STEPS:
            _STEPS[step](**common)
        else:
            raise Http404
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        row.refresh_from_db()
        return _page(request, row, problem=refusal.message, note=note)
    return redirect("campaigns:deliverable", pk)
