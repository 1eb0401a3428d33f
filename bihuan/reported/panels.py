"""The tab of a campaign, the section beside a sentence, and what a body owes on its workbench."""

from __future__ import annotations

from django.urls import reverse

from bihuan.campaigns.extensions import Tab, campaign_tab, sentence_panel
from bihuan.campaigns.living import LiveSentence
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import UNLAUNCHED
from bihuan.people.states import Capability
from bihuan.reported.models import ReportedValue
from bihuan.reported.queries import answering, goals_of, owed_by
from bihuan.reported.states import ReportedState
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel

SHOWN = 6


@campaign_tab(order=22, need=Capability.PLAN_VIEW)
def targets(request: UserRequest, campaign: Campaign) -> Tab | None:
    """The campaign's targets; the count is what waits to be confirmed."""
    if campaign.state in UNLAUNCHED:
        return None
    rows = ReportedValue.objects.visible_to(request.user)
    waiting = rows.filter(campaign=campaign, state=ReportedState.REPORTED).count()
    return Tab("目标", reverse("reported:targets", args=[campaign.pk]), waiting or None)


@sentence_panel(order=20, need=Capability.PLAN_VIEW)
def beside(
    request: UserRequest, campaign: Campaign, sentence: LiveSentence
) -> Panel | None:  # fmt: skip
    """Say what was reported about the sentence's targets that no metric counts."""
    mine = {one.item.pk for one in sentence.items}
    goals = [one for one in goals_of([campaign]) if one.item.pk in mine and not one.is_measured]
    if not goals:
        return None
    rows = ReportedValue.objects.visible_to(request.user).filter(item__in=mine)
    values = list(rows.select_related("organisation").order_by("-as_of", "-pk")[:SHOWN])
    context: dict[str, object] = {"goals": goals, "values": values}
    url = reverse("reported:targets", args=[campaign.pk])
    return Panel("人工认定", "reported/_sentence.html", context, url=url, url_label="填报和认定")


@panel(order=36, column="right", need=Capability.DELIVERABLE_SUBMIT)
def owed(request: UserRequest) -> Panel | None:
    """Name the targets of which the person's body has not reported any value."""
    body = answering(request.user)
    lines = owed_by(body) if body else []
    if not lines:
        return None
    context: dict[str, object] = {"lines": lines[:SHOWN], "more": max(0, len(lines) - SHOWN)}
    return Panel("须填报的目标", "reported/_owed.html", context)
