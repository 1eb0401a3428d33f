"""Targets of nothing at all: “逾期未整改为0起”, “零事故”, “较大事故为零”."""

import re
from collections.abc import Iterable

from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.targets.aims import is_goal
from bihuan.planparse.rules.targets.goals import (
    deadline_of,
    goal_quote,
    measure_start,
    subject_of,
)
from bihuan.planparse.schema import Span, Target

UNITS = {
    "事故": "起",
    "火灾": "起",
    "死亡": "人",
    "伤亡": "人",
    "亡人": "人",
    "上访": "件",
    "隐患": "处",
}
AIM = re.compile(r"目标|实现|确保|力争|做到|保持|为|控制|争取|杜绝")


def _unit(metric: str) -> str:
    if metric.endswith("率"):
        return "%"
    return next((unit for word, unit in UNITS.items() if word in metric), "起")


@rule(
    r"(?P<metric>[一-鿿、“”]{2,24}?)(?:数量?|起数|人数)?(?:要|应|均|必须|务必)?(?:控制在|保持在?|达到|实现|确保|为|降至|降到|≤)(?:0|零)(?P<unit>起|人|例|件|处|家|次|个|项)?(?=[,。;、\n]|以内|$)"
    r"|(?P<who>[一-鿿、“”]{0,16}?)(?:实现|确保|保持|做到|力争|、|,)?“?零(?P<what>事故|死亡|伤亡|亡人|火灾|上访)”?(?=[,。;、\n”]|目标|$)",
    cue=r"[0零](?=[,。;、\n起人例件处家次个项以事死伤亡火上]|$)",
    confidence=0.75,
    reads={
        "2026年底前,逾期未整改重大隐患为0起。": "逾期未整改重大隐患==0起 @2026-12-31",
        "2026年全镇较大事故为零。": "全镇较大事故==0起 @2026-12-31",
        "2026年全镇实现生产安全零事故。": "全镇生产安全·事故==0起 @2026-12-31",
        "全镇实现零事故、零死亡目标。": ("全镇·事故==0起", "死亡==0人"),
    },
    leaves=(
        "本月事故为0.5起。",
        "坚持零容忍。",
        "做到隐患“清零”。",
        "去年亡人事故为0起。",
        "按零距离服务的要求开展宣传。",
    ),
)
def target_of_nothing(found: Found) -> Iterable[Span]:
    """“…为0起” and “零事故” are targets with the value 0."""
    plan = found.plan
    sentence = plan.text[slice(*plan.unit_at(found.start))]
    if not is_goal(found) or not AIM.search(sentence) or found.node.kind == "check":
        return
    named = found.match.start("metric") >= 0
    word = found.match.end("metric") if named else found.match.start("what") - 1
    before = plan.text[measure_start(found, word) : word].strip(" ,“")
    before = re.sub("实现|确保|保持|做到|力争", "", before).rsplit("、", 1)[-1]
    metric, subject = (before, "") if named else (found["what"], subject_of(before))
    yield plan.make(
        Target,
        goal_quote(found),
        rule=found.rule,
        confidence=found.confidence,
        subject=subject,
        metric=subject_of(metric),
        op="==",
        value=0.0,
        unit=found["unit"] or _unit(metric),
        deadline=deadline_of(found),
        metric_key=suggest_metric(metric),
    )
