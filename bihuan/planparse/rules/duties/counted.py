"""Duties counted without 每: 全年不少于2次, 2次/季度, 半年一次."""

import re
from collections.abc import Iterable

from bihuan.planparse.actors import actor_in
from bihuan.planparse.frequencies import BY_PERIOD, EVERY, PERIODS
from bihuan.planparse.numerals import read_number
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.duties.acts import ACTS, LONGEST, SHORT_ACTS, without_count
from bihuan.planparse.rules.sending import sends
from bihuan.planparse.schema import RecurringDuty, Span

PAST = re.compile(r"了(?!解)|已|累计|共计|近年|以来|发生|受到|连续")


@rule(
    r"(?=[全年\d])(?:(?<![每两二三上下])(?P<period>全年|年内|年度内)(?P<what>[^,。;\n]{0,24}?)(?:不少于|至少)(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:次|场|期)"
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
    unit, _ = plan.unit_at(found.start)
    if not ACTS.search(action) and start > unit:
        start, _ = plan.segment_at(start - 1)  # “枯水期、丰水期各监测一次,全年不少于2次”
        action = plan.text[start : found.start]
    if not ACTS.search(action) or EVERY.search(action):
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
        "对公共厨房开展公开评价,半年一次。": "对公共厨房开展公开评价 1/half_year",
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
    if not before and not found["act"] and start > plan.unit_at(found.start)[0]:
        start, _ = plan.segment_at(start - 1)  # “…进行评价,半年一次”
        before = plan.text[start : found.start].strip(" ,:")
        if EVERY.search(before) or PAST.search(before):
            return
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


@rule(
    r"(?=[一1])(?<![第近前上下每这有同当逐另十两三二\d])(?:一|1)(?P<period>年|个月|月|个季度|季度|季|个星期|周|天|日)(?!来|以来|多|度)(?:之内|内|中)?(?:至少|不少于|不低于|应|要|须)*(?P<act>[^,。;\n次]{0,16}?)(?:至少|不少于)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:次|场|期|遍)(?P<after>[^,。;、\n]{0,12})",
    confidence=0.75,
    reads={
        "对出租厂房一年至少检查两次。": "对出租厂房检查 2/year",
        "坚持一个月召开一次分析会。": "召开分析会 1/month",
        "消防队一周两次夜间巡查。": "消防队:夜间巡查 2/week",
    },
    leaves=("一年内发生两次事故的,予以停产。", "每一年开展一次评估。", "一年来共检查3次。"),
)
def duty_in_one(found: Found) -> Iterable[Span]:
    """“一年至少检查两次” is twice a year."""
    plan = found.plan
    start, end = plan.segment_at(found.start)
    whole = plan.text[start:end]
    before = re.sub(r"^.*(?:坚持|做到|实行|落实)", "", plan.text[start : found.start]).strip(" 、")
    if PAST.search(whole) or EVERY.search(whole) or sends(whole) or found.node.kind == "check":
        return
    actor = actor_in(f"{before}每") if before else None
    rest = before.removeprefix(actor) if actor else before
    action = f"{rest}{found['act']}{found['after']}"
    if not ACTS.search(action) and not before.endswith("会"):
        return
    yield plan.make(
        RecurringDuty,
        plan.trim(start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor,
        action=without_count(action.strip(" ,"))[:LONGEST],
        count=max(int(read_number(found["count"]) or 1), 1),
        period=PERIODS[found["period"]],
    )


@rule(
    rf"{BY_PERIOD}(?:(?:进行|开展|组织|实施)[一-鿿]{{0,8}}?|对[^,。;\n]{{1,20}}?(?:进行|开展|予以)?|将[^,。;\n]{{1,20}}?(?:进行|予以))?(?P<act>{SHORT_ACTS})",
    confidence=0.75,
    reads={
        "专班办公室按月通报、按季考核各地进展。": (
            "专班办公室:按月通报 1/month",
            "专班办公室:按季考核 1/quarter",
        ),
        "对整治进度逐周调度。": "逐周调度 1/week",
    },
    leaves=("按月报送进展。", "按年度计划检查。", "按日常检查要求办理。"),
)
def duty_by_the_period(found: Found) -> Iterable[Span]:
    """“按月通报、按季考核” are a duty each."""
    plan = found.plan
    start, _ = plan.segment_at(found.start)
    if plan.in_title_marks(found.start) or found.node.kind == "out_of_scope_personal":
        return
    before = plan.text[start : found.start]
    if sends(plan.text[start : plan.segment_at(found.start)[1]]):
        return
    yield plan.make(
        RecurringDuty,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor_in(f"{before}每") if before else None,
        action=plan.text[found.start : found.end][:LONGEST],
        count=1,
        period=PERIODS[found["by"]],
    )
