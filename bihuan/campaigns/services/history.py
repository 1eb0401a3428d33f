"""Write what people decide about items, with the history that undoing reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F

from bihuan.campaigns.guards import decision_problems_of
from bihuan.campaigns.models import Campaign, PlanItem, PlanItemChange
from bihuan.campaigns.services.memory import relearn
from bihuan.campaigns.states import Decision
from bihuan.kernel.errors import BadInput
from bihuan.people.models import User

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One press of a button: by whom, when; ``undoes`` is the act that it takes back.

    Everything an act changes, in however many items, is undone together. ``teaches`` is off
    for what changes only as a consequence, so that nobody is said to have changed it by hand.
    """

    by: User
    at: datetime
    batch: UUID = field(default_factory=uuid4)
    undoes: UUID | None = None
    teaches: bool = True


def change(
    item: PlanItem, action: str, act: Act, *, decision: str, data: Data | None = None,
    before: Data | None = None,
) -> PlanItem:  # fmt: skip
    """Write a decision on an item; ``before`` is kept with what the item was, for undoing.

    Raises:
        BadInput: a higher domain holds something against it.
    """
    _require_allowed(item, decision, item.data if data is None else data)
    snapshot = {**_snapshot(item), **(before or {})}
    _set(item, act, decision=decision, data=data)
    item.changed_in = touch(item.campaign)
    item.save()
    _row(item, action, act, snapshot).save()
    if act.teaches:
        relearn([item], by=act.by, at=act.at)
    return item


@dataclass(frozen=True, slots=True)
class Stand:
    """How an item is to be: its decision and fields, and who is said to have decided it when."""

    item: PlanItem
    decision: str
    data: Data
    by: User | None
    at: datetime | None


def accept_all(items: Sequence[PlanItem], action: str, act: Act) -> None:
    """Accept items of one campaign as they were read: a few queries, however many they are."""
    as_read = [Stand(item, Decision.ACCEPTED, item.data, act.by, act.at) for item in items]
    _write_all(as_read, action, act)


def restore_all(steps: Sequence[Stand], action: str, act: Act) -> None:
    """Put items of one campaign back to what they were; what they teach follows."""
    _write_all(steps, action, act)
    for decider in {step.by for step in steps}:
        theirs = [step.item for step in steps if step.by == decider]
        relearn(theirs, by=decider or act.by, at=act.at)


def _write_all(steps: Sequence[Stand], action: str, act: Act) -> None:
    """Write steps of one act with their history; the revision grows by their number.

    Items that are to be decided alike and keep their fields are written by one statement.
    """
    if not steps:
        return
    revision = touch(steps[0].item.campaign, by=len(steps))
    rows, alike, others = [], defaultdict(list), []
    for step in steps:
        item, snapshot = step.item, _snapshot(step.item)
        _require_allowed(item, step.decision, step.data)
        if step.data == item.data:
            alike[step.decision, step.by, step.at].append(item.pk)
        else:
            others.append(item)
        item.decision, item.data = step.decision, dict(step.data)
        item.decided_by, item.decided_at = step.by, step.at
        item.version += 1
        item.changed_in = revision
        rows.append(_row(item, action, act, snapshot))
    for (decision, by, at), pks in alike.items():
        PlanItem.objects.filter(pk__in=pks).update(
            decision=decision, decided_by=by, decided_at=at, version=F("version") + 1,
            changed_in=revision,
        )  # fmt: skip
    fields = ["decision", "data", "decided_by", "decided_at", "version", "changed_in"]
    PlanItem.objects.bulk_update(others, fields, batch_size=200)
    PlanItemChange.objects.bulk_create(rows)


def _require_allowed(item: PlanItem, decision: str, data: Data) -> None:
    if problems := decision_problems_of(item, decision, data):
        raise BadInput(problems)


def note_added(item: PlanItem, action: str, act: Act) -> None:
    """Write the first row of an item that a person added."""
    _row(item, action, act, {}).save()
    if act.teaches:
        relearn([item], by=act.by, at=act.at)


def touch(campaign: Campaign, *, by: int = 1) -> int:
    """Raise the revision of a campaign whose lock the caller holds, and return it."""
    campaign.revision += by
    campaign.save(update_fields=["revision"])
    return campaign.revision


def _set(item: PlanItem, act: Act, *, decision: str, data: Data | None) -> None:
    item.decision = decision
    if data is not None:
        item.data = dict(data)
    is_open = decision == Decision.PENDING
    item.decided_by, item.decided_at = (None, None) if is_open else (act.by, act.at)
    item.version += 1


def _row(item: PlanItem, action: str, act: Act, before: Data) -> PlanItemChange:
    return PlanItemChange(
        item=item, action=action, by=act.by, by_name=act.by.name, at=act.at, before=dict(before),
        after=_snapshot(item), batch=act.batch, undoes=act.undoes,
    )  # fmt: skip


def _snapshot(item: PlanItem) -> dict[str, Any]:
    return {"decision": item.decision, "data": item.data, "version": item.version}
