"""When something is handed in: the words of time that rule the verb."""

import re
from dataclasses import dataclass, replace
from datetime import date

from bihuan.planparse.context import Plan
from bihuan.planparse.dates import Time
from bihuan.planparse.frequencies import BY_PERIOD, EACH, PERIODS, period_from
from bihuan.planparse.schema import Period

MARK = re.compile(
    rf"{EACH}|{BY_PERIOD}|(?P<next>次[日周月年]|下月|下季度首月|[月季周年]后|季末后)(?=[^,。;]{{0,14}}前)|(?<![每个])(?P<end>季度?末|月末)|当(?P<own>[日天])(?=[^,。;]{{0,14}}前)"
)
NEXT: dict[str, Period] = {
    "次日": "day", "次周": "week", "次月": "month", "次年": "year", "下月": "month",
    "月后": "month", "季后": "quarter", "周后": "week", "年后": "year", "季末": "quarter", "下季": "quarter",
}  # fmt: skip
# Between “每月” and a comma stands no more than the day: “每月5日前,”.
ONLY_A_DAY = re.compile(
    r"(?:的)?[\d一二三四五六七八九十日号末初底度首个第月周至:时点上下午工作最后的()-]{0,16}(?:之?前|以前)?,?"
)
# “于每季度末月20日前,将数据录入系统,并将小结发送至…”: the day rules every verb after it.
SET_DAY = re.compile(r"[^,。;]{0,12}(?:前|底|末|初|日),")
# “实行每日零报告,下午5时前报县安委办”.
A_SYSTEM = re.compile(r"[^,。;]{0,6}报(?:告|送|表)?(?:制度)?,")
ALONE = re.compile(r"(?:度?[末初底]|\d{1,2}日)?,")  # “每季度末,各科室自评打分,…”
DAILY = re.compile(r"每[日天]")
CARRIES = re.compile(
    r"(?:并|且|同时|将|把|形成|汇总|统一|及时|经[^,。;]{1,12}后|由[^,。;]{2,20}(?:后|并))"
)
JOINS = ("、", "和", "及", "与", "以及", "或")
MOST_DAYS = 12
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class When:
    """The days or the period that rule a verb.

    ``start`` is where their words begin, ``last`` where the last day or period among them does.
    """

    start: int
    last: int
    recurrence: Period | None = None
    days: tuple[date | None, ...] = ()
    starts: tuple[int, ...] = ()


def when_of(plan: Plan, at: int, low: int) -> When | None:
    """Return what rules the verb at ``at``, looking back no further than ``low``; None if undated."""
    time, mark = _time(plan, at, low), _mark(plan, at, low)
    if mark and time and _time_wins(plan.text, time, mark):
        mark = None
    if mark and mark.group("next") and time and len(_chain(plan, time, low)) > 1:
        mark = None  # “4月、7月、10月及次年1月5日前”
    mark = mark or (_right_before(plan.text, time) if time else None)
    if mark:
        last = max(mark.start(), time.start if time else 0)
        return When(mark.start(), last, recurrence=_period(mark))
    if time is None:
        return None
    chain = _chain(plan, time, low)
    named = plan.text[chain[0].start : time.start]
    if len(re.split("[、和及]", named)) == QUARTERS and "日" not in named:
        return When(chain[0].start, time.start, recurrence="quarter")
    days = tuple(None if one.blank else plan.last_day(_shared(one, time)) for one in chain)
    return When(chain[0].start, time.start, days=days, starts=tuple(one.start for one in chain))


def _shared(one: Time, last: Time) -> Time:
    """Return a month with the day that only the last of its row names: “6月、9月、12月20日前”."""
    if one.last.day or one.last.part or one.last.months or one.kind != "on" or not last.last.day:
        return one
    return replace(one, last=replace(one.last, day=last.last.day))


def _period(mark: re.Match[str]) -> Period:
    if mark.group("period"):
        return period_from(mark)
    if mark.group("by"):
        return PERIODS[mark.group("by")]
    if mark.group("own"):
        return "day"
    if mark.group("end"):
        return PERIODS[mark.group("end")[0]]
    return NEXT[mark.group("next")[:2]]


def _time(plan: Plan, at: int, low: int) -> Time | None:
    """Return the last deadline before a verb in its own sentence."""
    segment, _ = plan.segment_at(at)
    times = [time for time in plan.times_in(low, at) if not plan.in_title_marks(time.start)]
    for place in range(len(times) - 1, -1, -1):
        if _may_rule(plan, times[place], segment) or (
            place
            and plan.text[times[place - 1].end : times[place].start] in JOINS
            and _may_rule(plan, times[place - 1], segment)
        ):
            return times[place]
    return None


def _may_rule(plan: Plan, time: Time, segment: int) -> bool:
    if time.kind == "by":
        return True
    led = plan.text[max(0, time.start - 1) : time.start]
    fine = bool(time.last.day or time.last.part)
    opens = segment <= time.start <= segment + 2
    return time.kind in ("on", "range") and fine and (led in ("于", "在") or opens)


def _chain(plan: Plan, last: Time, low: int) -> list[Time]:
    """Return the days that are named together: “6月20日前和12月10日前”."""
    chain = [last]
    for time in reversed(plan.times_in(low, last.start)[-MOST_DAYS:]):
        if plan.text[time.end : chain[0].start] not in JOINS:
            break
        chain.insert(0, time)
    return chain


def _mark(plan: Plan, at: int, low: int) -> re.Match[str] | None:
    """Return the last “每…” (or 次月, 按月) that rules the verb."""
    text = plan.text
    segment, _ = plan.segment_at(at)
    start = max(segment, low)
    unit, _ = plan.unit_at(at)
    inner = [
        mark
        for mark in MARK.finditer(text, start, at)
        # “当日12时前” is daily only where the work itself is.
        if not mark.group("own") or DAILY.search(text, unit, mark.start())
    ]
    if inner:
        return inner[-1]
    if segment <= low:
        return None
    carried = CARRIES.match(text, segment) is not None or text[segment:at].strip() == ""
    before, _ = plan.segment_at(segment - 1)
    for mark in reversed(list(MARK.finditer(text, low, segment))):
        rest = text[mark.end() : segment]
        day = ONLY_A_DAY.fullmatch(rest)
        led = text[max(0, mark.start() - 1) : mark.start()]
        alone = mark.start() <= low + 1 and ALONE.match(rest)
        set_day = led in ("于", "在") and SET_DAY.match(rest)
        system = A_SYSTEM.fullmatch(rest)
        if day or alone or set_day or system or (carried and mark.start() >= before):
            return mark
    return None


def _right_before(text: str, time: Time) -> re.Match[str] | None:
    """Return the “每年” of “每年2月底前”: such a day is none of one year."""
    last = list(MARK.finditer(text, max(0, time.start - 6), time.start))[-1:]
    return last[0] if last and text[last[0].end() : time.start] in ("", "的", "度") else None


def _time_wins(text: str, time: Time, mark: re.Match[str]) -> bool:
    """Return whether a day named after “每…” is the one meant, as in “将每月情况于12月底前报送”."""
    between = text[mark.end() : time.start]
    if time.start < mark.start() or between in ("", "的", "度"):
        return False
    if "(" in between and ")" not in between:
        return False
    return "," in between or re.search(r"[一-鿿]{2}(?:于|在)$", between) is not None
