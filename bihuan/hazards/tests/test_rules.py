"""Deadlines, extensions, closing and plans at their bounds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hazards import rules
from bihuan.hazards.rules import Plan
from bihuan.hazards.states import HazardLevel

G, M = HazardLevel.GENERAL, HazardLevel.MAJOR
ON = date(2026, 6, 1)


@pytest.mark.parametrize(("level", "days", "reason", "allowed"), [
    (G,  -1, "有", False),
    (G,   0, "",   True),
    (G,  15, "",   True),
    (G,  16, "",   False),
    (G,  16, " ",  False),
    (G,  16, "有", True),
    (G,  90, "有", True),
    (G,  91, "有", False),
    (M,  30, "",   True),
    (M,  31, "",   False),
    (M, 365, "有", True),
    (M, 366, "有", False),
])  # fmt: skip
def test_a_deadline_lies_within_its_level(
    level: HazardLevel, days: int, reason: str, allowed: bool
) -> None:
    ruling = rules.may_set_due(level, ON + timedelta(days=days), on=ON, reason=reason)
    assert ruling.allowed is allowed
    assert bool(ruling.message) is not allowed


@pytest.mark.parametrize(("on", "new", "extensions", "allowed"), [
    (ON,                       16, 0, True),
    (ON + timedelta(days=15),  16, 0, True),   # on the last day
    (ON + timedelta(days=16),  20, 0, False),  # a day late
    (ON,                       15, 0, False),  # the same day
    (ON,                       30, 0, True),
    (ON,                       31, 0, False),
    (ON,                       16, 1, False),
])  # fmt: skip
def test_a_deadline_is_extended_once_in_time_and_not_far(
    on: date, new: int, extensions: int, allowed: bool
) -> None:
    due = ON + timedelta(days=15)
    ruling = rules.may_extend(
        G, due_on=due, new_due_on=ON + timedelta(days=new), on=on, extensions=extensions
    )
    assert ruling.allowed is allowed


@pytest.mark.parametrize(("level", "by_enterprise", "own", "allowed"), [
    (G, False, False, True),
    (G, False, True,  True),
    (M, False, False, True),
    (M, False, True,  True),
    (G, True,  True,  True),
    (G, True,  False, False),
    (M, True,  True,  False),
    (M, True,  False, False),
])  # fmt: skip
def test_who_may_close(level: HazardLevel, by_enterprise: bool, own: bool, allowed: bool) -> None:
    ruling = rules.may_close(level, by_enterprise=by_enterprise, found_by_enterprise=own)
    assert ruling.allowed is allowed
    if level is M and by_enterprise:
        assert "待核" in ruling.basis


def test_a_major_plan_names_all_five_and_zero_money_is_an_answer() -> None:
    whole = Plan("钱", "修", Decimal(0), "停用")
    assert rules.plan_problems(M, whole) == []
    assert [one.where for one in rules.plan_problems(M, Plan())] == [
        "整改责任人", "整改措施", "整改资金", "整改期间防范措施",
    ]  # fmt: skip
    assert [one.where for one in rules.plan_problems(G, Plan())] == ["整改责任人", "整改措施"]
    assert [one.where for one in rules.plan_problems(G, Plan("钱", "修", Decimal(-1)))] == [
        "整改资金"
    ]


plans = st.builds(
    Plan,
    owner=st.sampled_from(["", " ", "钱"]),
    measures=st.sampled_from(["", "修"]),
    funds=st.sampled_from([None, Decimal(0), Decimal(9)]),
    interim_measures=st.sampled_from(["", "停用"]),
)


@given(plans)
def test_what_a_major_hazard_accepts_a_general_one_accepts_too(plan: Plan) -> None:
    if not rules.plan_problems(M, plan):
        assert not rules.plan_problems(G, plan)


@given(st.integers(0, 400))
def test_a_reason_never_makes_a_deadline_less_acceptable(days: int) -> None:
    due = ON + timedelta(days=days)
    for level in HazardLevel:
        if rules.may_set_due(level, due, on=ON, reason="").allowed:
            assert rules.may_set_due(level, due, on=ON, reason="有").allowed
