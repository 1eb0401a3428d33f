"""From numbers, items and chosen cases to the words of a summary. Pure: no query is made here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bihuan.archives.states import CaseKind
from bihuan.documents.official import (
    Block,
    Column,
    Figure,
    Heading1,
    Heading2,
    OfficialDocument,
    Paragraph,
    Run,
    Table,
    Text,
)
from bihuan.kernel.chinese import date_text
from bihuan.oversight.composing import SUMMARY, Number

HAZARDS = (
    ("hazard.found", "共排查隐患"),
    ("hazard.major", "其中重大隐患"),
    ("hazard.closed", "整改销号"),
    ("hazard.closing_rate", "整改率"),
    ("hazard.on_time_rate", "按期整改率"),
    ("hazard.open", "尚未销号"),
    ("hazard.overdue_major", "逾期未整改重大隐患"),
)
"""Metrics of the section on hazards, in the order of the sentence."""

BASICS = tuple(pair for pair in SUMMARY if not pair[0].startswith("hazard."))
TROUBLES = (
    ("hazard.open", "尚未销号的隐患"),
    ("hazard.overdue_major", "逾期未整改的重大隐患"),
    ("deliverable.overdue", "逾期未报送的材料"),
    ("duty.overdue", "逾期未完成的履职事项"),
)
"""Counts that are a problem when they are not zero."""

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Done:
    """One item of the plan and how much of it was done; ``source`` explains the number."""

    phase: int
    words: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Goal:
    """One target: what was wanted, what came of it, and whether that is enough (None: unknown)."""

    name: str
    wanted: str
    text: str
    source: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Example:
    """One chosen case: what happened, told from the records, and what a person says of it."""

    kind: str
    words: str
    comment: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What was handed over to one receiver."""

    kind: str
    count: int
    receiver: str
    state: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a summary says."""

    header: str
    issuer: str
    title: str
    addressees: tuple[str, ...]
    opening: str
    practice: str
    problems: str
    next_steps: str
    as_of: date
    area: int
    area_name: str
    numbers: Mapping[str, Number]
    phases: Sequence[tuple[int, str]]
    done: Sequence[Done]
    goals: Sequence[Goal]
    places: Sequence[tuple[str, tuple[str, ...]]]
    place_columns: Sequence[str]
    widespread: Sequence[tuple[str, str, str]]
    examples: Sequence[Example]
    moved: Sequence[Moved] = field(default_factory=tuple)
    left: Sequence[tuple[str, int]] = field(default_factory=tuple)


def compose(content: Content) -> OfficialDocument:
    """Return the summary as an official document, every number a bound figure."""
    sections = (
        ("基本情况", _basics(content)),
        ("主要做法", _practice(content)),
        ("目标完成情况", _goals(content)),
        ("隐患排查治理情况", _hazards(content)),
        ("典型案例", _examples(content)),
        ("存在问题", _problems(content)),
        ("未办结事项移交情况", _moved(content)),
        ("下一步打算", _paragraphs(content.next_steps)),
    )
    body: list[Block] = []
    number = 0
    for title, blocks in sections:
        if blocks:
            body.append(Heading1(f"{ORDINALS[number]}、{title}"))
            body += blocks
            number += 1
    return OfficialDocument(
        issuer=content.issuer, header=content.header, title=content.title,
        addressees=content.addressees, body=tuple(body), signature=content.issuer,
    )  # fmt: skip


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph.of(line.strip()) for line in text.splitlines() if line.strip()]


def _figure(number: Number) -> Figure:
    return Figure(number.text, source=f"{number.key}@{number.area}")


def _sentence(content: Content, pairs: Sequence[tuple[str, str]], start: str) -> list[Block]:
    shown = [(label, content.numbers[key]) for key, label in pairs if key in content.numbers]
    if not shown:
        return []
    runs: list[Run] = [Text(start)]
    for index, (label, number) in enumerate(shown):
        runs += [Text(f"{'，' if index else ''}{label}"), _figure(number)]
    return [Paragraph((*runs, Text("。")))]


def _basics(content: Content) -> list[Block]:
    start = f"截至{date_text(content.as_of)}，{content.area_name}"
    return [*_paragraphs(content.opening), *_sentence(content, BASICS, start)]


def _practice(content: Content) -> list[Block]:
    blocks: list[Block] = []
    if content.phases:
        names = "；".join(name for _, name in content.phases)
        blocks.append(Paragraph.of(f"行动分{len(content.phases)}个阶段推进：{names}。"))
    dated = any(one.phase for one in content.done)
    named = [(0, "贯穿全过程的工作"), *content.phases] if dated else [(0, "")]
    number = 0
    for phase, name in named:
        done = [one for one in content.done if one.phase == phase]
        if not done:
            continue
        if name:
            blocks.append(Heading2(f"（{ORDINALS[number]}）{name}"))
            number += 1
        blocks += [
            Paragraph.of(f"{one.words}：完成", Figure(one.text, source=one.source), "。")
            for one in done
        ]
    return [*blocks, *_paragraphs(content.practice)]


def _goals(content: Content) -> list[Block]:
    if not content.goals:
        return []
    reached = sum(one.reached is True for one in content.goals)
    missed = sum(one.reached is False for one in content.goals)
    unknown = len(content.goals) - reached - missed
    told = [f"方案提出目标{len(content.goals)}项，已达到{reached}项，未达到{missed}项"]
    if unknown:
        told.append(f"尚未评定{unknown}项")
    blocks: list[Block] = [Paragraph.of("，".join(told) + "。")]
    for one in content.goals:
        verdict = {True: "已达到", False: "未达到", None: "尚未评定"}[one.reached]
        pieces: list[str | Run] = [f"{one.name}目标{one.wanted}"]
        if one.text:
            pieces += ["，实际完成", Figure(one.text, source=one.source)]
        blocks.append(Paragraph.of(*pieces, f"，{verdict}。"))
    return blocks


def _hazards(content: Content) -> list[Block]:
    blocks = _sentence(content, HAZARDS, "")
    if content.places:
        columns = (
            Column("地区", weight=1.2),
            *(Column(name, align="center") for name in content.place_columns),
        )
        rows = tuple((name, *cells) for name, cells in content.places)
        blocks.append(Table("各地隐患排查治理情况", columns, rows))
    return blocks


def _examples(content: Content) -> list[Block]:
    blocks: list[Block] = []
    for number, kind in enumerate(
        kind for kind in CaseKind if any(one.kind == kind for one in content.examples)
    ):
        blocks.append(Heading2(f"（{ORDINALS[number]}）{kind.label}"))
        chosen = [one for one in content.examples if one.kind == kind]
        for place, one in enumerate(chosen, start=1):
            blocks.append(Paragraph.of(f"{place}.{one.words}"))
            blocks += _paragraphs(one.comment)
    return blocks


def _problems(content: Content) -> list[Block]:
    return [
        *(Paragraph.of(f"{place}.", *pieces) for place, pieces in enumerate(_found(content), 1)),
        *_paragraphs(content.problems),
    ]


def _found(content: Content) -> Iterator[list[str | Run]]:
    """Yield what the records themselves call a problem: targets missed, things late, the widespread."""
    for one in content.goals:
        if one.reached is False:
            pieces: list[str | Run] = [f"{one.name}没有达到目标（{one.wanted}）"]
            if one.text:
                pieces += ["，实际", Figure(one.text, source=one.source)]
            yield [*pieces, "。"]
    for key, label in TROUBLES:
        number = content.numbers.get(key)
        if number is not None and number.value:
            yield [f"{label}", _figure(number), "。"]
    for words, text, source in content.widespread:
        yield [f"“{words}”不符合较为普遍，占", Figure(text, source=source), "。"]


def _moved(content: Content) -> list[Block]:
    blocks: list[Block] = []
    if content.moved:
        columns = (
            Column("事项类别"), Column("件数", align="center"), Column("接收单位（人）", weight=2),
            Column("状态", align="center"),
        )  # fmt: skip
        rows = tuple((one.kind, str(one.count), one.receiver, one.state) for one in content.moved)
        blocks += [
            Paragraph.of("行动结束时没有办结的事项，逐项移交如下，由接收单位继续办理至销号。"),
            Table("未办结事项移交表", columns, rows),
        ]
    if content.left:
        told = "、".join(f"{kind}{count}项" for kind, count in content.left)
        blocks.append(Paragraph.of(f"尚未移交：{told}。"))
    return blocks or [Paragraph.of("行动各项任务均已办结，没有需要移交的事项。")]
