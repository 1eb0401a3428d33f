"""Reports that are to be made by a day, without a word on sending them."""

import re
from collections.abc import Iterable

from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.deliverables.when import when_of
from bihuan.planparse.rules.sending import SENDING
from bihuan.planparse.rules.who import actor_at
from bihuan.planparse.schema import Deliverable, Span

PAST = re.compile(r"(?:已经?|均已)[^,。;]{0,4}$")


@rule(
    r"(?:形成|撰写|写出)(?P<what>[^,。;、\n]{0,20}?(?:总结|自查|整改|评估|工作|专题|书面|调研|分析|督查|检查)(?:报告|材料|总结))(?=[,。;\n]|$)",
    confidence=0.6,
    reads={
        "县局于8月21日前形成专项整治总结报告。": "县局→?:专项整治总结报告 2026-08-21",
    },
    leaves=(
        "及时形成工作总结。",
        "8月21日前形成自查报告,报县局。",
        "8月底前形成长效机制。",
        "每次检查后形成检查报告。",
    ),
)
def deliverable_made(found: Found) -> Iterable[Span]:
    """“于…前形成…报告” without a receiver is a paper due by that day."""
    plan = found.plan
    start, end = plan.segment_at(found.start)
    unit_start, unit_end = plan.unit_at(found.start)
    if SENDING.search(plan.text, unit_start, unit_end) or found.node.kind == "check":
        return
    when = when_of(plan, found.start, unit_start)
    if when is None or not when.days or PAST.search(plan.text[start : found.start]):
        return
    yield plan.make(
        Deliverable,
        plan.trim(min(when.start, start), end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor_at(plan, start),
        recipient=None,
        what=found["what"],
        due=when.days[-1],
        recurrence=None,
    )
