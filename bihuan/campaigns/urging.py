"""Who is late with what a sentence asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.campaigns.living import LiveItem, LiveSentence
from bihuan.campaigns.models import Campaign, Deliverable, ItemLink
from bihuan.campaigns.relatives import kin_rows
from bihuan.campaigns.states import ItemKind, SentenceState
from bihuan.duties.models import Duty
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import SelfCheck
from bihuan.kernel.areas import AreaRange, range_of
from bihuan.loop.models import Todo
from bihuan.metrics.where import Where

Cases = dict[str, QuerySet[Any]]


def late_todos(
    campaign: Campaign, area: AreaRange, *, on: date, sentence: LiveSentence
) -> QuerySet[Todo]:
    """Return the late to-dos of the campaign that the sentence is about, oldest first."""
    match = Q()
    for live in sentence.items:
        for kind, rows in _cases_of(campaign, live).items():
            match |= Q(case_kind=kind, case_id__in=rows.values("pk"))
    if not match:
        return Todo.objects.none()
    late = Todo.objects.filter(match, due_on__lt=on, area__gte=area.low, area__lte=area.high)
    return late.order_by("due_on", "id")


def _cases_of(campaign: Campaign, live: LiveItem) -> Cases:
    """Return the cases that one item asks for: its own, or for a number those it counts."""
    if live.state in (SentenceState.NOT_STARTED, SentenceState.UNTRACKED):
        return {}
    everything = _all_cases(campaign)
    match live.item.kind:
        case ItemKind.CHECK_ITEM:
            return {"self_check": everything["self_check"]}
        case ItemKind.DUTY:
            rules = ItemLink.objects.filter(item=live.item, target_kind="duty_rule")
            kin = kin_rows(campaign).get((live.item.pk, "duty_rule"), [])
            given = Q(rule_id__in=rules.values("target_id")) | Q(rule_id__in=kin)
            return {"duty": everything["duty"].filter(given)}
        case ItemKind.DELIVERABLE | ItemKind.TASK:
            return {"deliverable": everything["deliverable"].filter(item=live.item)}
        case ItemKind.TARGET if live.measure is not None:
            counted = live.measure.metric.key.partition(".")[0]
            return {kind: rows for kind, rows in everything.items() if kind == counted}
        case ItemKind.PHASE:
            return everything
    return {}


def _all_cases(campaign: Campaign) -> Cases:
    where = Where(area=range_of(campaign.area), on=campaign.created_at.date(), campaign=campaign.pk)
    return {
        "self_check": where.of(SelfCheck.objects.all(), day=None),
        "hazard": where.of(Hazard.objects.all(), day=None),
        "duty": where.of(Duty.objects.all(), day=None),
        "deliverable": where.of(Deliverable.objects.all(), day=None, enterprise=None),
    }
