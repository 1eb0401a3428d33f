"""Whether one wording of a plan's item is at least as strict as another, dimension by dimension.

``gaps(kind, asked, own)`` names every dimension in which ``own`` falls short of ``asked``; none
means that ``own`` may stand. Being without gaps is a preorder on items of a kind: reflexive and
transitive, and two items without gaps both ways ask for the same. ``tightened`` raises what falls
short to what is asked, and nothing else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.campaigns.items import PERIODS, RECURRENCES, SEVERITIES, SIGNS
from bihuan.campaigns.states import ItemKind

Data = Mapping[str, Any]

INHERITED = (
    ItemKind.PHASE, ItemKind.TARGET, ItemKind.SCOPE, ItemKind.CHECK_ITEM, ItemKind.DUTY,
    ItemKind.DELIVERABLE, ItemKind.TASK,
)  # fmt: skip
"""Kinds of items that a lower plan inherits, in the order a plan tells them."""

_DAYS = {
    "day": 1.0, "week": 7.0, "ten_days": 365 / 36, "month": 365 / 12, "quarter": 365 / 4,
    "half_year": 365 / 2, "year": 365.0,
}  # fmt: skip
"""The length of a period in days of a common year, so that rates can be compared."""

_UNITS = {"户": "家", "个": "家", "％": "%"}
_NEGATED = re.compile("非|除|以外|未|无|不|以下")
_PLACES = re.compile(
    "全市|全县|全区|全镇|全乡|全街道|辖区内|辖区|本市|本县|本区|本镇|本乡|本街道|各地|所有|全部|各"
)
_MARKS = re.compile(r"[\s、，,。；;：:（）()“”\"《》]")
WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Gap:
    """One dimension in which an item falls short: the field, what is asked and what is given."""

    field: str
    label: str
    asked: str
    given: str
    why: str = "不能低于上级要求"

    def __str__(self) -> str:
        return f"{self.label}上级要求{self.asked}，本方案为{self.given or '空'}，{self.why}"


def gaps(kind: str, asked: Data, own: Data) -> list[Gap]:
    """Return every dimension in which ``own`` is weaker than ``asked``."""
    return [gap for check in _CHECKS.get(ItemKind(kind), ()) for gap in check(asked, own)]


def is_tighter(kind: str, asked: Data, own: Data) -> bool:
    """Whether ``own`` may stand and asks for more than ``asked``."""
    return not gaps(kind, asked, own) and bool(gaps(kind, own, asked))


def tightened(kind: str, asked: Data, own: Data) -> dict[str, Any]:
    """Return ``own`` with every dimension that falls short raised to what is asked.

    A number and its unit, or a count and its period, are raised together.
    """
    raised = dict(own)
    for gap in gaps(kind, asked, own):
        for name in _TOGETHER.get(gap.field, (gap.field,)):
            raised[name] = asked.get(name)
    return raised


def _target(asked: Data, own: Data) -> Iterator[Gap]:
    if _unit(asked) != _unit(own):
        yield Gap("value", "单位", str(asked.get("unit")), str(own.get("unit") or ""), "单位须一致")
    elif not _inside(_interval(own), _interval(asked)):
        yield Gap("value", "目标值", _value(asked), _value(own))
    if asked.get("metric_key") and asked["metric_key"] != own.get("metric_key"):
        yield Gap("metric_key", "对应指标", "上级所定的指标", "另一指标", "须与上级相同")
    if not covers_subject(str(own.get("subject") or ""), str(asked.get("subject") or "")):
        yield Gap(
            "subject", "对象", f"“{asked.get('subject') or '全部'}”", f"“{own.get('subject')}”",
            "不能缩小范围",
        )  # fmt: skip
    yield from _not_later("deadline", "截止日期", asked, own)


def _duty(asked: Data, own: Data) -> Iterator[Gap]:
    if asked.get("period") not in _DAYS or own.get("period") not in _DAYS:
        same = (asked.get("period"), asked.get("count")) == (own.get("period"), own.get("count"))
        if not same:
            yield Gap("period", "次数", _often(asked), _often(own), "须与上级相同")
        return
    is_rarer = _rate(own) < _rate(asked) and not math.isclose(_rate(own), _rate(asked))
    if is_rarer or _DAYS[own["period"]] > _DAYS[asked["period"]]:
        yield Gap("period", "次数", _often(asked), _often(own))


def _deliverable(asked: Data, own: Data) -> Iterator[Gap]:
    wanted, given = asked.get("recurrence"), own.get("recurrence")
    if wanted and (not given or _DAYS[given] > _DAYS[wanted]):
        told = RECURRENCES.get(given or "", "只报一次")
        yield Gap("recurrence", "报送周期", RECURRENCES[wanted], told, "不能减少报送")
    yield from _not_later("due", "截止日期", asked, own)


def _phase(asked: Data, own: Data) -> Iterator[Gap]:
    yield from _not_later("end", "结束日期", asked, own)


def _task(asked: Data, own: Data) -> Iterator[Gap]:
    yield from _not_later("due", "截止日期", asked, own)


def _check_item(asked: Data, own: Data) -> Iterator[Gap]:
    yield from _keeps_text(asked, own)
    if asked.get("severity") == "major" and own.get("severity") != "major":
        told = SEVERITIES.get(str(own.get("severity") or ""), "未定")
        yield Gap("severity", "不合格时的隐患级别", SEVERITIES["major"], told)


def _scope(asked: Data, own: Data) -> Iterator[Gap]:
    yield from _keeps_text(asked, own)


def _keeps_text(asked: Data, own: Data) -> Iterator[Gap]:
    wanted, given = (_MARKS.sub("", str(one.get("text") or "")) for one in (asked, own))
    if wanted not in given:
        yield Gap(
            "text", "内容", f"“{asked.get('text')}”", f"“{own.get('text')}”", "可以增加，不能删减"
        )


def _not_later(field: str, label: str, asked: Data, own: Data) -> Iterator[Gap]:
    wanted, given = asked.get(field), own.get(field)
    if wanted and (not given or str(given) > str(wanted)):
        yield Gap(field, label, f"{wanted}前", str(given or ""), "不能晚于上级要求")


def covers_subject(own: str, asked: str) -> bool:
    """Whether whom ``own`` speaks of includes everybody that ``asked`` speaks of.

    Fewer qualifying words mean more: 「企业」 covers 「规模以上企业」. Words that turn a meaning
    round (非, 以外, 以下) are never reasoned about; such subjects must be the same.
    """
    wide, narrow = _subject(own), _subject(asked)
    if not wide or wide == narrow:
        return True
    if not narrow or _NEGATED.search(wide + narrow) or wide[-1] != narrow[-1]:
        return False
    letters = iter(narrow)
    return all(letter in letters for letter in wide)


def _subject(words: str) -> str:
    return _PLACES.sub("", _MARKS.sub("", words))


def _unit(data: Data) -> str:
    unit = str(data.get("unit") or "")
    return _UNITS.get(unit, unit)


Bound = tuple[float, bool]


def _interval(data: Data) -> tuple[Bound, Bound]:
    """Return what satisfies a target: lower and upper bound, each with whether it is included."""
    op, value = str(data.get("op")), float(data.get("value") or 0)
    low: Bound = (0.0 if value >= 0 else -math.inf, True)
    high: Bound = (WHOLE, True) if _unit(data) == "%" and 0 <= value <= WHOLE else (math.inf, True)
    match op:
        case ">=":
            low = (value, True)
        case ">":
            low = (value, False)
        case "<=":
            high = (value, True)
        case "<":
            high = (value, False)
        case _:
            low = high = (value, True)
    return low, high


def _inside(own: tuple[Bound, Bound], asked: tuple[Bound, Bound]) -> bool:
    (own_low, own_high), (low, high) = own, asked
    above = own_low[0] > low[0] or (own_low[0] == low[0] and (low[1] or not own_low[1]))
    below = own_high[0] < high[0] or (own_high[0] == high[0] and (high[1] or not own_high[1]))
    return above and below


def _value(data: Data) -> str:
    sign = SIGNS.get(str(data.get("op")), "")
    return f"{sign}{float(data.get('value') or 0):g}{data.get('unit') or ''}"


def _often(data: Data) -> str:
    return f"{PERIODS.get(str(data.get('period')), '')}{data.get('count') or 1}次"


def _rate(data: Data) -> float:
    return float(data.get("count") or 1) / _DAYS[data["period"]]


_TOGETHER: dict[str, tuple[str, ...]] = {
    "value": ("op", "value", "unit"), "period": ("count", "period"),
}  # fmt: skip
_CHECKS: dict[ItemKind, tuple[Callable[[Data, Data], Iterator[Gap]], ...]] = {
    ItemKind.TARGET: (_target,),
    ItemKind.DUTY: (_duty,),
    ItemKind.DELIVERABLE: (_deliverable,),
    ItemKind.PHASE: (_phase,),
    ItemKind.TASK: (_task,),
    ItemKind.CHECK_ITEM: (_check_item,),
    ItemKind.SCOPE: (_scope,),
}
