"""阶段推进: a campaign phase by phase."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from bihuan.campaigns.queries import campaign_or_404, reach_of
from bihuan.campaigns.states import UNLAUNCHED, CampaignState
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.phasework.progress import dates_text, phase_lines, phase_shown, progress_of
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_VIEW)
@require_GET
def progress(request: UserRequest, pk: int) -> HttpResponse:
    """Show the phases in a row, and one of them with its items, outputs and units."""
    campaign, today = campaign_or_404(request.user, pk, without=UNLAUNCHED), localdate()
    given = request.GET.get("phase", "")
    phase = phase_shown(campaign, int(given) if given.isdecimal() else None, on=today)
    area = Area.objects.get(code=reach_of(request.user, campaign).low)
    context = {
        "campaign": campaign,
        "area": area,
        "lines": phase_lines(campaign, on=today, shown=phase.pk if phase else None),
        "view": progress_of(campaign, phase, area=area, on=today) if phase else None,
        "dates": dates_text(phase) if phase else "",
        "is_running": campaign.state == CampaignState.RUNNING,
        "today": today,
    }
    return render(request, "phasework/progress.html", context)
