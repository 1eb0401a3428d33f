"""The sentences of a plan in which words were found, with the words marked. Pure.

Time grows with the text's length: words are looked up in the folded text, and only sentences
around a hit are cut out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.library.folding import Folded, fold

MOST_READ = 200_000  # characters of one plan in which sentences are looked for
MOST_HITS = 400
LONGEST_SHOWN = 160
LEAD = 40
ENDS = frozenset("。！？；\n!?;")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; ``hit`` when it is one of the words."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """One sentence with its pieces; ``start`` is its place in the text."""

    start: int
    pieces: tuple[Piece, ...]
    before: bool = False
    after: bool = False


def snippets(text: str, words: Sequence[str], *, most: int) -> list[Snippet]:
    """Return up to ``most`` sentences with the folded ``words``, those with more of them first."""
    source = text[:MOST_READ]
    spots = _spots(fold(source), words)
    sentences: dict[tuple[int, int], list[tuple[int, int, str]]] = {}
    reached, bounds = -1, (0, 0)
    for start, end, word in spots:
        if start >= reached:
            bounds = _sentence(source, start, end)
            reached = bounds[1]
        sentences.setdefault(bounds, []).append((start, end, word))
    ranked = sorted(sentences, key=lambda one: (-len({w for _, _, w in sentences[one]}), one))
    return [_shown(source, bounds, sentences[bounds]) for bounds in sorted(ranked[:most])]


def _spots(folded: Folded, words: Sequence[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for word in words:
        at, hits = folded.text.find(word), 0
        while at >= 0 and hits < MOST_HITS:
            found.append((folded.index[at], folded.index[at + len(word) - 1] + 1, word))
            hits += 1
            at = folded.text.find(word, at + len(word))
    return sorted(found)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence around a hit, without blanks and never much longer."""
    low = start
    while low > 0 and text[low - 1] not in ENDS and start - low < LONGEST_SHOWN:
        low -= 1
    high = end
    while high < len(text) and text[high - 1] not in ENDS and high - end < LONGEST_SHOWN:
        high += 1
    while low < start and text[low].isspace():
        low += 1
    while high > end and text[high - 1].isspace():
        high -= 1
    return low, high


def _shown(text: str, bounds: tuple[int, int], spots: list[tuple[int, int, str]]) -> Snippet:
    low, high = bounds
    first = spots[0][0]
    start = low if first - low <= LONGEST_SHOWN - LEAD else first - LEAD
    end = min(high, start + LONGEST_SHOWN)
    pieces: list[Piece] = []
    at = start
    for begin, stop, _ in spots:
        if begin < at or stop > end:
            continue
        pieces += [Piece(text[at:begin], hit=False), Piece(text[begin:stop], hit=True)]
        at = stop
    pieces.append(Piece(text[at:end], hit=False))
    kept = tuple(piece for piece in pieces if piece.text)
    return Snippet(start, kept, before=start > low, after=end < high)
