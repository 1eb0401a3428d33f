"""Dates, distances, counts and shares as Chinese offices write them.

Pure functions: the day a distance is measured from, and the zone of a moment, are arguments.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
NOTHING = "—"

WAN = 10_000
YI = 100_000_000
_WEEKDAYS = "一二三四五六日"
_SIZE_UNITS = ("KB", "MB", "GB", "TB")


def date_text(day: date) -> str:
    """Return 「2026年11月22日」."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_text(day: date, *, today: date | None = None) -> str:
    """Return 「11月22日（周日）」, with the year when it is not the year of ``today``."""
    year = f"{day.year}年" if today is None or day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def moment_text(moment: datetime, *, today: date | None = None) -> str:
    """Return 「11月22日 16:42」 in Beijing time, with the year when it is not that of ``today``.

    A naive moment is taken to be Beijing time already.
    """
    local = moment.astimezone(BEIJING) if moment.tzinfo else moment
    year = f"{local.year}年" if today is None or local.year != today.year else ""
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"


def distance_text(day: date, *, today: date) -> str:
    """Return how far off a deadline is: 「今天到期」「明天到期」「还有 3 天」「逾期 2 天」."""
    days = (day - today).days
    if days < 0:
        return f"逾期 {-days} 天"
    if days == 0:
        return "今天到期"
    return "明天到期" if days == 1 else f"还有 {days} 天"


def count_text(number: int) -> str:
    """Return the number itself below ten thousand, then 「1.2 万」「3.4 亿」.

    Cut, not rounded: 19,999 is 「1.9 万」, so a shown count is never above the true one.
    """
    size = abs(number)
    sign = "-" if number < 0 else ""
    for unit, name in ((YI, "亿"), (WAN, "万")):
        if size >= unit:
            whole, tenth = divmod(size * 10 // unit, 10)
            return f"{sign}{whole}.{tenth} {name}" if tenth else f"{sign}{whole} {name}"
    return f"{number}"


def exact_text(number: int) -> str:
    """Return the whole number with separators, for hovering: 「12,345」."""
    return f"{number:,}"


def percent_text(share: float, *, places: int = 1) -> str:
    """Return a share (0–1) as a percentage: 「83.2%」.

    A share below one never reads 「100%」, and one above zero never reads 「0%」: what is not
    finished must not look finished.
    """
    step = 10**-places
    value = round(share * 100, places)
    if share < 1 and value >= 100:  # noqa: PLR2004 - a hundred per cent
        value = 100 - step
    if share > 0 and value <= 0:
        value = step
    text = f"{value:.{places}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def ratio_text(numerator: int, denominator: int, *, unit: str = "") -> str:
    """Return 「83.2%（416/500 家）」; without anything to count 「—（0 家）」."""
    tail = f" {unit}" if unit else ""
    if denominator == 0:
        return f"{NOTHING}（0{tail}）"
    share = percent_text(numerator / denominator)
    return f"{share}（{numerator}/{denominator}{tail}）"


def span_text(seconds: float) -> str:
    """Return a rough length of time: 「不到 1 分钟」「约 5 分钟」「约 2 小时」「约 3 天」."""
    minutes = round(seconds / 60)
    if seconds < 60:  # noqa: PLR2004 - a minute
        return "不到 1 分钟"
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"约 {minutes} 分钟"
    hours = round(minutes / 60)
    return f"约 {hours} 小时" if hours < 48 else f"约 {round(hours / 24)} 天"  # noqa: PLR2004


def size_text(octets: int) -> str:
    """Return a file's size: 「812 字节」「1.4 MB」."""
    step = 1024
    if octets < step:
        return f"{octets} 字节"
    power = 1
    while octets >= step ** (power + 1) and power < len(_SIZE_UNITS):
        power += 1
    return f"{octets / step**power:.1f} {_SIZE_UNITS[power - 1]}"
