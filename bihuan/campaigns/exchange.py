"""A plan as a JSON file that another installation takes back: its text and its draft.

The file is ``{"schema": "bihuan.plan-file/1", "text": …, "plans": [PlanDraft, …]}``; every span
points into ``text``, and ``source.sha256`` is that of the text. What a person confirmed carries
confidence 1; what was rejected is left out. Taken back, everything waits for a person again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bihuan.campaigns.drafting import LISTS
from bihuan.campaigns.items import FIELDS, LONGEST_LONG
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.states import STANDING, Decision, ItemKind
from bihuan.kernel.errors import BadInput, Problem
from bihuan.planparse.schema import PlanDraft, Source

SCHEMA = "bihuan.plan-file/1"
MOST_PLANS, MOST_ITEMS, MOST_PROBLEMS = 50, 5_000, 20
BY_A_PERSON = "person"
_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "不是约定的内容",
    "literal_error": "不在可选的值之内",
    "json_invalid": "不是 JSON",
    "greater_than_equal": "数值太小",
    "less_than_equal": "数值太大",
    "finite_number": "不是有限的数",
    "too_long": "内容太多",
}
OWN_FIELDS = frozenset({"reading", "basis"})
"""Fields of items that the contract of plan drafts does not have."""


class PlanFileData(BaseModel):
    """What a file holds."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_: Literal["bihuan.plan-file/1"] = Field(alias="schema")
    text: str
    plans: list[PlanDraft] = Field(min_length=1, max_length=MOST_PLANS)


def draft_of(
    text: str, items: Iterable[PlanItem], *, read: Mapping[str, Any], head: Mapping[str, Any]
) -> PlanDraft:
    """Return a plan's draft with the items as people left them.

    ``read`` is the parser's draft, of which clauses and seats stay where they still quote the
    text; ``head`` holds title, issuer, document number, issue date and year as they are now.
    """
    known = _still_true(read, text)
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS.values()}
    for item in items:
        if item.decision in STANDING or item.decision == Decision.PENDING:
            if item.kind == ItemKind.ANOMALY and item.decision != Decision.PENDING:
                continue  # settled doubts are history
            lists[LISTS[ItemKind(item.kind)]].append(_entry(item))
    data: dict[str, Any] = {**known, **head, **lists}
    sha = hashlib.sha256(text.encode()).hexdigest()
    data["source"] = Source(file="", sha256=sha, chars=len(text)).model_dump()
    return PlanDraft.model_validate(data)


def _still_true(read: Mapping[str, Any], text: str) -> dict[str, Any]:
    seats = (read.get("organisation") or {}).get("members", [])
    if any(text[one["start_char"] : one["end_char"]] != one["quote"] for one in seats):
        return {}
    clauses = read.get("clauses", [])
    kept = {"sectors": read.get("sectors", [])}
    for clause in clauses:
        heading = clause["heading"]
        if clause["end_char"] > len(text) or (
            heading and heading[:4] not in text[clause["start_char"] : clause["end_char"]]
        ):
            return kept
    return {**kept, "clauses": clauses, "organisation": read.get("organisation") or {}}


def _entry(item: PlanItem) -> dict[str, Any]:
    names = [field.name for field in FIELDS[item.kind] if field.name not in OWN_FIELDS]
    return {
        **{name: item.data.get(name) for name in names},
        "quote": item.quote,
        "start_char": item.start_char,
        "end_char": item.end_char,
        "confidence": 1.0 if item.decision in STANDING else item.confidence,
        "rule": item.rule or BY_A_PERSON,
    }


