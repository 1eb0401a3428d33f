"""What the workbench and a campaign's pages show of its phases."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.campaigns.extensions import Tab, campaign_panel, campaign_tab
from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.states import UNLAUNCHED, CampaignState
from bihuan.people.states import Capability
from bihuan.phasework.models import PhaseChange, PhaseMark
from bihuan.phasework.states import PhaseChangeState, PhaseMoment
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel

AHEAD = 3


@campaign_tab(order=25, need=Capability.PLAN_VIEW)
def phases(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """The campaign phase by phase."""
    if campaign.state in UNLAUNCHED or not campaign.phases.exists():
        return None
    return Tab("阶段推进", reverse("phasework:progress", args=[campaign.pk]))


@campaign_panel("running", order=15, need=Capability.PLAN_VIEW)
def moved_phases(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """Say which phases were given other days, and which ended with work open."""
    changes = list(
        PhaseChange.objects.filter(
            campaign=campaign, state__in=[PhaseChangeState.APPROVED, PhaseChangeState.APPLIED]
        ).select_related("phase", "created_by").order_by("id")
    )  # fmt: skip
    left = list(
        PhaseMark.objects.filter(
            campaign=campaign, moment=PhaseMoment.CLOSED, unfinished_count__gt=0
        ).select_related("phase").order_by("day")
    )  # fmt: skip
    if not changes and not left:
        return None
    url = reverse("phasework:progress", args=[campaign.pk])
    context: dict[str, object] = {"changes": changes, "left": left, "campaign": campaign}
    return Panel("阶段", "phasework/_moved.html", context, url=url, url_label="阶段推进")


@panel(order=35, column="right", need=Capability.PLAN_VIEW)
def around_today(request: UserRequest) -> Panel | None:
    """Show the phases that begin or end today or in the next days."""
    today = localdate()
    soon = today + timedelta(days=AHEAD)
    campaigns = Campaign.objects.visible_to(request.user).filter(state=CampaignState.RUNNING)
    rows = Phase.objects.filter(campaign__in=campaigns).filter(
        Q(start__gte=today, start__lte=soon) | Q(end__gte=today, end__lte=soon)
    )
    lines = []
    for phase in rows.select_related("campaign").order_by("start", "end", "id"):
        if phase.start and today <= phase.start <= soon:
            lines.append((phase.start, "开始", phase))
        if phase.end and today <= phase.end <= soon:
            lines.append((phase.end, "结束", phase))
    if not lines:
        return None
    lines.sort(key=lambda line: (line[0], line[2].pk))
    return Panel("近日启止的阶段", "phasework/_around.html", {"lines": lines, "today": today})
