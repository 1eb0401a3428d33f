"""阶段推进: a campaign phase by phase."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.campaigns.tabs import UNLAUNCHED
from bihuan.kernel.areas import range_of
from bihuan.people.models import Area, User
from bihuan.people.states import Capability
from bihuan.phasework.progress import dates_text, phase_lines, phase_shown, progress_of
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


def campaign_of(user: User, pk: int) -> Campaign:
    """Return a launched campaign in the user's scope."""
    rows = Campaign.objects.visible_to(user).select_related("organisation", "checklist")
    found = rows.filter(pk=pk).exclude(state__in=UNLAUNCHED).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.PLAN_VIEW)
@require_GET
def progress(request: UserRequest, pk: int) -> HttpResponse:
    """Show the phases in a row, and one of them with its items, outputs and units."""
    campaign, today = campaign_of(request.user, pk), localdate()
    given = request.GET.get("phase", "")
    phase = phase_shown(campaign, int(given) if given.isdecimal() else None, on=today)
    area = _area(request.user, campaign)
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


def _area(user: User, campaign: Campaign) -> Area:
    """Return the campaign's area, or the person's own where that is smaller."""
    assert user.scope is not None, "the campaign was found in a scope"
    own = range_of(campaign.area)
    return Area.objects.get(code=user.scope.area.low if own.covers(user.scope.area) else own.low)
