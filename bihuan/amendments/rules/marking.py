"""Mark what changed inside a sentence, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORD = re.compile(r"\d+(?:\.\d+)?%?|[A-Za-z]+|\s+|.", re.DOTALL)
LONGEST = 1500
ISLAND = 1

Op = Literal["same", "cut", "put"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of words: the same in both, cut out of the old, or put into the new."""

    op: Op
    text: str


def marks(old: str, new: str) -> list[Mark]:
    """Return the new sentence with what was cut out and what was put in.

    Without the cuts it is the new sentence, without the puts the old one. A single character
    left standing between two changes is taken as changed with them.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) > LONGEST or len(after) > LONGEST:
        return _told([("cut", old), ("put", new)])
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    told: list[tuple[Op, str]] = []
    for place, (tag, low, high, start, end) in enumerate(codes):
        was, now = "".join(before[low:high]), "".join(after[start:end])
        if tag == "equal" and 0 < place < len(codes) - 1 and len(was) <= ISLAND:
            told += [("cut", was), ("put", now)]
        elif tag == "equal":
            told.append(("same", was))
        else:
            told += [("cut", was), ("put", now)]
    return _told(told)


def _told(parts: list[tuple[Op, str]]) -> list[Mark]:
    """Join neighbours: between two stretches that are the same, one cut and one put."""
    found: list[Mark] = []
    cut = put = ""
    for op, text in [*parts, ("same", "")]:
        if op == "cut":
            cut += text
        elif op == "put":
            put += text
        else:
            found += [Mark("cut", cut)] * bool(cut) + [Mark("put", put)] * bool(put)
            cut = put = ""
            found += [Mark("same", text)] * bool(text)
    return found
