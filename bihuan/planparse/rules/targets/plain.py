"""Targets in bare numbers: indices and death rates that carry no unit."""

import re
from collections.abc import Iterable

from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.quantities import operator
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.targets.aims import is_goal
from bihuan.planparse.rules.targets.goals import deadline_of, goal_quote, subject_of
from bihuan.planparse.schema import Span, Target


@rule(
    r"(?P<metric>[一-鿿A-Za-z\d]{2,20}?(?:率|指数|系数|年限|寿命|性别比|比值|密度))(?:要|应|均)?"
    r"(?P<reach>控制在|降到|下降到|下降至|降至|降低到|低于|不超过|不高于|不低于|高于|达到?|提高到|提升到|提高至|稳定在|保持在)"
    r"(?P<value>\d{1,4}(?:\.\d{1,3})?)(?P<unit>年|/10万|/十万)?(?=以[内下上]|左右|[,。;、\n]|$)",
    cue=r"[在到至于过高达]\d",
    confidence=0.75,
    reads={
        "2026年底前,百万吨死亡率控制在2.0以下。": "百万吨死亡率<=2 @2026-12-31",
        "道路交通万车死亡率低于3.5。": "道路交通万车死亡率<3.5",
        "到2030年,灌溉水利用系数提高到0.6。": "灌溉水利用系数>=0.6 @2030-12-31",
        "劳动者平均受教育年限达到11.5年。": "劳动者平均受教育年限>=11.5年",
        "孕产妇死亡率控制在9/10万以下。": "孕产妇死亡率<=9/10万",
    },
    leaves=("整改率达到95%。", "风险系数见附件2。"),
)
def target_without_unit(found: Found) -> Iterable[Span]:
    """“…死亡率控制在2.0以下” is a target in a bare number."""
    if not is_goal(found):
        return
    plan, value = found.plan, float(found["value"])
    after = plan.text[found.end : found.end + 3]
    yield plan.make(
        Target,
        goal_quote(found),
        rule=found.rule,
        confidence=found.confidence,
        subject="",
        metric=re.sub(r"^.*?(?<=年|内|底)(?=[一-鿿]{4})", "", subject_of(found["metric"])),
        op=operator(found["reach"], after, value=value, percent=False),
        value=value,
        unit=found["unit"],
        deadline=deadline_of(found, before="reach"),
        metric_key=suggest_metric(found["metric"]),
    )
