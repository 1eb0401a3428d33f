"""Targets in bare numbers: indices and death rates that carry no unit."""

import re
from collections.abc import Iterable

from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.quantities import operator
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.targets.goals import deadline_of, goal_quote, is_goal, subject_of
from bihuan.planparse.schema import Span, Target


@rule(
    r"(?P<metric>[一-鿿A-Za-z\d]{2,20}?(?:率|指数|系数))(?:要|应|均)?(?P<reach>控制在|降到|下降到|降至|低于|不超过|不高于|不低于|达到)(?P<value>\d{1,4}(?:\.\d{1,3})?)(?=以[内下上]|[,。;\n]|$)",
    confidence=0.75,
    reads={
        "2026年底前,百万吨死亡率控制在2.0以下。": "百万吨死亡率<=2 @2026-12-31",
        "道路交通万车死亡率低于3.5。": "道路交通万车死亡率<3.5",
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
        unit="",
        deadline=deadline_of(found, before="reach"),
        metric_key=suggest_metric(found["metric"]),
    )
