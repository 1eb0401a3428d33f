"""How often: 每半年至少一次、日检查、一季一通报、不少于3次/月."""

import re

from bihuan.planparse.numerals import NUMBER, read_number
from bihuan.planparse.schema import Period

# fmt: off
PERIODS: dict[str, Period] = {
    "日": "day", "天": "day", "周": "week", "星期": "week", "旬": "ten_days", "月": "month", "月度": "month",
    "季": "quarter", "季度": "quarter", "半年": "half_year", "年": "year", "年度": "year",
    "个月": "month", "个季度": "quarter", "个星期": "week", "个工作日": "day", "工作日": "day", "全年": "year",
    "学期": "half_year", "半月": "other", "双周": "other", "半个月": "other", "班": "other",
}
MULTIPLES: dict[tuple[str, int], Period] = {
    ("month", 3): "quarter", ("month", 6): "half_year", ("month", 12): "year", ("quarter", 2): "half_year",
    ("week", 1): "week", ("month", 1): "month",
}
# fmt: on
WORDS = "半个月|半月|学期|班(?!子|车|组|级)|个季度|个星期|个工作日|工作日|个月|星期|半年|季度|月度|年度|日|天|周|旬|月|季|年"
EACH = rf"每(?:隔)?(?P<times>[两二三四六\d]{{1,2}})?(?:一)?(?P<period>{WORDS})"
TIMES = re.compile(rf"(?P<number>{NUMBER})(?:次|轮|遍|场次|场|期|回|批次)")


def period_of(word: str, times: str = "") -> Period:
    """Return the period a word names; “每两个月” and the like fit none and are “other”."""
    base = PERIODS[word]
    count = read_number(times) if times else 1
    if count == 1:
        return base
    return MULTIPLES.get((base, int(count or 0)), "other")


def times_in(text: str) -> int | None:
    """Return how many times (次、场、期…) a stretch of text asks for."""
    match = TIMES.search(text)
    if not match:
        return None
    value = read_number(match.group("number"))
    return int(value) if value and value >= 1 else None
