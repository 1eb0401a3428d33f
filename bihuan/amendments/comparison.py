"""The three-way view of an amendment: the text as launched, what runs, the revised text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bihuan.amendments.effects import Effect, Effects, Overall
from bihuan.amendments.models import Amendment, AmendmentChange, PlanVersion
from bihuan.amendments.rules.alignment import Pair, Pairing, align
from bihuan.amendments.rules.marking import Mark, marks
from bihuan.amendments.states import AmendmentState, ChangeDecision
from bihuan.campaigns import items as kinds
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.rules import HOLDERS
from bihuan.campaigns.states import ItemKind

WORDS = {
    Pairing.KEPT: ("untracked", "未变"),
    Pairing.CHANGED: ("soon", "改动"),
    Pairing.ADDED: ("doing", "新增"),
    Pairing.REMOVED: ("overdue", "删除"),
}
"""Tone and word of each kind of pair."""


@dataclass(frozen=True, slots=True)
class RunningLine:
    """An item as it runs; ``by_hand`` when a person set it otherwise than the text was read."""

    kind: str
    text: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """One change with what it would do."""

    change: AmendmentChange
    effects: list[Effect]
    holders: Sequence[tuple[str, str]] = ()
    conflicts: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One pair of sentences as the page shows it."""

    pairing: Pairing
    moved: bool
    shape: str
    launched: str
    current: str
    revised: list[Mark]
    running: list[RunningLine]
    cards: list[ChangeCard] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """The tone of its pill."""
        return "soon" if self.moved and self.pairing is Pairing.KEPT else WORDS[self.pairing][0]

    @property
    def word(self) -> str:
        """Its pill's word."""
        word = WORDS[self.pairing][1]
        return (
            f"{word}{self.shape}{'、移动' if self.moved else ''}"
            if self.shape or self.moved
            else word
        )

    @property
    def is_quiet(self) -> bool:
        """Whether nobody has to look at it."""
        return self.pairing is Pairing.KEPT and not self.moved and not self.cards


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are shown together: a run of quiet ones is folded."""

    rows: list[Row]
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole view."""

    blocks: list[Block]
    counts: list[tuple[str, str, int]]
    loose: list[ChangeCard]
    overall: Overall
    waiting: int


def pairs_of(amendment: Amendment) -> list[Pair]:
    """Return the pairs as they were found when the amendment was compared."""
    return [
        Pair(Pairing(name), tuple(old), tuple(new), likeness, moved)
        for name, old, new, likeness, moved in amendment.pairs
    ]


def comparison(amendment: Amendment, *, on: date) -> Comparison:
    """Return every sentence of both texts with its state, and every change with what it does."""
    changes = list(amendment.changes.select_related("item", "decided_by"))
    effects = Effects(amendment, on=on)
    cards = [card_of(one, effects, amendment) for one in changes]
    pairs = pairs_of(amendment)
    rows, used = _rows(amendment, pairs, cards)
    counts: defaultdict[Pairing, int] = defaultdict(int)
    for pair in pairs:
        counts[pair.pairing] += max(len(pair.new), len(pair.old))
    moved = sum(pair.moved for pair in pairs)
    told = [(*WORDS[kind], counts[kind]) for kind in Pairing]
    if moved:
        told.append(("soon", "移动", moved))
    return Comparison(
        _blocks(rows), told, [card for card in cards if card.change.pk not in used],
        Overall() if amendment.state == AmendmentState.IN_FORCE
        else effects.overall([one for one in changes if one.decision != ChangeDecision.REFUSED]),
        sum(one.is_open for one in changes),
    )  # fmt: skip


def card_of(change: AmendmentChange, effects: Effects, amendment: Amendment) -> ChangeCard:
    """Return one change as its card shows it; what is in force tells what was done instead."""
    labels = {one.name: one.label for one in kinds.FIELDS[change.kind]}
    is_over = amendment.state == AmendmentState.IN_FORCE
    if is_over:
        told = [Effect(change.applied_note)] if change.applied_note else []
    else:
        told = effects.of(change)
    is_new_duty = change.kind == "duty" and change.verb == "new"
    return ChangeCard(
        change, told, tuple(HOLDERS.items()) if is_new_duty else (),
        "、".join(labels.get(name, name) for name in change.conflicts),
    )  # fmt: skip


