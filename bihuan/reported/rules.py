"""What a target judged by hand asks for, and whether what was reported reaches it.

House rules, pure. A target without a number that says 遏制, 防范 or 减少 is reached when there was
nothing at all in the period, or less than in the period it is compared with; 持平 does not reach it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bihuan.campaigns.items import SIGNS
from bihuan.kernel.errors import Problem
from bihuan.reported.states import Word

TREND_WORDS = (Word.FALL, Word.SAME, Word.RISE)
STATED = (Word.YES, Word.NO)

_FALL, _RISE = "下降|减少|降低|压减", "上升|增长|提高|提升|增加"
_BY = re.compile(rf"({_FALL}|{_RISE})了?(?:达到|不低于|不少于|超过)?[^，。；\d到至为]{{0,4}}\d")
_BASELINE = re.compile(r"[比较]\s*(\d{4})\s*年(?!底|末)")
_SAME_TIME = re.compile(r"同比|(?:比|较)上年(?:同期)?|(?:比|较)去年(?:同期)?")
_BEFORE = re.compile(r"环比|[比较]上(?:一?个?)(?:期|月|季度|阶段)")
_NONE_AT_ALL = re.compile(r"杜绝|不发生|零(?:事故|死亡|发生|伤亡)")
_DOWN = re.compile(rf"[遏遢]制|防范[^，。；]*事故|{_FALL}")
_UP = re.compile(_RISE)
_GOAL = re.compile(
    r"[遏遢]制|杜绝|不发生|防范[^，。；]*事故|事故[^，。；]*(?:下降|减少)|减少[^，。；]*事故|"
    r"满意度|成效|先进水?平?"
)
_TENTH = Decimal("0.1")
_HUNDRED = Decimal(100)


class GoalKind(StrEnum):
    """How a target is judged."""

    NUMBER = "number"
    CHANGE = "change"
    TREND = "trend"
    NONE_AT_ALL = "none_at_all"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a target asks for. ``baseline`` names the period compared with, as the plan says it."""

    kind: GoalKind
    op: str = ""
    value: Decimal | None = None
    unit: str = ""
    direction: Word | None = None
    baseline: str = ""

    @property
    def compares(self) -> bool:
        """Whether a number of a former period belongs to the answer."""
        return self.kind in (GoalKind.CHANGE, GoalKind.TREND)

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that may be the answer; empty when only a number is one."""
        return {GoalKind.TREND: TREND_WORDS, GoalKind.STATED: STATED}.get(self.kind, ())

    def told(self) -> str:
        """Return what is asked for, in Chinese."""
        wanted = (
            f"{SIGNS.get(self.op, '')} {number(self.value)}{self.unit}"
            if self.value is not None
            else ""
        )
        way = self.direction.label if self.direction else ""
        match self.kind:
            case GoalKind.NUMBER:
                return wanted
            case GoalKind.CHANGE:
                return f"比{self.baseline}{way} {wanted}"
            case GoalKind.NONE_AT_ALL:
                return "= 0"
            case GoalKind.TREND if self.direction is Word.FALL:
                return f"为零，或比{self.baseline}下降"
            case GoalKind.TREND:
                return f"比{self.baseline}{way}"
            case _:
                return "由组织单位认定是否达到"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was reported."""

    value: Decimal | None = None
    baseline: Decimal | None = None
    word: Word | None = None
    source: str = ""
    baseline_source: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether it reaches the target, what is shown of it, and how it was reckoned."""

    reached: bool
    text: str
    steps: tuple[str, ...]


def is_worded_goal(quote: str) -> bool:
    """Whether a task of the plan is really a target without a number."""
    return _GOAL.search(quote) is not None


def goal_of(quote: str, *, op: str = "", value: float | None = None, unit: str = "") -> Goal:
    """Return what the target asks for: the plan's words decide how, its number how much."""
    baseline = _baseline_of(quote)
    if value is not None and op:
        wanted = Decimal(str(value))
        by = _BY.search(quote)
        if by and (baseline or unit == "%"):
            direction = Word.FALL if re.fullmatch(_FALL, by.group(1)) else Word.RISE
            return Goal(
                GoalKind.CHANGE, op, wanted, unit, direction, baseline or "上年同期"
            )  # fmt: skip
        return Goal(GoalKind.NUMBER, op, wanted, unit)
    if _NONE_AT_ALL.search(quote):
        return Goal(GoalKind.NONE_AT_ALL, "==", Decimal(0))
    for pattern, direction in ((_DOWN, Word.FALL), (_UP, Word.RISE)):
        if pattern.search(quote):
            return Goal(GoalKind.TREND, direction=direction, baseline=baseline or "上期")
    return Goal(GoalKind.STATED)


