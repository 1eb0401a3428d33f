"""How well the parser reads the sample plans, against what a reader wrote down beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bihuan.packs.loading import FOLDER
from bihuan.planparse.parse import parse_text

LISTS = {
    "phases": "phases",
    "targets": "targets",
    "duties": "recurring_duties",
    "deliverables": "deliverables",
}
WHOLE_DATE = 10
Row = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """Of one kind: what was right, what is not in the plan, what was not found."""

    found: int = 0
    extra: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was read that is right."""
        return self.found / (self.found + len(self.extra)) if self.found or self.extra else 1.0

    @property
    def recall(self) -> float:
        """The share of what a reader finds that was read."""
        return self.found / (self.found + len(self.missed)) if self.found or self.missed else 1.0


def expected(code: str) -> dict[str, Any]:
    """Return what a reader finds in a pack's sample plan."""
    text = (FOLDER / code / "expected.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def drafts_of(code: str) -> list[dict[str, Any]]:
    """Return what the parser reads in a pack's sample plan."""
    text = Path(FOLDER / code / "plan.txt").read_text(encoding="utf-8")
    return [one.model_dump(mode="json", by_alias=True) for one in parse_text(text, file="plan.txt")]


def scored(draft: Row, wanted: Row) -> dict[str, Score]:
    """Compare one draft, kind by kind."""
    return {kind: _compare(kind, draft[listed], wanted[kind]) for kind, listed in LISTS.items()}


def _compare(kind: str, read: Sequence[Row], wanted: Sequence[Row]) -> Score:
    score = Score()
    left = list(read)
    for one in sorted(wanted, key=lambda it: bool(it.get("may"))):
        hit = next((it for it in left if _is(kind, it, one)), None)
        if hit is not None:
            left.remove(hit)
        if one.get("may"):
            continue
        if hit is None:
            score.missed.append(str(dict(one)))
        else:
            score.found += 1
    score.extra = [_told(kind, it) for it in left]
    return score


def _is(kind: str, read: Row, wanted: Row) -> bool:
    words = " ".join(str(read.get(name) or "") for name in ("quote", "name", "what", "action"))
    if wanted["key"] not in words:
        return False
    if kind == "phases":
        return all(_same_day(read[name], wanted[name]) for name in ("start", "end"))
    if kind == "targets":
        right = read["value"] == wanted["value"] and _same_op(read, wanted)
        return right and (
            "deadline" not in wanted or _same_day(read["deadline"], wanted["deadline"])
        )
    if kind == "duties":
        return (read["count"], read["period"]) == (wanted["count"], wanted["period"])
    if "recurrence" in wanted:
        return bool(read["recurrence"] == wanted["recurrence"])
    return "due" not in wanted or _same_day(read["due"], wanted["due"])


def _same_op(read: Row, wanted: Row) -> bool:
    """At least everything is everything."""
    alike = {">=", "=="} if wanted["value"] == 100 else {wanted["op"]}
    return read["op"] in alike or (wanted["value"] == 0 and read["op"] in {"==", "<="})


def _same_day(read: str | None, wanted: object) -> bool:
    """A day written without a year agrees with that day of any year, or of none."""
    if wanted is None:
        return read is None
    day = str(wanted)
    if len(day) < WHOLE_DATE:
        return read is None or read.endswith(day)
    return read == day


def _told(kind: str, read: Row) -> str:
    names = {
        "phases": ("name", "start", "end"), "targets": ("op", "value", "unit", "deadline"),
        "duties": ("action", "count", "period"), "deliverables": ("what", "due", "recurrence"),
    }[kind]  # fmt: skip
    return f"{read['quote']!r}: " + ", ".join(str(read.get(name)) for name in names)
