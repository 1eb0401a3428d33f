"""From a parser's draft to plan items. Pure: drafts are the JSON of ``bihuan.plan/1``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.campaigns.items import ORDER
from bihuan.campaigns.states import ItemKind

# fmt: off
LISTS = {
    ItemKind.ANOMALY:        "anomalies",
    ItemKind.PHASE:          "phases",
    ItemKind.TARGET:         "targets",
    ItemKind.DUTY:           "recurring_duties",
    ItemKind.DELIVERABLE:    "deliverables",
    ItemKind.TASK:           "tasks",
    ItemKind.CHECK_ITEM:     "check_items",
    ItemKind.SCOPE:          "scope",
    ItemKind.ACCOUNTABILITY: "accountability",
    ItemKind.LEGAL_REF:      "legal_refs",
}
# fmt: on
"""Where the draft keeps each kind of item."""

SPAN_FIELDS = frozenset({"quote", "start_char", "end_char", "confidence", "rule"})
Draft = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One thing a draft read: its kind, its data without the span, and the span."""

    kind: str
    data: dict[str, Any]
    quote: str
    start: int
    end: int
    confidence: float
    rule: str


def items_of(draft: Draft) -> Iterator[DraftItem]:
    """Yield everything a draft read, anomalies first, each kind in the order of the text."""
    for kind in ORDER:
        entries = draft.get(LISTS[ItemKind(kind)], [])
        for entry in sorted(entries, key=lambda one: (one["start_char"], one["end_char"])):
            data = {name: value for name, value in entry.items() if name not in SPAN_FIELDS}
            if kind == ItemKind.ANOMALY:
                data["reading"] = None
            yield DraftItem(
                kind=kind, data=data, quote=entry["quote"], start=entry["start_char"],
                end=entry["end_char"], confidence=entry["confidence"], rule=entry["rule"],
            )  # fmt: skip


def bounds_of(draft: Draft, *, length: int) -> tuple[int, int]:
    """Return where in its source a plan lies, with everything that was read in it."""
    spans = [(item.start, item.end) for item in items_of(draft)]
    spans += [(clause["start_char"], clause["end_char"]) for clause in draft.get("clauses", [])]
    if not spans:
        return 0, length
    return min(start for start, _ in spans), max(end for _, end in spans)


def moved(value: Any, *, by: int) -> Any:
    """Return a copy of a draft (or a part of it) with every span ``by`` characters further left."""
    if isinstance(value, Mapping):
        return {
            name: part - by if name in ("start_char", "end_char") else moved(part, by=by)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [moved(part, by=by) for part in value]
    return value
