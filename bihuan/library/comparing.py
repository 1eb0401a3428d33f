"""Two plans beside each other: their sentences, their items, and what came of the older one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.campaigns.items import summary
from bihuan.campaigns.living import LiveItem, living_document
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.passages import NUMBERED, sentences
from bihuan.campaigns.states import CampaignState, Decision, ItemKind, SentenceState
from bihuan.kernel.areas import range_of
from bihuan.library.folding import folded, grams
from bihuan.library.queries import plans_open_to, sees
from bihuan.people.models import User
from bihuan.planparse.align import Fate, Run, align, runs

FATE_WORDS: dict[Fate, str] = {
    "kept": "未变", "changed": "修改", "moved": "移动", "new": "新增", "gone": "删去",
}  # fmt: skip
COMPARED = (
    ItemKind.TARGET, ItemKind.PHASE, ItemKind.DUTY, ItemKind.DELIVERABLE, ItemKind.TASK,
    ItemKind.CHECK_ITEM, ItemKind.SCOPE,
)  # fmt: skip
SUBJECT = {
    ItemKind.TARGET: ("subject", "metric"),
    ItemKind.PHASE: ("name",),
    ItemKind.DUTY: ("actor", "action"),
    ItemKind.DELIVERABLE: ("actor", "what"),
    ItemKind.TASK: ("actor", "action"),
    ItemKind.CHECK_ITEM: ("text",),
    ItemKind.SCOPE: ("text",),
}
"""What an item is about, apart from its numbers and days."""

MOST_CANDIDATES = 60
MOST_ROWS = 1_500
LONGEST_SECTION = 40


@dataclass(frozen=True, slots=True)
class SentencePair:
    """One sentence's fate; ``marks`` are the words struck out and written in."""

    fate: Fate
    section: str
    old: str
    new: str
    marks: tuple[Run, ...] = ()

    @property
    def word(self) -> str:
        """The fate in Chinese."""
        return FATE_WORDS[self.fate]


@dataclass(frozen=True, slots=True)
class ItemPair:
    """One item of either plan; ``result`` says what came of the old one, ``late`` that it was late."""

    fate: Fate
    old: str
    new: str
    result: str = ""
    url: str = ""
    late: bool = False

    @property
    def word(self) -> str:
        """The fate in Chinese."""
        return FATE_WORDS[self.fate]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the page shows; ``counts`` are the sentences by fate."""

    sentences: list[SentencePair]
    items: list[tuple[str, list[ItemPair]]]
    counts: dict[str, int]
    cut: int


def candidates(user: User, campaign: Campaign) -> list[Campaign]:
    """Return the plans to compare with, the likeliest first: same body, much the same title."""
    rows = (
        plans_open_to(user)
        .exclude(pk=campaign.pk)
        .select_related("organisation")
        .defer("text", "draft", "outline", "bindings")
        .order_by("-pk")[:MOST_CANDIDATES]
    )
    mine = grams(folded(campaign.title))

    def likeness(other: Campaign) -> tuple[bool, float, int]:
        theirs = grams(folded(other.title))
        shared = (mine & theirs).total() / max(1, min(mine.total(), theirs.total()))
        return other.organisation_id == campaign.organisation_id, shared, other.pk

    return sorted(rows, key=likeness, reverse=True)


def compare(
    older: Campaign, newer: Campaign, *, on: date, everything: bool, by: User
) -> Comparison:
    """Return how ``newer`` differs from ``older``; unchanged sentences only with ``everything``.

    What came of the older one is told to those who may see its campaign; of a superior's, only
    the plan is open to all below.
    """
    pairs = list(_sentences(older.text, newer.text))
    counts = Counter(pair.word for pair in pairs)
    shown = [pair for pair in pairs if everything or pair.fate != "kept"]
    return Comparison(
        shown[:MOST_ROWS],
        list(_items(older, newer, _results(older, on) if sees(by, older) else {})),
        {word: counts[word] for word in FATE_WORDS.values()},
        max(0, len(shown) - MOST_ROWS),
    )


def _sentences(old: str, new: str) -> Iterator[SentencePair]:
    olds, old_sections = _cut(old)
    news, new_sections = _cut(new)
    for pair in align(olds, news):
        before = "" if pair.old is None else olds[pair.old]
        after = "" if pair.new is None else news[pair.new]
        section = new_sections[pair.new] if pair.new is not None else ""
        if pair.new is None and pair.old is not None:
            section = old_sections[pair.old]
        differs = bool(before and after) and pair.similarity < 1
        marks = tuple(runs(before, after)) if differs else ()
        yield SentencePair(pair.fate, section, before, after, marks)


def _cut(text: str) -> tuple[list[str], list[str]]:
    """Return the sentences, and for each the heading it stands under."""
    told: list[str] = []
    sections: list[str] = []
    section = ""
    for start, end in sentences(text):
        words = text[start:end].strip()
        if not words:
            continue
        if NUMBERED.match(words) and len(words) <= LONGEST_SECTION and words[-1] not in "。；":
            section = words
        told.append(words)
        sections.append(section)
    return told, sections


def _items(
    older: Campaign, newer: Campaign, results: dict[int, LiveItem]
) -> Iterator[tuple[str, list[ItemPair]]]:
    olds, news = _by_kind(older), _by_kind(newer)
    for kind in COMPARED:
        before, after = olds.get(kind, []), news.get(kind, [])
        if not before and not after:
            continue
        rows = []
        for pair in align([_subject(one) for one in before], [_subject(one) for one in after]):
            old = before[pair.old] if pair.old is not None else None
            new = after[pair.new] if pair.new is not None else None
            rows.append(_pair(old, new, results))
        yield kind.label, rows


def _pair(old: PlanItem | None, new: PlanItem | None, results: dict[int, LiveItem]) -> ItemPair:
    before = summary(old.kind, old.data) if old else ""
    after = summary(new.kind, new.data) if new else ""
    fate: Fate = "kept" if before == after else "changed"
    fate = "gone" if new is None else "new" if old is None else fate
    live = results.get(old.pk) if old else None
    if live is None or live.state is SentenceState.UNTRACKED:
        return ItemPair(fate, before, after)
    late = live.state is SentenceState.LATE
    word = {SentenceState.DONE: "已完成", SentenceState.LATE: "未按期完成"}.get(live.state, "")
    told = "，".join(part for part in (word, live.figure) if part)
    return ItemPair(fate, before, after, told, live.url, late=late)


def _results(campaign: Campaign, on: date) -> dict[int, LiveItem]:
    """Return how the items of a launched plan stand; nothing is known of one never launched."""
    if campaign.state not in (CampaignState.RUNNING, CampaignState.ENDED):
        return {}
    document = living_document(campaign, area=range_of(campaign.area), on=on)
    return {live.item.pk: live for one in document.sentences for live in one.items}


def _by_kind(campaign: Campaign) -> dict[str, list[PlanItem]]:
    found: dict[str, list[PlanItem]] = {}
    for item in campaign.items.exclude(decision=Decision.REJECTED).order_by("start_char", "pk"):
        found.setdefault(item.kind, []).append(item)
    return found


def _subject(item: PlanItem) -> str:
    names: Sequence[str] = SUBJECT[ItemKind(item.kind)]
    return "".join(str(item.data.get(name) or "") for name in names) or item.quote
