"""The area that a campaign page looks at."""

from __future__ import annotations

from django.http import Http404

from bihuan.campaigns.models import Campaign
from bihuan.kernel.areas import range_of
from bihuan.people.models import Area
from bihuan.web.requests import UserRequest


def area_looked_at(request: UserRequest, campaign: Campaign) -> Area:
    """Return the area of ``?area=``, or the campaign's own, narrowed to the user's scope."""
    scope = request.user.scope
    if scope is None:
        raise Http404
    own = range_of(campaign.area)
    inner = scope.area if own.covers(scope.area) else own
    text = request.GET.get("area", "")
    code = int(text) if text.isdecimal() else inner.low
    area = Area.objects.filter(code=code).first()
    if area is None or not inner.covers(area.range):
        raise Http404
    return area
