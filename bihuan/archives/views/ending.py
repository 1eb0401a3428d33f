"""The end of one campaign, and the list of ended ones."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from bihuan.archives.loops import open_loops, placed
from bihuan.archives.models import Archive, Summary
from bihuan.archives.services.archiving import archiving
from bihuan.archives.services.handing_over import receivers_of
from bihuan.archives.states import HandoverState, LoopKind, SummaryState
from bihuan.archives.tones import HANDOVER_TONES, SUMMARY_TONES
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import CampaignState
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import Column, DateRangeFilter, Empty, ListPage, TextFilter
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

MOST_SHOWN = 300


class ArchiveList(ListPage):
    """Ended campaigns with what is kept of them."""

    title = "已结束的行动"
    unit = "项"
    need = Capability.PLAN_VIEW
    columns = (
        Column(
            "title", "行动", width=40,
            link=lambda row: reverse("archives:ending", args=[row.pk]),
        ),
        Column("organisation.name", "组织单位"),
        Column("launched_on", "下达日期", kind="day", sort="launched_on"),
        Column("ends_on", "计划结束", kind="day", sort="ends_on"),
        Column("summary_number", "总结文号", width=24),
        Column(
            "archived", "归档", kind="state",
            value=lambda row: (Tone.DONE, "已归档") if row.archived else (Tone.SOON, "未归档"),
        ),
        Column("package_digest", "归档摘要", optional=True, width=40),
    )  # fmt: skip
    filters = (
        TextFilter("q", "名称", fields=("title", "document_number")),
        DateRangeFilter("launched", "下达日期", field="launched_on"),
    )
    default_sort = "-launched_on"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty("还没有结束的行动", "行动结束后列在这里，可以查看总结、移交和归档包。")

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the ended campaigns in scope."""
        issued = Summary.objects.filter(campaign=OuterRef("pk"), issued__isnull=False)
        packed = Archive.objects.filter(campaign=OuterRef("pk"))
        return (
            Campaign.objects.visible_to(request.user)
            .filter(state=CampaignState.ENDED)
            .select_related("organisation")
            .defer("text", "draft", "outline", "bindings")
            .annotate(
                summary_number=Subquery(issued.values("issued__number")[:1]),
                archived=Subquery(packed.values("pk")[:1]),
                package_digest=Subquery(packed.values("package_digest")[:1]),
            )
        )


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
