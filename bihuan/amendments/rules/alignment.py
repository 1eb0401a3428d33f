"""Pair the sentences of two versions of a text: kept, changed, new, gone; moved, split, merged.

Deterministic, and about linear in the length of the texts: each sentence is compared with the few
that share its rarest pairs of characters and with its neighbours, never with all. Every sentence
of both texts stands in exactly one pair. Pairs that are not marked ``moved`` are in the same
order in both texts.

House rule: the number at the head of a sentence (「（二）」「3.」) is layout; a sentence whose number
alone changed is kept.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

ENOUGH = 0.45
CONTAINED = 0.6
RARE = 40
LOOKED_UP = 12
CANDIDATES = 6
NEIGHBOURS = 3

_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、](?!\d)|第[一二三四五六七八九十]+[,、:])"
)
_CIRCLED = re.compile(r"^\s*[①-⑳]")
_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


class Pairing(StrEnum):
    """How a sentence of the new text stands to the old one."""

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences that belong together, by their places in the two lists.

    ``old`` is empty for what is new, ``new`` for what is gone; two or more on one side mean that
    a sentence was split or several were merged.
    """

    pairing: Pairing
    old: tuple[int, ...]
    new: tuple[int, ...]
    likeness: float = 1.0
    moved: bool = False

    @property
    def is_split(self) -> bool:
        """Whether one sentence became several."""
        return len(self.new) > 1

    @property
    def is_merged(self) -> bool:
        """Whether several sentences became one."""
        return len(self.old) > 1


def normalised(sentence: str) -> str:
    """Return what of a sentence counts: without blanks, width of characters, number at the head."""
    plain = _CIRCLED.sub("", sentence)
    folded = _SPACE.sub("", unicodedata.normalize("NFKC", plain)).rstrip("。;")
    return _NUMBER.sub("", folded) or folded


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the pairs in the order of the new text; what is gone stands where it stood."""
    before, after = [_Sentence(one) for one in old], [_Sentence(one) for one in new]
    partner = _equal(before, after)
    _alike(before, after, partner)
    _neighbours(before, after, partner)
    groups = _grown(before, after, partner)
    return _ordered(groups, _in_order(groups), before, after)


class _Sentence:
    """A sentence with the pairs of characters by which it is compared."""

    __slots__ = ("grams", "masked", "size", "text", "weight")

    def __init__(self, raw: str) -> None:
        self.text = normalised(raw)
        self.grams = Counter(_pairs(self.text))
        self.masked = Counter(_pairs(_DIGITS.sub("#", self.text)))
        self.size = sum(self.grams.values())
        self.weight = sum(self.masked.values())


def _pairs(text: str) -> Iterable[str]:
    return (
        (text[at : at + 2] for at in range(len(text) - 1))
        if len(text) > 1
        else ([text] * bool(text))
    )


def _common(one: Counter[str], other: Counter[str]) -> int:
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(min(count, large[gram]) for gram, count in small.items() if gram in large)


def _likeness(one: _Sentence, other: _Sentence) -> float:
    """Return 0–1; numbers count little, for what changes in a plan is most often a number."""
    if not one.weight or not other.weight:
        return float(one.text == other.text)
    masked = 2 * _common(one.masked, other.masked) / (one.weight + other.weight)
    raw = 2 * _common(one.grams, other.grams) / (one.size + other.size)
    return round(0.8 * masked + 0.2 * raw, 6)


def _equal(before: list[_Sentence], after: list[_Sentence]) -> dict[int, int]:
    """Pair the sentences that say the same, the first with the first."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for place in range(len(after) - 1, -1, -1):
        waiting[after[place].text].append(place)
    return {
        place: waiting[one.text].pop() for place, one in enumerate(before) if waiting.get(one.text)
    }


def _alike(before: list[_Sentence], after: list[_Sentence], partner: dict[int, int]) -> None:
    """Pair what is most alike among those left, wherever it stands."""
    taken = set(partner.values())
    index: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(after):
        if place not in taken:
            for gram in one.masked:
                index[gram].append(place)
    found = []
    for place, one in enumerate(before):
        if place in partner:
            continue
        known = sorted((len(index[gram]), gram) for gram in one.masked if gram in index)
        votes: Counter[int] = Counter()
        for count, gram in known[:LOOKED_UP]:
            if count <= RARE:
                votes.update(index[gram])
        best = sorted(votes.items(), key=lambda item: (-item[1], abs(item[0] - place), item[0]))
        for candidate, _ in best[:CANDIDATES]:
            likeness = _likeness(one, after[candidate])
            if likeness >= ENOUGH:
                found.append((-likeness, abs(candidate - place), place, candidate))
    for _, _, place, candidate in sorted(found):
        if place not in partner and candidate not in taken:
            partner[place] = candidate
            taken.add(candidate)


