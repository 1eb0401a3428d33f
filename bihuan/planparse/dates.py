"""Chinese dates and periods: found in a text, then resolved against a year.

``find_times`` only reads; ``Calendar`` decides years. A blank (“*年*月”, “年11月”) stays
a blank: it resolves to nothing.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bihuan.planparse.numerals import read_chinese

# fmt: off
FOUR = r"(?:19|20)\d\d|二[〇零○OoＯ0][〇零○OoＯ0一二三四五六七八九]{2}"
NEARBY = r"今年(?:年(?=[底末内]))?|本年度?|当年|明年(?:年(?=[底末内]))?|次年|翌年"
YEAR = rf"(?:(?P<year>{FOUR})年(?:度|年(?=[底末内初中终]))?|(?P<near>{NEARBY}|去年|上年)|(?P<void>(?:20)?[*×xX]{{1,4}}年|(?<![\d一-鿿])年|(?<=[和在至-])年))"
OF_YEAR = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
OF_MONTH = r"3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
MONTH = rf"(?P<month>{OF_YEAR})月(?:份)?"
DAY = rf"的?(?P<day>{OF_MONTH})(?:[日号]|(?=前)|(?=(?:[—－–~～-]{{1,3}}|至|到)(?:3[01]|[12]\d|0?[1-9])[日号]))"
PART = r"(?P<part>上旬|中旬|下旬|中下旬|上中旬|月底|底|末|初|中(?![一-鿿]{0,3}(?:心|考|小学|学|央|秋)))"
REST = (rf"(?:{MONTH}(?:{DAY}|{PART})?|第?(?P<quarter>[一二三四1-4])季度(?P<qend>末|底)?"
        r"|(?P<half>上半年|下半年)|(?<=年)(?P<yend>底|末|内|终|初(?!步|级|期|中|始)|中(?=前|旬|以前|之前|期(?![一-鿿]))))")
DOTTED = r"(?P<dyear>20\d\d)[./-](?P<dmonth>1[0-2]|0?[1-9])(?:[./-](?P<dday>3[01]|[12]\d|0?[1-9]))?(?![\d%])"
BLANKED = r"(?P<blank>[*×_]{1,4}年?[*×_]{0,4}月(?:[*×_]{0,4}[日号])?|年月日?)"
POINT = re.compile(
    r"(?=[\d一二三四五六七八九十*×_xX年今本当明次翌去上第下底末内终初中])"  # spares most places the rest
    rf"(?:{DOTTED}|{BLANKED}|年(?P<y2end>底|末|内|终)|{YEAR}?{REST}|(?P<only>{FOUR})年(?:度)?|(?P<onear>{NEARBY}))"
)
# fmt: on
TO = re.compile(
    r" ?(?:(?:起|开始|启动)?,? ?(?:截?至|到)|起?[—－–~～─-]{1,6}[至到]?|一(?=\d{1,2}[月日]|20\d\d年)"
    r"|(?:起|开始),(?=[^,。;\n]{2,14}(?:结束|止(?!血|损)))) ?"
)
YEARS = re.compile(r"(?<![\d.第])(?P<from>20\d\d)(?:[—－–~～─-]{1,2}|至|到)(?P<to>20\d\d)年(?:度)?")
DOTTED_DAYS = re.compile(
    r"(?<=\()(?P<m1>1[0-2]|0?[1-9])[.](?P<d1>3[01]|[12]\d|0?[1-9])[—－–~～─-]{1,3}"
    r"(?P<m2>1[0-2]|0?[1-9])[.](?P<d2>3[01]|[12]\d)(?=\))"
)
SHORT_RANGE = re.compile(
    rf"(?=[\d二今明次])(?:(?P<year>{FOUR})年|(?P<near>今年|明年|次年))?(?P<month>1[0-2]|[1-9])(?:月)?(?P<sep>至|到|-|—|~|、|和)(?=(?:1[0-2]|[1-9])月)"
)
DAY_ONLY = re.compile(r"(?P<day>3[01]|[12]\d|0?[1-9])[日号]")
CLOCK = re.compile(
    r"(?:\(?(?:周|星期)[一二三四五六日天]\)?)?(?:(?:上|下|中)午)?(?:\d{1,2}(?::\d\d|[时点](?:\d\d分|整|半)?))?(?:下班)?"
)
BEFORE = re.compile(r"(?:之前|以前|前(?![期款述后几段沿列])|止|截止|为止)")
FESTIVAL = re.compile(
    r"“?(?:春节|元旦|国庆|五一|双节|暑期|寒假|暑假|开学|端午|中秋|清明|元宵|两会|全国“?(?:两会|人大|政协)|汛期|高考|[北冬夏春秋](?:季|奥|节|运|耕|种|收|播|防|夏|秋|冬|春|训|汛))[^,。;]{0,6}"
)
NUMBERED = re.compile(r"(?:^|[\n。;])\d{1,2}[.]$")
ISSUE_LEAD = re.compile(
    r"(?:即日|现在|(?:发文|印发|下发|发布|公布|通知|方案)之日|发文)(?:起|开始),?(?:至|到|[—－–~～-]{1,3})?$"
)
FROM = re.compile(r"(?:起|开始|[—－–~～-]{1,2}长期)(?![重飞草源诉])")


@dataclass(frozen=True, slots=True)
class Point:
    """One date as written; ``blank`` means a part was left out on purpose or by damage."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    months: int = 0
    shift: int = 0
    blank: bool = False

    def first(self, year: int | None) -> date | None:
        """Return the first day meant, in ``year`` where none is written."""
        return self._resolve(year, last=False)

    def last(self, year: int | None) -> date | None:
        """Return the last day meant, in ``year`` where none is written."""
        return self._resolve(year, last=True)

    def _resolve(self, fallback: int | None, *, last: bool) -> date | None:
        year = self.year if self.year is not None else fallback
        if self.blank or year is None:
            return None
        year += self.shift if self.year is None else 0
        if self.month is None:
            return _of_year(year, self.part, last=last)
        if self.months:
            month = self.month + self.months - 1 if last else self.month
            return date(year, month, monthrange(year, month)[1] if last else 1)
        length = monthrange(year, self.month)[1]
        if self.day is not None:
            return date(year, self.month, self.day) if self.day <= length else None
        low, high = PARTS.get(self.part, (1, 31))
        return date(year, self.month, min(high if last else low, length))


