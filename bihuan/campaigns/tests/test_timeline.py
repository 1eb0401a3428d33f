"""The phases as a line with today on it."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.campaigns.models import Phase
from bihuan.campaigns.states import PhaseState
from bihuan.campaigns.timeline import line_of

FIRST = Phase(number=1, name="动员", start=date(2026, 6, 1), end=date(2026, 6, 10))
SECOND = Phase(number=2, name="自查", start=date(2026, 6, 15), end=date(2026, 6, 30))
BLANK = Phase(number=3, name="总结")
ENDLESS = Phase(number=4, name="长期", start=date(2026, 6, 1))
UNTIL = Phase(number=5, name="截止", end=date(2026, 6, 10))


@pytest.mark.parametrize(
    ("on", "states", "before", "is_over"),
    [
        (date(2026, 5, 31), ["not_started", "not_started"], 0, False),
        (date(2026, 6, 1), ["running", "not_started"], None, False),
        (date(2026, 6, 10), ["running", "not_started"], None, False),
        (date(2026, 6, 12), ["ended", "not_started"], 1, False),
        (date(2026, 6, 30), ["ended", "running"], None, False),
        (date(2026, 7, 1), ["ended", "ended"], None, True),
    ],
)
def test_today_stands_in_a_phase_or_between(
    on: date, states: list[str], before: int | None, is_over: bool
) -> None:
    line = line_of([FIRST, SECOND], on=on)
    assert [stop.state.value for stop in line.stops] == states
    marked = [place for place, stop in enumerate(line.stops) if stop.today_before]
    assert marked == ([] if before is None else [before])
    assert line.is_over is is_over


def test_a_running_phase_says_how_far_it_is() -> None:
    (stop,) = line_of([FIRST], on=date(2026, 6, 5)).stops
    assert (stop.note, stop.share) == ("第 5/10 天，还有 5 天结束", 0.5)
    (stop,) = line_of([FIRST], on=date(2026, 6, 10)).stops
    assert (stop.note, stop.share) == ("第 10/10 天，今天结束", 1.0)
    (stop,) = line_of([FIRST], on=date(2026, 5, 30)).stops
    assert stop.note == "还有 2 天开始"


def test_phases_without_dates_neither_run_nor_end() -> None:
    line = line_of([BLANK], on=date(2026, 6, 5))
    assert line.stops[0].note == "未写明日期"
    assert not line.is_over
    assert line.stops[0].share is None


def test_open_ends() -> None:
    endless, until = line_of([ENDLESS, UNTIL], on=date(2026, 6, 5)).stops
    assert (endless.state, endless.note, endless.share) == (PhaseState.RUNNING, "", None)
    assert (until.state, until.note, until.share) == (PhaseState.RUNNING, "还有 5 天结束", None)
    assert line_of([UNTIL], on=date(2026, 6, 11)).stops[0].state is PhaseState.ENDED
    assert ENDLESS.state_on(date(2026, 5, 31)) is PhaseState.NOT_STARTED
    assert ENDLESS.state_on(date(2036, 5, 31)) is PhaseState.RUNNING


def test_a_phase_without_any_date_never_counts_as_running() -> None:
    assert BLANK.state_on(date(2026, 6, 5)) is PhaseState.NOT_STARTED
