"""Whatever the opening day, every pack finds its day in the year that is played."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.demo.special import IMPORTED, first_day, launch_day
from bihuan.packs.loading import all_packs


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_every_pack_is_drafted_and_launched_within_the_played_year(opening: date) -> None:
    for pack in all_packs().values():
        day = launch_day(pack, opening)
        assert first_day(opening) <= day - timedelta(days=IMPORTED)
        assert day < opening


def test_the_day_is_that_of_the_calendar() -> None:
    opening = date(2026, 11, 25)
    assert launch_day(all_packs()["coal"], opening) == date(2026, 5, 6)
    assert launch_day(all_packs()["coal"], date(2026, 3, 1)) == date(2025, 5, 6)
