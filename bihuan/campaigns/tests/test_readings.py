"""Which readings are offered for a damaged date or number."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.campaigns.readings import readings, years_near

YEARS = [2009, 2010]


@pytest.mark.parametrize(
    ("quote", "suggestion", "offered"),
    [
        ("年11月中旬", None, ["2009年11月中旬", "2010年11月中旬"]),
        ("2009年7月下旬-年11月中旬", None, ["2009年7月下旬-2009年11月中旬", "2009年7月下旬-2010年11月中旬"]),
        ("政办[]55号", None, ["政办〔2009〕55号", "政办〔2010〕55号"]),
        ("2026年8月日", None, ["2026年8月底", "2026年8月下旬", "2026年8月中旬", "2026年8月上旬"]),
        ("13月5日前", None, ["1月5日前", "3月5日前"]),
        ("一、组织机构", "2009年", ["2010年"]),
        ("*年*月*日至*年*月*日", None, []),
        ("由同志任办公室主任", None, []),
        ("8月2023日前", "8月10日前", []),
    ],
)  # fmt: skip
def test_readings_of(quote: str, suggestion: str | None, offered: list[str]) -> None:
    assert readings(quote, suggestion, YEARS) == offered


def test_the_year_does_not_run_backwards() -> None:
    text = "2008年以来……2009年7月下旬-年11月中旬，2010年底验收"
    at = text.index("年11月")
    assert years_near(text, at, issued_on=None, year=None) == [2009, 2010]


def test_without_a_year_before_it_the_day_of_issue_counts() -> None:
    assert years_near("年11月中旬", 0, issued_on=date(2026, 3, 1), year=2025) == [2026, 2027, 2025]
    assert years_near("年11月中旬", 0, issued_on=None, year=None) == []
