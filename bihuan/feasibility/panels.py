"""Where a campaign's pages speak of feasibility: a tab, the launch page, the living document."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.campaigns.extensions import Tab, campaign_panel, campaign_tab
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.launch import suggested_choices
from bihuan.campaigns.states import CampaignState
from bihuan.feasibility.models import Assessment
from bihuan.feasibility.services import assessed
from bihuan.feasibility.states import Verdict
from bihuan.feasibility.tones import VERDICT_TONES
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel


@campaign_tab(order=15, need=Capability.PLAN_VIEW)
def page(request: UserRequest, campaign: Campaign) -> Tab | None:
    """The page: for a draft to those who may launch it, afterwards what was known."""
    if campaign.state == CampaignState.DISCARDED:
        return None
    if campaign.state == CampaignState.DRAFT and not request.user.can(Capability.PLAN_LAUNCH):
        return None
    return Tab("能不能完成", reverse("feasibility:page", args=[campaign.pk]))


@campaign_panel("launch", order=10, need=Capability.PLAN_LAUNCH)
def before_the_launch(_request: UserRequest, campaign: Campaign) -> Panel:
    """What the suggested choices would ask; the panel follows the form as it changes."""
    found = assessed(campaign, suggested_choices(campaign, on=localdate()), on=localdate())
    return Panel(
        "能不能完成", "feasibility/_panel.html",
        {"campaign": campaign, "found": found},
        url=reverse("feasibility:page", args=[campaign.pk]), url_label="逐项看、改假设",
    )  # fmt: skip


@campaign_panel("running", order=80, need=Capability.PLAN_VIEW)
def kept_warning(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """The warning a campaign was launched with, while it runs."""
    kept = Assessment.objects.filter(campaign=campaign).select_related("by").first()
    if kept is None or kept.verdict not in (Verdict.SHORT, Verdict.TIGHT):
        return None
    return Panel(
        "发起时的测算", "feasibility/_kept.html",
        {"kept": kept, "tone": VERDICT_TONES[Verdict(kept.verdict)]},
        url=reverse("feasibility:page", args=[campaign.pk]), url_label="逐项看",
    )  # fmt: skip
