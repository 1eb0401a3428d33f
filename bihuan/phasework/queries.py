"""What of a campaign belongs to a phase, and what in it is still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.campaigns.models import Campaign, Deliverable, Phase, PlanItem
from bihuan.campaigns.states import DELIVERABLE, ItemKind
from bihuan.duties.models import Duty
from bihuan.duties.states import DUTY
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SELF_CHECK
from bihuan.loop.models import Todo
from bihuan.phasework.models import PhaseOutput
from bihuan.phasework.rules import Stretch, sections
from bihuan.phasework.states import PHASE_OUTPUT

NAMED = 20
WORK = (ItemKind.DELIVERABLE, ItemKind.TASK, ItemKind.DUTY, ItemKind.TARGET, ItemKind.CHECK_ITEM)
DUE = {ItemKind.DELIVERABLE: "due", ItemKind.TASK: "due", ItemKind.TARGET: "deadline"}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One open loop at a phase's end."""

    kind: str
    title: str
    who: str
    url: str


def stretches(campaign: Campaign) -> list[Stretch]:
    """Return the campaign's phases with their places in the text and on the calendar."""
    return [
        Stretch(
            one.pk,
            one.item.start_char if one.item and one.item.end_char else -1,
            one.start,
            one.end,
        )
        for one in campaign.phases.select_related("item").order_by("number")
    ]


def items_of_phases(campaign: Campaign) -> dict[int, list[PlanItem]]:
    """Return per phase the standing items that its part of the text says, or that fall due in it.

    An item said in one phase and due in another belongs to both; one said in no phase and
    without a day to none.
    """
    phases = stretches(campaign)
    parts = sections(
        phases,
        [(row[0], campaign.text[row[0] : row[1]]) for row in campaign.outline],
        length=len(campaign.text),
    )
    found: dict[int, list[PlanItem]] = {one.key: [] for one in phases}
    for item in campaign.items.filter(kind__in=WORK).order_by("start_char", "id"):
        if not item.stands:
            continue
        for phase in phases:
            low, high = parts.get(phase.key, (0, 0))
            is_said = low < item.end_char and item.start_char < high
            if is_said or is_within(_due(item), phase.start, phase.end):
                found[phase.key].append(item)
    return found


def _due(item: PlanItem) -> date | None:
    name = DUE.get(ItemKind(item.kind))
    value = item.data.get(name) if name else None
    return date.fromisoformat(value) if value else None


def is_within(day: date | None, start: date | None, end: date | None) -> bool:
    """Whether a day lies in a span; a span without any day holds none."""
    if day is None or (start is None and end is None):
        return False
    return (start is None or start <= day) and (end is None or day <= end)


def due_items(campaign: Campaign, day: date) -> list[PlanItem]:
    """Return the standing items that are due on exactly that day: they move with a phase's end."""
    rows = campaign.items.filter(kind__in=list(DUE)).order_by("position", "id")
    return [item for item in rows if item.stands and _due(item) == day]


def unfinished_in(phase: Phase, *, end: date) -> tuple[int, list[Unfinished]]:
    """Return how many loops due in the phase are open at its end, and the first of them by name."""
    sources: list[tuple[QuerySet[Any], frozenset[str]]] = [
        (Deliverable.objects.filter(campaign=phase.campaign_id), DELIVERABLE.end),
        (SelfCheck.objects.filter(campaign_ref=phase.campaign_id), SELF_CHECK.end),
        (Duty.objects.filter(campaign_ref=phase.campaign_id), DUTY.end),
        (PhaseOutput.objects.filter(campaign=phase.campaign_id), PHASE_OUTPUT.end),
    ]
    within = Q(due_on__lte=end) & (Q(due_on__gte=phase.start) if phase.start else Q())
    count = 0
    named: list[Unfinished] = []
    for rows, ends in sources:
        late = rows.filter(within).exclude(state__in=ends).order_by("due_on", "id")
        number = late.count()
        count += number
        if number and len(named) < NAMED:
            named += _named(list(late[: NAMED - len(named)]))
    return count, named


def _named(cases: list[Any]) -> list[Unfinished]:
    todos = {
        one.case_id: one
        for one in Todo.objects.filter(
            case_kind=cases[0].kind, case_id__in=[case.pk for case in cases]
        ).select_related("organisation", "user")
    }
    return [_told(case, todos.get(case.pk)) for case in cases]


def _told(case: Any, todo: Todo | None) -> Unfinished:
    who = ""
    if hasattr(case, "enterprise") and case.enterprise is not None:
        who = case.enterprise.name
    elif todo is not None:
        who = todo.user.name if todo.user else todo.organisation.name if todo.organisation else ""
    return Unfinished(case._meta.verbose_name, str(case), who, case.get_absolute_url())
