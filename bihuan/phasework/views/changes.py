"""Give a phase other days: apply, decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.campaigns.models import Campaign, Phase
from bihuan.kernel.errors import Refused
from bihuan.loop.timelines import timeline_rows
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.phasework.forms import ChangeForm
from bihuan.phasework.models import PhaseChange
from bihuan.phasework.progress import dates_text
from bihuan.phasework.services import changes as services
from bihuan.phasework.states import PhaseChangeState
from bihuan.web.access import needs
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import tell
from bihuan.web.tones import Tone

TONES = {
    PhaseChangeState.APPLIED: Tone.SOON,
    PhaseChangeState.APPROVED: Tone.DONE,
    PhaseChangeState.REFUSED: Tone.UNTRACKED,
    PhaseChangeState.WITHDRAWN: Tone.UNTRACKED,
}
STEPS: Mapping[str, Callable[..., object]] = {
    "approve": services.approve_change,
    "refuse": services.refuse_change,
    "withdraw": services.withdraw_change,
}


def _phase(user: User, pk: int) -> Phase:
    campaigns = Campaign.objects.visible_to(user)
    rows = Phase.objects.filter(campaign__in=campaigns).select_related("campaign__organisation")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.PLAN_CONFIRM)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for the new days, show what moves with them, and hand the application in."""
    phase = _phase(request.user, pk)
    posted = request.method == "POST"
    form = ChangeForm(request.POST if posted else None, phase=phase)
    effects: list[str] = []
    if posted and form.is_valid():
        given = form.cleaned_data
        if "preview" in request.POST:
            effects = services.effects_of(
                phase, start=given["start"], end=given["end"],
                moves_deadlines=given["moves_deadlines"],
            ) or ["没有其他事项随之变化。"]  # fmt: skip
        else:
            try:
                made = services.apply_for_change(
                    phase_id=pk, start=given["start"], end=given["end"], reason=given["reason"],
                    moves_deadlines=given["moves_deadlines"], by=request.user, at=now(),
                )  # fmt: skip
            except Refused as refusal:
                tell(form, refusal)
            else:
                return redirect(made)
    context = {
        "phase": phase, "campaign": phase.campaign, "form": form, "effects": effects,
        "dates": dates_text(phase),
    }  # fmt: skip
    return render(request, "phasework/new_change.html", context, status=422 if form.errors else 200)


def _change(user: User, pk: int) -> PhaseChange:
    rows = PhaseChange.objects.visible_to(user)
    found = rows.select_related("campaign", "phase", "created_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.PLAN_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the application, its effects and what was decided."""
    return _page(request, _change(request.user, pk))


def _page(
    request: UserRequest, found: PhaseChange, *, problem: str = "", note: str = ""
) -> HttpResponse:
    mine = found.created_by_id == request.user.pk
    steps = [
        step for step in found.machine.steps_from(found.state)
        if request.user.can(step.capability) and not (mine and step.name != "withdraw")
    ]  # fmt: skip
    context = {
        "change": found,
        "campaign": found.campaign,
        "tone": TONES[PhaseChangeState(found.state)],
        "steps": steps,
        "timeline": timeline_rows(found, viewer=request.user),
        "problem": problem,
        "note": note,
        "key": uuid4(),
        "today": localdate(),
    }
    return render(request, "phasework/change.html", context, status=422 if problem else 200)


@needs(Capability.PLAN_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    found = _change(request.user, pk)
    if step not in STEPS:
        raise Http404
    note = request.POST.get("note", "")
    try:
        STEPS[step](change_id=pk, note=note, **step_in(request))
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        found.refresh_from_db()
        return _page(request, found, problem=refusal.message, note=note)
    return redirect("phasework:change", pk)
