"""Who is late with what a sentence asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.campaigns.living import LiveSentence
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import ItemKind
from bihuan.duties.models import Duty
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import SelfCheck
from bihuan.kernel.areas import AreaRange
from bihuan.loop.models import Todo

SHOWN = 30
_KINDS = {
    ItemKind.CHECK_ITEM: ("self_check",),
    ItemKind.DUTY: ("duty",),
    ItemKind.DELIVERABLE: ("deliverable",),
    ItemKind.TASK: ("deliverable",),
    ItemKind.TARGET: ("self_check", "hazard", "duty", "deliverable"),
    ItemKind.PHASE: ("self_check", "hazard", "duty", "deliverable"),
}
_METRIC_KINDS = {"self_check": ("self_check",), "hazard": ("hazard",), "duty": ("duty",)}


def late_todos(
    campaign: Campaign, area: AreaRange, *, on: date, sentence: LiveSentence
) -> list[Todo]:
    """Return up to ``SHOWN`` late to-dos of the campaign that the sentence is about, oldest first."""
    kinds = {kind for live in sentence.items for kind in _kinds_of(live.item.kind, live.measure)}
    if not kinds:
        return []
    late = todos_of(campaign).filter(
        case_kind__in=kinds, due_on__lt=on, area__gte=area.low, area__lte=area.high
    )
    return list(late.order_by("due_on", "id")[:SHOWN])


def _kinds_of(kind: str, taken: object) -> tuple[str, ...]:
    key = getattr(getattr(taken, "metric", None), "key", "")
    by_metric = _METRIC_KINDS.get(key.partition(".")[0])
    return by_metric or _KINDS.get(ItemKind(kind), ())


def todos_of(campaign: Campaign) -> QuerySet[Todo]:
    """Return every open to-do that comes from the campaign."""
    cases: dict[str, QuerySet[Any]] = {
        "self_check": SelfCheck.objects.filter(campaign_ref=campaign.pk),
        "hazard": Hazard.objects.filter(campaign_ref=campaign.pk),
        "duty": Duty.objects.filter(campaign_ref=campaign.pk),
        "deliverable": campaign.deliverables.all(),
    }
    match = Q()
    for kind, rows in cases.items():
        match |= Q(case_kind=kind, case_id__in=rows.values("pk"))
    return Todo.objects.filter(match)
