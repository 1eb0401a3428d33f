"""How alike two sentences of plans are, without what differs from plan to plan. Pure.

The second plan of a kind says the same with other days, numbers and places. ``fold`` takes those
out; ``likeness`` compares what is left; ``Index`` finds the likest of many in one look.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PLACE, DAY, NUMBER = "地", "时", "数"
_WORDLESS = re.compile(r"[\W_]+")
_YEAR = r"(?:[0-9]{2,4}年|[今明本去]年)"
_MONTH = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?"
_DAY = r"(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]|[上中下]旬|底|初|末)"
_DATE = re.compile(rf"{_YEAR}(?:{_MONTH}{_DAY}?|[底初末度])?|{_MONTH}{_DAY}?")
_NUMBER = re.compile("[0-9]+")
ALIKE = 0.8
"""From which likeness on a sentence counts as the same one in another plan."""
COMMON = 200
"""A pair of characters that more sentences hold tells none of them apart."""


def fold(text: str, places: Iterable[str] = ()) -> str:
    """Return a sentence without blanks and marks, its days, numbers and places made the same.

    ``places`` are the names to fold, such as those of the town and of what it lies in.
    """
    plain = _bare(text)
    for place in sorted({_bare(place) for place in places} - {""}, key=len, reverse=True):
        plain = plain.replace(place, PLACE)
    return _NUMBER.sub(NUMBER, _DATE.sub(DAY, plain))


def _bare(text: str) -> str:
    return _WORDLESS.sub("", unicodedata.normalize("NFKC", text).casefold())


def pairs(folded: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters; a single character is its own pair."""
    if len(folded) == 1:
        return frozenset(folded)
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def likeness(one: str, other: str) -> float:
    """Return how alike two folded sentences are, 0 to 1; only equal ones give 1."""
    if one == other:
        return 1.0
    ours, theirs = pairs(one), pairs(other)
    return _share(len(ours & theirs), len(ours), len(theirs))


def _share(both: int, ours: int, theirs: int) -> float:
    """Return Dice's share of common pairs, kept below 1 for what is not the very same."""
    return min(2 * both / (ours + theirs), 0.99) if both else 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence of an index: its place in it, and how alike it is."""

    place: int
    score: float


class Index:
    """Folded sentences, looked up by likeness; the first of equal ones wins."""

    def __init__(self, folded: Sequence[str]) -> None:
        self._first: dict[str, int] = {}
        self._sizes = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(folded):
            found = pairs(text)
            self._sizes.append(len(found))
            if text in self._first:
                continue  # never the first of its equals
            self._first[text] = place
            for pair in found:
                self._holders[pair].append(place)

    def best(self, folded: str, *, at_least: float = ALIKE) -> Found | None:
        """Return the likest sentence, or None below ``at_least``."""
        if not folded:
            return None
        exact = self._first.get(folded)
        if exact is not None:
            return Found(exact, 1.0)
        asked = pairs(folded)
        told = [held for pair in asked if (held := self._holders.get(pair))]
        telling = [held for held in told if len(held) <= COMMON] or told
        seen = {place for held in telling for place in held}
        common: Counter[int] = Counter()
        for held in told:
            common.update(place for place in held if place in seen)
        best: Found | None = None
        for place in sorted(common):
            score = _share(common[place], len(asked), self._sizes[place])
            if score >= at_least and (best is None or score > best.score):
                best = Found(place, score)
        return best
