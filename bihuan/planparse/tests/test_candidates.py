"""Readings offered for dates with blanks: for a person to choose, never chosen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.planparse.candidates import MOST, candidates
from bihuan.planparse.dates import Calendar, find_times

CASES = (
    ("年11月中旬", ("2026年11月中旬", "2027年11月中旬")),
    ("*年3月1日", ("2026年3月1日", "2027年3月1日")),
    ("20**年9月30日", ("2026年9月30日", "2027年9月30日")),
    ("年11月中旬-年12月底", ("2026年11月中旬-2026年12月底", "2027年11月中旬-2027年12月底")),
    ("2026年8月日", ("2026年8月31日", "2026年8月上旬", "2026年8月中旬", "2026年8月下旬")),
    ("6月__日前", ("6月30日前", "6月上旬前", "6月中旬前", "6月下旬前")),
)


@pytest.mark.parametrize(("quote", "readings"), CASES)
def test_a_blank_year_or_day_has_readings(quote: str, readings: tuple[str, ...]) -> None:
    assert candidates(quote, year=2026) == readings


@pytest.mark.parametrize("quote", ["*年*月*日", "年月日", "X月X日至X月X日", "《》", "", "组长:"])
def test_a_blank_month_leaves_nothing_to_go_by(quote: str) -> None:
    assert candidates(quote, year=2026) == ()


def test_no_year_is_offered_where_none_is_known() -> None:
    assert candidates("年11月中旬", year=None) == ()


def test_a_reading_never_ends_before_the_phase_above() -> None:
    offered = candidates("年2月底", year=2026, not_before=date(2026, 12, 20))
    assert offered == ("2027年2月底",)


@given(st.text("年月日0123456789*×前至- 底旬上中下", max_size=24), st.integers(2000, 2090))
def test_every_reading_is_a_date_in_order(quote: str, year: int) -> None:
    offered = candidates(quote, year=year)
    assert len(offered) <= MOST
    for one in offered:
        first, last = Calendar(year).resolve(find_times(one)[0])
        assert (first or last) is not None
        assert first is None or last is None or first <= last
