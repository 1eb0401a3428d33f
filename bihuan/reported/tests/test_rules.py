"""What a target asks for is read from its words; what is reported is reckoned step by step."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bihuan.reported.rules import (
    Answer,
    Goal,
    GoalKind,
    change_in_percent,
    goal_of,
    is_worded_goal,
    judge,
    meets,
    number,
    problems_of,
    trend_of,
)
from bihuan.reported.states import Word

K = GoalKind
numbers = st.decimals("0", "100000", places=2)
positive = st.decimals("0.01", "100000", places=2)
FALLS = goal_of("2015年死亡人数比2010年下降12.5%以上", op=">=", value=12.5, unit="%")
CONTAIN = goal_of("坚决遏制较大以上事故")


def both(value: Decimal | int | str, baseline: Decimal | int | str) -> Answer:
    """Return two numbers with their sources."""
    return Answer(
        Decimal(value), Decimal(baseline), source="统计台账", baseline_source="2010年统计年报"
    )


@pytest.mark.parametrize(
    ("quote", "number_given", "kind", "direction", "baseline"),
    [
        ("事故死亡人数比2010年下降12.5%以上", (">=", 12.5, "%"), K.CHANGE, Word.FALL, "2010年"),
        ("事故起数同比下降10%", (">=", 10, "%"), K.CHANGE, Word.FALL, "上年同期"),
        ("产值较2020年增长5%以上", (">=", 5, "%"), K.CHANGE, Word.RISE, "2020年"),
        ("事故起数比去年减少2起以上", (">=", 2, "起"), K.CHANGE, Word.FALL, "上年同期"),
        ("隐患存量下降到5%以下", ("<=", 5, "%"), K.NUMBER, None, ""),
        ("合格率提高到95%以上", (">=", 95, "%"), K.NUMBER, None, ""),
        ("合格率达到95%以上", (">=", 95, "%"), K.NUMBER, None, ""),
        ("坚决遏制重特大生产安全事故发生", None, K.TREND, Word.FALL, "上期"),
        ("坚决遢制较大以上事故", None, K.TREND, Word.FALL, "上期"),
        ("减少一般事故", None, K.TREND, Word.FALL, "上期"),
        ("各类伤亡事故同比下降", None, K.TREND, Word.FALL, "上年同期"),
        ("群众满意度显著提高", None, K.TREND, Word.RISE, "上期"),
        ("坚决杜绝重特大安全事故", None, K.NONE_AT_ALL, None, ""),
        ("不发生群死群伤", None, K.NONE_AT_ALL, None, ""),
        ("整治工作取得初步成效", None, K.STATED, None, ""),
    ],
)
def test_the_words_say_how_a_target_is_judged(
    quote: str, number_given: tuple[str, float, str] | None, kind: GoalKind,
    direction: Word | None, baseline: str,
) -> None:  # fmt: skip
    op, value, unit = number_given or ("", None, "")
    goal = goal_of(quote, op=op, value=value, unit=unit)
    assert (goal.kind, goal.direction, goal.baseline) == (kind, direction, baseline)


def test_tasks_that_are_targets_are_told_from_work() -> None:
    for words in ("有效遏制较大以上事故", "有效防范农产品质量安全事故的发生", "群众满意度显著提高",
                  "整治工作取得初步成效", "较大以上事故明显下降"):  # fmt: skip
        assert is_worded_goal(words)
    for words in ("镇安全办于6月20日前建立企业台账", "落实防范措施", "提高思想认识"):
        assert not is_worded_goal(words)


def test_a_fall_against_a_year_is_reckoned_step_by_step() -> None:
    told = judge(FALLS, both(33, 40))
    assert told.reached
    assert told.text == "下降 17.5%"
    assert told.steps == (
        "2010年 40，本期 33",
        "下降 = （40 − 33）÷ 40 = 17.5%",
        "目标：比2010年下降 ≥ 12.5%，达到",
    )
    rose = judge(FALLS, both(44, 40))
    assert (rose.reached, rose.text) == (False, "上升 10%")
    assert judge(FALLS, both(40, 40)).text == "持平"


def test_the_limit_itself_reaches_the_target() -> None:
    assert judge(FALLS, both(35, 40)).reached
    assert not judge(FALLS, both("35.01", 40)).reached


@given(positive, numbers)
def test_falling_is_rising_turned_round(baseline: Decimal, value: Decimal) -> None:
    fall = change_in_percent(baseline, value, Word.FALL)
    assert fall == -change_in_percent(baseline, value, Word.RISE)
    assert fall <= 100
    moved = trend_of(baseline, value)
    assert (fall > 0, fall == 0, fall < 0) == (
        moved is Word.FALL, moved is Word.SAME, moved is Word.RISE,
    )  # fmt: skip


@given(positive, numbers, numbers)
def test_a_lower_number_never_spoils_a_fall(
    baseline: Decimal, value: Decimal, other: Decimal
) -> None:
    assume(other <= value)
    if judge(FALLS, both(value, baseline)).reached:
        assert judge(FALLS, both(other, baseline)).reached


@given(numbers, st.sampled_from([">=", "<=", "==", ">", "<"]), numbers)
def test_signs_divide_the_line(value: Decimal, op: str, wanted: Decimal) -> None:
    against = {">=": "<", "<": ">=", "<=": ">", ">": "<="}
    if op in against:
        assert meets(value, op, wanted) != meets(value, against[op], wanted)
    else:
        is_on_it = meets(value, ">=", wanted) and meets(value, "<=", wanted)
        assert meets(value, op, wanted) == is_on_it


@given(numbers, numbers)
def test_containing_is_nothing_or_less(baseline: Decimal, value: Decimal) -> None:
    told = judge(CONTAIN, both(value, baseline))
    assert told.reached == (value == 0 or value < baseline)


@given(numbers)
def test_a_number_is_written_short_and_reads_back(value: Decimal) -> None:
    assert Decimal(number(value)) == value


def test_words_alone_may_answer_a_trend() -> None:
    told = judge(CONTAIN, Answer(word=Word.FALL, source="通报"))
    assert (told.reached, told.text) == (True, "下降")
    assert "没有填报数值" in told.steps[0]
    assert not judge(CONTAIN, Answer(word=Word.SAME, source="通报")).reached
    up = goal_of("群众满意度显著提高")
    assert judge(up, Answer(word=Word.RISE, source="调查")).reached
    assert judge(up, both(91, 88)).text == "上升（88 → 91）"


@pytest.mark.parametrize(
    ("goal", "answer", "words"),
    [
        (FALLS, Answer(), ["来源", "本期数", "基期数"]),
        (FALLS, both(1, 0), ["无法计算升降百分比"]),
        (FALLS, Answer(Decimal(1), Decimal(2), source="台账"), ["基期数来源"]),
        (FALLS, both(-1, 2), ["小于零"]),
        (CONTAIN, Answer(source="台账"), ["结论"]),
        (CONTAIN, Answer(Decimal(1), source="台账"), ["只填了一个"]),
        (CONTAIN, replace(both(3, 2), word=Word.FALL), ["应为上升"]),
        (CONTAIN, Answer(word=Word.YES, source="台账"), ["不适用于这项目标"]),
        (goal_of("杜绝死亡事故"), Answer(source="台账"), ["本期数"]),
        (goal_of("取得初步成效"), Answer(source="台账"), ["是否达到"]),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_said_at_once(
    goal: Goal, answer: Answer, words: list[str]
) -> None:
    told = "；".join(str(one) for one in problems_of(goal, answer))
    for word in words:
        assert word in told


def test_a_good_answer_has_no_problem() -> None:
    assert not list(problems_of(FALLS, both(33, 40)))
    assert not list(problems_of(goal_of("取得成效"), Answer(word=Word.NO, source="评估报告")))


def test_absolute_falls_and_zero_targets() -> None:
    fewer = replace(FALLS, unit="起", value=Decimal(2))
    told = judge(fewer, both(3, 5))
    assert (told.reached, told.text) == (True, "下降 2起")
    none = goal_of("杜绝死亡事故")
    assert judge(none, Answer(Decimal(0), source="台账")).reached
    assert not judge(none, Answer(Decimal(1), source="台账")).reached
    assert judge(goal_of("取得成效"), Answer(word=Word.NO, source="评估")).text == "未达到"
