"""Papers named before the last of a sentence, each with a day of its own."""

import re
from collections.abc import Iterable

from bihuan.planparse.registry import Found
from bihuan.planparse.rules.deliverables.names import MADE
from bihuan.planparse.rules.deliverables.when import When, when_of
from bihuan.planparse.rules.sending import PAPER, SEND
from bihuan.planparse.schema import Deliverable

# The first of “3月底前将甲、每月5日前将乙报丙”: what it takes up ends before the next time.
IN_A_ROW = re.compile(
    rf"前(?:将|把)(?P<what>[^,。;将把]{{2,40}}?(?:{PAPER}))[、,](?:并?于)?[一-鿿\d]{{0,6}}$"
)


def papers_made_before(
    found: Found, low: int, own: When | None, values: dict[str, object]
) -> Iterable[Deliverable]:
    """Yield the papers that “于…前形成甲，于…前形成乙，报丙” names before the last, each with its day."""
    plan = found.plan
    segments = list(plan.pieces(low, plan.segment_at(found.start)[0], by="segment"))
    for start, end in segments:
        words = plan.text[start:end]
        made = MADE.search(words)
        days = [time for time in plan.times_in(start, end) if time.kind == "by" and not time.blank]
        if made is None or not days or (own and start <= own.start < end) or re.search(SEND, words):
            continue
        yield plan.make(
            Deliverable,
            plan.trim(start, end),
            rule=found.rule,
            confidence=found.confidence - 0.1,
            due=plan.last_day(days[-1]),
            recurrence=None,
            **{**values, "what": made.group("what")},
        )


def papers_in_a_row(
    found: Found, low: int, own: When | None, values: dict[str, object]
) -> Iterable[Deliverable]:
    """Yield the papers of “3月底前将甲、每月5日前将乙报丙” that stand before the last."""
    plan = found.plan
    if own is None:
        return
    for match in IN_A_ROW.finditer(plan.text, low, own.last):
        when = when_of(plan, match.start("what") - 1, low)
        if when is None:
            continue
        yield plan.make(
            Deliverable,
            plan.trim(when.start, match.end("what")),
            rule=found.rule,
            confidence=found.confidence - 0.1,
            due=when.days[-1] if when.days else None,
            recurrence=when.recurrence,
            **{**values, "what": match.group("what")[-40:]},
        )
