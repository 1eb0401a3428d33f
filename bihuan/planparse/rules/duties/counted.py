"""Duties counted without 每: 全年不少于2次, 2次/季度, 半年一次."""

from collections.abc import Iterable

from bihuan.planparse.actors import actor_in
from bihuan.planparse.frequencies import PERIODS
from bihuan.planparse.numerals import read_number
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.duties.acts import ACTS, LONGEST, without_count
from bihuan.planparse.schema import RecurringDuty, Span


@rule(
    r"(?:(?<![每两二三上下])(?P<period>全年|年内|年度内)(?P<what>[^,。;\n]{0,24}?)(?:不少于|至少)(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:次|场|期)"
    r"|(?P<count2>\d{1,2})次/(?P<per>年|半年|季度?|月|周|日))",
    confidence=0.8,
    reads={
        "镇级全年组织应急演练不少于2次。": "镇级:组织应急演练 2/year",
        "检查频次为2次/季度。": "检查频次为 2/quarter",
    },
    leaves=("全年事故起数下降。", "每年至少2次。"),
)
def duty_in_the_year(found: Found) -> Iterable[Span]:
    """“全年…不少于N次” and “N次/季度” are duties."""
    plan = found.plan
    start, end = plan.segment_at(found.start)
    count = int(read_number(found["count"] or found["count2"]) or 1)
    before = plan.text[start : found.start]
    action = found["what"] or before
    if not ACTS.search(action):
        return
    yield plan.make(
        RecurringDuty,
        plan.trim(start, end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor_in(f"{before}每") if found["what"] else actor_in(before),
        action=without_count(action.strip(" ,"))[:LONGEST],
        count=max(count, 1),
        period=PERIODS[found["per"]] if found["per"] else "year",
    )


@rule(
    r"(?<![每一上下本当\d])(?P<period>半年|季度|月|周|全年)(?:不少于|至少)?(?:一|1)次(?P<act>[一-鿿]{2,4})?(?=[、,。;)”\n]|$)",
    confidence=0.7,
    reads={
        "消防设施维护保养每处半年一次。": "消防设施维护保养每处 1/half_year",
        "做到季度一次通报、半年一次小结、全年一次考核。": (
            "通报 1/quarter",
            "小结 1/half_year",
            "考核 1/year",
        ),
    },
    leaves=("每月1次检查。", "仅此一次。", "当年一次性拨付。", "第一季度一次会议上通报。"),
)
def duty_once_in_a_period(found: Found) -> Iterable[Span]:
    """“半年一次” after what is done, or before it in a list, is a duty."""
    plan = found.plan
    start, _ = plan.segment_at(found.start)
    before = plan.text[start : found.start].rsplit("、", 1)[-1].strip(" ,:“")
    action = found["act"] or before
    if not ACTS.search(action):
        return
    yield plan.make(
        RecurringDuty,
        (found.start if found["act"] else start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        actor=None if found["act"] else actor_in(before),
        action=action[:LONGEST],
        count=1,
        period=PERIODS[found["period"]],
    )
