"""A campaign's rounds of 回头看, and drawing one."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import UNLAUNCHED
from bihuan.kernel.errors import Refused
from bihuan.lookback import services
from bihuan.lookback.forms import RoundForm
from bihuan.lookback.models import LookbackRound
from bihuan.lookback.panels import rates_of
from bihuan.lookback.queries import closed_hazards, outcomes_of
from bihuan.lookback.states import LookbackState
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest
from bihuan.web.told import tell
from bihuan.web.tones import Tone

TONES = {
    LookbackState.PENDING: Tone.DOING,
    LookbackState.GENUINE: Tone.DONE,
    LookbackState.RELAPSED: Tone.OVERDUE,
    LookbackState.UNDONE: Tone.OVERDUE,
    LookbackState.VOID: Tone.UNTRACKED,
}
SUGGESTED = 20
DAYS = 14
SEEDS = 2**31


@needs(Capability.HAZARD_VIEW)
@require_GET
def campaign(request: UserRequest, pk: int) -> HttpResponse:
    """Show the reported rate beside the true one, and every round."""
    found = campaign_or_404(request.user, pk, without=UNLAUNCHED)
    rounds = list(found.lookbacks.select_related("organisation"))
    context = {
        "campaign": found,
        "rounds": list(zip(rounds, outcomes_of(rounds), strict=True)),
        "left": closed_hazards(found).count(),
        "may_draw": request.user.can(Capability.PLAN_LAUNCH),
        **rates_of(found),
    }
    return render(request, "lookback/campaign.html", context)


@needs(Capability.PLAN_LAUNCH)
@require_http_methods(["GET", "POST"])
def draw(request: UserRequest, pk: int) -> HttpResponse:
    """Ask how many, by whom and until when, and draw."""
    found = campaign_or_404(request.user, pk, without=UNLAUNCHED)
    left = closed_hazards(found).count()
    initial = {
        "size": min(SUGGESTED, left) or None,
        "due_on": localdate() + timedelta(days=DAYS),
        "organisation": found.organisation_id,
        "seed": secrets.randbelow(SEEDS),
    }
    posted = request.method == "POST"
    form = RoundForm(request.POST if posted else None, campaign=found, initial=initial)
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.draw_round(
                campaign_id=pk, organisation_id=given["organisation"], size=given["size"],
                due_on=given["due_on"], seed=given["seed"], weigh_major=given["weigh_major"],
                by=request.user, at=now(),
            )  # fmt: skip
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect(made)
    context = {"campaign": found, "form": form, "left": left}
    return render(request, "lookback/draw.html", context, status=422 if form.errors else 200)


@needs(Capability.HAZARD_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one round: how it was drawn, what it found."""
    rows = LookbackRound.objects.visible_to(request.user)
    found = rows.select_related("campaign", "organisation", "drawn_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    cases = found.cases.select_related("hazard", "enterprise", "assignee", "new_hazard")
    context = {
        "round": found,
        "campaign": found.campaign,
        "outcome": outcomes_of([found])[0],
        "cases": [(one, TONES[LookbackState(one.state)]) for one in cases],
    }
    return render(request, "lookback/round.html", context)
