"""The plan's text cut into sentences and marked passages, for pages that show it. Pure.

Positions count characters of the text (code points), as everywhere.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’」』）]*\n*|\n+|$)")
DEMANDS = re.compile(
    r"\d[%％]|百分之|每(?:日|天|周|旬|月|季|半年|年)|不少于|不低于|不得少于|至少|全覆盖"
    r"|[\d一二三四五六七八九十]+月(?:[\d一二三四五六七八九十]+日|[上中下]旬|底)|底前|之前完成"
    r"|报送|上报|报(?:至|到)?(?:国|省|市|区|县|镇|街道|乡|办|局|安)"
)
NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．])"
)
SHORTEST_DEMAND = 6
LONGEST_HEADING = 30
LONGEST_INLINE_HEADING = 14


class Notice(StrEnum):
    """How far a sentence is taken care of."""

    READ = "read"
    NONE = "none"
    MISSED = "missed"

    @property
    def label(self) -> str:
        """The word that goes with the bar."""
        return {"read": "已读出", "none": "无需跟踪", "missed": "漏？"}[self.value]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item stands; ``live`` unless a person rejected it."""

    key: int
    start: int
    end: int
    live: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same items; ``keys`` shortest passage first."""

    start: int
    text: str
    keys: tuple[int, ...]

    @property
    def keys_text(self) -> str:
        """The keys as an attribute holds them."""
        return " ".join(map(str, self.keys))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its pieces and whether it is taken care of."""

    start: int
    end: int
    notice: Notice
    pieces: tuple[Piece, ...]


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the bounds of every sentence; together they are the whole text."""
    found = [match.span() for match in SENTENCE.finditer(text) if match.end() > match.start()]
    return found or [(0, len(text))]


def shown(text: str, spots: Sequence[Spot]) -> list[Sentence]:
    """Return the text, sentence by sentence, each cut where a passage begins or ends."""
    bounds = sentences(text)
    cuts = sorted({0, len(text), *(spot.start for spot in spots), *(spot.end for spot in spots)})
    coming = sorted(spots, key=lambda spot: spot.start)
    active: list[Spot] = []
    result = []
    at = taken = 0
    for start, end in bounds:
        while at < len(cuts) and cuts[at] <= start:
            at += 1
        inner = []
        while at < len(cuts) and cuts[at] < end:
            inner.append(cuts[at])
            at += 1
        while taken < len(coming) and coming[taken].start < end:
            active.append(coming[taken])
            taken += 1
        active = [spot for spot in active if start < spot.end]
        here = sorted(active, key=lambda spot: (spot.end - spot.start, spot.start, spot.key))
        edges = [start, *inner, end]
        pieces = tuple(
            Piece(
                low,
                text[low:high],
                tuple(spot.key for spot in here if spot.start <= low and high <= spot.end),
            )
            for low, high in itertools.pairwise(edges)
        )
        result.append(Sentence(start, end, _notice(text[start:end], here), pieces))
    return result


def _notice(sentence: str, spots: Iterable[Spot]) -> Notice:
    if any(spot.live for spot in spots):
        return Notice.READ
    return Notice.MISSED if demands(sentence) else Notice.NONE


def demands(sentence: str) -> bool:
    """Whether a sentence sounds as if somebody had to do something by a day or a number."""
    words = sentence.strip()
    if len(words) < SHORTEST_DEMAND:
        return False
    return not _is_heading(words) and DEMANDS.search(words) is not None


def _is_heading(words: str) -> bool:
    number = NUMBERED.match(words)
    if number is None:
        return False
    rest = words[number.end() :].rstrip("。；")
    if words[-1] not in "。；":
        return len(words) <= LONGEST_HEADING
    return len(rest) <= LONGEST_INLINE_HEADING and not re.search(r"[\d，、]", rest)
