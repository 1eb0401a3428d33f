"""What campaigns show on the workbench: the running ones with their targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from bihuan.campaigns.models import Campaign, Phase, Target
from bihuan.campaigns.states import CampaignState, PhaseState
from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import Measure, measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel

SHOWN = 3
TARGETS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """One running campaign today."""

    campaign: Campaign
    phase: Phase | None
    days_left: int | None
    targets: list[tuple[Target, Measure, bool]]


@panel(order=30, column="right", need=Capability.PLAN_VIEW)
def running_campaigns(request: UserRequest) -> Panel | None:
    """Show the running campaigns, those of priority first, then the newest."""
    today = localdate()
    rows = (
        Campaign.objects.visible_to(request.user)
        .filter(state=CampaignState.RUNNING)
        .order_by("-is_priority", "-id")
        .prefetch_related("phases", "targets")[:SHOWN]
    )
    standing = [_standing(campaign, today) for campaign in rows]
    if not standing:
        return None
    return Panel(
        "正在进行的行动", "campaigns/_running.html", {"standing": standing}, url="/campaigns/"
    )


def _standing(campaign: Campaign, today: date) -> Standing:
    phases = list(campaign.phases.all())
    running = [one for one in phases if one.state_on(today) is PhaseState.RUNNING]
    phase = running[-1] if running else None
    where = Where(area=range_of(campaign.area), on=today, campaign=campaign.pk)
    targets: list[tuple[Target, Measure, bool]] = []
    for target in list(campaign.targets.all()):
        if target.metric_key and len(targets) < TARGETS:
            taken = measure(metric_of(target.metric_key), where)
            targets.append((target, taken, taken.reaches(target.op, target.value)))
    left = (phase.end - today).days if phase and phase.end else None
    return Standing(campaign, phase, left, targets)