def _baseline_of(quote: str) -> str:
    if year := _BASELINE.search(quote):
        return f"{year.group(1)}年"
    if _SAME_TIME.search(quote):
        return "上年同期"
    return "上期" if _BEFORE.search(quote) else ""


def trend_of(baseline: Decimal, value: Decimal) -> Word:
    """Return how a number moved."""
    if value == baseline:
        return Word.SAME
    return Word.FALL if value < baseline else Word.RISE


def change_in_percent(baseline: Decimal, value: Decimal, direction: Word) -> Decimal:
    """Return by how much of a positive ``baseline`` the number fell (or rose), in percent.

    Negative when it moved the other way.
    """
    moved = baseline - value if direction is Word.FALL else value - baseline
    return moved * _HUNDRED / baseline


def problems_of(goal: Goal, answer: Answer) -> Iterator[Problem]:
    """Say what is missing or contradicts itself."""
    if not answer.source.strip():
        yield Problem("来源", "没有填写", "，请写明数据或结论出自哪里。")
    for name, given in (("本期数", answer.value), ("基期数", answer.baseline)):
        if given is not None and given < 0:
            yield Problem(name, "小于零", "，请核对。")
    if answer.baseline is not None and not answer.baseline_source.strip():
        yield Problem("基期数来源", "没有填写", "，请写明基期数出自哪里。")
    if answer.word is not None and answer.word not in goal.words:
        yield Problem("结论", "不适用于这项目标", "，请重新选择。")
    match goal.kind:
        case GoalKind.NUMBER | GoalKind.NONE_AT_ALL if answer.value is None:
            yield Problem("本期数", "没有填写", "，这项目标按数值认定。")
        case GoalKind.CHANGE:
            yield from _change_problems(goal, answer)
        case GoalKind.TREND:
            yield from _trend_problems(answer)
        case GoalKind.STATED if answer.word is None:
            yield Problem("结论", "没有选择", "，请选择是否达到。")


def _change_problems(goal: Goal, answer: Answer) -> Iterator[Problem]:
    if answer.value is None:
        yield Problem("本期数", "没有填写", f"，须与{goal.baseline}比较。")
    if answer.baseline is None:
        yield Problem("基期数", "没有填写", f"，请填写{goal.baseline}的数。")
    elif answer.baseline == 0 and goal.unit == "%":
        yield Problem("基期数", "为零", "，无法计算升降百分比，请核对或由组织单位修订目标。")


def _trend_problems(answer: Answer) -> Iterator[Problem]:
    if (answer.value is None) != (answer.baseline is None):
        yield Problem("本期数和基期数", "只填了一个", "，请两个都填，或都不填、只选结论。")
    elif answer.value is None and answer.word is None:
        yield Problem("结论", "没有填写", "，请填本期数和基期数，或选择下降、持平、上升。")
    elif answer.value is not None and answer.baseline is not None and answer.word is not None:
        told = trend_of(answer.baseline, answer.value)
        if told is not answer.word:
            yield Problem(
                "结论",
                f"选的是{answer.word.label}，按所填的数应为{told.label}",
                "，请核对。",
            )


