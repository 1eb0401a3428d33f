"""Three readings of one thing: as first read, as it runs, as the revised text says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """What would run: ``data``; ``changed`` fields, and those in which a hand stands against it.

    ``conflicts`` are fields that a person had set otherwise than the old text was read, and that
    the revised text changes too.
    """

    data: dict[str, Any]
    changed: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def merge(*, read: Data, running: Data, revised: Data) -> Merged:
    """Return the item after the revision: a field changes when the text about it changed.

    What a person corrected or extended stays where both texts read alike; a field that only the
    running item has (a metric that a person bound) stays as it is.
    """
    data, changed, conflicts = dict(running), [], []
    for name, value in revised.items():
        was, now = read.get(name), running.get(name)
        if _same(value, was) or _same(value, now):
            continue
        if name == "metric_key":
            continue  # a binding is a person's, never the parser's
        data[name] = value
        changed.append(name)
        if not _same(was, now):
            conflicts.append(name)
    return Merged(data, tuple(changed), tuple(conflicts))


def _same(one: object, other: object) -> bool:
    return (one or None) == (other or None)
