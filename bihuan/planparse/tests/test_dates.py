"""Dates as plans write them."""

from datetime import date

import pytest

from bihuan.planparse.dates import Calendar, find_times

D = date
# fmt: off
CASES = (  # in a plan of 2026
    ("5月底以前",                None,          D(2026, 5, 31)),
    ("6至9月",                   D(2026, 6, 1),  D(2026, 9, 30)),
    ("7、8月间",                 D(2026, 7, 1),  D(2026, 8, 31)),
    ("2012年7月底至8月3日",      D(2012, 7, 31), D(2012, 8, 3)),
    ("2012年8月4日至8日",        D(2012, 8, 4),  D(2012, 8, 8)),
    ("2024年2月上旬",            D(2024, 2, 1),  D(2024, 2, 10)),
    ("2024年2月下旬",            D(2024, 2, 21), D(2024, 2, 29)),
    ("9月初开始",                D(2026, 9, 1),  None),
    ("2025年1月1日起",           D(2025, 1, 1),  None),
    ("12月1日至次年3月31日",     D(2026, 12, 1), D(2027, 3, 31)),
    ("12月21日至3月31日",        D(2026, 12, 21), D(2027, 3, 31)),
    ("2026年11月21日至次年3月20日", D(2026, 11, 21), D(2027, 3, 20)),
    ("2026年11月21日至3月20日",  D(2026, 11, 21), D(2027, 3, 20)),
    ("12月至2027年2月底",        D(2026, 12, 1), D(2027, 2, 28)),
    ("2026年12月11日---2027年1月31日", D(2026, 12, 11), D(2027, 1, 31)),
    ("3月1-15日",               D(2026, 3, 1),  D(2026, 3, 15)),
    ("(3.1—3.20)",              D(2026, 3, 1),  D(2026, 3, 20)),
    ("2025年3至10月",           D(2025, 3, 1),  D(2025, 10, 31)),
    ("2024—2026年",             D(2024, 1, 1),  D(2026, 12, 31)),
    ("自3月1日起,至5月31日止",   D(2026, 3, 1),  D(2026, 5, 31)),
    ("3月1日开始,5月31日结束",   D(2026, 3, 1),  D(2026, 5, 31)),
    ("2026年年底前",            None,          D(2026, 12, 31)),
    ("2026年年中前",            None,          D(2026, 6, 30)),
    ("5月30日一6月4日",          D(2026, 5, 30), D(2026, 6, 4)),
    ("12月5前",                 None,          D(2026, 12, 5)),
    ("12月的20日前",            None,          D(2026, 12, 20)),
    ("2026年初",                D(2026, 1, 1),  D(2026, 1, 31)),
    ("明年1月底前",             None,          D(2027, 1, 31)),
    ("去年12月",                D(2025, 12, 1), D(2025, 12, 31)),
    ("4月10日-长期",            D(2026, 4, 10), None),
    ("2026.3.1-2026.5.31",       D(2026, 3, 1),  D(2026, 5, 31)),
    ("自2026年3月起至11月止",    D(2026, 3, 1),  D(2026, 11, 30)),
    ("二〇二六年三月二十日前",   None,          D(2026, 3, 20)),
    ("2026年第三季度",           D(2026, 7, 1),  D(2026, 9, 30)),
    ("2013年底前",               None,          D(2013, 12, 31)),
    ("今年年底前",               None,          D(2026, 12, 31)),
    ("8月19日12:00前",           None,          D(2026, 8, 19)),
    ("2026年9月10日(星期四)下班前", None,       D(2026, 9, 10)),
)
# fmt: on


@pytest.mark.parametrize(("text", "first", "last"), CASES)
def test_a_date_expression(text: str, first: date | None, last: date | None) -> None:
    (time,) = find_times(text)
    assert Calendar(2026).resolve(time) == (first, last)


@pytest.mark.parametrize("text", ["*年*月*日", "年11月中旬-年12月底", "*月*日前"])
def test_a_blank_date_resolves_to_nothing(text: str) -> None:
    (time,) = find_times(text)
    assert Calendar(2026).resolve(time) == (None, None)


@pytest.mark.parametrize(
    "text", ["每月30日", "8月2023日前", "2月30日", "13月5日", "三年行动", "第3号", "2026年春节前"]
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_times(text) == []


def test_a_missing_year_does_not_run_backwards() -> None:
    (time,) = find_times("1月5日前")
    assert Calendar(2026).resolve(time, not_before=D(2026, 11, 1)) == (None, D(2027, 1, 5))


def test_without_any_year_there_is_no_date() -> None:
    (time,) = find_times("5月1日至5月31日")
    assert Calendar(None).resolve(time) == (None, None)
