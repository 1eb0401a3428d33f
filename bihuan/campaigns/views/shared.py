"""What several campaign pages need: the campaign in scope, and the area looked at."""

from __future__ import annotations

from django.http import Http404

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.queries import area_seen, campaign_for
from bihuan.people.models import Area, User
from bihuan.web.requests import UserRequest


def campaign_or_404(user: User, pk: int) -> Campaign:
    """Return the campaign when it is in the user's scope."""
    return campaign_for(user, pk)


def area_looked_at(request: UserRequest, campaign: Campaign) -> Area:
    """Return the area of ``?area=``, or the campaign's own, narrowed to the user's scope."""
    inner = area_seen(request.user, campaign)
    text = request.GET.get("area", "")
    code = int(text) if text.isdecimal() else inner.low
    area = Area.objects.filter(code=code).first()
    if area is None or not inner.covers(area.range):
        raise Http404
    return area