def _of_year(year: int, part: str, *, last: bool) -> date:
    """Return the first or last day of a year or of its beginning, middle or end."""
    if part == "初":
        return date(year, 1, 31) if last else date(year, 1, 1)
    if part == "中":
        return date(year, 6, 30) if last else date(year, 6, 1)
    return date(year, 12, 31) if last or part in ("底", "末", "终") else date(year, 1, 1)


# fmt: off
PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "中下旬": (11, 31), "上中旬": (1, 20), "底": (31, 31), "月底": (31, 31),
         "末": (31, 31), "初": (1, 1), "中": (11, 20)}
NEAR = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "翌年": 1}
# fmt: on


@dataclass(frozen=True, slots=True)
class Time:
    """A date expression in a text.

    ``kind`` is ``on`` (a day, month or year), ``range``, ``by`` (“前”: up to and
    including) or ``from`` (“起”).
    """

    start: int
    end: int
    kind: str
    first: Point
    last: Point

    @property
    def blank(self) -> bool:
        """Return whether any part was left blank."""
        return self.first.blank or self.last.blank

    @property
    def whole_year(self) -> bool:
        """Return whether nothing finer than a year is written."""
        return self.last.month is None and self.first.month is None


def read_figures(text: str | None) -> int | None:
    """Return the number of a part of a date, whichever zero a Chinese year is written with."""
    if text is None:
        return None
    return int(text) if text.isdigit() else read_chinese(re.sub("[OoＯ0]", "〇", text))


