"""Targets in words: “全部”, “所有”, “全覆盖”."""

import re
from collections.abc import Iterable

from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.targets.aims import is_goal
from bihuan.planparse.rules.targets.goals import deadline_of, goal_quote
from bihuan.planparse.schema import Span, Target


@rule(
    r"(?:所有|全部)(?P<who>[一-鿿]{2,20}?)(?:要|应|均|都|全部)?(?P<verb>实现|达到|完成|取得|建立)(?P<what>[一-鿿\"“”]{2,24})"
    r"|(?P<who2>[一-鿿]{2,20}?)(?:要|应|须)?全部(?P<verb2>实现|达到|完成|取得|通过|落实)(?P<what2>[一-鿿\"“”]{2,24})"
    r"|(?P<who3>[一-鿿、]{2,20}?)(?:实现|达到)(?P<what3>安全达标)"
    r"|(?:实现|做到|达到|确保)(?P<who4>[一-鿿、]{2,24}?)(?:100%|百分之百)?全覆盖(?![的、检零])",
    cue=r"所有|全部|安全达标|全覆盖",
    confidence=0.7,
    reads={
        "2026年底前,所有物流企业实现安全达标。": "物流企业·实现安全达标==100% @2026-12-31",
        "到2026年底,确保规模以上企业全部达到三级以上水平。": "规模以上企业·达到三级以上水平==100% @2026-12-31",
        "实现重点企业检查全覆盖。": "重点企业检查·全覆盖==100%",
    },
    leaves=(
        "坚持“全覆盖、无死角”的办法逐户走访。",
        "对高风险企业进行全覆盖的检查。",
        "完成所有自建房排查。",
        "所有企业完成自评工作,并提出申请。",
    ),
)
def target_all(found: Found) -> Iterable[Span]:
    """“全部/所有…实现…” with a deadline and “实现…全覆盖” mean 100 %."""
    plan = found.plan
    if not is_goal(found) or plan.in_quotes(found.start):
        return
    who = found["who"] or found["who2"] or found["who3"] or found["who4"]
    deadline = deadline_of(found)
    _, segment_end = plan.segment_at(found.end - 1)
    if "全覆盖" in found.match.group():
        if plan.in_quotes(found.end - 1) or re.match(
            r"[一-鿿]{0,4}(?:检查|排查|执法)", plan.text[found.end : segment_end]
        ):
            return
        what = "全覆盖"
    else:
        if deadline is None:
            return
        verb = found["verb"] or found["verb2"] or "实现"
        what = verb + (found["what"] or found["what2"] or found["what3"])
    if re.search(r"\d%|百分", plan.text[slice(*plan.segment_at(found.start))]):
        return
    who = re.sub(r"^(?:[\d年月日底旬]{1,12}前|确保|力争|做到|要|使|所有|全部|到)+", "", who)
    yield plan.make(
        Target,
        goal_quote(found),
        rule=found.rule,
        confidence=found.confidence,
        subject=who,
        metric=what.strip("“”"),
        op="==",
        value=100.0,
        unit="%",
        deadline=deadline,
        metric_key=suggest_metric(what, who),
    )
