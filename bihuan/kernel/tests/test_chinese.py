"""Dates, distances, counts and shares read as offices write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kernel import chinese

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 22), "11月22日（周日）"),
        (date(2026, 1, 3), "1月3日（周六）"),
        (date(2027, 1, 1), "2027年1月1日（周五）"),
        (date(2025, 12, 31), "2025年12月31日（周三）"),
    ],
)
def test_a_day_has_its_weekday_and_another_years_day_its_year(day: date, text: str) -> None:
    assert chinese.day_text(day, today=TODAY) == text


def test_a_day_without_today_has_its_year() -> None:
    assert chinese.day_text(TODAY) == "2026年11月22日（周日）"
    assert chinese.date_text(TODAY) == "2026年11月22日"


def test_a_moment_is_shown_in_beijing_time() -> None:
    late = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)
    assert chinese.moment_text(late, today=TODAY) == "11月23日 00:05"
    assert chinese.moment_text(late) == "2026年11月23日 00:05"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 20), "逾期 2 天"),
        (date(2026, 11, 21), "逾期 1 天"),
        (date(2026, 11, 22), "今天到期"),
        (date(2026, 11, 23), "明天到期"),
        (date(2026, 11, 24), "还有 2 天"),
        (date(2027, 1, 1), "还有 40 天"),
    ],
)
def test_a_deadline_says_how_far_off_it_is(day: date, text: str) -> None:
    assert chinese.distance_text(day, today=TODAY) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (9_999, "9999"),
        (10_000, "1 万"),
        (10_999, "1 万"),
        (12_345, "1.2 万"),
        (19_999, "1.9 万"),
        (99_999_999, "9999.9 万"),
        (100_000_000, "1 亿"),
        (-12_345, "-1.2 万"),
    ],
)
def test_counts_above_ten_thousand_are_cut_to_wan(number: int, text: str) -> None:
    assert chinese.count_text(number) == text


def test_an_exact_count_has_separators() -> None:
    assert chinese.exact_text(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (0.0001, "0.1%"),
        (0.832, "83.2%"),
        (0.5, "50%"),
        (0.9996, "99.9%"),
        (1, "100%"),
        (1.25, "125%"),
    ],
)
def test_a_share_never_looks_finished_before_it_is(share: float, text: str) -> None:
    assert chinese.percent_text(share) == text


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_a_share_between_none_and_all_reads_as_neither(share: float) -> None:
    assert chinese.percent_text(share) not in {"0%", "100%"}


def test_percentages_can_be_whole() -> None:
    assert chinese.percent_text(0.832, places=0) == "83%"
    assert chinese.percent_text(0.999, places=0) == "99%"
    assert chinese.percent_text(0.5, places=0) == "50%"


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (416, 500, "83.2%（416/500 家）"),
        (0, 500, "0%（0/500 家）"),
        (0, 0, "—（0 家）"),
    ],
)
def test_a_ratio_shows_what_it_is_made_of(numerator: int, denominator: int, text: str) -> None:
    assert chinese.ratio_text(numerator, denominator, unit="家") == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "不到 1 分钟"),
        (60, "约 1 分钟"),
        (150, "约 2 分钟"),
        (3_570, "约 1 小时"),
        (7_200, "约 2 小时"),
        (86_400 * 3, "约 3 天"),
    ],
)
def test_a_span_is_rough(seconds: float, text: str) -> None:
    assert chinese.span_text(seconds) == text


@pytest.mark.parametrize(
    ("octets", "text"),
    [(812, "812 字节"), (1024, "1.0 KB"), (1_468_006, "1.4 MB"), (5 * 1024**4, "5.0 TB")],
)
def test_a_files_size_has_a_fitting_unit(octets: int, text: str) -> None:
    assert chinese.size_text(octets) == text
