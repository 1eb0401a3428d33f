"""How a damaged or incomplete passage may be read: a list for a person to choose from. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=\s*(?:年|[-./])|[〕\]）)])")
_NO_YEAR = re.compile(r"(?<![0-9])\s*年(?=\s*[0-9]{1,2}\s*月)")
_NO_DAY = re.compile(r"(月)\s*(日)")
_NO_YEAR_OF_NUMBER = re.compile(r"([〔\[【（(])\s*([〕\]】）)])(?=\s*第?[0-9]+\s*号)")
_MONTH = re.compile(r"(?<![0-9])([0-9]{2})(?=\s*月)")
_ONLY_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")
MOST = 4
LAST_MONTH = 12


def years_near(text: str, at: int, *, issued_on: date | None, year: int | None) -> list[int]:
    """Return the years that a date at ``at`` may mean, likeliest first.

    The last year that is written before it, and the one after, come first: what a plan orders
    does not run backwards. Then those written behind it, the day of issue, the parser's reading.
    """
    before = [int(one[1]) for one in YEAR.finditer(text, 0, at)]
    behind = YEAR.search(text, at)
    near = before[-1:] or [issued_on.year if issued_on else year or 0]
    told = [*near, near[0] + 1 if near[0] else 0, int(behind[1]) if behind else 0]
    told += [issued_on.year if issued_on else 0, year or 0]
    return [one for one in dict.fromkeys(told) if one]


def readings(quote: str, suggestion: str | None, years: Sequence[int]) -> list[str]:
    """Return how a passage may be read, without the suggestion that stands beside it anyway.

    Empty where too much is missing for a guess, as in 「*年*月*日」.
    """
    found = [suggestion or ""]
    if suggestion and _ONLY_YEAR.fullmatch(suggestion):
        found += [f"{year}年" for year in years]
    elif _NO_YEAR_OF_NUMBER.search(quote):
        found += [_NO_YEAR_OF_NUMBER.sub(rf"〔{year}〕", quote) for year in years]
    elif "*" not in quote and "×" not in quote:
        found += _dates(quote, years)
    seen = dict.fromkeys(found)
    return [one for one in seen if one and one not in (quote, suggestion)][:MOST]


def _dates(quote: str, years: Sequence[int]) -> list[str]:
    if _NO_YEAR.search(quote):
        return [_NO_YEAR.sub(f"{year}年", quote) for year in years]
    if _NO_DAY.search(quote):
        return [_NO_DAY.sub(rf"\1{part}", quote) for part in ("底", "下旬", "中旬", "上旬")]
    month = _MONTH.search(quote)
    if month and int(month[1]) > LAST_MONTH:
        return [_MONTH.sub(digit, quote) for digit in dict.fromkeys(month[1]) if digit != "0"]
    return []
