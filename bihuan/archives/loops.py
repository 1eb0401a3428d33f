"""What a campaign still has open: every unfinished loop with its owner, whoever it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bihuan.archives.models import HandoverLine
from bihuan.archives.states import HandoverState, LoopKind
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import DELIVERABLE
from bihuan.duties.models import Duty
from bihuan.duties.states import DUTY
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import SelfCheck
from bihuan.kernel.areas import AreaRange

Key = tuple[str, int]
LONGEST_TITLE, LONGEST_HOLDER = 300, 160


@dataclass(frozen=True, slots=True)
class Loop:
    """One open case: what, whose, until when, and the body that takes it over by default."""

    kind: LoopKind
    case_id: int
    title: str
    holder: str
    due_on: date | None
    url: str
    default_receiver: int
    state: str

    @property
    def key(self) -> Key:
        """What the case is called among all cases."""
        return self.kind.value, self.case_id

    @property
    def key_text(self) -> str:
        """The key as a form sends it."""
        return f"{self.kind.value}-{self.case_id}"


def open_loops(campaign: Campaign, *, on: date, area: AreaRange | None = None) -> list[Loop]:
    """Return what stays open when the campaign ends on ``on``, by kind and due day.

    Duties that are not late are left out: they end with the campaign's rules. ``area`` keeps the
    loops of a range.
    """
    loops = [*_hazards(campaign), *_self_checks(campaign), *_deliverables(campaign)]
    loops += _duties(campaign, on)
    kept = [loop for code, loop in loops if area is None or code in area]
    order = list(LoopKind)
    return sorted(
        kept, key=lambda one: (order.index(one.kind), one.due_on or date.max, one.case_id)
    )


def _hazards(campaign: Campaign) -> Iterator[tuple[int, Loop]]:
    rows = Hazard.objects.filter(campaign_ref=campaign.pk).open().select_related("enterprise")
    for row in rows:
        yield row.area, Loop(
            LoopKind.HAZARD, row.pk, row.summary[:LONGEST_TITLE], row.enterprise.name, row.due_on,
            row.get_absolute_url(), row.enterprise.supervisor_id or campaign.organisation_id,
            row.state_label,
        )  # fmt: skip


def _self_checks(campaign: Campaign) -> Iterator[tuple[int, Loop]]:
    rows = SelfCheck.objects.filter(campaign_ref=campaign.pk).open().select_related("enterprise")
    for row in rows:
        yield row.area, Loop(
            LoopKind.SELF_CHECK, row.pk, row.title, row.enterprise.name, row.due_on,
            row.get_absolute_url(), row.enterprise.supervisor_id or campaign.organisation_id,
            row.state_label,
        )  # fmt: skip


def _deliverables(campaign: Campaign) -> Iterator[tuple[int, Loop]]:
    rows = campaign.deliverables.exclude(state__in=DELIVERABLE.end)
    for row in rows.select_related("organisation"):
        yield row.area, Loop(
            LoopKind.DELIVERABLE, row.pk, str(row)[:LONGEST_TITLE], row.organisation.name,
            row.due_on, row.get_absolute_url(), row.organisation_id, row.state_label,
        )  # fmt: skip


def _duties(campaign: Campaign, on: date) -> Iterator[tuple[int, Loop]]:
    rows = Duty.objects.filter(campaign_ref=campaign.pk, due_on__lt=on).exclude(state__in=DUTY.end)
    for row in rows.select_related("rule", "enterprise", "post__user", "post__organisation"):
        body = row.post.organisation_id if row.post else None
        if row.enterprise is not None:
            body = row.enterprise.supervisor_id
        yield row.area, Loop(
            LoopKind.DUTY, row.pk, str(row)[:LONGEST_TITLE], row.holder_name[:LONGEST_HOLDER],
            row.due_on, row.get_absolute_url(), body or campaign.organisation_id, row.state_label,
        )  # fmt: skip


def placed(campaign: Campaign) -> dict[Key, HandoverLine]:
    """Return the loops that stand on a handover list which was not returned."""
    lines = campaign.handover_lines.exclude(handover__state=HandoverState.RETURNED)
    rows = lines.select_related("handover__receiver", "handover__person")
    return {(line.case_kind, line.case_id): line for line in rows}


def without_receiver(campaign: Campaign, *, on: date) -> list[Loop]:
    """Return the open loops that nobody takes over yet."""
    known = placed(campaign)
    return [loop for loop in open_loops(campaign, on=on) if loop.key not in known]
