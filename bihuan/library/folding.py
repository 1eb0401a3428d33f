"""Text as the index compares it, and the pairs of characters that the index is made of. Pure.

Width, case, traditional characters, spaces and line breaks make no difference: a word that the
page cut in two is found. ``index`` leads from every character back to the text as written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from bihuan.planparse.text import plain

GRAM_BITS = 21  # a code point takes at most 21 bits


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``index[i]`` is the place in the source that ``text[i]`` came from."""

    text: str
    index: tuple[int, ...]


def fold(source: str) -> Folded:
    """Return the folded text with the way back."""
    chars: list[str] = []
    index: list[int] = []
    for at, char in enumerate(source):
        for one in _folded(char):
            chars.append(one)
            index.append(at)
    return Folded("".join(chars), tuple(index))


def folded(source: str) -> str:
    """Return the folded text alone."""
    return "".join(map(_folded, source))


@lru_cache(maxsize=20_000)
def _folded(char: str) -> str:
    return "".join(plain(char).split()).casefold()


def grams(text: str) -> Counter[int]:
    """Count the pairs of neighbouring characters of a folded text.

    A last character stands with nothing behind it, so that one character alone is found too.
    """
    return Counter(map(gram, text, [*text[1:], ""]))


def gram(one: str, other: str) -> int:
    """Return a pair as a number: the same on every database, whatever its collation."""
    return (ord(one) << GRAM_BITS) + (ord(other) if other else 0)


def range_of_first(char: str) -> tuple[int, int]:
    """Return the numbers of all pairs that begin with a character, both ends included."""
    low = ord(char) << GRAM_BITS
    return low, low + (1 << GRAM_BITS) - 1
