"""The pages of a campaign that this package itself makes, as tabs."""

from __future__ import annotations

from django.urls import reverse

from bihuan.campaigns.extensions import Tab, campaign_tab
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import UNLAUNCHED
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest


@campaign_tab(order=10, need=Capability.PLAN_VIEW)
def document(_request: UserRequest, campaign: Campaign) -> Tab:
    """The plan itself: its checking while a draft, the living document afterwards."""
    label = "核对方案" if campaign.state in UNLAUNCHED else "活方案"
    return Tab(label, campaign.get_absolute_url())


@campaign_tab(order=20, need=Capability.PLAN_VIEW)
def matrix(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """Areas against targets."""
    if campaign.state in UNLAUNCHED:
        return None
    return Tab("各地对照", reverse("campaigns:matrix", args=[campaign.pk]))


@campaign_tab(order=30, need=Capability.PLAN_VIEW)
def group(_request: UserRequest, campaign: Campaign) -> Tab:
    """Who leads the campaign."""
    return Tab("领导小组", reverse("campaigns:group", args=[campaign.pk]))


@campaign_tab(order=35, need=Capability.PLAN_VIEW)
def participants(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """The enterprises taken in."""
    if campaign.state in UNLAUNCHED:
        return None
    return Tab("纳入企业", reverse("campaigns:participants", args=[campaign.pk]))
