"""The targets of a campaign: what the records count, and what people confirmed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.queries import campaign_or_404, reach_of
from bihuan.campaigns.states import LAUNCHED, UNLAUNCHED
from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import Measure, measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.models import Area, User
from bihuan.people.states import Capability
from bihuan.reported.models import ReportedValue
from bihuan.reported.queries import HeldGoal, answering, bodies_below, confirmed, goals_of
from bihuan.reported.rules import Judgement, judge
from bihuan.reported.states import ReportedState
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@dataclass(slots=True)
class Line:
    """One target as the page shows it: measured, or judged by hand."""

    held: HeldGoal
    taken: Measure | None = None
    reached: bool | None = None
    value: ReportedValue | None = None
    told: Judgement | None = None
    waiting: list[ReportedValue] = field(default_factory=list)
    below: list[tuple[str, ReportedValue, Judgement]] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def _measured(held: HeldGoal, where: Where) -> Line:
    target = held.target
    assert target is not None
    taken = measure(metric_of(target.metric_key), where)
    reached = None if taken.value is None else taken.reaches(target.op, target.value)
    return Line(held, taken=taken, reached=reached)


def _lines(campaign: Campaign, area: Area, user: User) -> list[Line]:
    today = localdate()
    where = Where(area=area.range, on=today, campaign=campaign.pk)
    below = bodies_below(campaign) if area.code == campaign.area else {}
    values = confirmed(campaign, areas=[area.code, *below], on=today)
    waiting: dict[int, list[ReportedValue]] = defaultdict(list)
    rows = ReportedValue.objects.visible_to(user).filter(
        campaign=campaign, state=ReportedState.REPORTED
    ).select_related("organisation", "item")  # fmt: skip
    for row in rows.order_by("pk"):
        waiting[row.item_id].append(row)
    lines = []
    for held in goals_of([campaign]):
        if held.is_measured:
            lines.append(_measured(held, where))
            continue
        line = Line(
            held, value=values.get((held.item.pk, area.code)), waiting=waiting[held.item.pk]
        )
        if line.value is not None:
            line.told = judge(held.goal, line.value.answer)
            line.reached = line.told.reached
        reported = {row.area for row in line.waiting}
        for code, name in below.items():
            one = values.get((held.item.pk, code))
            if one is not None:
                line.below.append((name, one, judge(held.goal, one.answer)))
            elif code not in reported:
                line.silent.append(name)
        lines.append(line)
    return lines


@needs(Capability.PLAN_VIEW)
@require_GET
def targets(request: UserRequest, pk: int) -> HttpResponse:
    """List every target with its number, who confirmed it, and who has still to report."""
    campaign = campaign_or_404(request.user, pk, without=UNLAUNCHED)
    area = Area.objects.get(code=reach_of(request.user, campaign).low)
    lines = _lines(campaign, area, request.user)
    body = answering(request.user)
    may_report = (
        request.user.can(Capability.DELIVERABLE_SUBMIT)
        and campaign.state in LAUNCHED
        and body is not None
        and range_of(campaign.area).covers(body.area_range)
    )
    context = {
        "campaign": campaign,
        "area": area,
        "measured": [one for one in lines if one.held.is_measured],
        "by_hand": [one for one in lines if not one.held.is_measured],
        "open": sum(one.reached is None for one in lines if not one.held.is_measured),
        "may_report": may_report,
        "today": localdate(),
    }
    return render(request, "reported/targets.html", context)
