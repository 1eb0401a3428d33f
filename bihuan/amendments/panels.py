"""What a campaign's pages show of its amendments."""

from __future__ import annotations

from django.urls import reverse

from bihuan.amendments.effects import unfinished_gone
from bihuan.amendments.states import OPEN
from bihuan.campaigns.extensions import Tab, campaign_panel, campaign_tab
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import UNLAUNCHED
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel


@campaign_tab(order=50, need=Capability.PLAN_VIEW)
def amendments(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """The campaign's amendments and versions."""
    if campaign.state in UNLAUNCHED:
        return None
    count = campaign.amendments.filter(state__in=OPEN).count()
    return Tab("修订与版本", reverse("amendments:campaign", args=[campaign.pk]), count or None)


@campaign_panel("running", order=20, need=Capability.PLAN_VIEW)
def version_in_force(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """Say which version is in force, and what still runs that its text does not say."""
    version = campaign.versions.order_by("-number").select_related("amendment").first()
    waiting = campaign.amendments.filter(state__in=OPEN).first()
    if version is None and waiting is None:
        return None
    context: dict[str, object] = {
        "campaign": campaign, "version": version, "waiting": waiting,
        "silent": unfinished_gone(campaign) if version else [],
    }  # fmt: skip
    url = reverse("amendments:campaign", args=[campaign.pk])
    return Panel("方案修订", "amendments/_in_force.html", context, url=url, url_label="各版本")
