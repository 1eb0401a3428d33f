"""Duties in set phrases: 日检查、周调度; 一季一通报."""

import re
from collections.abc import Iterable

from bihuan.planparse.actors import actor_in
from bihuan.planparse.frequencies import PERIODS, period_of
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.duties.acts import ACTS, SHORT_ACTS
from bihuan.planparse.schema import RecurringDuty, Span


@rule(
    rf"(?P<actor>[一-鿿()]{{0,12}}?)(?P<period>双周|半月|日|周|旬|月度|月|季度|季|半年|年度|(?<=[、和])年)(?P<act>(?:{SHORT_ACTS}){{1,2}})(?=[、,和及与。;:”\"制的工]|为|$|\n|\()",
    cue=rf"[周日旬月度季年](?:{SHORT_ACTS})",
    confidence=0.85,
    reads={
        "落实安全生产日检查、周调度、月总结和季报告制度。": (
            "日检查 1/day",
            "周调度 1/week",
            "月总结 1/month",
            "季报告 1/quarter",
        ),
        "构建以班组日排查、部门周排查、厂长(经理)月排查为基本频次的制度。": (
            "班组:日排查 1/day",
            "部门:周排查 1/week",
            "厂长(经理):月排查 1/month",
        ),
        "实行月调度、季通报、年考核。": ("月调度 1/month", "季通报 1/quarter", "年考核 1/year"),
    },
    leaves=("制定年度监督检查计划。", "做好年度总结工作。", "每日检查一次。", "日常检查不得放松。"),
)
def duty_short_form(found: Found) -> Iterable[Span]:
    """“日检查、周调度、月总结” standing in a row are as many duties."""
    plan, text = found.plan, found.plan.text
    start, end = plan.unit_at(found.start)
    at = found.match.start("period")
    if text[max(0, at - 1) : at] in tuple("每一本当上下两半个近今同终即") or (
        found["period"] in ("日",) and text[at - 1 : at] in tuple("0123456789平节假生")
    ):
        return
    neighbours = re.findall(
        rf"(?:日|周|旬|月度|月|季度|季|半年|年度)(?:{SHORT_ACTS})", text[start:end]
    )
    system = re.match(r"”?\"?(?:的)?(?:工作)?(?:制度|机制)", text[found.end : found.end + 8])
    if len(neighbours) < 2 and not (system and found["period"] != "年度"):  # noqa: PLR2004
        return
    actor = (
        re.sub(
            r"^.*(?:构建|建立|落实|实行|执行|完善|符合|坚持|推行|做到|实施|安全生产|隐患|以|和|及)",
            "",
            found["actor"],
        )
        or None
    )
    if actor and not actor_in(f"{actor}负责"):
        actor = None
    yield plan.make(
        RecurringDuty,
        (found.start + len(found["actor"]) - len(actor or ""), found.end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor,
        action=found["period"] + found["act"],
        count=1,
        period=PERIODS[found["period"]],
    )


@rule(
    r"(?:(?:(?P<times>[一两二三五七十]|\d{1,2})(?P<period>日|天|周|旬|个?月|季度?|年)|(?P<half>半年|半月|双周))(?:一|1)(?P<act>[一-鿿]{1,4}?)(?=[、,。;”\"和的制]|$|\n))"
    r"|(?<=[、“])(?P<year>年度)(?P<total>(?:总)?(?:考评|考核|评比|总结|评估))",
    confidence=0.85,
    reads={
        "推行“一季一通报、年度总考评”。": ("通报 1/quarter", "总考评 1/year"),
        "坚持一周一调度、一月一通报。": ("调度 1/week", "通报 1/month"),
        "落实三天一调度、半月一通报。": ("调度 1/other", "通报 1/other"),
        "实行一月一检查、半年一督查。": ("检查 1/month", "督查 1/half_year"),
    },
    leaves=("一日一餐。", "一年一度的安全月活动。", "将结果纳入年度考核。"),
)
def duty_once_a(found: Found) -> Iterable[Span]:
    """“一季一通报” is once a quarter."""
    act = found["act"] or found["total"]
    if (
        not (ACTS.search(act) or re.fullmatch(SHORT_ACTS, act))
        or found.node.kind == "out_of_scope_personal"
    ):
        return
    if found["year"]:
        start, end = found.plan.unit_at(found.start)
        if not re.search(r"一[周月季]", found.plan.text[start:end]):
            return
    yield found.plan.make(
        RecurringDuty,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        actor=None,
        action=act,
        count=1,
        period="year"
        if found["year"]
        else period_of(found["period"] or found["half"], found["times"]),
    )
