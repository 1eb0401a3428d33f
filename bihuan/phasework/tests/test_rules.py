"""Where a phase lies in the text, how phases stand to each other, which days they may get."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.phasework.rules import Stretch, change_problem, relations, sections

D = date


def test_a_phase_runs_to_the_next_or_to_the_next_chapter() -> None:
    phases = [Stretch(1, 10, None, None), Stretch(2, 30, None, None), Stretch(3, -1, None, None)]
    text = [(0, "三、工作步骤"), (10, "（一）动员阶段"), (30, "（二）自查阶段"), (60, "四、要求")]
    assert sections(phases, text, length=100) == {1: (10, 30), 2: (30, 60)}


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8, unique=True))
def test_parts_of_phases_never_overlap(places: list[int]) -> None:
    phases = [Stretch(key, at, None, None) for key, at in enumerate(places)]
    parts = sorted(sections(phases, [], length=600).values())
    assert len(parts) == len(places)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(parts))


def test_overlaps_and_gaps_are_told() -> None:
    phases = [
        Stretch(1, 0, D(2020, 5, 1), D(2020, 6, 30)),
        Stretch(2, 1, D(2020, 6, 1), D(2020, 12, 31)),
        Stretch(3, 2, D(2021, 1, 3), None),
        Stretch(4, 3, D(2022, 1, 1), None),
        Stretch(5, 4, None, None),
    ]
    assert relations(phases) == {
        2: "与前一阶段重叠 30 天", 3: "与前一阶段之间空 2 天", 4: "前一阶段没有写明结束日期",
    }  # fmt: skip


def test_phases_that_follow_each_other_are_nothing_unusual() -> None:
    phases = [Stretch(1, 0, D(2026, 6, 1), D(2026, 6, 10)), Stretch(2, 1, D(2026, 6, 11), None)]
    assert relations(phases) == {}


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        (D(2026, 6, 1), D(2026, 6, 30), "相同"),
        (D(2026, 7, 1), D(2026, 6, 20), "晚于"),
        (D(2026, 6, 1), D(2026, 6, 14), "已过"),
        (D(2026, 6, 1), D(2026, 6, 15), None),
        (D(2026, 6, 1), None, None),
        (None, D(2026, 7, 31), None),
    ],
)
def test_which_days_a_phase_may_get(start: date | None, end: date | None, word: str | None) -> None:
    told = change_problem(
        start=start, end=end, was_start=D(2026, 6, 1), was_end=D(2026, 6, 30), on=D(2026, 6, 15)
    )
    assert (word in told) if word and told else told is None is word
