"""The kinds of plan items: what fields each has, how they are checked, how they read in a line.

Pure: no tables. ``clean`` is the one place that decides whether an item's data may stand; forms,
services and imports all ask it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bihuan.campaigns.states import ItemKind
from bihuan.kernel.errors import BadInput, Problem
from bihuan.reference.sectors import PLAN_SECTOR_NAMES

FieldType = Literal["text", "long", "date", "whole", "number", "choice", "metric"]

# fmt: off
OPERATORS = {">=": "不低于（≥）", "==": "等于（=）", "<=": "不高于（≤）", ">": "高于（>）", "<": "低于（<）"}
SIGNS = {">=": "≥", "==": "=", "<=": "≤", ">": ">", "<": "<"}
PERIODS = {
    "day": "每日", "week": "每周", "ten_days": "每旬", "month": "每月", "quarter": "每季度",
    "half_year": "每半年", "year": "每年", "other": "其他周期",
}
RECURRENCES = {
    "day": "每日", "week": "每周", "ten_days": "每旬", "month": "每月", "quarter": "每季度",
    "half_year": "每半年", "year": "每年",
}
SEVERITIES = {"general": "一般", "major": "重大"}
CONSEQUENCES = {"reward": "奖励", "penalty": "处罚", "report": "通报", "veto": "一票否决", "other": "其他"}
ANOMALIES = {
    "impossible_value": "数值不可能", "impossible_date": "日期不可能", "blank": "空缺", "contradiction": "文字存疑",
    "truncated": "文字不全", "noise": "无关文字", "inferred": "推断所得",
}
# fmt: on

SECTORS = PLAN_SECTOR_NAMES

SHARE = re.compile("率|面$|比例|比重|覆盖|占比")
WHOLE = 100
LONGEST_TEXT = 300
LONGEST_LONG = 4000
LARGEST = 1e9
MOST_TIMES = 366
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of item: identifier as in the parser's contract, label, and type."""

    name: str
    label: str
    type: FieldType = "text"
    required: bool = False
    choices: Mapping[str, str] | None = None
    help: str = ""


# fmt: off
FIELDS: dict[str, tuple[Field, ...]] = {
    ItemKind.ANOMALY: (
        Field("kind", "类型", "choice", required=True, choices=ANOMALIES),
        Field("message", "说明", "long", required=True),
        Field("suggestion", "可能的写法"),
        Field("reading", "采用的写法"),
    ),
    ItemKind.PHASE: (
        Field("name", "阶段名称", required=True),
        Field("start", "开始日期", "date"),
        Field("end", "结束日期", "date"),
    ),
    ItemKind.TARGET: (
        Field("subject", "对象"),
        Field("metric", "指标"),
        Field("op", "比较", "choice", required=True, choices=OPERATORS),
        Field("value", "目标值", "number", required=True),
        Field("unit", "单位", required=True),
        Field("deadline", "截止日期", "date"),
        Field("metric_key", "对应指标", "metric", help="不对应系统指标的目标，由人员手工评定。"),
    ),
    ItemKind.DUTY: (
        Field("actor", "责任主体"),
        Field("action", "工作内容", "long", required=True),
        Field("count", "次数", "whole", required=True),
        Field("period", "周期", "choice", required=True, choices=PERIODS),
    ),
    ItemKind.DELIVERABLE: (
        Field("actor", "报送单位"),
        Field("recipient", "报送对象"),
        Field("what", "报送内容", "long", required=True),
        Field("due", "截止日期", "date"),
        Field("recurrence", "周期", "choice", choices=RECURRENCES, help="只报一次的不选。"),
    ),
    ItemKind.TASK: (
        Field("actor", "责任主体"),
        Field("action", "任务内容", "long", required=True),
        Field("due", "截止日期", "date"),
    ),
    ItemKind.CHECK_ITEM: (
        Field("group", "分组"),
        Field("text", "检查内容", "long", required=True),
        Field("severity", "不合格时的隐患级别", "choice", choices=SEVERITIES),
        Field("basis", "依据", help="不填写时以本方案为依据。"),
    ),
    ItemKind.SCOPE: (
        Field("text", "范围", "long", required=True),
        Field("category", "行业领域", "choice", choices=SECTORS),
    ),
    ItemKind.ACCOUNTABILITY: (
        Field("kind", "方式", "choice", required=True, choices=CONSEQUENCES),
        Field("text", "内容", "long", required=True),
    ),
    ItemKind.LEGAL_REF: (
        Field("title", "名称", required=True),
        Field("number", "文号"),
    ),
}
# fmt: on

