"""Whose work a stretch of a plan is: named in it, before it, over it or after it."""

import re

from bihuan.planparse.actors import actor_in, actor_of_heading, responsible_in
from bihuan.planparse.context import Plan

LED = re.compile(r"(?P<who>[^,。;:\n]{2,24}?)(?:应当?|要|须|必须|应?做到|职责|主要职责)*:")
FARTHEST = 300  # how far after an item its “责任单位:…” may stand


def actor_at(plan: Plan, start: int) -> str | None:
    """Return who acts in the segment that begins at ``start``, looked for from near to far.

    The segment itself, those before it in its unit, “某局:” at the head of the sentence, a
    heading that is a body's name, and “责任单位:…” that closes the clause.
    """
    own, _ = plan.segment_at(start)
    unit, _ = plan.unit_at(start)
    _, end = plan.segment_at(start)
    named = actor_in(plan.text[start:end])
    pieces = list(plan.pieces(unit, own, by="segment"))
    for low, high in reversed(pieces):
        named = named or actor_in(plan.text[low:high])
    return named or actor_over(plan, start)


def actor_over(plan: Plan, at: int) -> str | None:
    """Return who acts by what stands over or after a sentence that names nobody."""
    sentence, _ = plan.sentence_at(at)
    node = plan.node_at(at)
    led = LED.match(plan.text, max(sentence, min(node.words, at)), at)
    named = actor_in(f"{led.group('who')}每") if led else None
    headings = [node.heading, *(one.heading for one in node.above())]
    for heading in headings if node.level > 1 else [plan.heading_over(at)]:
        named = named or actor_of_heading(heading)
    return named or responsible_in(plan.text[at : min(node.own_end, at + FARTHEST)])
