"""Which item of a body's own plan answers which item of the superior's: suggestions, never facts.

A person confirms every pair. Pure; ``similarity`` is symmetric and 1 for equal items.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.campaigns.similarity import likeness
from bihuan.campaigns.states import ItemKind

Data = Mapping[str, Any]
Numbered = tuple[int, str, Data]
"""An item: its number, its kind, its fields."""

LIKELY = 0.45
_MARKS = re.compile(r"[\s、，,。；;：:（）()“”\"《》0-9％%]")
_WORDS: dict[str, tuple[str, ...]] = {
    ItemKind.TARGET: ("subject", "metric"),
    ItemKind.DUTY: ("action",),
    ItemKind.DELIVERABLE: ("what",),
    ItemKind.PHASE: ("name",),
    ItemKind.TASK: ("action",),
    ItemKind.CHECK_ITEM: ("text",),
    ItemKind.SCOPE: ("text",),
}
SAME_METRIC, SAME_PERIOD = 0.7, 0.15


def similarity(kind: str, one: Data, other: Data) -> float:
    """Return from 0 to 1 how likely two items of a kind speak of the same."""
    ours, theirs = _words(kind, one), _words(kind, other)
    words = likeness(ours, theirs) if ours and theirs else 0.0
    if kind == ItemKind.TARGET:
        keys = one.get("metric_key"), other.get("metric_key")
        if keys[0] and keys[1]:
            return SAME_METRIC + (1 - SAME_METRIC) * words if keys[0] == keys[1] else 0.0
    if kind in (ItemKind.DUTY, ItemKind.DELIVERABLE):
        name = "period" if kind == ItemKind.DUTY else "recurrence"
        is_same = (one.get(name) or None) == (other.get(name) or None)
        return (1 - SAME_PERIOD) * words + (SAME_PERIOD if is_same and words else 0.0)
    return words


def matches(asked: Sequence[Numbered], own: Sequence[Numbered]) -> dict[int, int]:
    """Return the likely answers, asked number to own number; each item is used once.

    The likeliest pairs are taken first; of equals, the ones that come first in both plans.
    """
    pairs = [
        (-score, place, other_place, number, other_number)
        for place, (number, kind, data) in enumerate(asked)
        for other_place, (other_number, other_kind, other) in enumerate(own)
        if kind == other_kind and (score := similarity(kind, data, other)) >= LIKELY
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_, number, other_number in sorted(pairs):
        if number not in found and other_number not in taken:
            found[number] = other_number
            taken.add(other_number)
    return found


def _words(kind: str, data: Data) -> str:
    return _MARKS.sub("", "".join(str(data.get(name) or "") for name in _WORDS.get(kind, ())))