NEEDS_DECISION = (
    ItemKind.ANOMALY, ItemKind.PHASE, ItemKind.TARGET, ItemKind.DUTY, ItemKind.DELIVERABLE,
    ItemKind.CHECK_ITEM, ItemKind.SCOPE,
)  # fmt: skip
"""Kinds of which every item must be decided before the campaign may be launched."""

ORDER = tuple(ItemKind.values)
"""Kinds as the confirmation page lists them, anomalies first."""

MAIN_FIELD = {
    ItemKind.ANOMALY: "message", ItemKind.PHASE: "name", ItemKind.TARGET: "metric",
    ItemKind.DUTY: "action", ItemKind.DELIVERABLE: "what", ItemKind.TASK: "action",
    ItemKind.CHECK_ITEM: "text", ItemKind.SCOPE: "text", ItemKind.ACCOUNTABILITY: "text",
    ItemKind.LEGAL_REF: "title",
}  # fmt: skip
"""The field that a selected passage fills when it becomes an item."""


def clean(kind: str, raw: Mapping[str, Any], *, metric_keys: Sequence[str]) -> dict[str, Any]:
    """Return an item's data, checked: every field of the kind, absent ones null.

    ``raw`` may hold JSON values or what a form sent; unknown names are refused.

    Raises:
        BadInput: with one problem per wrong field, ``where`` being the field's label.
    """
    fields = FIELDS[kind]
    unknown = set(raw) - {field.name for field in fields}
    if unknown:
        raise BadInput([Problem("、".join(sorted(unknown)), "不是这类条目的内容。")])
    data: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields:
        try:
            data[field.name] = _value(field, raw.get(field.name), metric_keys)
        except ValueError as wrong:
            problems.append(Problem(field.label, str(wrong)))
    if not problems:
        problems = list(_contradictions(kind, data))
    if problems:
        raise BadInput(problems)
    return data


def _value(field: Field, given: object, metric_keys: Sequence[str]) -> object:
    text = "" if given is None else str(given).strip()
    if not text:
        if field.required:
            raise ValueError("请填写。" if field.type != "choice" else "请选择。")
        return "" if field.name in ("subject", "metric") else None
    match field.type:
        case "date":
            return _date(text)
        case "whole":
            return _whole(text)
        case "number":
            return _number(text)
        case "choice":
            if text not in (field.choices or {}):
                raise ValueError("请从列出的选项中选择。")
        case "metric":
            if text not in metric_keys:
                raise ValueError("系统中没有这个指标，请重新选择。")
        case _:
            limit = LONGEST_LONG if field.type == "long" else LONGEST_TEXT
            if len(text) > limit:
                raise ValueError(f"共 {len(text)} 字，超过 {limit} 字，请精简。")
    return text


