"""What a revised text does to the items that run: each kept, changed, new or gone. Pure.

Three readings are held against each other: the old text as the parser reads it today, the item as
it runs (confirmed, corrected, extended), and the revised text as the parser reads it today. So a
parser that has learned since the launch changes nothing by itself, and what a person corrected
stays corrected where the text stayed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bihuan.amendments.rules.alignment import Pair, Pairing, normalised
from bihuan.amendments.rules.merging import merge

Span = tuple[int, int]
Data = Mapping[str, Any]
ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """Something the parser reads in a text."""

    kind: str
    data: dict[str, Any]
    start: int
    end: int
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """An item of the campaign; ``stands`` unless a person had rejected it."""

    key: int
    kind: str
    data: dict[str, Any]
    original: dict[str, Any]
    start: int
    end: int
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that the revised text changes, brings or leaves out.

    ``key`` is the running item's (None when new); ``start``/``end`` lie in the revised text and
    are equal for what is gone; ``was_at`` is where the item stood in the old one. ``conflicts`` are fields that a person had corrected.
    """

    verb: str
    kind: str
    key: int | None
    before: dict[str, Any]
    after: dict[str, Any]
    start: int
    end: int
    conflicts: tuple[str, ...] = ()
    confidence: float = 1.0
    rule: str = ""
    was_at: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Where every item stands in the revised text, and what differs."""

    spans: dict[int, Span] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


def compare(
    *,
    old_text: str,
    new_text: str,
    old_sentences: Sequence[Span],
    new_sentences: Sequence[Span],
    pairs: Sequence[Pair],
    running: Sequence[Running],
    old_read: Sequence[Reading],
    new_read: Sequence[Reading],
) -> Result:
    """Return where the running items stand in the revised text, and every difference."""
    return _Comparison(
        old_text, new_text, old_sentences, new_sentences, pairs, running, old_read, new_read
    ).result()


class _Comparison:
    def __init__(
        self, old_text: str, new_text: str, old_sentences: Sequence[Span],
        new_sentences: Sequence[Span], pairs: Sequence[Pair], running: Sequence[Running],
        old_read: Sequence[Reading], new_read: Sequence[Reading],
    ) -> None:  # fmt: skip
        self.old_text, self.new_text = old_text, new_text
        self.old_sentences, self.new_sentences = old_sentences, new_sentences
        self.running = sorted(running, key=lambda one: (one.start, one.end, one.key))
        self.old_read, self.new_read = old_read, new_read
        self.pair_of_old = {place: pair for pair in pairs for place in pair.old}
        self.pair_of_new = {place: pair for pair in pairs for place in pair.new}
        self.read_at: defaultdict[int, list[int]] = defaultdict(list)
        for number, one in enumerate(new_read):
            for place in _touched(self.new_sentences, one.start, one.end):
                self.read_at[place].append(number)

    def result(self) -> Result:
        """Match, then tell what is left over on either side."""
        matched = self._matches()
        result = Result()
        for one in self.running:
            found = matched.get(one.key)
            span = self._span_of(one)
            if found is not None:
                reading = self.new_read[found]
                span = (reading.start, reading.end)
                if one.stands:
                    self._tell_change(result, one, reading)
            elif one.stands and not self._is_untouched(one) and not self._still_quoted(one):
                result.differences.append(
                    Difference(
                        "gone",
                        one.kind,
                        one.key,
                        one.data,
                        {},
                        span[0],
                        span[0],
                        was_at=one.start,
                    )
                )
                continue
            if span[1] > span[0]:
                result.spans[one.key] = span
        used = set(matched.values())
        for number, reading in enumerate(self.new_read):
            if number not in used and self._is_news(reading):
                result.differences.append(
                    Difference(
                        "new", reading.kind, None, {}, reading.data, reading.start, reading.end,
                        (), reading.confidence, reading.rule,
                    )
                )  # fmt: skip
        result.differences.sort(key=lambda one: (one.start, one.end, one.kind, one.key or 0))
        return result

    def _tell_change(self, result: Result, one: Running, reading: Reading) -> None:
        read = self._read_before(one)
        merged = merge(read=read, running=one.data, revised=reading.data)
        if merged.changed:
            result.differences.append(
                Difference(
                    "changed", one.kind, one.key, one.data, merged.data, reading.start,
                    reading.end, merged.conflicts, reading.confidence, reading.rule, one.start,
                )
            )  # fmt: skip

    def _read_before(self, one: Running) -> Data:
        """Return what the parser reads of the item in the old text today."""
        same = [
            reading for reading in self.old_read
            if reading.kind == one.kind and reading.start < one.end and one.start < reading.end
        ]  # fmt: skip
        if not same:
            return one.original
        return max(
            same, key=lambda it: (_agreement(one.original, it.data), -abs(it.start - one.start))
        ).data

    def _matches(self) -> dict[int, int]:
        """Pair running items with readings of the revised text, the most alike first."""
        found = []
        for one in self.running:
            for number in sorted(self._candidates(one)):
                reading = self.new_read[number]
                likeness = _agreement(one.original, reading.data)
                likeness = max(likeness, _agreement(one.data, reading.data))
                if likeness >= ALIKE:
                    found.append((-likeness, one.key, number))
        matched: dict[int, int] = {}
        used: set[int] = set()
        for _, key, number in sorted(found):
            if key not in matched and number not in used:
                matched[key] = number
                used.add(number)
        return matched

    def _candidates(self, one: Running) -> set[int]:
        places = {
            new
            for old in _touched(self.old_sentences, one.start, one.end)
            if (pair := self.pair_of_old.get(old))
            for new in pair.new
        }
        return {
            number
            for place in places
            for number in self.read_at[place]
            if self.new_read[number].kind == one.kind
        }

    def _is_untouched(self, one: Running) -> bool:
        """Whether every sentence of the item says what it said."""
        places = _touched(self.old_sentences, one.start, one.end)
        return bool(places) and all(
            place in self.pair_of_old and self.pair_of_old[place].pairing is Pairing.KEPT
            for place in places
        )

    def _still_quoted(self, one: Running) -> bool:
        start, end = self._span_of(one)
        quote = normalised(self.old_text[one.start : one.end])
        return bool(quote) and quote in normalised(self.new_text[start:end])

    def _span_of(self, one: Running) -> Span:
        """Return where the item stands in the revised text: its quote, else its sentences."""
        places = [
            new
            for old in _touched(self.old_sentences, one.start, one.end)
            if (pair := self.pair_of_old.get(old))
            for new in pair.new
        ]
        if not places:
            return (0, 0)
        start = min(self.new_sentences[place][0] for place in places)
        end = max(self.new_sentences[place][1] for place in places)
        quote = self.old_text[one.start : one.end]
        at = self.new_text.find(quote, start, end)
        return (at, at + len(quote)) if at >= 0 and quote else (start, end)

    def _is_news(self, reading: Reading) -> bool:
        """Whether a reading that matches nothing is new: its sentence is, or says something else.

        What the parser reads in a sentence that stayed was there before; a person rejected it, or
        let it lie.
        """
        places = _touched(self.new_sentences, reading.start, reading.end)
        pairs = [self.pair_of_new[place] for place in places if place in self.pair_of_new]
        if all(pair.pairing is Pairing.KEPT for pair in pairs):
            return False
        before = [self.old_sentences[old] for pair in pairs for old in pair.old]
        return not any(
            one.kind == reading.kind and not _differ(one.data, reading.data)
            for one in self.old_read
            for low, high in before
            if one.start < high and low < one.end
        )


def _touched(sentences: Sequence[Span], start: int, end: int) -> list[int]:
    """Return the places of the sentences that a span touches; sentences stand in order."""
    first = bisect_right(sentences, start, key=lambda one: one[1])
    found = []
    for place in range(first, len(sentences)):
        if sentences[place][0] >= end:
            break
        found.append(place)
    return found


def _differ(one: Data, other: Data) -> bool:
    return any((one.get(name) or None) != (other.get(name) or None) for name in {*one, *other})


def _agreement(one: Data, other: Data) -> float:
    """Return how much of two readings agrees, 0–1: equal fields, and words in common."""
    names = [name for name in {*one, *other} if one.get(name) or other.get(name)]
    if not names:
        return 1.0
    return sum(_close(one.get(name), other.get(name)) for name in names) / len(names)


def _close(one: object, other: object) -> float:
    if (one or None) == (other or None):
        return 1.0
    if not isinstance(one, str) or not isinstance(other, str):
        return 0.0
    left, right = set(one), set(other)
    return len(left & right) / len(left | right) if left | right else 1.0
