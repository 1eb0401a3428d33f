"""How often: 每半年至少一次、日检查、一季一通报、不少于3次/月、按月、每年3月和9月."""

import re

from bihuan.planparse.numerals import NUMBER, read_number
from bihuan.planparse.schema import Period

# fmt: off
PERIODS: dict[str, Period] = {
    "日": "day", "天": "day", "周": "week", "星期": "week", "旬": "ten_days", "月": "month", "月度": "month",
    "季": "quarter", "季度": "quarter", "半年": "half_year", "年": "year", "年度": "year",
    "个月": "month", "个季度": "quarter", "个星期": "week", "个工作日": "day", "工作日": "day", "全年": "year",
    "学期": "half_year", "个学期": "half_year", "学年": "year", "个学年": "year", "半月": "other", "双周": "other", "双月": "other",
    "半个月": "other", "班": "other", "个年度": "year",
}
MULTIPLES: dict[tuple[str, int], Period] = {
    ("month", 3): "quarter", ("month", 6): "half_year", ("month", 12): "year", ("quarter", 2): "half_year",
    ("week", 1): "week", ("month", 1): "month", ("day", 7): "week", ("day", 10): "ten_days", ("day", 30): "month",
    ("day", 1): "day", ("quarter", 1): "quarter", ("half_year", 2): "year", ("quarter", 4): "year",
}
# fmt: on
WORDS = "半个月|半月|双周|双月|个?学期|个?学年|班(?!子|车|组|级|次|主)|个季度|个星期|个工作日|工作日|个年度|个月|星期|半年|季度|月度|年度|日|天|周|旬|月(?!饼)|季|年"
FEW = r"[一两二三四五六七八九十]{1,3}|\d{1,2}"
EACH = rf"每(?:隔)?(?P<times>{FEW})?(?P<period>{WORDS})"
EVERY = re.compile(EACH)
TIMES = re.compile(rf"(?P<number>{NUMBER})(?:次|轮|遍|场次|场|期|篇|回|批次)")
BY_PERIOD = r"(?:按|逐)(?P<by>半年|季度|月度|季|月|周|旬|日)(?![常前后度]|报表)"
# “每年1、4、7、10月8日前”: the months of the year in which something falls due.
MONTHS = re.compile(
    r"(?:的)?(?P<months>\d{1,2}(?:月(?:份)?(?:\d{1,2}日|[底末初])?)?(?:之?前)?(?:(?:、|和|及)\d{1,2}(?:月(?:份)?(?:\d{1,2}日|[底末初])?)?(?:之?前)?){1,11})(?<=[月份日底末初前])"
)
BY_MONTHS: dict[int, Period] = {2: "half_year", 4: "quarter", 12: "month"}


def period_of(word: str, times: str = "") -> Period:
    """Return the period a word names; “每两个月” and the like fit none and are “other”."""
    base = PERIODS[word]
    count = read_number(times) if times else 1
    if count == 1:
        return base
    return MULTIPLES.get((base, int(count or 0)), "other")


def months_after(match: re.Match[str]) -> int:
    """Return how many months of the year are listed after “每年”, 0 if none are."""
    base = PERIODS[match.group("period")] == "year" and not match.group("times")
    listed = MONTHS.match(match.string, match.end()) if base else None
    return len(re.split("[、和及]", listed.group("months"))) if listed else 0


def period_from(match: re.Match[str]) -> Period:
    """Return the period of a match of ``EACH``, seen together with the months that follow “每年”."""
    months = months_after(match)
    if months:
        return BY_MONTHS.get(months, "other")
    return period_of(match.group("period"), match.group("times") or "")


def times_in(text: str) -> int | None:
    """Return how many times (次、场、期…) a stretch of text asks for."""
    match = TIMES.search(text)
    if not match:
        return None
    value = read_number(match.group("number"))
    return int(value) if value and value >= 1 else None
