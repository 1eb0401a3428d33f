"""Suggesting which own item answers which of the superior's, and the text written from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.states import ItemKind as K
from bihuan.cascade.rules.framing import (
    Sentence,
    annexed,
    concerns,
    plan_deadline,
    written_plan,
)
from bihuan.cascade.rules.matching import matches, similarity

RATE = {"subject": "企业", "metric": "自查率", "metric_key": "self_check.rate"}
CLOSING = {"subject": "隐患", "metric": "整改率", "metric_key": "hazard.closing_rate"}
LED = {"action": "带队检查", "period": "month", "count": 1}
TALK = {"action": "召开安全例会", "period": "month", "count": 1}


def test_the_same_metric_is_the_same_target_whatever_it_is_called() -> None:
    assert similarity(K.TARGET, RATE, RATE | {"metric": "企业自查完成比例"}) >= 0.7
    assert similarity(K.TARGET, RATE, CLOSING) == 0.0


def test_pairs_are_one_to_one_and_the_likeliest_first() -> None:
    asked: list[tuple[int, str, dict[str, Any]]] = [
        (1, K.DUTY, LED),
        (2, K.DUTY, TALK),
        (3, K.TARGET, RATE),
    ]
    own: list[tuple[int, str, dict[str, Any]]] = [
        (10, K.TARGET, RATE | {"subject": ""}),
        (11, K.DUTY, {"action": "镇领导带队检查企业", "period": "week", "count": 1}),
        (12, K.DUTY, {"action": "带队检查", "period": "month", "count": 2}),
    ]
    assert matches(asked, own) == {1: 12, 3: 10}


def test_other_kinds_are_never_matched() -> None:
    assert not matches([(1, K.TASK, {"action": "带队检查"})], [(2, K.DUTY, LED)])


TEXTS = st.text("带队检查企业例会召开", max_size=8)
DUTIES = st.builds(
    lambda action, period: {"action": action, "period": period, "count": 1},
    TEXTS, st.sampled_from(["week", "month"]),
)  # fmt: skip


@given(DUTIES, DUTIES)
def test_likeness_is_symmetric_and_between_nought_and_one(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    likeness = similarity(K.DUTY, one, other)
    assert likeness == similarity(K.DUTY, other, one)
    assert 0 <= likeness <= 1
    assert similarity(K.DUTY, one, one) in (0.0, 1.0)


@given(st.lists(DUTIES, max_size=6), st.lists(DUTIES, max_size=6))
def test_no_item_is_suggested_twice(asked: list[dict[str, Any]], own: list[dict[str, Any]]) -> None:
    found = matches(
        [(n, K.DUTY, one) for n, one in enumerate(asked)],
        [(n, K.DUTY, one) for n, one in enumerate(own)],
    )
    assert len(set(found.values())) == len(found)


LINES = st.lists(
    st.tuples(
        st.sampled_from([K.TARGET, K.DUTY, K.CHECK_ITEM]),
        st.text("企业自查率。达到 \n80%", min_size=1, max_size=20).filter(str.strip),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(LINES)
def test_every_quote_stands_where_the_written_plan_says(lines: list[tuple[K, str]]) -> None:
    sentences = [
        Sentence(kind, text, ((number, text.strip()),)) for number, (kind, text) in enumerate(lines)
    ]
    written = written_plan(
        title="实施方案", parent="方案", number="", issuer="县", body="镇", sentences=sentences
    )
    longer = annexed("原方案\n第一句。\n", sentences)
    assert longer.text.startswith("原方案\n第一句。\n")
    for number, (_, text) in enumerate(lines):
        for one in (written, longer):
            start, end = one.spans[number]
            assert one.text[start:end] == " ".join(text.split())


def test_a_plan_says_itself_by_when_plans_are_due() -> None:
    items = [
        (K.TASK, {"action": "建立台账", "due": "2026-06-01"}),
        (K.TASK, {"action": "结合实际制定实施方案", "due": "2026-06-12"}),
    ]
    assert plan_deadline(items) == date(2026, 6, 12)
    assert plan_deadline(items[:1]) is None


def test_what_others_must_do_is_not_suggested() -> None:
    bureau = {"actor": "县应急管理局", "action": "检查"}
    assert not concerns(K.DUTY, bureau, body="town")
    assert concerns(K.DUTY, bureau, body="department")
    assert concerns(K.DUTY, {"actor": "各乡镇", "action": "检查"}, body="town")
    assert concerns(K.DUTY, {"actor": None, "action": "检查"}, body="town")
    assert concerns(K.DUTY, {"actor": "企业主要负责人", "action": "检查"}, body="community")
