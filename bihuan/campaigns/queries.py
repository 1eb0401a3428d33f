"""Reads about campaigns that several pages and higher domains ask for."""

from __future__ import annotations

from collections.abc import Collection

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.kernel.areas import AreaRange, range_of
from bihuan.kernel.errors import NotFound
from bihuan.people.models import Area, User


def campaign_or_404(user: User, pk: int, *, without: Collection[str] = ()) -> Campaign:
    """Return the campaign of a page when it is in the user's scope and in none of those states.

    Raises:
        NotFound: there is none, or not for this person.
    """
    rows = Campaign.objects.visible_to(user).select_related("organisation", "checklist", "follows")
    found = rows.filter(pk=pk).exclude(state__in=without).first()
    if found is None:
        raise NotFound
    return found


def area_seen(user: User, campaign: Campaign) -> AreaRange:
    """Return the part of the campaign's area that the user sees: all of it, or his own."""
    scope = user.scope
    assert scope is not None, "the campaign was found within a scope"
    own = range_of(campaign.area)
    return scope.area if own.covers(scope.area) else own


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
