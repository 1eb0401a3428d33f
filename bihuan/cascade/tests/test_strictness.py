"""What is stricter than what: cases at each bound, and the properties of the order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.states import ItemKind as K
from bihuan.cascade.rules.strictness import INHERITED, covers_subject, gaps, is_tighter, tightened

TARGET = {
    "subject": "规模以上企业", "metric": "自查率", "op": ">=", "value": 80.0, "unit": "%",
    "deadline": "2026-07-20", "metric_key": None,
}  # fmt: skip
DUTY = {"actor": "镇领导", "action": "带队检查", "count": 1, "period": "quarter"}
REPORT = {
    "actor": None,
    "what": "汇总表",
    "recipient": None,
    "due": "2026-07-25",
    "recurrence": None,
}
CHECK = {"group": None, "text": "疏散通道是否畅通", "severity": "major"}
PHASE = {"name": "自查阶段", "start": "2026-06-01", "end": "2026-07-20"}
TASK = {"actor": None, "action": "建立台账", "due": "2026-06-20"}
SCOPE = {"text": "轻工企业", "category": None}

# fmt: off
CASES: list[tuple[K, dict[str, Any], dict[str, Any], str]] = [
    (K.TARGET, TARGET, {"value": 80.0}, ""),
    (K.TARGET, TARGET, {"value": 90.0}, ""),
    (K.TARGET, TARGET, {"value": 79.9}, "目标值"),
    (K.TARGET, TARGET, {"op": ">"}, ""),
    (K.TARGET, TARGET, {"op": "==", "value": 80.0}, ""),
    (K.TARGET, TARGET, {"op": "<=", "value": 90.0}, "目标值"),
    (K.TARGET, TARGET, {"unit": "家"}, "单位"),
    (K.TARGET, TARGET, {"deadline": "2026-07-19"}, ""),
    (K.TARGET, TARGET, {"deadline": "2026-07-21"}, "截止日期"),
    (K.TARGET, TARGET, {"deadline": None}, "截止日期"),
    (K.TARGET, TARGET, {"subject": ""}, ""),
    (K.TARGET, TARGET, {"subject": "全镇企业"}, ""),
    (K.TARGET, TARGET, {"subject": "规模以上化工企业"}, "对象"),
    (K.TARGET, TARGET | {"op": ">"}, {"op": ">="}, "目标值"),
    (K.TARGET, TARGET | {"op": "<=", "value": 3.0, "unit": "起"}, {"op": "<=", "value": 2.0, "unit": "起"}, ""),
    (K.TARGET, TARGET | {"op": "<=", "value": 3.0, "unit": "起"}, {"op": "<=", "value": 4.0, "unit": "起"}, "目标值"),
    (K.TARGET, TARGET | {"op": "==", "value": 100.0}, {"op": ">=", "value": 100.0}, ""),
    (K.TARGET, TARGET | {"metric_key": "a.b"}, {"metric_key": "c.d"}, "对应指标"),
    (K.DUTY, DUTY, {"period": "month"}, ""),
    (K.DUTY, DUTY, {"count": 2}, ""),
    (K.DUTY, DUTY, {"period": "half_year", "count": 2}, "次数"),
    (K.DUTY, DUTY | {"count": 3}, {"period": "month", "count": 1}, ""),
    (K.DUTY, DUTY | {"period": "month"}, {"period": "quarter", "count": 3}, "次数"),
    (K.DUTY, DUTY | {"period": "month", "count": 4}, {"period": "week", "count": 1}, ""),
    (K.DUTY, DUTY | {"period": "month", "count": 5}, {"period": "week", "count": 1}, "次数"),
    (K.DUTY, DUTY | {"period": "other"}, {"period": "month"}, "次数"),
    (K.DELIVERABLE, REPORT, {"recurrence": "month"}, ""),
    (K.DELIVERABLE, REPORT | {"recurrence": "month"}, {"recurrence": "quarter"}, "报送周期"),
    (K.DELIVERABLE, REPORT | {"recurrence": "month"}, {"recurrence": None}, "报送周期"),
    (K.DELIVERABLE, REPORT, {"due": "2026-07-26"}, "截止日期"),
    (K.CHECK_ITEM, CHECK, {"text": "疏散通道是否畅通，有无堆放杂物"}, ""),
    (K.CHECK_ITEM, CHECK, {"text": "通道是否畅通"}, "内容"),
    (K.CHECK_ITEM, CHECK, {"severity": "general"}, "不合格时的隐患级别"),
    (K.PHASE, PHASE, {"end": "2026-07-10"}, ""),
    (K.PHASE, PHASE, {"end": "2026-07-30"}, "结束日期"),
    (K.PHASE, PHASE, {"start": "2026-06-10"}, ""),
    (K.TASK, TASK, {"due": None}, "截止日期"),
    (K.SCOPE, SCOPE, {"text": "轻工企业、纺织企业"}, ""),
    (K.SCOPE, SCOPE, {"text": "纺织企业"}, "内容"),
]
# fmt: on


@pytest.mark.parametrize(("kind", "asked", "changes", "label"), CASES)
def test_each_dimension(
    kind: K, asked: dict[str, Any], changes: dict[str, Any], label: str
) -> None:
    found = gaps(kind, asked, asked | changes)
    assert [gap.label for gap in found] == ([label] if label else [])


def test_a_gap_reads_as_a_sentence() -> None:
    (gap,) = gaps(K.TARGET, TARGET, TARGET | {"value": 70.0})
    assert str(gap) == "目标值上级要求≥80%，本方案为≥70%，不能低于上级要求"


@pytest.mark.parametrize(
    ("own", "asked", "covers"),
    [
        ("", "重点企业", True),
        ("企业", "重点企业", True),
        ("各镇企业", "企业", False),
        ("重点企业", "", False),
        ("规模以上企业", "非规模以上企业", False),
        ("规模以下企业", "规模以下企业", True),
        ("学校", "学校周边企业", False),
        ("全县企业", "全镇企业", True),
    ],
)
def test_fewer_qualifying_words_mean_more(own: str, asked: str, *, covers: bool) -> None:
    assert covers_subject(own, asked) is covers


DAYS = st.none() | st.dates().map(lambda day: day.isoformat())
PERIODS = ["day", "week", "ten_days", "month", "quarter", "half_year", "year"]
SUBJECTS = st.sampled_from(
    ["", "企业", "重点企业", "规模以上重点企业", "非重点企业", "学校", "全镇企业", "各类企业"]
)
TEXTS = st.text("通道畅", max_size=6)
ITEMS: dict[K, st.SearchStrategy[dict[str, Any]]] = {
    K.TARGET: st.fixed_dictionaries({
        "subject": SUBJECTS, "metric": st.just("自查率"),
        "op": st.sampled_from([">=", "<=", "==", ">", "<"]),
        "value": st.sampled_from([0.0, 50.0, 80.0, 100.0, 120.0]),
        "unit": st.sampled_from(["%", "家", "个"]), "deadline": DAYS,
        "metric_key": st.sampled_from([None, "a.b", "c.d"]),
    }),
    K.DUTY: st.fixed_dictionaries({
        "action": st.just("检查"), "count": st.integers(1, 9),
        "period": st.sampled_from([*PERIODS, "other"]),
    }),
    K.DELIVERABLE: st.fixed_dictionaries({
        "what": st.just("表"), "due": DAYS, "recurrence": st.none() | st.sampled_from(PERIODS),
    }),
    K.PHASE: st.fixed_dictionaries({"name": st.just("阶段"), "start": DAYS, "end": DAYS}),
    K.TASK: st.fixed_dictionaries({"action": st.just("做"), "due": DAYS}),
    K.CHECK_ITEM: st.fixed_dictionaries({
        "text": TEXTS, "severity": st.sampled_from([None, "general", "major"]),
    }),
    K.SCOPE: st.fixed_dictionaries({"text": TEXTS}),
}  # fmt: skip
KINDS = st.sampled_from(sorted(ITEMS))


def some(count: int) -> st.SearchStrategy[tuple[K, list[dict[str, Any]]]]:
    return KINDS.flatmap(
        lambda kind: st.tuples(st.just(kind), st.lists(ITEMS[kind], min_size=count, max_size=count))
    )


def test_every_inherited_kind_has_rules() -> None:
    assert set(ITEMS) == set(INHERITED)


@given(some(1))
def test_an_item_satisfies_itself(case: tuple[K, list[dict[str, Any]]]) -> None:
    kind, (one,) = case
    assert not gaps(kind, one, one)
    assert not is_tighter(kind, one, one)


@given(some(3))
def test_what_satisfies_the_stricter_satisfies_the_weaker(
    case: tuple[K, list[dict[str, Any]]],
) -> None:
    kind, (one, two, three) = case
    # walk up from any three to a chain, so that the premise is met often
    two = tightened(kind, one, two)
    three = tightened(kind, two, three)
    assert not gaps(kind, one, two)
    assert not gaps(kind, two, three)
    assert not gaps(kind, one, three)


@given(some(3))
def test_being_tighter_goes_one_way_and_on(case: tuple[K, list[dict[str, Any]]]) -> None:
    kind, (one, two, three) = case
    assert not (is_tighter(kind, one, two) and is_tighter(kind, two, one))
    if is_tighter(kind, one, two) and is_tighter(kind, two, three):
        assert is_tighter(kind, one, three)


@given(some(2))
def test_tightening_twice_is_tightening_once_and_never_weaker(
    case: tuple[K, list[dict[str, Any]]],
) -> None:
    kind, (asked, own) = case
    once = tightened(kind, asked, own)
    assert not gaps(kind, asked, once)
    assert tightened(kind, asked, once) == once
    if not gaps(kind, asked, own):
        assert once == own


@given(
    st.sampled_from([">=", "<=", "==", ">", "<"]), st.floats(0, 100), st.floats(0, 100),
    st.sampled_from([">=", "<=", "==", ">", "<"]), st.floats(0, 100),
)  # fmt: skip
def test_whoever_reaches_an_accepted_target_reaches_the_superiors(
    op: str, value: float, reached: float, own_op: str, own_value: float
) -> None:
    def holds(sign: str, bound: float) -> bool:
        return {
            ">=": reached >= bound, "<=": reached <= bound, "==": reached == bound,
            ">": reached > bound, "<": reached < bound,
        }[sign]  # fmt: skip

    asked = TARGET | {"op": op, "value": value}
    own = TARGET | {"op": own_op, "value": own_value}
    if not gaps(K.TARGET, asked, own) and holds(own_op, own_value):
        assert holds(op, value)
