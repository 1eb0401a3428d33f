"""One deliverable: what is owed, its file, and the steps."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from bihuan.campaigns.models import Deliverable
from bihuan.campaigns.services import deliverables as services
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import Refused
from bihuan.loop.queries import barred_steps
from bihuan.loop.timelines import timeline_rows
from bihuan.loop.uploads import papers_in
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.posted import step_in
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
    common = {"deliverable_id": pk, "note": note, **step_in(request)}
    try:
        if step == "submit":
            services.submit_deliverable(evidence=papers_in(request, area=row.area), **common)
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
