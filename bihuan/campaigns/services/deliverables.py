"""What bodies owe by a day: opened at launch and, for recurring ones, by the daily tick."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import Campaign, Deliverable, PlanItem
from bihuan.campaigns.services.binding import day_of, standing
from bihuan.campaigns.states import CampaignState, ItemKind
from bihuan.kernel.errors import NotFound
from bihuan.kernel.periods import Recurrence, period_of
from bihuan.loop.models import Evidence
from bihuan.loop.services.bulk import open_cases
from bihuan.loop.services.cases import advance, business_date
from bihuan.people.models import User


def open_deliverables(campaign: Campaign, *, on: date, by: User | None, at: datetime) -> int:
    """Open what the plan's confirmed items ask for and is not open yet; return how many.

    A recurring item is opened for the period that holds ``on``; the rest once, at launch.
    """
    items = [
        item
        for item in standing(campaign, ItemKind.DELIVERABLE) + _chosen_tasks(campaign)
        if is_asked_on(item, on, starts_on=campaign.starts_on, ends_on=campaign.ends_on)
    ]
    known = set(campaign.deliverables.values_list("item_id", "period_label"))
    wanted = [_deliverable(campaign, item, on) for item in items]
    new = [case for case in wanted if (case.item_id, case.period_label) not in known]
    return len(open_cases(new, by=by, at=at, label="下达"))


def is_asked_on(item: PlanItem, on: date, *, starts_on: date | None, ends_on: date | None) -> bool:
    """Whether an item is opened on a day: one that recurs, only in periods of the campaign."""
    every = item.data.get("recurrence")
    if not every:
        return True
    if ends_on is not None and on > ends_on:
        return False
    return starts_on is None or period_of(on, Recurrence(every)).end >= starts_on


def _chosen_tasks(campaign: Campaign) -> list[PlanItem]:
    chosen = {int(pk) for pk in campaign.bindings.get("tasks", [])}
    return [item for item in standing(campaign, ItemKind.TASK) if item.pk in chosen]


def _deliverable(campaign: Campaign, item: PlanItem, on: date) -> Deliverable:
    what = str(item.data.get("what") or item.data.get("action") or item.quote)
    due, label, start = day_of(item.data, "due"), "", None
    if item.data.get("recurrence"):
        period = period_of(on, Recurrence(item.data["recurrence"]))
        label, start = period.label, period.start
        due = min(period.end, campaign.ends_on) if campaign.ends_on else period.end
    return Deliverable(
        campaign=campaign, campaign_ref=campaign.pk, item=item,
        organisation=campaign.organisation, area=campaign.area, what=what[:300],
        recipient=str(item.data.get("recipient") or "")[:120], period_label=label,
        period_start=start, asked_by=due, due_on=due,
    )  # fmt: skip


def roll_deliverables(*, on: date, at: datetime) -> int:
    """Open the recurring deliverables of every running campaign for the day's period."""
    running = Campaign.objects.filter(state=CampaignState.RUNNING).select_related("organisation")
    total = 0
    for campaign in running:
        with transaction.atomic():
            total += open_deliverables(campaign, on=on, by=None, at=at)
    return total


def _visible(deliverable_id: int, by: User) -> Deliverable:
    case = Deliverable.objects.visible_to(by).filter(pk=deliverable_id).first()
    if case is None:
        raise NotFound
    return case


def submit_deliverable(
    *, deliverable_id: int, evidence: Sequence[Evidence], note: str, by: User, at: datetime,
    version: int | None = None, key: UUID | None = None,
) -> Deliverable:  # fmt: skip
    """Hand in what is owed, with the file that is it (报送)."""
    return advance(
        _visible(deliverable_id, by), "submit", by=by, at=at, note=note, evidence=evidence,
        expected_version=version, key=key, changes={"submitted_on": business_date(at)},
    )  # fmt: skip


def accept_deliverable(
    *, deliverable_id: int, by: User, at: datetime, note: str = "", version: int | None = None,
    key: UUID | None = None,
) -> Deliverable:  # fmt: skip
    """Take it as handed in; whoever handed it in may not."""
    return advance(
        _visible(deliverable_id, by), "accept", by=by, at=at, note=note,
        expected_version=version, key=key,
    )  # fmt: skip


def return_deliverable(
    *, deliverable_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Deliverable:  # fmt: skip
    """Send it back with the reason; its deadline stands."""
    return advance(
        _visible(deliverable_id, by), "return", by=by, at=at, note=note,
        expected_version=version, key=key, changes={"submitted_on": None},
    )  # fmt: skip


def waive_deliverable(
    *, deliverable_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Deliverable:  # fmt: skip
    """Release the body from it, with the reason."""
    return advance(
        _visible(deliverable_id, by), "waive", by=by, at=at, note=note,
        expected_version=version, key=key,
    )  # fmt: skip