def _ended(amendment: Amendment) -> PlanVersion | None:
    """Return the version that the amendment ended; None while it is not in force."""
    version = amendment.versions.first()
    if version is None:
        return None
    return PlanVersion.objects.get(campaign=amendment.campaign, number=version.number - 1)


def _launched(amendment: Amendment, current: list[str]) -> dict[int, str]:
    """Return what the plan as launched said where the text that runs says something else."""
    first = PlanVersion.objects.filter(campaign=amendment.campaign, number=1).first()
    if first is None or first.text == amendment.base_text:
        return {}
    before = [first.text[row[0] : row[1]] for row in first.outline]
    told = {}
    for pair in align(before, current):
        if pair.pairing is Pairing.CHANGED:
            told[pair.new[0]] = "".join(before[place] for place in pair.old)
        elif pair.pairing is Pairing.ADDED:
            told[pair.new[0]] = ""
    return told


def _rows(
    amendment: Amendment, pairs: list[Pair], cards: list[ChangeCard]
) -> tuple[list[Row], set[int]]:
    before = _ended(amendment)
    old = [(row[0], row[1]) for row in (before or amendment.campaign).outline]
    new = [(row[0], row[1]) for row in amendment.outline]
    current = [amendment.base_text[start:end] for start, end in old]
    launched = _launched(amendment, current)
    standing = _running(amendment, before)
    used: set[int] = set()
    rows = []
    for pair in pairs:
        was = "".join(current[place] for place in pair.old)
        now = "".join(amendment.text[slice(*new[place])] for place in pair.new)
        mine = [
            card for card in cards
            if card.change.pk not in used and _belongs(card.change, pair, old, new)
        ]  # fmt: skip
        used.update(card.change.pk for card in mine)
        rows.append(
            Row(
                pair.pairing, pair.moved,
                "（拆分）" if pair.is_split else "（合并）" if pair.is_merged else "",
                launched.get(pair.old[0], was) if pair.old else "", was,
                [Mark("same", now)] if pair.pairing is Pairing.KEPT else marks(was, now),
                [line for place in pair.old for line in _lines(standing, old[place])], mine,
            )
        )  # fmt: skip
    return rows, used


def _belongs(
    change: AmendmentChange, pair: Pair, old: list[tuple[int, int]], new: list[tuple[int, int]]
) -> bool:
    if change.end_char > change.start_char:
        return any(new[place][0] <= change.start_char < new[place][1] for place in pair.new)
    at = change.was_at
    return at is not None and any(old[place][0] <= at < old[place][1] for place in pair.old)


def _running(
    amendment: Amendment, before: PlanVersion | None
) -> list[tuple[int, int, RunningLine]]:
    """Return the items that ran when the texts were compared, with where they stood."""
    if before is not None:
        return [
            (one["start"], one["end"], _line(one["kind"], one["data"], by_hand=False))
            for one in before.items
        ]
    rows: Iterable[PlanItem] = amendment.campaign.items.all()
    return [
        (item.start_char, item.end_char, _line(item.kind, item.data, by_hand=item.data != item.original))
        for item in rows if item.stands and item.kind != "anomaly"
    ]  # fmt: skip


def _line(kind: str, data: dict[str, object], *, by_hand: bool) -> RunningLine:
    return RunningLine(ItemKind(kind).label, kinds.summary(kind, data), by_hand)


def _lines(
    standing: list[tuple[int, int, RunningLine]], span: tuple[int, int]
) -> list[RunningLine]:
    return [line for start, end, line in standing if span[0] <= start < span[1] and end > start]


def _blocks(rows: list[Row]) -> list[Block]:
    told: list[Block] = []
    for row in rows:
        if told and told[-1].is_quiet == row.is_quiet and row.is_quiet:
            told[-1].rows.append(row)
        else:
            told.append(Block([row], row.is_quiet))
    return told
