"""What is open in a campaign, and which text was in force when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from bihuan.amendments.models import PlanVersion
from bihuan.campaigns.models import Campaign, Deliverable
from bihuan.campaigns.states import DELIVERABLE
from bihuan.duties.models import Duty
from bihuan.duties.states import DUTY
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HAZARD
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SELF_CHECK

LOOPS: tuple[tuple[str, str, Any, frozenset[str]], ...] = (
    ("self_check", "企业自查", SelfCheck, SELF_CHECK.end),
    ("duty", "履职事项", Duty, DUTY.end),
    ("deliverable", "报送和办结事项", Deliverable, DELIVERABLE.end),
    ("hazard", "隐患", Hazard, HAZARD.end),
)


def open_loops(campaign_id: int) -> dict[str, list[int]]:
    """Return how many loops of each kind the campaign has: open, and altogether."""
    found = {}
    for name, _, model, ends in LOOPS:
        counted = model.objects.filter(campaign_ref=campaign_id).aggregate(
            open=Count("pk", filter=~Q(state__in=ends)), all=Count("pk")
        )
        found[name] = [counted["open"], counted["all"]]
    return found


def balance(
    before: dict[str, list[int]], after: dict[str, list[int]]
) -> list[tuple[str, int, int, int, int]]:
    """Return per kind: open before, opened, ended, open after; before + opened − ended = after."""
    rows = []
    for name, label, *_ in LOOPS:
        if name not in before or name not in after:
            continue
        opened = after[name][1] - before[name][1]
        ended = before[name][0] + opened - after[name][0]
        rows.append((label, before[name][0], opened, ended, after[name][0]))
    return rows


def versions_of(campaign: Campaign) -> QuerySet[PlanVersion]:
    """Return the campaign's versions, the first at the head."""
    return campaign.versions.select_related("amendment").order_by("number")


def version_on(campaign: Campaign, day: date) -> PlanVersion | None:
    """Return the version in force on a day; None before the launch, or before any amendment."""
    rows = campaign.versions.filter(starts_on__lte=day)
    return rows.order_by("-starts_on", "-number").first()
