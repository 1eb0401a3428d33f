"""The area that a campaign page looks at."""

from __future__ import annotations

from django.http import Http404

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.queries import area_seen
from bihuan.people.models import Area
from bihuan.web.requests import UserRequest


def area_looked_at(request: UserRequest, campaign: Campaign) -> Area:
    """Return the area of ``?area=``, or the campaign's own, narrowed to the user's scope."""
    inner = area_seen(request.user, campaign)
    text = request.GET.get("area", "")
    code = int(text) if text.isdecimal() else inner.low
    area = Area.objects.filter(code=code).first()
    if area is None or not inner.covers(area.range):
        raise Http404
    return area
