"""Take back what a person did last in a draft, several steps deep, and nobody else's doing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns import items as kinds
from bihuan.campaigns.models import Campaign, PlanItem, PlanItemChange
from bihuan.campaigns.rules import Row, standing_rows
from bihuan.campaigns.services.history import Act, Stand, restore_all
from bihuan.campaigns.services.items import open_campaign
from bihuan.campaigns.states import Decision, ItemAction
from bihuan.kernel.errors import StepRefused
from bihuan.loop.services.todos import keep_todo
from bihuan.people.models import User

LOOKED_AT = 5000
"""So many of the latest changes are searched for the act to undo."""
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Undoable:
    """An act that can be taken back: what it was, for people, and the act."""

    batch: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the items as they are again, and how many others had changed since."""

    label: str
    items: list[PlanItem]
    left: int


def last_act(campaign: Campaign, user: User) -> Undoable | None:
    """Return the latest act of ``user`` in a draft that can still be taken back; two queries."""
    latest = PlanItemChange.objects.filter(item__campaign=campaign).order_by("-id")
    rows = [
        Row(*values)
        for values in latest.values_list("id", "item_id", "by_id", "batch", "undoes")[:LOOKED_AT]
    ]
    standing = standing_rows(reversed(rows)).values()
    mine = [row for row in standing if row.by == user.pk and row.batch]
    latest_row = max(mine, key=lambda row: row.id, default=None)
    if latest_row is None or latest_row.batch is None:
        return None
    batch = latest_row.batch
    changes = list(PlanItemChange.objects.filter(batch=batch).select_related("item")[:2])
    count = len(changes) if len(changes) < 2 else PlanItemChange.objects.filter(batch=batch).count()  # noqa: PLR2004
    return Undoable(batch, _label(changes[0], count))


def _label(change: PlanItemChange, count: int) -> str:
    verb = ItemAction(change.action).label
    if count > 1:
        return f"{verb} {count} 项"
    words = kinds.summary(change.item.kind, change.item.data) or change.item.quote
    return f"{verb}「{words[:SHOWN]}{'…' if len(words) > SHOWN else ''}」"


@transaction.atomic
def undo_last(*, campaign_id: int, by: User, at: datetime) -> Undone:
    """Take the latest act of ``by`` back: its items are what they were before it.

    What somebody else, or a later step, has changed since stays; such items are counted. Done
    again, the act before is taken back, and so on.

    Raises:
        NotFound, NotAllowed, StepRefused: as ``decide``; also when there is nothing to undo.
    """
    campaign = open_campaign(campaign_id, by=by)
    found = last_act(campaign, by)
    if found is None:
        raise StepRefused("没有可以撤销的操作：您在这份方案里还没有核对，或者之后别人又改过。")
    of_batch = list(PlanItemChange.objects.filter(batch=found.batch).order_by("id"))
    rows = _history_of(of_batch)
    top = standing_rows(map(_row, rows))
    own = [one for one in of_batch if one.item_id in top and top[one.item_id].id == one.pk]
    steps = _steps(campaign, own, rows)
    restore_all(steps, ItemAction.UNDO, Act(by, at, undoes=found.batch))
    _restore_title(campaign, own, at=at)
    items = [step.item for step in steps]
    return Undone(found.label, items, len(of_batch) - len(own))


def _row(change: PlanItemChange) -> Row:
    return Row(change.pk, change.item_id, change.by_id, change.batch, change.undoes)


def _history_of(of_batch: Sequence[PlanItemChange]) -> list[PlanItemChange]:
    touched = PlanItemChange.objects.filter(batch=of_batch[0].batch).values("item")
    rows = PlanItemChange.objects.filter(item__in=touched).select_related("by")
    return list(rows.order_by("id"))


def _steps(
    campaign: Campaign, own: Sequence[PlanItemChange], rows: Iterable[PlanItemChange]
) -> list[Stand]:
    """Return what each item was before the act."""
    history: dict[int, list[PlanItemChange]] = defaultdict(list)
    for row in rows:
        history[row.item_id].append(row)
    items = campaign.items.select_for_update(of=("self",)).in_bulk([one.item_id for one in own])
    return [_earlier(items[one.item_id], one, history[one.item_id]) for one in own]


def _earlier(item: PlanItem, change: PlanItemChange, rows: Sequence[PlanItemChange]) -> Stand:
    was = change.before
    if not was.get("decision"):  # the act added it; nothing of the history is deleted
        return Stand(item, Decision.REJECTED, item.data, change.by, change.at)
    if was["decision"] == Decision.PENDING:
        return Stand(item, Decision.PENDING, was["data"], None, None)
    decider = _decider(rows, change)
    return Stand(item, was["decision"], was["data"], decider.by, decider.at)


def _decider(rows: Sequence[PlanItemChange], change: PlanItemChange) -> PlanItemChange:
    """Return the change that stood before ``change``, whose decision comes back."""
    until = [row for row in rows if row.pk < change.pk]
    standing = standing_rows(map(_row, until))
    return next(row for row in until if row.pk == standing[change.item_id].id)


def _restore_title(campaign: Campaign, own: Sequence[PlanItemChange], *, at: datetime) -> None:
    title = next((one.before["title"] for one in own if "title" in one.before), None)
    if title is not None:
        campaign.title = title
        campaign.save(update_fields=["title"])
        keep_todo(campaign, at=at)
