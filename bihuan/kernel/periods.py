"""Calendar periods by which duties recur and numbers are counted."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Recurrence(StrEnum):
    """How often something must be done."""

    DAY = "day"
    WEEK = "week"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def label(self) -> str:
        """The word after 每: 日、周、旬、月、季度、半年、年."""
        return RECURRENCE_NAMES[self]


RECURRENCE_NAMES = {
    Recurrence.DAY: "日",
    Recurrence.WEEK: "周",
    Recurrence.TEN_DAYS: "旬",
    Recurrence.MONTH: "月",
    Recurrence.QUARTER: "季度",
    Recurrence.HALF_YEAR: "半年",
    Recurrence.YEAR: "年",
}
MONTHS = {Recurrence.MONTH: 1, Recurrence.QUARTER: 3, Recurrence.HALF_YEAR: 6, Recurrence.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` to ``end``, both included, with a Chinese name."""

    start: date
    end: date
    label: str

    def __contains__(self, on: date) -> bool:
        return self.start <= on <= self.end


def month_end(year: int, month: int) -> date:
    """Return the last day of the month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def period_of(on: date, every: Recurrence) -> Period:
    """Return the calendar period of that kind that holds the day."""
    if every is Recurrence.DAY:
        return Period(on, on, f"{on.year}年{on.month}月{on.day}日")
    if every is Recurrence.WEEK:
        monday = on - timedelta(days=on.weekday())
        iso = on.isocalendar()
        return Period(monday, monday + timedelta(days=6), f"{iso.year}年第{iso.week}周")
    if every is Recurrence.TEN_DAYS:
        return _ten_days(on)
    months = MONTHS[every]
    first = (on.month - 1) // months * months + 1
    start, end = date(on.year, first, 1), month_end(on.year, first + months - 1)
    return Period(start, end, _label(start, every))


def _ten_days(on: date) -> Period:
    third = min((on.day - 1) // 10, 2)
    start = on.replace(day=third * 10 + 1)
    end = month_end(on.year, on.month) if third == 2 else on.replace(day=third * 10 + 10)  # noqa: PLR2004
    return Period(start, end, f"{on.year}年{on.month}月{'上中下'[third]}旬")


def _label(start: date, every: Recurrence) -> str:
    if every is Recurrence.MONTH:
        return f"{start.year}年{start.month}月"
    if every is Recurrence.QUARTER:
        return f"{start.year}年第{'一二三四'[(start.month - 1) // 3]}季度"
    if every is Recurrence.HALF_YEAR:
        return f"{start.year}年{'上' if start.month == 1 else '下'}半年"
    return f"{start.year}年"


def previous(period: Period, every: Recurrence) -> Period:
    """Return the period of the same kind just before."""
    return period_of(period.start - timedelta(days=1), every)


def following(period: Period, every: Recurrence) -> Period:
    """Return the period of the same kind just after."""
    return period_of(period.end + timedelta(days=1), every)
