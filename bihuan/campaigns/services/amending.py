"""What an amendment does to a running campaign's own rows. The system's steps, each repeatable.

Who decided, and why, stands in the amendment; here every open loop keeps its trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from bihuan.campaigns.models import Campaign, Deliverable, Phase, PlanItem, Target
from bihuan.campaigns.services.binding import day_of, span_of, standing
from bihuan.campaigns.states import DeliverableState, ItemKind
from bihuan.duties.services.revising import move_rule_ends
from bihuan.loop.services.cases import advance

Outline = Sequence[Sequence[Any]]
APART = 1000


@transaction.atomic
def put_text(
    campaign: Campaign, *, text: str, outline: Outline, spans: Mapping[int, tuple[int, int]]
) -> None:
    """Put a new text in place of the old; every item stands at ``spans``, or nowhere in it."""
    items = list(campaign.items.select_for_update())
    for item in items:
        item.start_char, item.end_char = spans.get(item.pk, (0, 0))
        if item.end_char > item.start_char:
            item.quote = text[item.start_char : item.end_char]
    PlanItem.objects.bulk_update(items, ["start_char", "end_char", "quote"], batch_size=200)
    Campaign.objects.filter(pk=campaign.pk).update(
        text=text, outline=[list(row) for row in outline], revision=F("revision") + 1
    )
    campaign.refresh_from_db(fields=["text", "outline", "revision"])


@transaction.atomic
def sync_phase(item: PlanItem, *, on: date) -> Phase | None:
    """Make the timeline say what the item says; a phase that is given up goes, or ends today."""
    phase = Phase.objects.filter(campaign_id=item.campaign_id, item=item).first()
    if not item.stands:
        return _drop_phase(phase, on) if phase else None
    values = {
        "name": str(item.data.get("name") or "阶段")[:120],
        "start": day_of(item.data, "start"),
        "end": day_of(item.data, "end"),
    }
    if phase is None:
        number = Phase.objects.filter(campaign_id=item.campaign_id).count() + APART
        phase = Phase.objects.create(
            campaign_id=item.campaign_id, item=item, number=number, **values
        )
        _renumber(item.campaign_id)
        return phase
    Phase.objects.filter(pk=phase.pk).update(**values)
    return phase


def _drop_phase(phase: Phase, on: date) -> Phase | None:
    """Take a phase off the timeline; one that a record names stays, ended."""
    try:
        with transaction.atomic():
            phase.delete()
    except ProtectedError:
        phase.end = min(phase.end or on, on)
        phase.start = min(phase.start, phase.end) if phase.start else None
        phase.save(update_fields=["start", "end"])
        return phase
    _renumber(phase.campaign_id)
    return None


def _renumber(campaign_id: int) -> None:
    """Number the phases in the order of the text; those that stand nowhere in it come last."""
    phases = list(Phase.objects.filter(campaign_id=campaign_id).select_related("item"))
    phases.sort(
        key=lambda one: (
            not (one.item and one.item.end_char), one.item.start_char if one.item else 0, one.number
        )
    )  # fmt: skip
    for step in (2 * APART, 0):
        for number, phase in enumerate(phases, start=1):
            Phase.objects.filter(pk=phase.pk).update(number=number + step)


@transaction.atomic
def sync_target(item: PlanItem) -> None:
    """Make the target say what the item says; one that is given up goes."""
    if not item.stands or item.data.get("value") is None or not item.data.get("op"):
        Target.objects.filter(campaign_id=item.campaign_id, item=item).delete()
        return
    Target.objects.update_or_create(
        campaign_id=item.campaign_id,
        item=item,
        defaults={
            "subject": str(item.data.get("subject") or "")[:200],
            "metric_name": str(item.data.get("metric") or "")[:200],
            "metric_key": item.data.get("metric_key") or "",
            "op": item.data["op"],
            "value": item.data["value"],
            "unit": item.data.get("unit") or "",
            "deadline": day_of(item.data, "deadline"),
            "firm": "力争" not in item.quote,
        },
    )


@transaction.atomic
def sync_deliverables(item: PlanItem, *, drop: bool, reason: str, at: datetime) -> int:
    """Bring what is still owed under an item in line with it; return how many changed.

    ``drop`` releases what is owed under an item that is given up; otherwise it stays owed. What
    was handed in is not touched. A period's own deadline follows the period.
    """
    owed = Deliverable.objects.filter(item=item, state=DeliverableState.DUE).order_by("pk")
    count = 0
    for row in owed:
        if not item.stands:
            if drop:
                advance(row, "drop", by=None, at=at, note=reason)
                count += 1
            continue
        due = day_of(item.data, "due") if not row.period_label else row.due_on
        what = str(item.data.get("what") or item.data.get("action") or item.quote)[:300]
        recipient = str(item.data.get("recipient") or "")[:120]
        if (row.due_on, row.what, row.recipient) == (due, what, recipient):
            continue
        advance(
            row, "amend", by=None, at=at, note=reason, due_on=due,
            changes={"what": what, "recipient": recipient, "asked_by": due},
            facts={"due_on_before": row.due_on},
        )  # fmt: skip
        count += 1
    return count


@transaction.atomic
def sync_span(campaign: Campaign, *, reason: str, at: datetime) -> bool:
    """Let the campaign begin and end with its phases; rules that ended with it move along.

    Return whether its days changed.
    """
    if not standing(campaign, ItemKind.PHASE):
        return False
    starts_on, ends_on = span_of(campaign, on=campaign.launched_on)
    starts_on = starts_on or campaign.starts_on
    if (starts_on, ends_on) == (campaign.starts_on, campaign.ends_on):
        return False
    before = campaign.ends_on
    moved = advance(
        campaign, "amend", by=None, at=at, note=reason, due_on=ends_on,
        changes={"starts_on": starts_on, "ends_on": ends_on},
    )  # fmt: skip
    move_rule_ends(campaign_ref=campaign.pk, before=before, until=ends_on)
    campaign.starts_on, campaign.ends_on, campaign.due_on = (
        moved.starts_on, moved.ends_on, moved.due_on,
    )  # fmt: skip
    return True