def _neighbours(before: list[_Sentence], after: list[_Sentence], partner: dict[int, int]) -> None:
    """Pair what is left between pairs that follow each other: sentences of common words."""
    taken = set(partner.values())
    at = 0
    for place, one in enumerate(before):
        if place in partner:
            at = partner[place] + 1
            continue
        for candidate in range(at, min(at + NEIGHBOURS, len(after))):
            if candidate in taken:
                break
            if _likeness(one, after[candidate]) >= ENOUGH:
                partner[place] = candidate
                taken.add(candidate)
                at = candidate + 1
                break


Group = tuple[list[int], list[int]]


def _grown(before: list[_Sentence], after: list[_Sentence], partner: dict[int, int]) -> list[Group]:
    """Return the pairs as groups, with the halves of what was split or merged beside them."""
    groups = {old: ([old], [new]) for old, new in sorted(partner.items())}
    by_new = {new: old for old, new in partner.items()}
    for place, one in enumerate(after):
        if place in by_new:
            continue
        for near in (place - 1, place + 1):
            home = by_new.get(near)
            if home is None or before[home].text == after[near].text:
                continue
            if _is_part(one, before[home]):
                groups[home][1].append(place)
                by_new[place] = home
                break
    for place, one in enumerate(before):
        if place in partner:
            continue
        for near in (place - 1, place + 1):
            group = groups.get(near)
            if group is None or len(group[1]) > 1 or before[near].text == after[group[1][0]].text:
                continue
            if _is_part(one, after[group[1][0]]):
                group[0].append(place)
                groups[place] = group
                break
    told = list({id(group): group for group in groups.values()}.values())
    for group in told:
        group[0].sort()
        group[1].sort()
    return told


def _is_part(one: _Sentence, whole: _Sentence) -> bool:
    return bool(one.weight) and _common(one.masked, whole.masked) / one.weight >= CONTAINED


def _in_order(groups: list[Group]) -> set[int]:
    """Return which groups keep their order: the longest run of them, as places in ``groups``."""
    groups.sort(key=lambda group: group[0][0])
    tails: list[int] = []
    places: list[int] = []
    came: list[int | None] = []
    for place, group in enumerate(groups):
        first = group[1][0]
        at = bisect_left(tails, first)
        came.append(places[at - 1] if at else None)
        if at == len(tails):
            tails.append(first)
            places.append(place)
        else:
            tails[at], places[at] = first, place
    kept: set[int] = set()
    here = places[-1] if places else None
    while here is not None:
        kept.add(here)
        here = came[here]
    return kept


def _ordered(
    groups: list[Group], kept: set[int], before: list[_Sentence], after: list[_Sentence]
) -> list[Pair]:
    by_new: dict[int, Pair] = {}
    used: set[int] = set()
    home: dict[int, int] = {}
    for place, (old, new) in enumerate(groups):
        same = len(old) == len(new) == 1 and before[old[0]].text == after[new[0]].text
        likeness = 1.0 if same else _likeness(before[old[0]], after[new[0]])
        pairing = Pairing.KEPT if same else Pairing.CHANGED
        by_new[new[0]] = Pair(pairing, tuple(old), tuple(new), likeness, place not in kept)
        used.update(new[1:])
        for one in old:
            home[one] = -1 if place not in kept else new[0]
    gone = _gone(len(before), home)
    told = [Pair(Pairing.REMOVED, (one,), (), 0.0) for one in gone.get(-1, [])]
    for place in range(len(after)):
        if place in by_new:
            told.append(by_new[place])
        elif place not in used:
            told.append(Pair(Pairing.ADDED, (), (place,), 0.0))
        told += [Pair(Pairing.REMOVED, (one,), (), 0.0) for one in gone.get(place, [])]
    return told


def _gone(count: int, home: dict[int, int]) -> dict[int, list[int]]:
    """Return what is gone by the sentence of the new text after which it stood (−1: before all)."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    after = -1
    for place in range(count):
        if place not in home:
            found[after].append(place)
        elif home[place] >= 0:
            after = home[place]
    return found
