"""阶段 named in running text or on bare lines, outside the clauses of a timing section."""

import re
from collections.abc import Iterable

from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.phases.clauses import OVERVIEW, days_of
from bihuan.planparse.schema import Phase, Span

LONGEST_LEAD = 40
YEARS_NAMED = re.compile(r"20\d\d年(?:为|是)[一-鿿“”]{2,12}年")


@rule(
    r"(?P<name>[一-鿿、]{2,18}阶段)\((?P<when>[^()\n]{3,40})\)",
    confidence=0.8,
    reads={
        "本次行动从宣传发动阶段(3月1日至3月10日)开始。": "宣传发动阶段 2026-03-01~2026-03-10",
    },
    leaves=("本阶段(见附件)结束后报告。", "各阶段(分三步)有序衔接。"),
)
def phase_with_dates_in_brackets(found: Found) -> Iterable[Span]:
    """“…阶段（起止日期）” in running text is a phase."""
    times = found.plan.times_in(found.match.start("when"), found.match.end("when"))
    if not times or found.plan.in_phase(found.start) is not None:
        return
    start, end = found.plan.calendar.resolve(times[0])
    name = re.sub(r"^.*?(?:从|分为|为|是|第[一二三四五]、?)(?=[一-鿿]{3})", "", found["name"])
    yield found.plan.make(
        Phase,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        name=name,
        start=start,
        end=end,
    )


@rule(
    r"(?:为|是|,|:)(?P<name>[一-鿿、“”]{0,14}(?:阶段|(?:宣传|活动|整治|行动|督查|检查|攻坚|提升|培训|创建)(?:月|周|旬)|(?:启动|部署|排查|攻坚|整治|巩固|提升|深化|总结)年))(?=[。;,:\n]|$)",
    confidence=0.8,
    reads={
        "3月1日至4月10日为宣传发动阶段;4月11日至8月31日为集中整治阶段。": (
            "宣传发动阶段 2026-03-01~2026-04-10",
            "集中整治阶段 2026-04-11~2026-08-31",
        ),
        "6月为集中宣传月,7月为执法检查月。": (
            "集中宣传月 2026-06-01~2026-06-30",
            "执法检查月 2026-07-01~2026-07-31",
        ),
        "2024年为启动年,2025年为攻坚年。": (
            "启动年 2024-01-01~2024-12-31",
            "攻坚年 2025-01-01~2025-12-31",
        ),
    },
    leaves=(
        "3月底前,各阶段工作要有序衔接。",
        "当前为关键阶段。",
        "2026年是收官阶段,各镇要抓紧。",
        "7月和11月为集中整治月。",
        "2026年是攻坚年,各镇要抓紧。",
    ),
)
def phase_after_its_dates(found: Found) -> Iterable[Span]:
    """“某日至某日为…阶段” is a phase."""
    plan = found.plan
    start, _ = plan.unit_at(found.start)
    if len(found["name"]) <= len("阶段"):
        return
    times = [time for time in plan.times_in(start, found.start) if found.start - time.end <= 1]
    opens = bool(times) and times[-1].start <= plan.segment_at(found.start - 1)[0] + 1
    if times and plan.text[max(0, times[-1].start - 1) : times[-1].start] in ("和", "、", "及"):
        return
    if not times or OVERVIEW.search(found.match.group()):
        return
    if set(plan.text[times[-1].start : times[-1].end]) & set("和、与"):
        return  # “3月和6月为…月” are two months apart, not one stretch of days
    yearly = found["name"].endswith("年")
    if yearly and len(YEARS_NAMED.findall(plan.text, start, plan.sentence_at(found.start)[1])) < 2:  # noqa: PLR2004
        return  # one year praised as 攻坚年 divides nothing
    if (
        not yearly
        and times[-1].kind not in ("range", "by")
        and not (opens and times[-1].last.month)
    ):
        return
    first, last = days_of(plan, times[-1], None)
    yield plan.make(
        Phase,
        plan.trim(times[-1].start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        name=found["name"],
        start=first,
        end=last,
    )


@rule(
    r"第(?P<order>[一二三四五六])阶段[为是:,、(]*",
    confidence=0.75,
    reads={
        "专项行动分两个阶段:第一阶段为动员部署,3月1日至3月15日;第二阶段为集中整治,3月16日至9月30日。": (
            "动员部署 2026-03-01~2026-03-15",
            "集中整治 2026-03-16~2026-09-30",
        ),
    },
    leaves=("在第一阶段的基础上继续推进。", "第二阶段工作由镇应急办牵头。"),
)
def phase_in_running_text(found: Found) -> Iterable[Span]:
    """“第一阶段为…，起止日期” inside a sentence is a phase if it carries dates."""
    plan = found.plan
    if plan.in_phase(found.start) is not None:
        return
    _, stop = plan.unit_at(found.start)
    times = plan.times_in(found.end, stop)
    if not times or times[0].start - found.end > LONGEST_LEAD:
        return
    name = plan.text[found.end : times[0].start].strip(",:、(从自为")
    start, end = plan.calendar.resolve(times[0])
    yield plan.make(
        Phase,
        (found.start, times[0].end),
        rule=found.rule,
        confidence=found.confidence,
        name=name or f"第{found['order']}阶段",
        start=start,
        end=end,
    )
