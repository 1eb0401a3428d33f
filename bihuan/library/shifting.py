"""Bring a plan into another year: its days, its years, its words. Pure.

House rules. The plan's first day is the zero from which every other day counts. When the new plan
begins on the same day of another year, days keep their month and day; otherwise they keep their
distance. A last day of a month stays one. A deadline that the text spells as a day and that falls
on a day off is brought forward to a workday, in the text and in the item alike; phases and 月底
stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.kernel.clocks import CHINA, Calendar

NEAR_MONTH_END = 3
_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日"
)
_MONTH = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?=底|末|上旬|中旬|下旬)")
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)(?=年(?!修正|修订|版))")
_QUOTED = re.compile(r"《[^《》]{1,80}》|〔20\d\d〕")
_BEFORE = re.compile(r"^(?:以)?前|^之前")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``text[start:end]`` by ``words``."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Move:
    """From the old first day to the new one."""

    old: date
    new: date
    calendar: Calendar = CHINA

    def day(self, day: date) -> date:
        """Return where a day of the old plan lies in the new one."""
        if (self.old.month, self.old.day) == (self.new.month, self.new.day):
            year = day.year + self.new.year - self.old.year
            last = monthrange(year, day.month)[1]
            return date(year, day.month, last if _is_month_end(day) else min(day.day, last))
        moved = day + (self.new - self.old)
        return _month_end_near(moved) if _is_month_end(day) else moved

    def deadline(self, day: date) -> date:
        """Return the moved day, or the workday before it; never before the new first day."""
        moved = self.day(day)
        back = moved
        while not self.calendar.is_workday(back) and back > self.new:
            back -= timedelta(days=1)
        return back if self.calendar.is_workday(back) else moved


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _month_end_near(day: date) -> date:
    last = day.replace(day=monthrange(day.year, day.month)[1])
    before = day.replace(day=1) - timedelta(days=1)
    if (last - day).days <= NEAR_MONTH_END:
        return last
    return before if (day - before).days <= NEAR_MONTH_END else day


def date_edits(text: str, move: Move, *, last: date) -> list[Edit]:
    """Return what changes the text's days and years; titles in 《》 and document numbers stay.

    Only years from the old first day's to that of ``last`` are the plan's own; an older year
    (「比2010年下降」) is a fact and stays.
    """
    kept = [found.span() for found in _QUOTED.finditer(text)]
    own = range(move.old.year, last.year + 1)
    edits: list[Edit] = []
    taken: list[tuple[int, int]] = list(kept)
    for pattern in (_DAY, _MONTH, _YEAR):
        old_year, new_year = move.old.year, move.new.year
        for found in pattern.finditer(text):
            if any(low < found.end() and found.start() < high for low, high in taken):
                continue
            told = found.groupdict()
            year = int(told["year"]) if told["year"] else old_year
            if year not in own:
                continue
            old_year = year
            words, new_year = _words(found, year, new_year, move, text)
            edits.append(Edit(found.start(), found.end(), words))
        taken += [(one.start, one.end) for one in edits]
    return sorted(edits, key=lambda one: one.start)


def _words(found: re.Match[str], year: int, running: int, move: Move, text: str) -> tuple[str, int]:
    """Return the new spelling, and the year that is in force after it."""
    told = found.groupdict()
    if "month" not in told:
        return str(move.new.year + year - move.old.year), running
    month = int(told["month"])
    if "day" not in told:
        moved = move.day(date(year, month, monthrange(year, month)[1]))
        spelt = f"{moved.month}月"
    else:
        day = min(int(told["day"]), monthrange(year, month)[1])
        is_deadline = _BEFORE.match(text[found.end() : found.end() + 3]) is not None
        moved = (move.deadline if is_deadline else move.day)(date(year, month, day))
        spelt = f"{moved.month}月{moved.day}日"
    says_year = told["year"] is not None or moved.year != running
    return (f"{moved.year}年{spelt}" if says_year else spelt), moved.year


def applied(text: str, edits: Sequence[Edit]) -> tuple[str, Callable[[int, bool], int]]:
    """Return the edited text, and where a place of the old text lies in it.

    Edits do not overlap. Of a place inside an edit, ``as_end`` says whether its end is meant.
    """
    ordered = sorted(edits, key=lambda one: one.start)
    parts, at = [], 0
    shifts = [0]  # by how much everything behind so many edits has moved
    for one in ordered:
        parts += [text[at : one.start], one.words]
        at = one.end
        shifts.append(shifts[-1] + len(one.words) - (one.end - one.start))
    parts.append(text[at:])
    ends = [one.end for one in ordered]

    def place(old: int, as_end: bool) -> int:  # noqa: FBT001 - it is the whole question
        behind = bisect_right(ends, old)
        if behind < len(ordered) and ordered[behind].start < old:
            inside = ordered[behind]
            return inside.start + shifts[behind] + (len(inside.words) if as_end else 0)
        return old + shifts[behind]

    return "".join(parts), place
