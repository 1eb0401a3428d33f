"""The held-out cases of the repository: short texts whose rules were frozen before they were read.

Their labels are lines without offsets, so items are compared by what must not be wrong: days,
amounts and frequencies.
"""

from collections import Counter
from collections.abc import Iterator

from corpora import Draft

from bihuan.planparse.numerals import tidy
from bihuan.planparse.tests.varied import ALWAYS, Case, cases, core


def heldout() -> list[Case]:
    """Return the held-out cases."""
    return [case for case in cases() if case.name.startswith("heldout")]


def expected(case: Case) -> Counter[str]:
    """Return the cores of a case's labels."""
    return Counter(core(line) for line in case.expected if line.split(" ", 1)[0] in ALWAYS)


def cores(draft: Draft) -> Iterator[tuple[str, float]]:
    """Yield the core of every item of a draft, with its confidence (1 where none is given)."""
    for one in draft["phases"]:
        yield f"phase {one['start'] or '?'}~{one['end'] or '?'}", one.get("confidence", 1.0)
    for one in draft["targets"]:
        when = f" @{one['deadline']}" if one["deadline"] else ""
        told = f"target {one['op']}{tidy(float(one['value']))}{one['unit']}{when}"
        yield told, one.get("confidence", 1.0)
    for one in draft["recurring_duties"]:
        yield f"duty {one['count']}/{one['period']}", one.get("confidence", 1.0)
    for one in draft["deliverables"]:
        yield f"return {one['recurrence'] or one['due'] or '?'}", one.get("confidence", 1.0)
