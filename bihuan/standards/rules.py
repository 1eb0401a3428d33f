"""What a checklist must be before it may be used (house rules)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.kernel.errors import Problem
from bihuan.standards.states import Severity

LONGEST_TEXT = 1000
LONGEST_GROUP = 120
LONGEST_BASIS = 300


@dataclass(frozen=True, slots=True)
class NewItem:
    """One requirement to be put into a checklist; its number is its place in the list."""

    text: str
    group: str = ""
    basis: str = ""
    severity: str = Severity.GENERAL
    photo_required: bool = False


def item_problems(items: Sequence[NewItem]) -> list[Problem]:
    """Return what is wrong with the items, each with its number in the list."""
    problems = []
    seen: dict[str, int] = {}
    for number, item in enumerate(items, start=1):
        where = f"第 {number} 项"
        text = item.text.strip()
        if not text:
            problems.append(Problem(where, "没有检查内容", "，请填写或删除这一项。"))
        elif text in seen:
            problems.append(Problem(where, f"与第 {seen[text]} 项相同", "，请删除其中一项。"))
        else:
            seen[text] = number
        if len(text) > LONGEST_TEXT:
            problems.append(Problem(where, f"检查内容超过 {LONGEST_TEXT} 个字", "，请拆成几项。"))
        if len(item.group) > LONGEST_GROUP:
            problems.append(Problem(where, f"类别超过 {LONGEST_GROUP} 个字", "，请缩短。"))
        if len(item.basis) > LONGEST_BASIS:
            problems.append(Problem(where, f"依据超过 {LONGEST_BASIS} 个字", "，请缩短。"))
        if item.severity not in Severity.values:
            problems.append(Problem(where, "隐患级别应为“一般”或“重大”", "，请改正。"))
    return problems
