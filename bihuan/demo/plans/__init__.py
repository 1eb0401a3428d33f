"""Plan documents of our own writing, with dates to be filled in relative to the opening day."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files


def plan_text(name: str, opening: date, offsets: dict[str, int]) -> str:
    """Return the plan with each placeholder set to ``opening`` plus so many days.

    ``{year}`` is the year of the first date.
    """
    days = {key: opening + timedelta(days=days) for key, days in offsets.items()}
    words = {key: f"{day.year}年{day.month}月{day.day}日" for key, day in days.items()}
    text = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return text.format(year=min(days.values()).year, **words)
