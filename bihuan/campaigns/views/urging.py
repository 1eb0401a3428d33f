"""催办: remind everybody who is late with what a sentence asks for."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from bihuan.campaigns.living import living_document
from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.services.urging import urge_late
from bihuan.campaigns.views.shared import area_looked_at
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.middleware import is_htmx
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_LAUNCH)
@require_POST
def urge(request: UserRequest, pk: int, start: int) -> HttpResponse:
    """Send the reminders and say how many went out; without scripts back on the document."""
    campaign = campaign_or_404(request.user, pk)
    area = area_looked_at(request, campaign)
    document = living_document(campaign, area=area.range, on=localdate())
    sentence = next((one for one in document.sentences if one.start == start), None)
    if sentence is None:
        raise Http404
    sent = urge_late(
        campaign=campaign, area=area.range, sentence=sentence, by=request.user, at=now()
    )
    words = (
        f"已发出 {sent} 条提醒；同一事项一天只提醒一次。"
        if sent
        else "今天都已提醒过，或没有可提醒的账号。"
    )
    if not is_htmx(request):
        messages.success(request, words)
        return redirect("campaigns:living", pk)
    return render(request, "campaigns/_urged.html", {"words": words})
