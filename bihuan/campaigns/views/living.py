"""The living document and its side panel."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from bihuan.campaigns.extensions import sections_of
from bihuan.campaigns.living import LiveItem, LivingDocument, living_document
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.paragraphs import paragraphs
from bihuan.campaigns.queries import areas_in_reach, campaign_or_404
from bihuan.campaigns.services import including, launch
from bihuan.campaigns.states import UNLAUNCHED, CampaignState, SentenceState
from bihuan.campaigns.timeline import line_of
from bihuan.campaigns.tones import SENTENCE_TONES
from bihuan.campaigns.urging import late_todos
from bihuan.campaigns.views.shared import area_looked_at
from bihuan.jobs.models import Job
from bihuan.jobs.states import JobState
from bihuan.kernel.areas import level_of
from bihuan.metrics.measure import Measure, measure_by_area
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.middleware import is_htmx
from bihuan.web.requests import UserRequest

LATE_SHOWN = 30


@needs(Capability.PLAN_VIEW)
@require_GET
def living(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's text with the live state of every sentence; a draft goes to its checking."""
    campaign = campaign_or_404(request.user, pk)
    if campaign.state in UNLAUNCHED:
        return redirect("campaigns:confirm", pk)
    area, today = area_looked_at(request, campaign), localdate()
    document = living_document(campaign, area=area.range, on=today)
    counts = document.counts()
    only = request.GET.get("only", "")
    may_launch = request.user.can(Capability.PLAN_LAUNCH)
    is_running = campaign.state == CampaignState.RUNNING
    context = {
        "campaign": campaign,
        "document": document,
        "line": line_of([phase for phase, _ in document.phases], on=today),
        "paragraphs": paragraphs(campaign.text, document.sentences),
        "counts": [(state, SENTENCE_TONES[state], counts[state]) for state in SentenceState],
        "only": only if only in SentenceState.values else "",
        "area": area,
        "areas": areas_in_reach(request.user, campaign),
        "today": today,
        "job": _unfinished_job(campaign),
        "latecomers": (
            including.not_yet_included(campaign).count() if may_launch and is_running else 0
        ),
    }
    return render(request, "campaigns/living.html", context)


def _unfinished_job(campaign: Campaign) -> Job | None:
    """Return the newest job of the campaign unless it is done: it runs, or has to be run again."""
    kinds = (launch.JOB, including.JOB)
    job = Job.objects.filter(kind__in=kinds, payload__campaign=campaign.pk).order_by("-pk").first()
    return job if job is not None and job.state != JobState.DONE else None


@needs(Capability.PLAN_LAUNCH)
@require_POST
def include(request: UserRequest, pk: int) -> HttpResponse:
    """Take in the enterprises that joined the scope after the launch."""
    including.include_latecomers(campaign_id=pk, by=request.user, at=now())
    return redirect("campaigns:living", pk)


@needs(Capability.PLAN_VIEW)
@require_GET
def panel(request: UserRequest, pk: int, start: int) -> HttpResponse:
    """Show one sentence's loops, numbers, records and who is late; without scripts as a page."""
    campaign = campaign_or_404(request.user, pk)
    area = area_looked_at(request, campaign)
    document = living_document(campaign, area=area.range, on=localdate())
    sentence = next((one for one in document.sentences if one.start == start), None)
    if sentence is None:
        raise Http404
    late = late_todos(campaign, area.range, on=document.where.on, sentence=sentence)
    late_count = late.count()
    context = {
        "campaign": campaign,
        "sentence": sentence,
        "tone": SENTENCE_TONES[sentence.state],
        "breakdown": _breakdown(document, sentence.items, area),
        "sections": sections_of(request, campaign, sentence),
        "late": late[:LATE_SHOWN],
        "late_count": late_count,
        "late_hidden": max(0, late_count - LATE_SHOWN),
        "today": document.where.on,
        "area": area,
    }
    template = "campaigns/_panel.html" if is_htmx(request) else "campaigns/sentence.html"
    return render(request, template, context)


def _breakdown(
    document: LivingDocument, items: tuple[LiveItem, ...], area: Area
) -> list[tuple[LiveItem, list[tuple[Area, Measure]]]]:
    """Return each number of the sentence for the places below, two grouped queries per number."""
    below = list(Area.objects.children_of(area.code))
    if not below:
        return []
    level, codes = level_of(below[0].code), [one.code for one in below]
    found = []
    for live in items:
        if live.measure is not None:
            taken = measure_by_area(live.measure.metric, document.where, level=level, codes=codes)
            found.append((live, [(one, taken[one.code]) for one in below]))
    return found
