"""A case's trail in the shape that ``web/_timeline.html`` shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse

from bihuan.loop.models import Case, Evidence
from bihuan.loop.queries import TimelineEntry, timeline, whose_turn
from bihuan.people.models import User
from bihuan.people.states import Capability


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line: a step that was taken, or one that may come next."""

    step: str
    who: str
    when: datetime | None
    note: str
    pending: bool
    due_on: date | None = None
    sealed: bool = False
    proof_url: str = ""
    evidence: list[tuple[str, str, str]] = field(default_factory=list)


def timeline_rows(case: Case, *, viewer: User) -> list[TimelineRow]:
    """Return the lines for the case's page; proofs are linked for people who may verify.

    Of the steps to come, those are shown that the case now waits for; ways out that somebody
    else may take (excusing, withdrawing) are not.
    """
    may_verify = viewer.can(Capability.TRAIL_VERIFY)
    turn = None if case.is_final else whose_turn(case)
    rows = []
    for entry in timeline(case):
        if not entry.pending:
            rows.append(_taken(entry, may_verify=may_verify))
        elif turn is not None and entry.capability == turn.capability:
            rows.append(
                TimelineRow(entry.label, turn.who, None, "", pending=True, due_on=case.due_on)
            )
    return rows


def _taken(entry: TimelineEntry, *, may_verify: bool) -> TimelineRow:
    return TimelineRow(
        step=entry.label, who=f"{entry.who}（{entry.post}）" if entry.post else entry.who,
        when=entry.at, note=entry.note, pending=False, sealed=entry.sealed,
        proof_url=reverse("loop:proof", args=[entry.row_id]) if may_verify else "",
        evidence=[evidence_link(item) for item in entry.evidence],
    )  # fmt: skip


def evidence_link(item: Evidence) -> tuple[str, str, str]:
    """Return (address, thumbnail's address or "", name)."""
    url = reverse("loop:evidence", args=[item.public_id])
    return url, f"{url}?size=thumb" if item.is_image else "", item.name
