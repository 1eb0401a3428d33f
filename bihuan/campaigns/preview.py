"""What a launch would do, to whom, before anybody presses the button."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.rules import ENTERPRISES, HOLDERS, NOBODY
from bihuan.campaigns.services import binding
from bihuan.campaigns.services.launch import LaunchChoices
from bihuan.campaigns.states import ItemKind
from bihuan.enterprises.queries import enterprises_matching
from bihuan.kernel.periods import Recurrence
from bihuan.people.models import Post


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts and sentences of the summary."""

    enterprises: int
    by_area: list[tuple[int, int]]
    check_items: int
    phases: int
    targets: int
    unbound_targets: int
    deliverables: int
    tasks: int
    duties: list[str]
    skipped_duties: int
    undated_phases: int


def preview(campaign: Campaign, choices: LaunchChoices) -> Preview:
    """Count with the real registry and the real posts."""
    matching = enterprises_matching(choices.filter())
    by_area = list(
        matching.order_by().values("area").annotate(n=Count("pk")).values_list("area", "n")
    )
    total = sum(n for _, n in by_area)
    phases = binding.standing(campaign, ItemKind.PHASE)
    targets = binding.standing(campaign, ItemKind.TARGET)
    duties, skipped = _duties(campaign, choices, total)
    return Preview(
        enterprises=total,
        by_area=sorted(by_area, key=lambda row: -row[1])[:8],
        check_items=len(binding.standing(campaign, ItemKind.CHECK_ITEM)),
        phases=len(phases),
        targets=len(targets),
        unbound_targets=sum(1 for item in targets if not item.data.get("metric_key")),
        deliverables=len(binding.standing(campaign, ItemKind.DELIVERABLE)),
        tasks=len(choices.tasks),
        duties=duties,
        skipped_duties=skipped,
        undated_phases=sum(
            1 for item in phases if not item.data.get("start") and not item.data.get("end")
        ),
    )


def _duties(campaign: Campaign, choices: LaunchChoices, total: int) -> tuple[list[str], int]:
    posts = dict(
        Post.objects.filter(organisation=campaign.organisation, until__isnull=True)
        .order_by()
        .values("role")
        .annotate(n=Count("pk"))
        .values_list("role", "n")
    )
    told, skipped = [], 0
    for item in binding.standing(campaign, ItemKind.DUTY):
        holder = choices.holders.get(item.pk, NOBODY)
        period = item.data.get("period")
        if holder == NOBODY or period not in set(Recurrence):
            skipped += 1
            continue
        who = (
            f"{total} 家企业"
            if holder == ENTERPRISES
            else (f"{posts.get(holder, 0)} 名{HOLDERS[holder]}")
        )
        every = Recurrence(period).label
        told.append(f"{who}每{every} {item.data.get('count') or 1} 次：{item.data.get('action')}")
    return told, skipped
