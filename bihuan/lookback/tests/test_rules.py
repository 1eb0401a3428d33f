"""The sample can be drawn again, is stratified, and the interval is Wilson's."""

from __future__ import annotations

from collections import Counter
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.lookback.rules import Unit, allocation, draw, strata_of, weighted_share, wilson

units = st.lists(
    st.builds(Unit, st.integers(1, 10**6), st.sampled_from([101, 102, 103]), st.booleans()),
    unique_by=lambda one: one.key, max_size=60,
)  # fmt: skip


@given(units, st.integers(0, 80), st.integers(0, 10**9))
def test_the_same_seed_draws_the_same(pool: list[Unit], size: int, seed: int) -> None:
    drawn = draw(pool, size, seed=seed)
    assert drawn == draw(list(reversed(pool)), size, seed=seed)
    assert len(drawn) == len(set(drawn)) == min(size, len(pool))
    assert set(drawn) <= {one.key for one in pool}


@given(units, st.integers(0, 80), st.sampled_from([1, 3]))
def test_every_stratum_gives_its_part(pool: list[Unit], size: int, weight: int) -> None:
    sizes = {key: len(ids) for key, ids in strata_of(pool).items()}
    given_each = allocation(sizes, size, major_weight=weight)
    assert sum(given_each.values()) == min(size, len(pool))
    assert all(0 <= given_each[key] <= sizes[key] for key in sizes)
    if size >= len(sizes):
        assert all(given_each.values())


def test_the_sample_follows_the_sizes_and_majors_weigh_more() -> None:
    sizes = {(101, False): 80, (101, True): 10, (102, False): 10}
    assert allocation(sizes, 20) == {(101, False): 16, (101, True): 2, (102, False): 2}
    heavier = allocation(sizes, 20, major_weight=3)
    assert heavier[101, True] == 5
    assert sum(heavier.values()) == 20


def test_every_closed_one_has_the_same_chance() -> None:
    pool = [Unit(key, 101) for key in range(10)]
    seen = Counter(key for seed in range(2000) for key in draw(pool, 3, seed=seed))
    assert all(500 < seen[key] < 700 for key in range(10))


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
        (8, 10, 0.4902, 0.9433),
        (81, 100, 0.7222, 0.8749),
    ],
)
def test_the_interval_is_that_of_the_tables(
    successes: int, trials: int, low: float, high: float
) -> None:
    found = wilson(successes, trials)
    assert found is not None
    assert isclose(found.low, low, abs_tol=1e-4)
    assert isclose(found.high, high, abs_tol=1e-4)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share_and_stays_inside(successes: int, trials: int) -> None:
    successes = min(successes, trials)
    found = wilson(successes, trials)
    assert found is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    wider = wilson(successes * 4, trials * 4)
    assert wider is not None
    assert wider.high - wider.low <= found.high - found.low + 1e-12


def test_without_a_trial_there_is_no_share() -> None:
    assert wilson(0, 0) is None
    assert weighted_share([(10, 0, 0)]) is None


def test_the_weighted_share_gives_each_stratum_its_weight_in_the_pool() -> None:
    assert weighted_share([(90, 9, 9), (10, 9, 0)]) == 0.9
