"""Terms that run in natural days or workdays, on a holiday calendar.

Law: how days are counted is 《民法典》第二百零一条、第二百零三条: the day itself does not
count, and a term whose last day is a public holiday ends on the day after the holiday.
Administrative rules that say 工作日 count workdays only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

import chinese_calendar


class DayKind(StrEnum):
    """Which days a term counts."""

    NATURAL = "natural"
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as law states it."""

    days: int
    kind: DayKind
    basis: str = ""

    def __str__(self) -> str:
        return f"{self.days} 日" if self.kind is DayKind.NATURAL else f"{self.days} 个工作日"


def natural_days(days: int, basis: str = "") -> Term:
    """Return a term in natural days (日)."""
    return Term(days, DayKind.NATURAL, basis)


def workdays(days: int, basis: str = "") -> Term:
    """Return a term in workdays (工作日)."""
    return Term(days, DayKind.WORKDAY, basis)


class Calendar(Protocol):
    """Tells workdays from days off."""

    def is_workday(self, on: date) -> bool:
        """Whether offices work on that day."""
        ...


@dataclass(frozen=True, slots=True)
class ChinaCalendar:
    """The official holiday calendar, with an administrator's own days on top.

    Beyond the last published year a weekday counts as a workday; ``knows`` says so.
    """

    own_days: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, on: date) -> bool:
        """Whether offices work on that day (调休 included)."""
        if on in self.own_days:
            return self.own_days[on]
        try:
            return bool(chinese_calendar.is_workday(on))
        except NotImplementedError:  # the year is not published yet
            return on.weekday() < 5  # noqa: PLR2004 - Saturday is 5

    def knows(self, on: date) -> bool:
        """Whether the holidays of that day's year are published."""
        try:
            chinese_calendar.is_workday(on)
        except NotImplementedError:
            return False
        return True


CHINA = ChinaCalendar()


def last_day(start: date, term: Term, calendar: Calendar = CHINA) -> date:
    """Return the last day of a term that starts on ``start`` (which does not count)."""
    if term.kind is DayKind.NATURAL:
        return start + timedelta(days=term.days)
    day, left = start, term.days
    while left > 0:
        day += timedelta(days=1)
        if calendar.is_workday(day):
            left -= 1
    return day


def workdays_between(start: date, end: date, calendar: Calendar = CHINA) -> int:
    """Count the workdays after ``start`` up to and including ``end``; negative when end is earlier."""
    if end < start:
        return -workdays_between(end, start, calendar)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if calendar.is_workday(day))