def dump_file(text: str, plans: Iterable[PlanDraft]) -> bytes:
    """Return the file's bytes; the same plans give the same bytes."""
    data = {
        "schema": SCHEMA,
        "text": text,
        "plans": [plan.model_dump(mode="json", by_alias=True) for plan in plans],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def load_file(data: bytes) -> tuple[str, list[PlanDraft]]:
    """Return the text and the drafts of a file.

    Raises:
        BadInput: with what is wrong at which place of the file, in Chinese.
    """
    raw = _json(data)
    if isinstance(raw, list):
        _refuse(
            "文件", "只有条目，没有方案原文", "。请用 --text 指明原文件，或改用系统导出的 JSON。"
        )
    try:
        read = PlanFileData.model_validate(raw)
    except ValidationError as wrong:
        raise BadInput(
            [
                Problem(
                    _place(one["loc"]), _MESSAGES.get(one["type"]) or _by_type(one["type"]), "。"
                )
                for one in wrong.errors(include_url=False)[:MOST_PROBLEMS]
            ]
        ) from None
    problems = list(_untrue(read))
    if problems:
        raise BadInput(problems[:MOST_PROBLEMS])
    return read.text, read.plans


def _json(data: bytes) -> object:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        _refuse(f"第 {wrong.start + 1} 个字节", "不是 UTF-8 文字", "，请另存为 UTF-8 后再导入。")
    try:
        raw: object = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as wrong:
        _refuse(f"第 {wrong.lineno} 行第 {wrong.colno} 列", "不是合规的 JSON", "，文件可能不完整。")
    except RecursionError:
        _refuse("文件", "嵌套层次过深", "，不是系统导出的方案。")
    except ValueError:
        _refuse("文件", "有过大或不存在的数", "，不是系统导出的方案。")
    try:
        spelt = json.dumps(raw, ensure_ascii=False)
        spelt.encode()
    except UnicodeEncodeError:
        _refuse("文件", "有不成对的代理字符", "，请用系统导出的 JSON。")
    if "\\u0000" in spelt:
        _refuse("文件", "有空字符", "，请用系统导出的 JSON。")
    return raw


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse(where: str, message: str, suggestion: str) -> NoReturn:
    raise BadInput([Problem(where, message, suggestion)]) from None


def _place(loc: tuple[int | str, ...]) -> str:
    told = ""
    for one in loc:
        told += f"[{one + 1}]" if isinstance(one, int) else f".{one}"
    return told.lstrip(".")[:120] or "文件"


def _by_type(kind: str) -> str:
    if kind.startswith("date"):
        return "不是日期，或没有这一天"
    return "类型不对" if "type" in kind or "parsing" in kind else "不符合约定"


def _untrue(read: PlanFileData) -> Iterator[Problem]:
    """Yield what no schema can say: spans that quote something else, days that run backwards."""
    if not read.text.strip():
        yield Problem("text", "是空的", "，没有方案原文就不能核对。")
    sha = hashlib.sha256(read.text.encode()).hexdigest()
    for number, plan in enumerate(read.plans, start=1):
        at = f"plans[{number}]"
        spans = plan.spans()
        if plan.source.sha256 and plan.source.sha256 != sha:
            yield Problem(f"{at}.source.sha256", "与文件中的原文不符", "，原文被改动过。")
        if len(spans) > MOST_ITEMS:
            yield Problem(at, f"有 {len(spans)} 个条目", f"，最多 {MOST_ITEMS} 个。")
        for span in spans:
            if read.text[span.start_char : span.end_char] != span.quote:
                told = f"{at} 第 {span.start_char} 字"
                yield Problem(told, f"引文“{span.quote[:20]}”不在原文的这个位置", "。")
            values = span.model_dump().values()
            if any(isinstance(one, str) and len(one) > LONGEST_LONG for one in values):
                yield Problem(f"{at} 第 {span.start_char} 字", f"超过 {LONGEST_LONG} 字", "。")
        for clause in plan.clauses:
            if not 0 <= clause.start_char <= clause.end_char <= len(read.text):
                yield Problem(f"{at}.clauses {clause.id[:20]}", "超出原文", "。")
        for phase in plan.phases:
            if phase.start and phase.end and phase.start > phase.end:
                yield Problem(f"{at} 阶段“{phase.name[:20]}”", "结束早于开始", "。")
