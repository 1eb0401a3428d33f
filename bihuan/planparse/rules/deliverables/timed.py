"""Times of handing in that stand behind the verb: 报送时间为每月5日前."""

import re
from collections.abc import Iterable

from bihuan.planparse.actors import actor_in, recipient_in
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.deliverables.when import when_of
from bihuan.planparse.rules.sending import PAPER, SENDING
from bihuan.planparse.schema import Deliverable, Span

FARTHEST = 120  # how far after a row of names the words on sending them may stand
WHAT = re.compile(rf"[一-鿿“”《》]{{0,20}}(?:{PAPER})(?=$|的|为|报送|上报|提交|填报|[:—])")


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


@rule(
    r"(?:^|(?<=[,。;、\n:)]))(?P<what>(?:工作|统计|情况|数据)?(?:日|周|旬|月|季|半年|年)报表?)(?::|—{1,2})(?=[^,。;\n]{0,12}前)",
    confidence=0.75,
    reads={
        "月报:每月3日前;年报:次年1月10日前。均报送至县统计局。": (
            "?→县统计局:月报 month",
            "?→县统计局:年报 year",
        ),
    },
    leaves=("月报:统计当月数据。", "日报:由值班员填写。"),
)
def deliverable_by_its_name(found: Found) -> Iterable[Span]:
    """“月报:每月3日前” in a row of such names a return each."""
    plan, text = found.plan, found.plan.text
    stop = plan.segment_at(found.end)[1]
    when = when_of(plan, stop, found.end)
    if when is None:
        return
    _, end = plan.paragraph_at(found.start)
    sent = SENDING.search(text, stop, min(end, stop + FARTHEST))
    for due in when.days or (None,):
        yield plan.make(
            Deliverable,
            plan.trim(found.start, stop),
            rule=found.rule,
            confidence=found.confidence,
            actor=None,
            recipient=recipient_in(text[sent.start() : end]) if sent else None,
            what=found["what"],
            due=due,
            recurrence=when.recurrence,
        )
