"""Which part of a plan belongs to a phase, how phases stand to each other, what a change moves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

CHAPTER = re.compile(r"\s*[一二三四五六七八九十]+、")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase's place in the text and on the calendar; absent days are not known."""

    key: int
    at: int
    start: date | None
    end: date | None


def sections(
    phases: Sequence[Stretch], sentences: Sequence[tuple[int, str]], *, length: int
) -> dict[int, tuple[int, int]]:
    """Return from where to where the text speaks of each phase.

    A phase's part runs to the next phase, or to the next chapter (「五、…」) where that comes
    first. ``sentences`` are places and words. A phase that the text does not say (any more) has
    no part.

    House rule.
    """
    said = sorted((one.at, one.key) for one in phases if one.at >= 0)
    chapters = sorted(at for at, words in sentences if CHAPTER.match(words))
    found = {}
    for place, (at, key) in enumerate(said):
        stop = said[place + 1][0] if place + 1 < len(said) else length
        stop = min([stop, *(one for one in chapters if one > at)])
        found[key] = (at, stop)
    return found


def relations(phases: Sequence[Stretch]) -> dict[int, str]:
    """Return how each dated phase stands to the one before it, where that is unusual.

    Plans overlap phases on purpose, and leave days between them; both are shown, neither is
    refused.

    House rule.
    """
    told = {}
    dated = [one for one in phases if one.start is not None]
    for before, after in itertools.pairwise(dated):
        assert after.start is not None
        if before.end is None:
            told[after.key] = "前一阶段没有写明结束日期"
        elif after.start <= before.end:
            days = (min(before.end, after.end or before.end) - after.start).days + 1
            told[after.key] = f"与前一阶段重叠 {days} 天"
        elif after.start > before.end + timedelta(days=1):
            days = (after.start - before.end).days - 1
            told[after.key] = f"与前一阶段之间空 {days} 天"
    return told


def change_problem(
    *, start: date | None, end: date | None, was_start: date | None, was_end: date | None,
    on: date,
) -> str | None:  # fmt: skip
    """Return why a phase may not get these days; None when it may.

    House rule: a phase never ends before it begins, and a new end is not one that is over.
    """
    if (start, end) == (was_start, was_end):
        return "日期与现在相同，不需要调整。"
    if start and end and start > end:
        return "开始日期晚于结束日期，请改正。"
    if end is not None and end != was_end and end < on:
        return "新的结束日期已过，请改为今天或以后的日期。"
    return None
