"""Readings a person may choose from where a date was left partly blank; nothing is chosen here."""

import re
from calendar import monthrange
from datetime import date

from bihuan.planparse.dates import Calendar, find_times
from bihuan.planparse.text import close_gaps, view_of

BLANK = r"[*×xX_○〇 ]{0,4}"
NO_YEAR = re.compile(rf"(?<!\d)(?:20[*×xX_○〇]{{1,2}}|{BLANK})年(?= ?(?:1[0-2]|0?[1-9])月)")
NO_DAY = re.compile(rf"(?P<head>(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月){BLANK}日")
NO_MONTH = re.compile(r"年[*×xX_○〇 ]{0,4}月|^[*×xX_○〇 ]{0,4}月")
THIRDS = ("上旬", "中旬", "下旬")
MOST = 4
YEARS_AHEAD = 1


def candidates(quote: str, *, year: int | None, not_before: date | None = None) -> tuple[str, ...]:
    """Return likely wordings of a date with a blank year or day, the likeliest first.

    ``year`` is the plan's own, ``not_before`` the last day known to lie before the blank
    (the end of the phase above it). Each wording may replace the quote as it stands. Where
    the month is blank too, or no year is known, there is nothing to go by and nothing is
    offered.
    """
    text = close_gaps(view_of(quote)).text.strip()
    if NO_MONTH.search(text):
        return ()
    offered: list[str] = []
    for wording in _with_years(text, year):
        offered.extend(_with_days(wording, year))
    readings = [one for one in offered if one != text and _later(one, year, not_before)]
    return tuple(dict.fromkeys(readings))[:MOST]


def _with_years(text: str, year: int | None) -> list[str]:
    """Return a wording for the plan's year and one for the next, or the text if it has its year."""
    if NO_YEAR.search(text) is None:
        return [text]
    if year is None:
        return []
    return [NO_YEAR.sub(f"{one}年", text) for one in range(year, year + YEARS_AHEAD + 1)]


def _with_days(text: str, year: int | None) -> list[str]:
    """Return the text, or with a blank day its last day of the month and the three thirds."""
    found = NO_DAY.search(text)
    if found is None:
        return [text]
    known = int(found["year"]) if found["year"] else year
    last = [f"{monthrange(known, int(found['month']))[1]}日"] if known else []
    return [text[: found.end("head")] + one + text[found.end() :] for one in (*last, *THIRDS)]


def _later(text: str, year: int | None, not_before: date | None) -> bool:
    """Return whether a wording can be read and does not end before what lies before it."""
    times = find_times(text)
    if not times or times[0].blank:
        return False
    first, last = Calendar(year).resolve(times[0])
    known = last or first
    return known is not None and (not_before is None or known >= not_before)
