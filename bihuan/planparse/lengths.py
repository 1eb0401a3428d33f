"""How long something lasts: 为期三个月、为期两年、为期半年、为期100天 — and the day it ends."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bihuan.planparse.numerals import NUMBER, read_number

LENGTH = (
    rf"(?:为期|历时|利用|集中用)(?P<many>{NUMBER}|半)"
    r"(?P<unit>个半月|个月|年|周|个星期|天|日)(?P<half>半)?(?:左右)?(?:的?时间)?"
)
MONTHS = {"年": 12, "个月": 1, "个半月": 1}
DAYS = {"周": 7, "个星期": 7, "天": 1, "日": 1}
HALF_MONTH = 15
LONGEST_MONTHS, LONGEST_DAYS = 120, 1000  # more is no length of an action but damage


def end_after(first: date, length: re.Match[str]) -> date | None:
    """Return the last day of a match of ``LENGTH`` that begins on ``first``, None if unbelievable."""
    many = 0.5 if length["many"] == "半" else read_number(length["many"]) or 0
    many += 0.5 if length["half"] or length["unit"] == "个半月" else 0
    if length["unit"] in DAYS:
        days = int(many * DAYS[length["unit"]])
        return first + timedelta(days - 1) if 0 < days <= LONGEST_DAYS else None
    months = many * MONTHS[length["unit"]]
    if not 0 < months <= LONGEST_MONTHS:
        return None
    rest = timedelta(HALF_MONTH if months % 1 else 0)
    return _day_before(first, int(months)) + rest


def _day_before(first: date, months: int) -> date:
    """Return the day before the same day so many months on, the last of a month that lacks it."""
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    longest = monthrange(year, month)[1]
    if first.day > longest:
        return date(year, month, longest)
    return date(year, month, first.day) - timedelta(1)
