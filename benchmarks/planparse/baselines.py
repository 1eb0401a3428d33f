"""Existing libraries for dates, numbers and frequencies, wired naively to the plan contract.

The wiring is the same for both and as simple as anybody would write it in an afternoon: cut the
text into sentences; a sentence with 阶段 and a span of days is a phase; a percentage or a counted
number beside a word of aim is a target; a repeating period beside an act is a duty; a day or a
period beside 报 is a deliverable. What differs between the two is only who reads the text.
"""

import contextlib
import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

SENTENCE = re.compile(r"[^。；;！!\n]+")
AIM = re.compile(r"达到|实现|完成|不少于|不低于|确保|以上|以内|下降|控制")
SEND = re.compile(
    r"报送|上报|报告|报县|报市|报镇|报省|报备|报至|报[^警纸名考]{0,12}(?:办|局|室)|反馈|提交"
)
ACT = re.compile(r"检查|排查|召开|开展|组织|培训|演练|调度|督查|巡查|例会|通报|研究")
PHASE = re.compile(r"[^，。,（(：:\n]{0,14}阶段")
UNITS = "家起次个项场人名条处座户期件"
COUNTED = re.compile(rf"\d+(?:\.\d+)?(?:%|％|[{UNITS}])")

# What the libraries raise on odd text: their own ValueError, or a slip inside them.
GIVES_UP = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Day:
    """A stretch of days that a library read in a sentence."""

    start: int
    end: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Every:
    """A repeating period that a library read in a sentence."""

    start: int
    end: int
    period: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a library reads in one sentence: days, repeating periods, amounts with unit."""

    days: list[Day]
    every: list[Every]
    amounts: list[tuple[int, int, float, str]]


Reader = Callable[[str, int], Seen]
NAMES = {"D": "day", "day": "day", "W": "week", "week": "week", "M": "month", "month": "month"}
NAMES |= {"Y": "year", "year": "year"}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def jionlp_reader() -> Reader:
    """Return a reader on JioNLP (``ner.extract_time``); amounts by one pattern of its own numbers."""
    logging.disable(logging.ERROR)  # it logs every expression it gives up on
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp  # only where the benchmark's own requirements are installed

    def read(sentence: str, year: int) -> Seen:
        base = {"year": year, "month": 1, "day": 1}
        try:
            found = jionlp.ner.extract_time(sentence, time_base=base)
        except GIVES_UP:
            found = []
        days, every = [], []
        for one in found:
            start, end = one["offset"]
            detail: Any = one["detail"]
            if one["type"] in ("time_span", "time_point") and isinstance(detail.get("time"), list):
                first, last = detail["time"]
                days.append(Day(start, end, _day(first), _day(last)))
            elif one["type"] == "time_period":
                delta = detail["time"].get("delta") or {}
                name, amount = next(iter(delta.items()), ("", 0))
                period = "quarter" if (name, amount) == ("month", 3) else NAMES.get(name, "")
                period = "half_year" if (name, amount) == ("month", 6) else period
                if period:
                    every.append(Every(start, end, period))
        return Seen(days, every, _amounts(sentence))

    return read


def recognizers_reader() -> Reader:
    """Return a reader on Recognizers-Text (dates, numbers, percentages in Chinese)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recognizers_date_time import Culture, recognize_datetime
        from recognizers_number import recognize_percentage

    def read(sentence: str, year: int) -> Seen:
        days, every = [], []
        try:
            found = recognize_datetime(sentence, Culture.Chinese)
        except GIVES_UP:
            found = []
        for one in found:
            value = (one.resolution or {}).get("values", [{}])[0]
            if one.type_name.endswith("set"):
                period = NAMES.get(value.get("timex", "")[-1:], "")
                if period:
                    every.append(Every(one.start, one.end + 1, period))
                continue
            if not one.type_name.endswith(("date", "daterange")):
                continue
            text = value.get("value")
            first, last = _day(value.get("start") or text), _day(value.get("end") or text)
            if "XXXX" in value.get("timex", ""):
                first, last = (each and each.replace(year=year) for each in (first, last))
            days.append(Day(one.start, one.end + 1, first, last))
        amounts = _amounts(sentence)
        percents = {one.start for one in recognize_percentage(sentence, Culture.Chinese)}
        kept = [each for each in amounts if each[3] != "%" or each[0] in percents]
        return Seen(days, every, kept)

    return read


def _amounts(sentence: str) -> list[tuple[int, int, float, str]]:
    return [
        (
            found.start(),
            found.end(),
            float(found.group()[:-1]),
            found.group()[-1].replace("％", "%"),
        )
        for found in COUNTED.finditer(sentence)
    ]


def draft_by(reader: Reader, text: str) -> dict[str, Any]:
    """Return what a library makes of a text, in the contract's form."""
    years = re.findall(r"(20[0-3]\d)年", text)
    year = int(years[0]) if years else 2024
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = next(
        (line for line in lines[:12] if re.search(r"(?:方案|通知|意见|要点)$", line)), None
    )
    draft: dict[str, Any] = {"title": title}
    kinds: tuple[str, ...] = ("phases", "targets", "recurring_duties", "deliverables")
    draft |= {kind: [] for kind in kinds}
    for match in SENTENCE.finditer(text):
        for kind, item in _items(match.group(), reader(match.group(), year)):
            at = match.start()
            span = {"start_char": at, "end_char": match.end(), "quote": match.group()}
            draft[kind].append({**span, **item})
    return draft


def _items(sentence: str, seen: Seen) -> Iterator[tuple[str, dict[str, Any]]]:
    last = next((day.last.isoformat() for day in seen.days if day.last), None)
    phase = PHASE.search(sentence)
    if phase and seen.days:
        day = seen.days[0]
        first = day.first.isoformat() if day.first else None
        yield "phases", {"name": phase.group(), "start": first, "end": last}
        return
    if AIM.search(sentence):
        for _, _, value, unit in seen.amounts:
            if not seen.every:
                yield "targets", {"value": value, "unit": unit, "op": ">=", "deadline": last}
    if SEND.search(sentence) and (last or seen.every):
        recurrence = seen.every[0].period if seen.every else None
        yield "deliverables", {"due": None if recurrence else last, "recurrence": recurrence}
    elif ACT.search(sentence):
        for every in seen.every:
            times = [value for _, _, value, unit in seen.amounts if unit in "次场"]
            yield (
                "recurring_duties",
                {"count": int(times[0]) if times else 1, "period": every.period},
            )
