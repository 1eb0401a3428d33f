"""The end of one campaign."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from bihuan.archives.loops import open_loops, placed
from bihuan.archives.models import Archive
from bihuan.archives.services.archiving import archiving
from bihuan.archives.services.handing_over import receivers_of
from bihuan.archives.states import HandoverState, LoopKind, SummaryState
from bihuan.archives.tones import HANDOVER_TONES, SUMMARY_TONES
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import CampaignState
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

MOST_SHOWN = 300


@needs(Capability.PLAN_VIEW)
@require_GET
def ending(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far the campaign's end has come: summary, handing over, archive."""
    return ending_page(request, campaign_or_404(request.user, pk))


def ending_page(request: UserRequest, campaign: Campaign, *, problem: str = "") -> HttpResponse:
    """Answer with the page, with a refusal on it when there was one."""
    known = placed(campaign)
    is_open = campaign.state in (CampaignState.RUNNING, CampaignState.ENDED)
    loops = open_loops(campaign, on=localdate()) if is_open else []
    waiting = [loop for loop in loops if loop.key not in known]
    may_hand_over = request.user.can(Capability.PLAN_LAUNCH) and bool(waiting)
    handovers = campaign.handovers.select_related("receiver", "person").annotate(n=Count("lines"))
    summaries = campaign.summaries.exclude(state=SummaryState.DISCARDED)
    context = {
        "campaign": campaign,
        "summaries": [
            (one, SUMMARY_TONES[SummaryState(one.state)])
            for one in summaries.visible_to(request.user).select_related("organisation", "issued")
        ],
        "groups": [
            (kind, [one for one in waiting if one.kind is kind][:MOST_SHOWN], total)
            for kind in LoopKind
            if (total := sum(one.kind is kind for one in waiting))
        ],
        "waiting": len(waiting),
        "open": len(loops),
        "handovers": [
            (one, HANDOVER_TONES[HandoverState(one.state)]) for one in handovers.order_by("pk")
        ],
        "receivers": receivers_of(campaign) if may_hand_over else [],
        "may_hand_over": may_hand_over,
        "may_draft": is_open and request.user.can(Capability.BULLETIN_DRAFT),
        "may_pack": campaign.state == CampaignState.ENDED
        and request.user.can(Capability.PLAN_LAUNCH),
        "archives": Archive.objects.visible_to(request.user).filter(campaign=campaign),
        "job": archiving(campaign),
        "is_issued": any(one.issued_id for one in summaries),
        "problem": problem,
        "today": localdate(),
    }
    return render(request, "archives/ending.html", context, status=422 if problem else 200)
