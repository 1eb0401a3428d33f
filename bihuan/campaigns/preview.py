"""What a launch would do, to whom, before anybody presses the button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.rules import ENTERPRISES, HOLDERS
from bihuan.campaigns.services import binding
from bihuan.campaigns.services.deliverables import is_asked_on
from bihuan.campaigns.services.launch import given_duties
from bihuan.campaigns.states import ItemKind
from bihuan.enterprises.queries import enterprises_matching
from bihuan.kernel.chinese import date_text
from bihuan.kernel.periods import Recurrence
from bihuan.people.models import Area, Post

SHOWN_AREAS = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts and sentences of the summary."""

    enterprises: int
    by_area: list[tuple[str, int]]
    check_items: int
    phases: int
    targets: int
    unbound_targets: int
    deliverables: int
    later_deliverables: int
    tasks: int
    duties: list[str]
    skipped_duties: int
    undated_phases: int


def preview(campaign: Campaign, choices: LaunchChoices, *, on: date) -> Preview:
    """Count with the real registry and the real posts what a launch on that day would do."""
    starts_on, ends_on = binding.span_of(campaign, on=on)
    by_area = _by_area(choices)
    total = sum(n for _, n in by_area)
    phases = binding.standing(campaign, ItemKind.PHASE)
    targets = binding.standing(campaign, ItemKind.TARGET)
    deliverables = binding.standing(campaign, ItemKind.DELIVERABLE)
    now = [
        one for one in deliverables if is_asked_on(one, on, starts_on=starts_on, ends_on=ends_on)
    ]
    since = binding.first_day_of_duties(starts_on, ends_on, on)
    duties = _duties(campaign, choices, total, on=on, since=since) if since else []
    return Preview(
        enterprises=total,
        by_area=by_area[:SHOWN_AREAS],
        check_items=len(binding.standing(campaign, ItemKind.CHECK_ITEM)),
        phases=len(phases),
        targets=len(targets),
        unbound_targets=sum(1 for item in targets if not item.data.get("metric_key")),
        deliverables=len(now),
        later_deliverables=len(deliverables) - len(now),
        tasks=len(choices.tasks),
        duties=duties,
        skipped_duties=len(binding.standing(campaign, ItemKind.DUTY)) - len(duties),
        undated_phases=sum(
            1 for item in phases if not item.data.get("start") and not item.data.get("end")
        ),
    )


def _by_area(choices: LaunchChoices) -> list[tuple[str, int]]:
    """Return how many enterprises each village or town holds, the most first."""
    counted = dict(
        enterprises_matching(choices.filter())
        .order_by()
        .values("area")
        .annotate(n=Count("pk"))
        .values_list("area", "n")
    )
    names = dict(Area.objects.filter(code__in=counted).values_list("code", "name"))
    ranked = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    return [(names.get(code, str(code)), n) for code, n in ranked]


def _duties(
    campaign: Campaign, choices: LaunchChoices, total: int, *, on: date, since: date
) -> list[str]:
    posts = dict(
        Post.objects.filter(organisation=campaign.organisation, user__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)
        .order_by()
        .values("role")
        .annotate(n=Count("pk"))
        .values_list("role", "n")
    )
    told = []
    for item in given_duties(campaign, choices.holders):
        holder = choices.holders[item.pk]
        who = (
            f"{total} 家企业"
            if holder == ENTERPRISES
            else f"{posts.get(holder, 0)} 名{HOLDERS[holder]}"
        )
        every = f"每{Recurrence(item.data['period']).label} {item.data.get('count') or 1} 次"
        start = f"自{date_text(since)}起" if since > on else ""
        told.append(f"{who}{start}{every}：{item.data.get('action')}")
    return told
