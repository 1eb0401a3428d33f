"""The tab of a campaign's filings."""

from __future__ import annotations

from django.urls import reverse

from bihuan.campaigns.extensions import Tab, campaign_tab
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest


@campaign_tab(order=36, need=Capability.PLAN_VIEW)
def filings(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """The filings under which its enterprises may be inspected."""
    if campaign.state == CampaignState.DISCARDED:
        return None
    return Tab("检查备案", reverse("filings:of_campaign", args=[campaign.pk]))
