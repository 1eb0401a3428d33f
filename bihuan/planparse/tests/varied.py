"""Short texts of many counties and trades with what a reader finds in them.

``varied/*.txt`` holds cases: ``=== name``, the text, ``---``, one line per item as
``brief`` writes it. Phases, targets, duties, returns must be exactly those listed; other
kinds are compared only where a case lists one. ``[…]`` asks for a metric, ``!`` for 重大.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bihuan.planparse.brief import brief
from bihuan.planparse.parse import parse_text
from bihuan.planparse.schema import CheckItem, PlanDraft, Span, Target

FOLDER = Path(__file__).parent / "varied"
ALWAYS = ("phase", "target", "duty", "return")
KINDS = (*ALWAYS, "task", "check", "scope", "member")


@dataclass(frozen=True, slots=True)
class Case:
    """One text and the lines expected of it."""

    name: str
    text: str
    expected: tuple[str, ...]


def cases() -> list[Case]:
    """Return every case of the folder, file by file."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text("utf-8").split("=== ")[1:]:
            head, lines = block.split("\n---\n")
            name, text = head.split("\n", 1)
            expected = tuple(line for line in lines.splitlines() if line and line != "none")
            found.append(Case(f"{path.stem}: {name}", text, expected))
    return found


def lines_of(text: str, *, like: Iterable[str]) -> list[str]:
    """Return what the parser finds in a text, in the kinds always compared and those in ``like``."""
    asked = {*ALWAYS, *(line.split(" ", 1)[0] for line in like)}
    metrics = any(line.endswith("]") for line in like)
    return [
        f"{kind} {_told(item, metrics=metrics)}"
        for draft in parse_text(text)
        for kind, items in _lists(draft).items()
        if kind in asked
        for item in items
    ]


def _lists(draft: PlanDraft) -> dict[str, list[Span]]:
    return {
        "phase": [*draft.phases],
        "target": [*draft.targets],
        "duty": [*draft.recurring_duties],
        "return": [*draft.deliverables],
        "task": [*draft.tasks],
        "check": [*draft.check_items],
        "scope": [*draft.scope],
        "member": [*draft.organisation.members],
    }


def _told(item: Span, *, metrics: bool) -> str:
    if isinstance(item, Target) and metrics and item.metric_key:
        return f"{brief(item)} [{item.metric_key}]"
    if isinstance(item, CheckItem) and item.severity == "major":
        return f"{brief(item)} !"
    return brief(item)


def core(line: str) -> str:
    """Return what an item must not get wrong: its dates, its amount, its frequency, without names."""
    kind, told = line.split(" ", 1)
    if kind == "target":
        amount = re.search(r"[<>=]{1,2}[\d.]+[^\s\[]*(?: @\S+)?", told)
        return f"{kind} {amount.group() if amount else told}"
    return f"{kind} {told.rsplit(' ', 1)[-1]}" if kind in ALWAYS else line
