"""A campaign's packs on its own pages: a tab, and on the checking page what they still offer."""

from __future__ import annotations

from django.urls import reverse

from bihuan.campaigns.extensions import Tab, campaign_panel, campaign_tab
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.packs.queries import offers, packs_of, suggested_for
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel

MOST_SUGGESTED = 2


@campaign_tab(order=60, need=Capability.PLAN_VIEW)
def pack_tab(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """The packs of a campaign; a draft may still choose one."""
    if campaign.state != CampaignState.DRAFT and not campaign.pack_uses.exists():
        return None
    return Tab("行业包", reverse("packs:campaign", args=[campaign.pk]))


@campaign_panel("draft", order=40, need=Capability.PLAN_CONFIRM)
def pack_panel(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """What a draft's packs still offer, or which packs would fit it."""
    if campaign.state != CampaignState.DRAFT:
        return None
    used = packs_of(campaign)
    suggested = [] if used else suggested_for(campaign)[:MOST_SUGGESTED]
    if not used and not suggested:
        return None
    told = [(pack, sum(not one.taken for one in offers(campaign, pack))) for pack in used]
    return Panel(
        "行业包", "packs/_draft_panel.html", {"used": told, "suggested": suggested},
        url=reverse("packs:campaign", args=[campaign.pk]), url_label="打开",
    )  # fmt: skip
