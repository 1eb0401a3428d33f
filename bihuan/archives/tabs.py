"""What the end of a campaign adds to its pages."""

from __future__ import annotations

from django.urls import reverse

from bihuan.campaigns.extensions import Tab, campaign_tab
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest


@campaign_tab(order=90, need=Capability.PLAN_VIEW)
def ending(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """Summary, handing over, archive."""
    if campaign.state not in (CampaignState.RUNNING, CampaignState.ENDED):
        return None
    return Tab("总结归档", reverse("archives:ending", args=[campaign.pk]))
