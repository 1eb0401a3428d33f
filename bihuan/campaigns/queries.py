"""Reads about campaigns that several pages and higher domains ask for."""

from __future__ import annotations

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.people.models import Area, User


def areas_in_reach(user: User, campaign: Campaign) -> list[Area]:
    """Return the campaign's area and those one level below that the person may see."""
    scope = user.scope
    assert scope is not None, "the campaign was found within a scope"
    below = Area.objects.children_of(campaign.area)
    both = [*Area.objects.filter(code=campaign.area), *below]
    return [area for area in both if scope.area.covers(area.range)]


MOST_EARLIER = 200


def earlier_campaigns(user: User, campaign: Campaign) -> list[tuple[int, str]]:
    """Return the campaigns the person may see that this one may carry on, the newest first."""
    rows = Campaign.objects.visible_to(user).exclude(pk=campaign.pk)
    launched = rows.filter(state__in=[CampaignState.RUNNING, CampaignState.ENDED])
    return list(launched.order_by("-id").values_list("pk", "title")[:MOST_EARLIER])
