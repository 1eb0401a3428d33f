"""The launch page: scope, deadline, who carries which duty, and what will happen to whom."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.campaigns.guards import finish_problems_of
from bihuan.campaigns.launch_form import LaunchForm
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.preview import Preview, preview
from bihuan.campaigns.services import binding
from bihuan.campaigns.services.launch import launch_campaign, suggested_choices, undecided
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import CampaignState, ItemKind
from bihuan.campaigns.views.listing import key_in, number_in
from bihuan.campaigns.views.shared import areas_to_choose, campaign_or_404
from bihuan.kernel.errors import BadInput
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


def _form(request: UserRequest, campaign: Campaign, *, posted: bool) -> LaunchForm:
    suggested = suggested_choices(campaign, on=localdate())
    return LaunchForm(
        request.POST if posted else None,
        campaign=campaign,
        areas=areas_to_choose(request, campaign),
        duties=binding.standing(campaign, ItemKind.DUTY),
        tasks=binding.standing(campaign, ItemKind.TASK),
        suggested=suggested,
        initial={
            "version": campaign.version,
            "key": uuid4(),
            "revision": campaign.revision,
        },
    )


@needs(Capability.PLAN_LAUNCH)
@require_http_methods(["GET", "POST"])
def launch(request: UserRequest, pk: int) -> HttpResponse:
    """Show the launch page, or launch and go to the living document with its progress card."""
    campaign = campaign_or_404(request.user, pk)
    if campaign.state != CampaignState.DRAFT and request.method == "GET":
        return redirect("campaigns:living", pk)
    form = _form(request, campaign, posted=request.method == "POST")
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
    form = _form(request, campaign, posted=True)
    context = {"preview": _preview(form, campaign)}
    return render(request, "campaigns/_launch_preview.html", context)


def _preview(form: LaunchForm, campaign: Campaign) -> Preview:
    """Return what the form's choices would do; while it cannot be read, what is suggested."""
    on = localdate()
    is_usable = form.is_bound and form.is_valid()
    chosen = form.choices() if is_usable else suggested_choices(campaign, on=on)
    return preview(campaign, chosen, on=on)


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
            finish_campaign(
                campaign_id=pk, note=note, by=request.user, at=now(),
                version=number_in(request, "version"), key=key_in(request),
            )  # fmt: skip
        except BadInput as refusal:
            problems, refused = [str(one) for one in refusal.problems], True
        else:
            return redirect("campaigns:living", pk)
    elif request.method == "POST":
        problems, refused = ["请填写结束的原因。", *problems], True
    context = {"campaign": campaign, "key": uuid4(), "problems": problems, "note": note}
    return render(request, "campaigns/finish.html", context, status=422 if refused else 200)
