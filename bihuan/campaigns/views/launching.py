"""The launch page: scope, deadline, who carries which duty, and what will happen to whom."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.campaigns.guards import finish_problems_of
from bihuan.campaigns.launch_form import LaunchForm, chosen_in, form_for
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.preview import Preview, preview
from bihuan.campaigns.queries import areas_in_reach, campaign_or_404
from bihuan.campaigns.services.launch import launch_campaign, undecided
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import CampaignState
from bihuan.kernel.errors import BadInput
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_LAUNCH)
@require_http_methods(["GET", "POST"])
def launch(request: UserRequest, pk: int) -> HttpResponse:
    """Show the launch page, or launch and go to the living document with its progress card."""
    campaign = campaign_or_404(request.user, pk)
    if campaign.state != CampaignState.DRAFT and request.method == "GET":
        return redirect("campaigns:living", pk)
    form = form_for(
        campaign,
        areas_in_reach(request.user, campaign),
        request.POST if request.method == "POST" else None,
    )
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            launch_campaign(
                campaign_id=pk, choices=form.choices(), by=request.user, at=now(),
                version=form.cleaned_data["version"], key=form.cleaned_data["key"],
                revision=form.cleaned_data["revision"],
            )  # fmt: skip
        except BadInput as refusal:
            problems = [str(problem) for problem in refusal.problems]
        else:
            return redirect("campaigns:living", pk)
    waiting = [(kind.label, count) for kind, count in undecided(campaign).items()]
    context = {
        "campaign": campaign,
        "form": form,
        "problems": problems,
        "waiting": waiting,
        "preview": _preview(form, campaign),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/launch.html", context, status=status)


@needs(Capability.PLAN_LAUNCH)
@require_POST
def launch_preview(request: UserRequest, pk: int) -> HttpResponse:
    """Answer a change of the launch form with what would happen to whom (a fragment)."""
    campaign = campaign_or_404(request.user, pk)
    form = form_for(campaign, areas_in_reach(request.user, campaign), request.POST)
    context = {"preview": _preview(form, campaign)}
    return render(request, "campaigns/_launch_preview.html", context)


def _preview(form: LaunchForm, campaign: Campaign) -> Preview:
    """Return what the form's choices would do."""
    return preview(campaign, chosen_in(form), on=localdate())


@needs(Capability.PLAN_LAUNCH)
@require_http_methods(["GET", "POST"])
def finish(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for the reason and end the campaign."""
    campaign = campaign_or_404(request.user, pk)
    note = request.POST.get("note", "")
    problems = [str(one) for one in finish_problems_of(campaign, localdate())]
    refused = False
    if request.method == "POST" and note.strip():
        try:
            finish_campaign(campaign_id=pk, note=note, **step_in(request))
        except BadInput as refusal:
            problems, refused = [str(one) for one in refusal.problems], True
        else:
            return redirect("campaigns:living", pk)
    elif request.method == "POST":
        problems, refused = ["请填写结束的原因。", *problems], True
    context = {"campaign": campaign, "key": uuid4(), "problems": problems, "note": note}
    return render(request, "campaigns/finish.html", context, status=422 if refused else 200)
