"""Precision and recall of a draft against labels, element by element, one to one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("phases", "targets", "recurring_duties", "deliverables")
ENOUGH = 0.3  # of the shorter quote
Item = Mapping[str, Any]


def _overlap(one: Item, other: Item) -> float:
    start = max(one["start_char"], other["start_char"])
    end = min(one["end_char"], other["end_char"])
    shorter = min(each["end_char"] - each["start_char"] for each in (one, other))
    return max(0, end - start) / max(1, shorter)


def _is_day(label: Item, name: str, found: Any) -> bool:
    allowed = [label.get(name), *label.get(f"{name}_alts", [])]
    month_day = label.get(f"{name}_md")
    return found in allowed or bool(month_day and (found is None or found.endswith(month_day)))


def _matches(kind: str, label: Item, found: Item) -> bool:
    if _overlap(label, found) < ENOUGH:
        return False
    if kind == "phases":
        started = label.get("start") is None or _is_day(label, "start", found.get("start"))
        return started and _is_day(label, "end", found.get("end"))
    if kind == "targets":
        values = [label["value"], *label.get("value_alts", [])]
        units = [label["unit"], *label.get("unit_alts", [])]
        return found["value"] in values and found["unit"] in units
    if kind == "recurring_duties":
        periods = [label["period"], *label.get("period_alts", [])]
        return found["count"] == label["count"] and found["period"] in periods
    if label.get("due") or label.get("due_md"):
        return _is_day(label, "due", found.get("due"))
    return found.get("recurrence") == label.get("recurrence") and found.get("due") is None


def _located(items: list[Item], text: str) -> list[Item]:
    """Return labels with offsets; a quote without any stands at its first occurrence."""
    located: list[Item] = []
    for item in items:
        if item.get("start_char") is None:
            at = max(0, text.find(item["quote"]))
            located.append({**item, "start_char": at, "end_char": at + len(item["quote"])})
        else:
            located.append(item)
    return located


@dataclass(frozen=True, slots=True)
class Judged:
    """One item found; ``right`` is None where the labels do not say."""

    kind: str
    item: Item
    right: bool | None


def judge(label: Mapping[str, Any], found: Mapping[str, Any], text: str) -> list[Judged]:
    """Return every item found with whether a label confirms it, each label used once."""
    judged = []
    for kind in KINDS:
        labels = _located(label.get(kind, []), text)
        open_labels = [one for one in labels if not one.get("optional")]
        for item in found[kind]:
            hit = next((one for one in open_labels if _matches(kind, one, item)), None)
            if hit is not None:
                open_labels.remove(hit)
                judged.append(Judged(kind, item, right=True))
                continue
            known = any(_matches(kind, one, item) for one in labels)
            unsaid = known or kind in label.get("partial", [])
            judged.append(Judged(kind, item, right=None if unsaid else False))
    return judged


def counts(label: Mapping[str, Any], found: Mapping[str, Any], text: str) -> Counter[str]:
    """Return ``kind right``, ``kind wrong`` and ``kind missed`` for one text."""
    told: Counter[str] = Counter()
    for one in judge(label, found, text):
        if one.right is not None:
            told[f"{one.kind} {'right' if one.right else 'wrong'}"] += 1
    for kind in KINDS:
        asked = sum(1 for one in label.get(kind, []) if not one.get("optional"))
        told[f"{kind} missed"] += asked - told[f"{kind} right"]
    return told


def scores(told: Counter[str], kind: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of a kind; nothing found and nothing to find is perfect."""
    right, wrong, missed = (told[f"{kind} {word}"] for word in ("right", "wrong", "missed"))
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0
