"""阶段: the whole period of an action that is not divided any further."""

import re
from collections.abc import Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.rules.phases.lines import LONGEST_NAME, Row, phases_of
from bihuan.planparse.schema import Span

WHOLE = re.compile(r"时间|期限|周期")
NEAR = 200  # characters of a section in which its period must stand


@clause_rule(
    confidence=0.6,
    reads={
        "三、整治时间\n从2026年7月10日起至9月30日止。\n四、工作要求\n(一)加强领导。各镇要落实责任。": (
            "整治时间 2026-07-10~2026-09-30"
        ),
    },
    leaves=(
        "三、整治时间\n另行通知。",
        "二、检查内容\n从2026年7月10日起至9月30日止的台账。",
        "三、时间步骤\n(一)动员部署阶段(3月1日至3月15日)。\n(二)检查阶段(4月)。",
    ),
)
def phase_of_the_whole(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A section about timing that names one period and no phases is one phase."""
    if plan.phases:
        return
    for node in plan.nodes[1:]:
        if node.heading is None or not WHOLE.search(node.heading) or node.children:
            continue
        ranges = [
            time
            for time in plan.times_in(node.start, min(node.own_end, node.body + NEAR))
            if not time.blank
        ]
        if len(ranges) != 1 or ranges[0].kind != "range":
            continue
        sentence, stop = plan.unit_at(ranges[0].start)
        heading = node.heading.split(":")[0][:LONGEST_NAME]
        row = Row(max(sentence, node.start), min(stop, ranges[0].end + 4), heading, ranges[0])
        yield from phases_of(plan, [row], name, confidence)
        return
