"""Read a plan again with one passage written otherwise, and say what the passage then means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bihuan.campaigns.drafting import DraftItem, items_of
from bihuan.campaigns.states import ItemKind
from bihuan.planparse.parse import parse_text

READ_AGAIN = (ItemKind.PHASE, ItemKind.TARGET, ItemKind.DUTY, ItemKind.DELIVERABLE, ItemKind.TASK)

PERCENT = re.compile(r"\d+(?:\.\d+)?[%％]")
COUNTED = re.compile(r"\d+[家个次名处场]")


def part_meant(quote: str, reading: str) -> tuple[int, int]:
    """Return which part of a doubtful passage a reading replaces.

    A doubt may quote its whole sentence though only the number in it is wrong: 「自查率应到达
    20230%」 read as 「100%」 replaces the percentage, 「打造工家」 read as 「1家」 the end.
    """
    if PERCENT.fullmatch(reading):
        found = list(PERCENT.finditer(quote))
        if found:
            return max(found, key=lambda one: len(one.group())).span()
    if COUNTED.fullmatch(reading) and quote.endswith(reading[-1]):
        return max(len(quote) - len(reading), 0), len(quote)
    return 0, len(quote)


def reread(text: str, start: int, end: int, reading: str) -> Iterator[DraftItem]:
    """Yield what ``text`` would say at ``[start:end]`` if ``reading`` stood there.

    Spans and quotes are those of ``text`` as it is, so that they can be shown in it.
    """
    low, high = part_meant(text[start:end], reading)
    start, end = start + low, start + high
    changed = f"{text[:start]}{reading}{text[end:]}"
    grown = len(reading) - (end - start)
    stop = start + len(reading)
    for draft in parse_text(changed, file="", sha256=""):
        for item in items_of(draft.model_dump(mode="json", by_alias=True)):
            if item.kind not in READ_AGAIN or item.start >= stop or item.end <= start:
                continue
            first = min(item.start, start)
            last = item.end - grown if item.end >= stop else end
            yield replace(item, start=first, end=last, quote=text[first:last])


def read_passage(text: str, kind: str, *, context: str) -> dict[str, Any]:
    """Return what a passage says as an item of ``kind``, empty when the rules find none in it.

    ``context`` is a line, such as the plan's title, from which a missing year is taken.
    """
    for draft in parse_text(f"{context}\n{text}", file="", sha256=""):
        for item in items_of(draft.model_dump(mode="json", by_alias=True)):
            if item.kind == kind and item.end > len(context):
                return item.data
    return {}
