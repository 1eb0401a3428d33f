"""What a model is asked, and which of its answers may be shown to a person.

Pure. An answer counts only if it quotes the plan's text exactly, if its fields stand the check
that every item stands, and if the numbers it gives are written in what it quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.campaigns.items import clean
from bihuan.campaigns.states import ItemKind
from bihuan.kernel.errors import BadInput
from bihuan.planparse.numerals import CHINESE, read_chinese, tidy

CONFIDENCE = 0.5
LONGEST_PART = 6000
LONGEST_ANSWER = 200_000
MOST_PROPOSALS = 200
KINDS = (ItemKind.PHASE, ItemKind.TARGET, ItemKind.DUTY, ItemKind.DELIVERABLE, ItemKind.CHECK_ITEM)
ALL_OF = re.compile(r"全部|全面|全覆盖|所有|百分之百|率先全")
NONE_OF = re.compile(r"零|杜绝|不发生|无")
DIGITS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)

INSTRUCTIONS = """你是安全生产方案的核对助手。从给出的方案文字中找出下列内容，只输出一个 JSON 对象，不要解释：
{"items": [{"kind": …, "quote": …, "data": {…}}]}
quote 必须是原文中连续的一段，一字不改。原文没有写的不要写，不确定的不要写。
kind 与 data：
phase 阶段：name 名称，start、end 日期（YYYY-MM-DD，没有写明填 null）
target 目标：subject 对象，metric 指标，op（>=、<=、==、>、<），value 数值，unit 单位，deadline 日期或 null
duty 周期职责：actor 承担者或 null，action 做什么，count 次数，period（day、week、ten_days、month、quarter、half_year、year）
deliverable 报送：actor、recipient 或 null，what 报送什么，due 日期或 null，recurrence 周期或 null
check_item 检查内容：group 或 null，text 检查什么，severity（general、major）或 null
不要列出针对个人健康、怀孕等私人情况的内容。"""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a plan that is asked about at once."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One item a model proposes, placed in the plan's text."""

    kind: str
    start: int
    end: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One answer that is not shown, and why."""

    said: str
    why: str


def parts_of(text: str) -> list[Part]:
    """Cut a plan at line ends, or where a line is too long, into parts a model can read."""
    parts, start = [], 0
    while start < len(text):
        end = min(len(text), start + LONGEST_PART)
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind("。", start, end))
            end = cut + 1 if cut > start else end
        if text[start:end].strip():
            parts.append(Part(start, text[start:end]))
        start = end
    return parts


def question(part: Part, *, model: str) -> dict[str, Any]:
    """Return the body of the request for one part, in the form of chat completions."""
    return {
        "model": model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": INSTRUCTIONS},
            {"role": "user", "content": part.text},
        ],
    }


def answers_in(said: str) -> tuple[list[Mapping[str, Any]], list[Refusal]]:
    """Return the items of a model's answer; words around the JSON and code fences are ignored."""
    start, end = said.find("{"), said.rfind("}")
    if len(said) > LONGEST_ANSWER:
        return [], [Refusal(said[:80], "回答太长")]
    try:
        read = json.loads(said[start : end + 1]) if 0 <= start < end else None
    except (ValueError, RecursionError):
        read = None
    items = read.get("items") if isinstance(read, dict) else None
    if not isinstance(items, list):
        return [], [Refusal(said[:80], "回答不是约定的 JSON")]
    good: list[Mapping[str, Any]] = [one for one in items[:MOST_PROPOSALS] if isinstance(one, dict)]
    odd = [Refusal(str(one)[:80], "不是一个条目") for one in items if not isinstance(one, dict)]
    return good, odd


def proposals_in(
    said: str, part: Part, *, taken: Iterable[tuple[str, int, int]]
) -> tuple[list[Proposal], list[Refusal]]:
    """Return what a model's answer about a part proposes, and what was refused and why.

    ``taken`` are the kind and the bounds (in the plan's text) of the items there are already;
    what overlaps one of its kind is neither proposed nor refused.
    """
    known = list(taken)
    found, refused = answers_in(said)
    proposals: list[Proposal] = []
    for one in found:
        read = _one(one, part)
        if isinstance(read, Refusal):
            refused.append(read)
        elif not any(
            kind == read.kind and start < read.end and read.start < end
            for kind, start, end in known
        ):
            proposals.append(read)
            known.append((read.kind, read.start, read.end))
    return proposals, refused


def _one(answer: Mapping[str, Any], part: Part) -> Proposal | Refusal:
    kind, quote, data = answer.get("kind"), answer.get("quote"), answer.get("data")
    told = str(quote)[:80]
    if kind not in KINDS:
        return Refusal(told, "不是可以建议的类别")
    if not isinstance(quote, str) or not quote.strip():
        return Refusal(told, "没有引用原文")
    at = part.text.find(quote)
    if at < 0:
        return Refusal(told, "原文中没有这段文字")
    if not isinstance(data, dict):
        return Refusal(told, "没有内容")
    given = {name: value for name, value in data.items() if name != "metric_key"}
    if any(isinstance(value, dict | list) for value in given.values()):
        return Refusal(told, "内容不是文字或数字")
    try:
        checked = clean(kind, given, metric_keys=())
    except BadInput as wrong:
        return Refusal(told, "；".join(str(problem) for problem in wrong.problems))
    if missing := _unwritten(kind, checked, quote):
        return Refusal(told, f"引文中没有写“{missing}”")
    return Proposal(kind, part.start + at, part.start + at + len(quote), checked)


def _unwritten(kind: str, data: Mapping[str, Any], quote: str) -> str:
    """Return the number of a target or duty that the quote does not hold, or an empty string."""
    if kind == ItemKind.TARGET:
        value = float(data["value"])
        whole, none = value == 100 and ALL_OF.search(quote), value == 0 and NONE_OF.search(quote)  # noqa: PLR2004 - a hundred per cent
        return "" if whole or none or value in _numbers(quote) else tidy(value)
    if kind == ItemKind.DUTY and data["count"] != 1:
        return "" if float(data["count"]) in _numbers(quote) else str(data["count"])
    return ""


def _numbers(quote: str) -> set[float]:
    return set(_read(quote))


def _read(quote: str) -> Iterator[float]:
    for match in DIGITS.finditer(quote):
        yield float(match.group())
    for match in re.finditer(CHINESE, quote):
        if (value := read_chinese(match.group())) is not None:
            yield float(value)
