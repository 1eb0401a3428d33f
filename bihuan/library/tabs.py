"""What the library adds to a campaign's pages."""

from __future__ import annotations

from django.urls import reverse

from bihuan.campaigns.extensions import Tab, campaign_tab
from bihuan.campaigns.models import Campaign
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest


@campaign_tab(order=80, need=Capability.PLAN_VIEW)
def plan(_request: UserRequest, campaign: Campaign) -> Tab:
    """The plan to read, to export and to compare."""
    return Tab("导出与对比", reverse("library:plan", args=[campaign.pk]))
