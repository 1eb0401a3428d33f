"""The page of the assessment, the panel that follows the launch form, and local assumptions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.campaigns.launch_form import chosen_in, form_for
from bihuan.campaigns.queries import areas_in_reach, campaign_or_404
from bihuan.campaigns.services.launch import suggested_choices
from bihuan.campaigns.states import CampaignState
from bihuan.feasibility.forms import AssumptionsForm
from bihuan.feasibility.models import Assessment, LocalAssumptions
from bihuan.feasibility.services import assessed, assumptions_of, keep_assumptions
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_VIEW)
@require_GET
def page(request: UserRequest, pk: int) -> HttpResponse:
    """Show a draft's assessment of today, or what was known when the campaign was launched."""
    campaign = campaign_or_404(request.user, pk, without=(CampaignState.DISCARDED,))
    if campaign.state != CampaignState.DRAFT:
        kept = Assessment.objects.filter(campaign=campaign).select_related("by").first()
        return render(request, "feasibility/kept.html", {"campaign": campaign, "kept": kept})
    if not request.user.can(Capability.PLAN_LAUNCH):
        raise Http404
    found = assessed(campaign, suggested_choices(campaign, on=localdate()), on=localdate())
    context = {
        "campaign": campaign,
        "found": found,
        "basis": LocalAssumptions.objects.filter(organisation=campaign.organisation).first(),
    }
    return render(request, "feasibility/page.html", context)


@needs(Capability.PLAN_LAUNCH)
@require_POST
def panel(request: UserRequest, pk: int) -> HttpResponse:
    """Answer a change of the launch form with what it would ask of whom (a fragment)."""
    campaign = campaign_or_404(request.user, pk, without=(CampaignState.DISCARDED,))
    form = form_for(campaign, areas_in_reach(request.user, campaign), request.POST)
    found = assessed(campaign, chosen_in(form), on=localdate())
    context = {"campaign": campaign, "found": found}
    return render(request, "feasibility/_panel.html", context)


@needs(Capability.PLAN_LAUNCH)
@require_http_methods(["GET", "POST"])
def assumptions(request: UserRequest, pk: int) -> HttpResponse:
    """Show and change what the campaign's body assumes of its own people."""
    campaign = campaign_or_404(request.user, pk, without=(CampaignState.DISCARDED,))
    kept = LocalAssumptions.objects.filter(organisation=campaign.organisation).first()
    form = AssumptionsForm(
        request.POST or None, assumptions=assumptions_of(campaign, on=localdate()),
        initial={"basis": kept.basis if kept else ""},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        keep_assumptions(
            organisation=campaign.organisation, assumptions=form.assumed(),
            basis=form.cleaned_data["basis"], by=request.user, at=now(),
        )  # fmt: skip
        messages.success(request, "已保存，以后的测算都按这些假设。")
        return redirect("feasibility:page", pk)
    context = {"campaign": campaign, "form": form, "kept": kept}
    status = 422 if form.is_bound else 200
    return render(request, "feasibility/assumptions.html", context, status=status)
