"""Periods, days and lateness of duties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.duties.rules import days_backdated, done_on_problem, occurrence_window
from bihuan.kernel.periods import Recurrence, period_of

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(
    on=days,
    every=st.sampled_from(Recurrence),
    before=st.integers(0, 500),
    after=st.integers(0, 500),
)
def test_the_window_holds_the_day_and_lies_in_the_period(
    on: date, every: Recurrence, before: int, after: int
) -> None:
    since, until = on - timedelta(days=before), on + timedelta(days=after)
    window, period = occurrence_window(on, every, since=since, until=until), period_of(on, every)
    assert window is not None
    assert on in window
    assert period.start <= window.start
    assert window.end <= period.end
    assert since <= window.start
    assert window.end <= until


@given(on=days, every=st.sampled_from(Recurrence), off=st.integers(1, 400))
def test_a_rule_that_does_not_run_has_no_window(on: date, every: Recurrence, off: int) -> None:
    later, earlier = on + timedelta(days=off), on - timedelta(days=off)
    assert occurrence_window(on, every, since=later, until=None) is None
    assert occurrence_window(on, every, since=earlier, until=on - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("day", "is_fine"), [(31, False), (1, True), (15, True), (20, True), (21, False)]
)
def test_both_bounds_of_the_period_and_today_count(day: int, is_fine: bool) -> None:
    done_on = date(2026, 5, 31) if day == 31 else date(2026, 6, day)
    problem = done_on_problem(
        done_on, start=date(2026, 6, 1), end=date(2026, 6, 30), today=date(2026, 6, 20)
    )
    assert (problem is None) == is_fine


@pytest.mark.parametrize(("late", "flagged"), [(0, 0), (7, 0), (8, 8), (30, 30)])
def test_only_more_than_a_week_is_flagged(late: int, flagged: int) -> None:
    done_on = date(2026, 6, 1)
    assert days_backdated(done_on, recorded_on=done_on + timedelta(days=late)) == flagged