def _point(match: re.Match[str]) -> Point | None:
    """Return the date a match of ``POINT`` stands for, None if no such day exists."""
    group = match.groupdict()
    if group["blank"]:
        return Point(blank=True)
    if group["dyear"]:
        return _valid(Point(int(group["dyear"]), int(group["dmonth"]), read_figures(group["dday"])))
    year = read_figures(group["year"] or group["only"])
    shift, blank = NEAR.get((group["near"] or group["onear"] or "")[:2], 0), bool(group["void"])
    if group["month"]:
        month, day = read_figures(group["month"]), read_figures(group["day"])
        return _valid(Point(year, month, day, group["part"] or "", 0, shift, blank))
    quarter = read_figures(group["quarter"])
    if quarter:
        return Point(year, quarter * 3 - 2, None, "", 3, shift, blank)
    if group["half"]:
        return Point(year, 1 if group["half"] == "上半年" else 7, None, "", 6, shift, blank)
    return Point(year, None, None, group["yend"] or group["y2end"] or "", 0, shift, blank)


def _valid(point: Point) -> Point | None:
    if point.day is not None and point.month is not None:
        longest = monthrange(point.year or 2024, point.month)[1]
        if point.day > longest:
            return None
    return point


def _clear_of_numbers(text: str, match: re.Match[str]) -> bool:
    """Return whether a match is not the tail of a longer number or word."""
    before = text[match.start() - 1] if match.start() else ""
    full_year = re.match(r"(?:19|20)\d\d[年.]", match.group()) is not None
    if before == "." and (
        full_year or NUMBERED.search(text, max(0, match.start() - 4), match.start())
    ):
        before = ""
    if before and (before.isdigit() or before in ".第每本") and not match.group().startswith("第"):
        return False
    group = match.groupdict()
    if group["only"] and FESTIVAL.match(text, match.end()):
        return False
    if group["month"] and re.match(r"\d{3,}日", text[match.end() : match.end() + 8]):
        return False
    if group["y2end"] == "终" and re.match("考|评|奖|绩|总结", text[match.end() : match.end() + 2]):
        return False
    if group["y2end"] and before and (before.isdigit() or before in "一二三四五六七八九十两几"):
        return False
    return not (
        group["month"] and not group["year"] and before and before in "一二三四五六七八九十个"
    )


def find_times(text: str) -> list[Time]:
    """Return every date expression of a text, in order, without overlaps."""
    found: list[Time] = []
    at = 0
    openings = [_Ahead(SHORT_RANGE, _months), _Ahead(YEARS, _years), _Ahead(DOTTED_DAYS, _days)]
    while True:
        match = POINT.search(text, at)
        starts = [opening.start(text, at) for opening in openings]
        limit = match.start() if match else len(text)
        time = None
        for opening, start in zip(openings, starts, strict=True):
            if time is None and start is not None and start <= limit:
                time = opening.read(text)
        if time is not None:
            found.append(time)
            at = time.end
            continue
        if match is None:
            return found
        first_point = _point(match) if _clear_of_numbers(text, match) else None
        if first_point is None:
            at = match.end() if match.group("blank") else match.start() + 1
            continue
        time = _with_second(text, match, first_point)
        found.append(time)
        at = max(time.end, match.end())


@dataclass(slots=True)
class _Ahead:
    """The next match of a pattern that opens a range, searched for once and kept until passed."""

    pattern: re.Pattern[str]
    reader: Callable[[str, re.Match[str]], Time | None]
    match: re.Match[str] | None = None
    begun: bool = False

    def start(self, text: str, at: int) -> int | None:
        """Return where the next match from ``at`` on starts."""
        if not self.begun or (self.match and self.match.start() < at):
            self.match, self.begun = self.pattern.search(text, at), True
        return self.match.start() if self.match else None

    def read(self, text: str) -> Time | None:
        """Return the range the match opens, None if it is none."""
        return self.reader(text, self.match) if self.match else None


def _months(text: str, short: re.Match[str]) -> Time | None:
    """Return “6至9月” as a range."""
    if _tail(text, short.start()):
        return None
    second = POINT.match(text, short.end())
    last = _point(second) if second else None
    if not second or not last or not last.month:
        return None
    apart = last.month != int(short["month"]) + 1
    if short["sep"] in "、和" and (apart or last.day is not None):
        return None  # “7月和11月” are two months, “7、8月” is one stretch
    year, shift = (
        read_figures(short["year"]) or last.year,
        NEAR.get(short["near"] or "", last.shift),
    )
    first = Point(year, int(short["month"]), None, "", 0, shift, last.blank)
    last = Point(last.year or year, last.month, last.day, last.part, last.months, shift, last.blank)
    return _close(text, short.start(), second.end(), first, last, ranged=True)


