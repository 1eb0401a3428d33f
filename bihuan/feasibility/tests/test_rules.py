"""The arithmetic of capacity, by example and by property."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.feasibility.rules import (
    Demand,
    Pool,
    alone,
    people_needed,
    per_period,
    possible,
    simulate,
    verdict_of,
    workdays_in,
)
from bihuan.feasibility.states import Verdict
from bihuan.kernel.periods import Recurrence

MONDAY = date(2026, 3, 2)
TWELVE = Pool("inspector", 12, crew=2, per_day=2.0, share=0.5)


@dataclass(frozen=True)
class Weekdays:
    """A calendar without holidays."""

    def is_workday(self, on: date) -> bool:
        return on.weekday() < 5


def days(count: int) -> date:
    return MONDAY + timedelta(days=count - 1)


def test_twelve_officers_make_six_visits_a_day() -> None:
    assert TWELVE.daily == 6
    assert possible(TWELVE, MONDAY, days(14), calendar=Weekdays()) == 60
    assert replace(TWELVE, people=13).crews == 6


def test_the_earliest_deadline_comes_first() -> None:
    late = Demand(1, "inspector", 30, MONDAY, days(12))
    soon = Demand(2, "inspector", 30, MONDAY, days(5))
    one, two = simulate(TWELVE, [late, soon], calendar=Weekdays())
    assert (two.made, two.finished_on) == (30, days(5))
    assert (one.made, one.finished_on) == (30, days(12))


def test_what_is_late_says_when_it_would_be_done() -> None:
    (found,) = simulate(TWELVE, [Demand(1, "inspector", 42, MONDAY, days(5))], calendar=Weekdays())
    assert (found.made, found.is_met, found.finished_on) == (30, False, days(9))


def test_nobody_makes_nothing_and_no_number_of_days_helps() -> None:
    nobody = replace(TWELVE, people=1)
    (found,) = simulate(nobody, [Demand(1, "inspector", 1, MONDAY, days(5))], calendar=Weekdays())
    assert (found.made, found.finished_on) == (0, None)
    saturday = Demand(1, "inspector", 1, days(6), days(7))
    assert people_needed(TWELVE, [saturday], calendar=Weekdays()) is None


def test_a_monthly_duty_is_cut_to_its_span() -> None:
    found = per_period(
        7, "leader", 3, Recurrence.MONTH, since=date(2026, 3, 20), until=date(2026, 5, 10)
    )
    assert [(one.start, one.end) for one in found] == [
        (date(2026, 3, 20), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 30)),
        (date(2026, 5, 1), date(2026, 5, 10)),
    ]


DEMANDS = st.lists(
    st.builds(
        lambda visits, start, length: Demand(
            1, "inspector", visits, days(start), days(start + length)
        ),
        st.integers(0, 80), st.integers(1, 40), st.integers(0, 40),
    ),
    min_size=1, max_size=6,
)  # fmt: skip
POOLS = st.builds(
    lambda people, per_day, share: Pool("inspector", people, 2, per_day, share),
    st.integers(0, 20), st.sampled_from([0.5, 1.0, 3.0]), st.sampled_from([0.1, 0.5, 1.0]),
)  # fmt: skip


@given(POOLS, DEMANDS)
def test_no_order_makes_more_than_the_days_hold(pool: Pool, demands: list[Demand]) -> None:
    found = simulate(pool, demands, calendar=Weekdays())
    first, last = min(one.start for one in demands), max(one.end for one in demands)
    assert sum(one.made for one in found) <= possible(pool, first, last, calendar=Weekdays())
    for one in found:
        apart = alone(pool, one.demand, calendar=Weekdays())
        assert one.made <= apart.made <= one.demand.visits
        done = one.finished_on
        assert one.is_met == (done is not None and done <= one.demand.end) or not one.demand.visits


@given(POOLS, DEMANDS)
def test_the_people_that_are_asked_for_suffice_and_a_crew_less_does_not(
    pool: Pool, demands: list[Demand]
) -> None:
    needed = people_needed(pool, demands, calendar=Weekdays())
    if needed is None:
        days_off = [one for one in demands if one.visits]
        assert any(workdays_in(one.start, one.end, calendar=Weekdays()) == 0 for one in days_off)
        return

    def met(people: int) -> bool:
        crew = replace(pool, people=people)
        return all(alone(crew, one, calendar=Weekdays()).is_met for one in demands)

    assert met(needed)
    assert needed == 0 or not met(needed - pool.crew)


@given(POOLS, DEMANDS)
def test_more_people_never_do_less(pool: Pool, demands: list[Demand]) -> None:
    more = replace(pool, people=pool.people + 4)
    fewer_made = [one.made for one in simulate(pool, demands, calendar=Weekdays())]
    more_made = [one.made for one in simulate(more, demands, calendar=Weekdays())]
    assert sum(more_made) + len(demands) >= sum(fewer_made)


@pytest.mark.parametrize(
    ("visits", "load", "verdict"),
    [(10, 0.3, Verdict.FITS), (30, 1.0, Verdict.TIGHT), (31, 1.1, Verdict.SHORT)],
)
def test_the_verdict(visits: int, load: float, verdict: Verdict) -> None:
    demand = Demand(1, "inspector", visits, MONDAY, days(5))
    apart = simulate(TWELVE, [demand], calendar=Weekdays())
    merged = [alone(TWELVE, demand, calendar=Weekdays())]
    assert verdict_of(merged, apart, load=load) is verdict


def test_what_only_merging_makes_possible_is_tight() -> None:
    both = [Demand(n, "inspector", 20, MONDAY, days(5)) for n in (1, 2)]
    apart = simulate(TWELVE, both, calendar=Weekdays())
    merged = [alone(TWELVE, one, calendar=Weekdays()) for one in both]
    assert [one.made for one in apart] == [20, 10]
    assert verdict_of(merged[1:], apart[1:], load=0.67) is Verdict.TIGHT
