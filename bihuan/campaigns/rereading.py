"""Read a plan again with one passage written otherwise, and say what the passage then means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bihuan.campaigns.drafting import DraftItem, items_of
from bihuan.campaigns.states import ItemKind
from bihuan.planparse.parse import parse_text

READ_AGAIN = (ItemKind.PHASE, ItemKind.TARGET, ItemKind.DUTY, ItemKind.DELIVERABLE, ItemKind.TASK)


def reread(text: str, start: int, end: int, reading: str) -> Iterator[DraftItem]:
    """Yield what ``text`` would say at ``[start:end]`` if ``reading`` stood there.

    Spans and quotes are those of ``text`` as it is, so that they can be shown in it.
    """
    changed = f"{text[:start]}{reading}{text[end:]}"
    grown = len(reading) - (end - start)
    stop = start + len(reading)
    for draft in parse_text(changed, file="", sha256=""):
        for item in items_of(draft.model_dump(mode="json", by_alias=True)):
            if item.kind not in READ_AGAIN or item.start >= stop or item.end <= start:
                continue
            low = item.start if item.start <= start else start
            high = item.end - grown if item.end >= stop else end
            yield replace(item, start=low, end=high, quote=text[low:high])