def judge(goal: Goal, answer: Answer) -> Judgement:
    """Return whether the answer, which ``problems_of`` found good, reaches the goal."""
    match goal.kind:
        case GoalKind.NUMBER | GoalKind.NONE_AT_ALL:
            return _judge_number(goal, answer)
        case GoalKind.CHANGE:
            return _judge_change(goal, answer)
        case GoalKind.TREND:
            return _judge_trend(goal, answer)
        case _:
            assert answer.word is not None
            reached = answer.word is Word.YES
            return Judgement(reached, _verdict(reached), (f"认定结论：{_verdict(reached)}",))


def _judge_number(goal: Goal, answer: Answer) -> Judgement:
    assert answer.value is not None
    assert goal.value is not None
    reached = meets(answer.value, goal.op, goal.value)
    text = f"{number(answer.value)}{goal.unit}"
    return Judgement(reached, text, (f"本期 {text}", _last_step(goal, reached)))


def _judge_change(goal: Goal, answer: Answer) -> Judgement:
    assert answer.value is not None
    assert answer.baseline is not None
    assert goal.value is not None
    assert goal.direction is not None
    is_fall = goal.direction is Word.FALL
    base, now = number(answer.baseline), number(answer.value)
    first, second = (base, now) if is_fall else (now, base)
    if goal.unit == "%":
        moved = change_in_percent(answer.baseline, answer.value, goal.direction)
        reckoned = f"（{first} − {second}）÷ {base}"
    else:
        moved = answer.baseline - answer.value if is_fall else answer.value - answer.baseline
        reckoned = f"{first} − {second}"
    reached = meets(moved, goal.op, goal.value)
    shown = number(moved)
    way = goal.direction if moved >= 0 else (Word.RISE if is_fall else Word.FALL)
    text = "持平" if moved == 0 else f"{way.label} {number(abs(moved))}{goal.unit}"
    return Judgement(
        reached, text,
        (
            f"{goal.baseline} {base}，本期 {now}",
            f"{goal.direction.label} = {reckoned} = {shown}{goal.unit}",
            _last_step(goal, reached),
        ),
    )  # fmt: skip


def _judge_trend(goal: Goal, answer: Answer) -> Judgement:
    wants = goal.direction
    if answer.value is None or answer.baseline is None:
        assert answer.word is not None
        reached = answer.word is wants
        return Judgement(
            reached, answer.word.label,
            (f"比{goal.baseline}{answer.word.label}（没有填报数值）", _last_step(goal, reached)),
        )  # fmt: skip
    word = trend_of(answer.baseline, answer.value)
    reached = word is wants or (wants is Word.FALL and answer.value == 0)
    base, now = number(answer.baseline), number(answer.value)
    return Judgement(
        reached, f"{word.label}（{base} → {now}）",
        (f"{goal.baseline} {base}，本期 {now}", f"比{goal.baseline}{word.label}",
         _last_step(goal, reached)),
    )  # fmt: skip


def meets(value: Decimal, op: str, wanted: Decimal) -> bool:
    """Whether a number stands to the wanted one as the sign says."""
    return {
        ">=": value >= wanted, "<=": value <= wanted, "==": value == wanted,
        ">": value > wanted, "<": value < wanted,
    }[op]  # fmt: skip


def number(value: Decimal | None) -> str:
    """Return a number as people write it, with at most two decimals."""
    if value is None:
        return ""
    shown = value.quantize(_TENTH**2, rounding=ROUND_HALF_UP)
    return f"{shown:f}".rstrip("0").rstrip(".") if "." in f"{shown:f}" else f"{shown:f}"


def _verdict(reached: bool) -> str:  # noqa: FBT001 - one word for each
    return "达到" if reached else "未达到"


def _last_step(goal: Goal, reached: bool) -> str:  # noqa: FBT001 - as above
    return f"目标：{goal.told()}，{_verdict(reached)}"
