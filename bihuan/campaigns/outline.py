"""A plan's own outline: its numbered sections as a tree, and which usual ones it lacks. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bihuan.campaigns.states import ItemKind

Clause = Mapping[str, Any]
LONGEST_LABEL = 30

# fmt: off
USUAL: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    # section     kinds of clause that are it                       items that are it
    ("总体要求",  ("guiding", "preamble"),                          ()),
    ("工作目标",  ("target",),                                      (ItemKind.TARGET,)),
    ("整治范围",  ("scope",),                                       (ItemKind.SCOPE,)),
    ("重点任务",  ("tasks", "check"),                               (ItemKind.CHECK_ITEM,)),
    ("实施步骤",  ("phase", "phase_item"),                          (ItemKind.PHASE,)),
    ("工作要求",  ("requirements", "accountability", "publicity"),  ()),
    ("组织领导",  ("organisation",),                                ()),
)
# fmt: on
"""The sections that plans of this kind usually have, in their usual order."""


@dataclass(slots=True)
class Section:
    """One numbered section: what it is called, where it stands, how many items lie in it."""

    number: str
    label: str
    level: int
    start: int
    end: int
    total: int = 0
    waiting: int = 0
    children: list[Section] = field(default_factory=list)


def tree(clauses: Sequence[Clause], text: str, spots: Iterable[tuple[int, bool]]) -> list[Section]:
    """Return the plan's sections as a tree, each with the items that begin in it.

    ``spots`` are the items' first characters and whether they wait. A section holds what its
    sub-sections hold.
    """
    marked = sorted(spots)
    starts = [start for start, _ in marked]
    waiting = [0]
    for _, waits in marked:
        waiting.append(waiting[-1] + waits)
    roots: list[Section] = []
    open_above: list[Section] = []
    for clause in sorted(clauses, key=lambda one: (one["start_char"], one["level"])):
        if not clause["level"]:
            continue
        start, end = clause["start_char"], clause["end_char"]
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        section = Section(
            clause["id"], _label(clause, text), clause["level"], start, end, high - low,
            waiting[high] - waiting[low],
        )  # fmt: skip
        while open_above and open_above[-1].level >= section.level:
            open_above.pop()
        (open_above[-1].children if open_above else roots).append(section)
        open_above.append(section)
    return roots


def _label(clause: Clause, text: str) -> str:
    words = clause["heading"] or text[clause["start_char"] : clause["end_char"]]
    words = "".join(words.split())
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1]}…"


def lacking(clauses: Iterable[Clause], kinds: Iterable[str], *, has_group: bool) -> list[str]:
    """Return the usual sections that a plan has neither as a section nor by what it says.

    ``kinds`` are those of the items that stand or wait; ``has_group`` says that the plan sets a
    leading group up.
    """
    sections = {clause["kind"] for clause in clauses}
    there = set(kinds)
    return [
        name
        for name, as_section, as_item in USUAL
        if not sections & set(as_section)
        and not there & set(as_item)
        and not (has_group and name == "组织领导")
    ]
