"""Hand loops over, and take them on."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from bihuan.archives.loops import Key
from bihuan.archives.models import Handover
from bihuan.archives.services import handing_over as service
from bihuan.archives.states import HandoverState, LoopKind
from bihuan.archives.tones import HANDOVER_TONES
from bihuan.archives.views.ending import ending_page
from bihuan.archives.views.finding import handover_for
from bihuan.campaigns.queries import campaign_or_404
from bihuan.kernel.errors import Refused
from bihuan.loop.timelines import timeline_rows
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest

LONGEST_KEY = 18  # digits


@needs(Capability.PLAN_LAUNCH)
@require_POST
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the chosen loops to the chosen body, or all that are left to their bodies' offices."""
    campaign = campaign_or_404(request.user, pk)
    try:
        if request.POST.get("how") == "default":
            made = service.hand_over_by_default(campaign_id=pk, by=request.user, at=now())
        else:
            receiver, _, person = request.POST.get("receiver", "").partition("/")
            made = [
                service.hand_over(
                    campaign_id=pk, keys=_keys(request.POST.getlist("loop")),
                    receiver_id=_whole(receiver),
                    person_id=_whole(person) or None,
                    by=request.user, at=now(),
                )
            ]  # fmt: skip
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return ending_page(request, campaign, problem=refusal.message)
    names = "、".join(one.receiver.name for one in made)
    if made:
        messages.success(request, f"已移交{names}，等待接收。")
    return redirect("archives:ending", pk)


def _keys(texts: list[str]) -> list[Key]:
    found = []
    for text in texts:
        kind, _, number = text.rpartition("-")
        if kind in LoopKind.values and _whole(number):
            found.append((kind, _whole(number)))
    return found


def _whole(text: str) -> int:
    """Return the key that a page put into its form; 0 for what no page writes."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else 0


def _page(request: UserRequest, handover: Handover, *, problem: str = "") -> HttpResponse:
    post = request.user.post
    is_mine = post is not None and post.organisation_id == handover.receiver_id
    if handover.person_id is not None:
        is_mine = handover.person_id == request.user.pk
    context = {
        "handover": handover,
        "tone": HANDOVER_TONES[HandoverState(handover.state)],
        "lines": [(one, LoopKind(one.case_kind).label) for one in handover.lines.all()],
        "steps": [
            step
            for step in handover.machine.steps_from(handover.state)
            if is_mine and request.user.can(step.capability)
        ],
        "key": uuid4(),
        "problem": problem,
        "timeline": timeline_rows(handover, viewer=request.user),
        "today": localdate(),
    }
    return render(request, "archives/handover.html", context, status=422 if problem else 200)


@needs(Capability.PLAN_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what was handed to whom."""
    return _page(request, handover_for(request, pk))


_STEPS: dict[str, Callable[..., Handover]] = {
    "accept": service.accept_handover,
    "return": service.return_handover,
}


@needs(Capability.DUTY_PERFORM)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Accept the list or send it back; a refusal is shown on the page."""
    handover = handover_for(request, pk)
    if step not in _STEPS:
        raise Http404
    arguments = {"handover_id": pk, **step_in(request)}
    if step == "return":
        arguments["note"] = request.POST.get("note", "")
    try:
        _STEPS[step](**arguments)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        handover.refresh_from_db()
        return _page(request, handover, problem=refusal.message)
    return redirect("archives:handover", pk)