def _date(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("没有这一天，请按 2026-06-30 的格式填写。") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    return day.isoformat()


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MOST_TIMES:
        raise ValueError(f"请填写 1 至 {MOST_TIMES} 的整数。")
    return int(text)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("请填写数字。") from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError("数值过大，请核对。")
    return value


def _contradictions(kind: str, data: Mapping[str, Any]) -> Iterable[Problem]:
    if kind == ItemKind.PHASE and data["start"] and data["end"] and data["end"] < data["start"]:
        yield Problem("结束日期", "早于开始日期，请核对。")
    if kind == ItemKind.TARGET and not (data["subject"] or data["metric"]):
        yield Problem("指标", "请填写对象或指标。")
    is_share = kind == ItemKind.TARGET and data["unit"] == "%" and SHARE.search(data["metric"])
    if is_share and not 0 <= data["value"] <= WHOLE:
        yield Problem("目标值", "比率应在 0 至 100 之间，请核对。")


def summary(kind: str, data: Mapping[str, Any]) -> str:
    """Return an item in one line, as its card shows it: 「自查率 ≥ 100%　截止 2026-08-10」."""
    told = {name: str(value) for name, value in data.items() if value not in (None, "")}
    return _joined(*_told(kind, {field.name: told.get(field.name, "") for field in FIELDS[kind]}))


def _told(kind: str, it: Mapping[str, str]) -> Sequence[str]:
    parts: Sequence[str]
    match kind:
        case ItemKind.PHASE:
            days = f"{it['start'] or '未定'} 至 {it['end'] or '未定'}"
            parts = it["name"], days if it["start"] or it["end"] else "日期未定"
        case ItemKind.TARGET:
            value = f"{float(it['value'] or 0):g}{it['unit']}"
            until = _until(it["deadline"])
            parts = it["subject"], f"{it['metric']} {SIGNS.get(it['op'], '')} {value}", until
        case ItemKind.DUTY:
            parts = it["actor"], it["action"], f"{PERIODS.get(it['period'], '')} {it['count']} 次"
        case ItemKind.DELIVERABLE:
            to = it["recipient"] and f"报 {it['recipient']}"
            often = RECURRENCES.get(it["recurrence"], "")
            parts = it["actor"], it["what"], to, often, _until(it["due"])
        case ItemKind.TASK:
            parts = it["actor"], it["action"], _until(it["due"])
        case ItemKind.CHECK_ITEM:
            parts = it["group"], it["text"], SEVERITIES.get(it["severity"], "")
        case ItemKind.ACCOUNTABILITY:
            parts = CONSEQUENCES.get(it["kind"], ""), it["text"]
        case ItemKind.SCOPE:
            parts = it["text"], SECTORS.get(it["category"], "")
        case ItemKind.ANOMALY:
            parts = (it["message"],)
        case _:
            parts = tuple(it.values())
    return parts


def _until(day: str) -> str:
    return f"截止 {day}" if day else ""


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Counted:
    """An item as ``missing`` and ``obstacles`` look at it."""

    kind: str
    data: Mapping[str, Any]
    pending: bool = True
    stands: bool = True


def missing(items: Iterable[Counted]) -> list[str]:
    """Return what a plan does not say though a campaign needs it, one Chinese phrase each.

    Rejected items do not count.
    """
    there = [item for item in items if item.pending or item.stands]

    def has(kind: str, *names: str) -> bool:
        return any(
            item.kind == kind and (not names or any(item.data.get(name) for name in names))
            for item in there
        )

    lacks = []
    if not has(ItemKind.PHASE):
        lacks.append("阶段")
    elif not has(ItemKind.PHASE, "start", "end"):
        lacks.append("阶段的起止日期")
    # fmt: off
    for kind, name in (
        (ItemKind.TARGET, "目标"), (ItemKind.DUTY, "周期职责"), (ItemKind.DELIVERABLE, "报送要求"),
        (ItemKind.CHECK_ITEM, "检查内容"), (ItemKind.SCOPE, "整治范围"),
    ):
        if not has(kind):
            lacks.append(name)
    # fmt: on
    return lacks


def obstacles(items: Iterable[Counted]) -> list[str]:
    """Return why the campaign may not be launched yet, one phrase per kind; empty when it may."""
    waiting = [item.kind for item in items if item.pending and item.kind in NEEDS_DECISION]
    return [
        f"{ItemKind(kind).label} {waiting.count(kind)} 项" for kind in ORDER if waiting.count(kind)
    ]
