"""Times of handing in that stand behind the verb: 报送时间为每月5日前."""

import re
from collections.abc import Iterable

from bihuan.planparse.actors import actor_in, recipient_in
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.deliverables.when import when_of
from bihuan.planparse.rules.sending import PAPER
from bihuan.planparse.schema import Deliverable, Span

WHAT = re.compile(rf"[一-鿿“”《》]{{0,20}}(?:{PAPER})(?=$|的|报送|上报|提交|填报|[:—])")


@rule(
    r"(?:报送|上报|提交|填报|反馈)(?:[一-鿿“”]{0,16}?)(?:的)?(?:时间|时限|期限|日期)(?:要求)?(?:分别)?(?:为|是|:|——)(?=[^。;\n]{0,40}[\d一二三四五六七八九十每次])",
    confidence=0.8,
    reads={
        "统计表报送时间为每月5日前。": "?→?:统计表 month",
        "工作总结的报送时限:2026年12月10日前。": "?→?:工作总结 2026-12-10",
    },
    leaves=("请按规定的报送时间办理。", "报送时间:另行通知。"),
)
def deliverable_timed_after(found: Found) -> Iterable[Span]:
    """“报送…的时间为每月5日前” names the return first and its time after it."""
    plan, text = found.plan, found.plan.text
    start, _ = plan.unit_at(found.start)
    _, end = plan.unit_at(found.end)
    stop = plan.segment_at(found.end)[1]
    when = when_of(plan, stop, found.end)
    if when is None:
        return
    named = (
        WHAT.search(text, start, found.start + 2)
        or WHAT.search(text, found.start, found.end)
        or WHAT.search(text, found.end, end)
    )
    heading = found.node.heading
    for due in when.days or (None,):
        yield plan.make(
            Deliverable,
            plan.trim(start, end),
            rule=found.rule,
            confidence=found.confidence,
            actor=actor_in(text[start : found.start]),
            recipient=recipient_in(text[found.start : found.end]),
            what=(named.group() if named else heading or "材料")[-40:],
            due=due,
            recurrence=when.recurrence,
        )
