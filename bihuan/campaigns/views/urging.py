"""催办: remind everybody who is late with what a sentence asks for."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from bihuan.campaigns.living import living_document
from bihuan.campaigns.services.urging import urge_late
from bihuan.campaigns.views.shared import area_looked_at, campaign_or_404
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_LAUNCH)
@require_POST
def urge(request: UserRequest, pk: int, start: int) -> HttpResponse:
    """Send the reminders and say how many people were told (a fragment)."""
    campaign = campaign_or_404(request.user, pk)
    area = area_looked_at(request, campaign)
    document = living_document(campaign, area=area.range, on=localdate())
    sentence = next((one for one in document.sentences if one.start == start), None)
    if sentence is None:
        raise Http404
    told = urge_late(
        campaign=campaign, area=area.range, sentence=sentence, by=request.user, at=now()
    )
    return render(request, "campaigns/_urged.html", {"told": told})
