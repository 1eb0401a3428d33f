"""How a superior's items become a body's own implementing plan; and whom an item concerns. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.campaigns.states import ItemKind

Data = Mapping[str, Any]

HEADINGS = {
    ItemKind.TARGET: "工作目标",
    ItemKind.SCOPE: "整治范围",
    ItemKind.PHASE: "工作步骤",
    ItemKind.CHECK_ITEM: "检查内容",
    ItemKind.DUTY: "日常要求",
    ItemKind.TASK: "重点任务",
    ItemKind.DELIVERABLE: "报送要求",
}
"""The sections of a plan written from a superior's, in this order."""

NUMBERS = "一二三四五六七八九十"
ANNEX = "附：上级方案要求（本方案未写明、一并执行）"
_OWN_PLAN = re.compile("(实施|工作|具体|行动)?(方案|计划|细则)")
_MAKING = re.compile("制定|制订|研究制|细化")
_WHO = {
    "town": re.compile("镇|乡|街道|属地|各地|各级|各单位|基层|辖区|各有关"),
    "department": re.compile("部门|单位|局|各级|各有关|行业"),
    "community": re.compile("村|社区|网格|各级|各单位|基层"),
    "office": re.compile("县|区|市|各地|各级|各单位|属地|各有关|政府"),
}
_ANYBODY = re.compile(
    "企业|厂|车间|班组|负责人|从业人员|员工|经营者|业主|学校|医院|机构|检查|执法|领导|网格"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the superior's plan with the items that stand in it."""

    kind: str
    text: str
    items: tuple[tuple[int, str], ...]
    """Number and quote of each item."""


@dataclass(frozen=True, slots=True)
class Written:
    """A written text, and where each item's quote stands in it."""

    text: str
    spans: Mapping[int, tuple[int, int]]


def concerns(kind: str, data: Data, *, body: str) -> bool:
    """Whether an item is suggested for a body of that sort (``town``, ``department``, …).

    What names no actor concerns everybody; so does what enterprises and inspectors do.
    """
    actor = str(data.get("actor") or "")
    if kind not in (ItemKind.DUTY, ItemKind.DELIVERABLE, ItemKind.TASK) or not actor:
        return True
    return bool(_WHO[body].search(actor) or _ANYBODY.search(actor))


def plan_deadline(items: Sequence[tuple[str, Data]]) -> date | None:
    """Return by when the plan itself asks for plans of the bodies below, if it does."""
    for kind, data in items:
        words = str(data.get("action") or data.get("what") or "")
        asks = kind == ItemKind.DELIVERABLE or _MAKING.search(words)
        if kind in (ItemKind.TASK, ItemKind.DELIVERABLE) and asks and _OWN_PLAN.search(words):
            day = data.get("due")
            if day:
                return date.fromisoformat(str(day))
    return None


def title_for(body: str, parent: str) -> str:
    """Return what a body's plan for a superior's is called."""
    return f"{body}关于《{parent}》的实施方案"[:200]


def written_plan(
    *, title: str, parent: str, number: str, issuer: str, body: str, sentences: Sequence[Sentence]
) -> Written:
    """Return a plan's text in which every sentence of the superior's stands word for word."""
    paper = _Paper()
    paper.line(title)
    source = f"《{parent}》{f'（{number}）' if number else ''}"
    paper.line(f"为落实{issuer}{source}，结合本辖区、本部门实际，制定本实施方案。")
    section = 0
    for kind, heading in HEADINGS.items():
        mine = [one for one in sentences if one.kind == kind]
        if not mine:
            continue
        paper.line(f"{NUMBERS[section]}、{heading}")
        section += 1
        for place, one in enumerate(mine, start=1):
            paper.sentence(f"{place}.", one)
    paper.line(f"{NUMBERS[section]}、组织实施")
    paper.line(f"本方案由{body}负责组织实施。上级方案另有更严要求的，从其规定。")
    return paper.written()


def annexed(text: str, sentences: Sequence[Sentence]) -> Written:
    """Return a plan's text with the superior's sentences that it lacks at its end."""
    paper = _Paper(text.rstrip("\n"))
    paper.line("")
    paper.line(ANNEX if ANNEX not in text else "")
    for place, one in enumerate(sentences, start=1):
        paper.sentence(f"{place}.", one)
    return paper.written()


class _Paper:
    """Collects lines and remembers where quotes stand."""

    def __init__(self, text: str = "") -> None:
        self._text = f"{text}\n" if text else ""
        self._spans: dict[int, tuple[int, int]] = {}

    def line(self, text: str) -> None:
        if text:
            self._text += f"{text}\n"

    def sentence(self, number: str, one: Sentence) -> None:
        told = " ".join(one.text.split())
        start = len(self._text) + len(number)
        for item, quote in one.items:
            wanted = " ".join(quote.split())
            at = told.find(wanted)
            first, last = (at, at + len(wanted)) if at >= 0 else (0, len(told))
            self._spans[item] = (start + first, start + last)
        end = "" if told.endswith(("。", "；", "！", "？", ";")) else "。"
        self.line(f"{number}{told}{end}")

    def written(self) -> Written:
        return Written(self._text, self._spans)
