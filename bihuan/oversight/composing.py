"""From taken numbers to the words of a bulletin. Pure: no query is made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.documents.official import (
    Block,
    Column,
    Figure,
    Heading1,
    OfficialDocument,
    Paragraph,
    Run,
    Table,
    Text,
)

SUMMARY = (
    ("campaign.participants", "纳入行动企业"),
    ("self_check.rate", "企业自查率"),
    ("hazard.found", "排查隐患"),
    ("hazard.major", "其中重大隐患"),
    ("hazard.closed", "整改销号"),
    ("hazard.closing_rate", "整改率"),
    ("hazard.on_time_rate", "按期整改率"),
    ("hazard.overdue_major", "逾期未整改重大隐患"),
    ("duty.done_rate", "履职完成率"),
    ("deliverable.on_time_rate", "按时报送率"),
)
"""Metrics of the summary, in the order of the sentence."""

TABLE = (
    "self_check.rate", "hazard.found", "hazard.closing_rate", "hazard.on_time_rate",
    "duty.done_rate",
)  # fmt: skip
"""Metrics of the table of areas; the first one ranks."""

NAMED = 3


@dataclass(frozen=True, slots=True)
class Number:
    """One number as it is printed: its words, and its value for ranking (None: nothing to count)."""

    key: str
    area: int
    name: str
    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a bulletin says that is not fixed by the standard's layout."""

    header: str
    issuer: str
    title: str
    addressees: tuple[str, ...]
    opening: str
    demands: str
    as_of: date
    area: int
    area_names: Mapping[int, str]
    numbers: Mapping[tuple[int, str], Number]
    goals: Sequence[tuple[str, bool]] = ()


def compose(content: Content) -> OfficialDocument:
    """Return the bulletin as an official document, every number a bound figure."""
    body: list[Block] = [Paragraph.of(line) for line in _lines(content.opening)]
    body += [Heading1("一、总体情况"), _summary(content)]
    if content.goals:
        body.append(_goals(content.goals))
    places = [code for code in content.area_names if code != content.area]
    if places:
        body += [Heading1("二、各地情况"), _ranking(content, places), _table(content, places)]
    number = "三" if places else "二"
    body.append(Heading1(f"{number}、下一步要求"))
    body += [Paragraph.of(line) for line in _lines(content.demands)]
    return OfficialDocument(
        issuer=content.issuer, header=content.header, title=content.title,
        addressees=content.addressees, body=tuple(body), signature=content.issuer,
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _figure(number: Number) -> Figure:
    return Figure(number.text, source=f"{number.key}@{number.area}")


def _summary(content: Content) -> Paragraph:
    day = content.as_of
    runs: list[Run] = [
        Text(f"截至{day.year}年{day.month}月{day.day}日，{content.area_names[content.area]}")
    ]
    shown = [
        (label, content.numbers[content.area, key])
        for key, label in SUMMARY
        if (content.area, key) in content.numbers
    ]
    for index, (label, number) in enumerate(shown):
        runs += [Text(f"{'，' if index else ''}{label}"), _figure(number)]
    runs.append(Text("。"))
    return Paragraph(tuple(runs))


def _goals(goals: Sequence[tuple[str, bool]]) -> Paragraph:
    met = [text for text, reached in goals if reached]
    missed = [text for text, reached in goals if not reached]
    pieces = []
    if met:
        pieces.append(f"已达到的目标：{'；'.join(met)}。")
    if missed:
        pieces.append(f"尚未达到的目标：{'；'.join(missed)}。")
    return Paragraph.of("".join(pieces))


def _ranked(content: Content, places: Sequence[int]) -> list[int]:
    key = TABLE[0]

    def rank(code: int) -> tuple[bool, float, int]:
        number = content.numbers.get((code, key))
        value = number.value if number else None
        return (value is None, -(value or 0.0), code)

    return sorted(places, key=rank)


def _ranking(content: Content, places: Sequence[int]) -> Paragraph:
    counted = [
        code
        for code in _ranked(content, places)
        if (number := content.numbers.get((code, TABLE[0]))) and number.value is not None
    ]
    if not counted:
        return Paragraph.of("各地均没有应自查的企业。")
    first, last = content.numbers[counted[0], TABLE[0]], content.numbers[counted[-1], TABLE[0]]
    if len(counted) == 1:
        return Paragraph.of(
            f"有应自查企业的是{content.area_names[counted[0]]}，企业自查率为", _figure(first), "。"
        )
    if first.value == last.value:
        return Paragraph.of("各地企业自查率均为", _share(first), "。")
    return Paragraph.of(
        "企业自查率最高的是", *_tied(content, counted, first),
        "；最低的是", *_tied(content, counted, last), "。各地情况见下表。",
    )  # fmt: skip


def _tied(content: Content, counted: Sequence[int], extreme: Number) -> list[str | Run]:
    """Name every place that shares an extreme with its number, a few by name."""
    codes = [c for c in counted if content.numbers[c, TABLE[0]].value == extreme.value]
    names = "、".join(content.area_names[code] for code in codes[:NAMED])
    if len(codes) == 1:
        return [f"{names}，为", _figure(extreme)]
    more = f"等{len(codes)}地" if len(codes) > NAMED else ""
    return [f"{names}{more}，均为", _share(extreme)]


def _share(number: Number) -> Figure:
    """Return a ratio without its counts, for places that share it with different counts."""
    assert number.value is not None, "only counted places are ranked"
    return Figure(f"{number.value:.1%}", source=f"{number.key}@{number.area}")


def _table(content: Content, places: Sequence[int]) -> Table:
    names = {number.key: number.name for number in content.numbers.values()}
    keys = [key for key in TABLE if key in names]
    rows = tuple(
        (
            content.area_names[code],
            *(
                content.numbers[code, key].text if (code, key) in content.numbers else "—"
                for key in keys
            ),
        )
        for code in _ranked(content, places)
    )
    columns = (Column("地区", weight=1.2), *(Column(names[key], align="center") for key in keys))
    return Table("各地工作情况", columns, rows, note="按企业自查率由高到低排列。")