def _years(text: str, match: re.Match[str]) -> Time | None:
    """Return “2024—2026年” as a range."""
    first, last = Point(int(match["from"])), Point(int(match["to"]))
    return _close(text, match.start(), match.end(), first, last, ranged=True)


def _days(text: str, match: re.Match[str]) -> Time | None:
    """Return “(3.1—3.20)” as a range."""
    first = _valid(Point(None, int(match["m1"]), int(match["d1"])))
    last = _valid(Point(None, int(match["m2"]), int(match["d2"])))
    if first is None or last is None:
        return None
    return _close(text, match.start(), match.end(), first, last, ranged=True)


def _tail(text: str, start: int) -> bool:
    return start > 0 and (text[start - 1].isdigit() or text[start - 1] in ".年")


def _with_second(text: str, match: re.Match[str], first: Point) -> Time:
    """Return the range a first date opens, or the date alone."""
    after_clock = CLOCK.match(text, match.end())
    end = after_clock.end() if after_clock else match.end()
    link = TO.match(text, end)
    if link:
        second = POINT.match(text, link.end())
        last = _point(second) if second else None
        if (
            second
            and last
            and not (last.month is None and first.month is not None and last.part == "")
        ):
            if last.year is None and not last.blank and first.blank and first.month is None:
                return _close(text, match.start(), second.end(), first, last, ranged=True)
            inherited = first.year if last.year is None and not last.blank else last.year
            shift = last.shift if last.year is None else 0
            if inherited is not None and shift:
                inherited, shift = inherited + shift, 0  # from November 2026 to next year's March
            last = Point(inherited, last.month, last.day, last.part, last.months, shift, last.blank)
            return _close(text, match.start(), second.end(), first, last, ranged=True)
        day = DAY_ONLY.match(text, link.end())
        if day and first.month is not None:
            last = Point(first.year, first.month, int(day["day"]), "", 0, first.shift, first.blank)
            return _close(text, match.start(), day.end(), first, last, ranged=True)
    return _close(text, match.start(), end, first, first, ranged=False)


def _close(text: str, start: int, end: int, first: Point, last: Point, *, ranged: bool) -> Time:
    """Return the expression with the word that makes it a deadline or a beginning."""
    by = BEFORE.match(text, end)
    if by:
        kind = "range" if ranged else "by"
        return Time(start, by.end(), kind, first, last)
    if not ranged and ISSUE_LEAD.search(text, max(0, start - 14), start):
        return Time(start, end, "by", first, last)
    since = FROM.match(text, end)
    if since and not ranged:
        return Time(start, since.end(), "from", first, last)
    return Time(start, end, "range" if ranged else "on", first, last)


@dataclass(slots=True)
class Calendar:
    """Decides the year of dates written without one; ``year`` is the plan's, None if unknown."""

    year: int | None

    def resolve(
        self, time: Time, *, not_before: date | None = None
    ) -> tuple[date | None, date | None]:
        """Return first and last day meant by ``time``, a missing year not before ``not_before``.

        A range that ends before it begins crosses the turn of a year.
        """
        year = time.first.year or time.last.year or (not_before.year if not_before else self.year)
        last_year = time.last.year or year
        first = time.first.first(year)
        last = time.last.last(last_year)
        if time.first.year is None and time.last.year and first and last and first > last:
            first = time.first.first(time.last.year - 1)  # from December to February 2027
        loose = time.first.year is None and time.last.year is None
        if loose and not_before and last and (first or last) < not_before and year:
            first, last = time.first.first(year + 1), time.last.last(year + 1)
            last_year = year + 1
        crossing = (
            time.first.year is None or time.last.year is None or time.last.year == time.first.year
        )
        if first and last and last < first and crossing and last_year:
            last = replace(time.last, year=None, shift=0).last(last_year + 1)
        if first and last and last < first:
            return None, None
        if time.kind == "by":
            return None, last
        if time.kind == "from":
            return first, None
        return first, last
