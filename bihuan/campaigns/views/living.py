"""The living document and its side panel."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from bihuan.campaigns.living import LivingDocument, living_document
from bihuan.campaigns.paragraphs import paragraphs
from bihuan.campaigns.states import CampaignState, SentenceState
from bihuan.campaigns.tones import SENTENCE_TONES
from bihuan.campaigns.urging import late_todos
from bihuan.campaigns.views.shared import area_looked_at, areas_to_choose, campaign_or_404
from bihuan.jobs.models import Job
from bihuan.kernel.areas import level_of
from bihuan.metrics.measure import measure_by_area
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


def _document(request: UserRequest, pk: int) -> tuple[LivingDocument, Area]:
    campaign = campaign_or_404(request.user, pk)
    area = area_looked_at(request, campaign)
    return living_document(campaign, area=area.range, on=localdate()), area


@needs(Capability.PLAN_VIEW)
@require_GET
def living(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's text with the live state of every sentence; a draft goes to its checking."""
    document, area = _document(request, pk)
    campaign = document.campaign
    if campaign.state == CampaignState.DRAFT:
        return redirect("campaigns:confirm", pk)
    counts = document.counts()
    only = request.GET.get("only", "")
    job = Job.objects.filter(kind="campaign.launch", payload__campaign=pk).first()
    context = {
        "campaign": campaign,
        "document": document,
        "paragraphs": paragraphs(campaign.text, document.sentences),
        "counts": [(state, SENTENCE_TONES[state], counts[state]) for state in SentenceState],
        "only": only if only in SentenceState.values else "",
        "area": area,
        "areas": areas_to_choose(request, campaign),
        "today": localdate(),
        "job": job if job is not None and job.is_open else None,
    }
    return render(request, "campaigns/living.html", context)


@needs(Capability.PLAN_VIEW)
@require_GET
def panel(request: UserRequest, pk: int, start: int) -> HttpResponse:
    """Show one sentence's loops, numbers, records and who is late (a fragment)."""
    document, area = _document(request, pk)
    sentence = next((one for one in document.sentences if one.start == start), None)
    if sentence is None:
        raise Http404
    below = list(Area.objects.children_of(area.code))
    breakdown = []
    for live in sentence.items:
        if live.measure is None or not below:
            continue
        taken = measure_by_area(
            live.measure.metric,
            document.where,
            level=level_of(below[0].code),
            codes=[one.code for one in below],
        )
        breakdown.append((live, [(one, taken[one.code]) for one in below]))
    context = {
        "campaign": document.campaign,
        "sentence": sentence,
        "tone": SENTENCE_TONES[sentence.state],
        "breakdown": breakdown,
        "late": late_todos(document.campaign, area.range, on=document.where.on, sentence=sentence),
        "today": document.where.on,
        "area": area,
    }
    return render(request, "campaigns/_panel.html", context)
