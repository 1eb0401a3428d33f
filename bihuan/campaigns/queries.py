"""Reads about campaigns that several pages and higher domains ask for."""

from __future__ import annotations

from bihuan.campaigns.models import Campaign
from bihuan.people.models import Area, User


def areas_in_reach(user: User, campaign: Campaign) -> list[Area]:
    """Return the campaign's area and those one level below that the person may see."""
    scope = user.scope
    assert scope is not None, "the campaign was found within a scope"
    below = Area.objects.children_of(campaign.area)
    both = [*Area.objects.filter(code=campaign.area), *below]
    return [area for area in both if scope.area.covers(area.range)]
