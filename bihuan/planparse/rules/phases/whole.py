"""阶段: the whole period of an action that is not divided any further."""

import re
from collections.abc import Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.rules.phases.clauses import lasting
from bihuan.planparse.rules.phases.lines import LONGEST_NAME, Row, phases_of
from bihuan.planparse.schema import Span

WHOLE = re.compile(r"时间|期限|周期")
ACTION_FROM = re.compile(
    r"(?P<name>(?:专项|集中|百日)?(?:行动|整治|检查|治理|活动))(?:工作)?(?:从|自)"
)
OVER = re.compile(r"(?:止|结束)?[,。;\n]|(?:止|结束)?$")
NEAR = 200  # characters of a section in which its period must stand


@clause_rule(
    confidence=0.6,
    reads={
        "三、整治时间\n从2026年7月10日起至9月30日止。\n四、工作要求\n(一)加强领导。各镇要落实责任。": (
            "整治时间 2026-07-10~2026-09-30"
        ),
        "三、活动时间\n自2026年9月1日起,为期一年半。\n四、工作要求\n(一)加强领导。": (
            "活动时间 2026-09-01~2028-02-29"
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
        length = lasting(plan, ranges[0]) if len(ranges) == 1 else None
        if len(ranges) != 1 or (ranges[0].kind != "range" and length is None):
            continue
        sentence, stop = plan.unit_at(ranges[0].start)
        heading = node.heading.split(":")[0][:LONGEST_NAME]
        end = length.end() if length else min(stop, ranges[0].end + 4)
        row = Row(max(sentence, node.start), end, heading, ranges[0])
        yield from phases_of(plan, [row], name, confidence)
        return


@clause_rule(
    confidence=0.6,
    reads={
        "决定从2026年3月1日起,在全县开展为期三个月的燃气安全专项整治行动。": (
            "燃气安全专项整治行动 2026-03-01~2026-05-31"
        ),
        "自5月6日起,各镇开展为期100天的集中整治工作。": "集中整治 2026-05-06~2026-08-13",
    },
    leaves=(
        "在全县开展为期三个月的专项整治行动。",
        "去年3月1日起开展为期两个月的专项检查。",
        "3月1日起开展了为期两个月的专项检查。",
        "3月1日起,举办为期3天的培训班。",
        "整治分三个阶段。3月1日起,开展为期一个月的专项整治。",
    ),
)
def phase_of_a_length(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """“从…起,开展为期…的…行动” is the one phase of a plan that names no other."""
    if plan.phases or "阶段" in plan.text:
        return
    for time in plan.times:
        length = lasting(plan, time)
        if length and length["name"]:
            row = Row(time.start, length.end(), length["name"], time)
            yield from phases_of(plan, [row], name, confidence)
            return


@clause_rule(
    confidence=0.6,
    reads={
        "此次行动自2026年7月1日开始,9月30日结束,各镇要抓紧。": "行动 2026-07-01~2026-09-30",
        "专项整治从3月1日起至5月31日止。": "专项整治 2026-03-01~2026-05-31",
    },
    leaves=(
        "检查从3月1日至5月31日的台账。",
        "专项整治从3月1日起至5月31日止。第一阶段为动员。",
        "集中整治自2026年6月开始,至2028年3月结束。6月至9月为自查阶段。",
        "专项整治已从3月1日起推进。",
    ),
)
def phase_of_an_action(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """“行动自…开始，…结束” is the one phase of a plan that names no other."""
    if plan.phases or "阶段" in plan.text:
        return
    for action in ACTION_FROM.finditer(plan.text):
        times = plan.times_in(action.end(), action.end() + 1)
        if times and times[0].kind == "range" and OVER.match(plan.text, times[0].end):
            row = Row(action.start(), times[0].end, action["name"], times[0])
            yield from phases_of(plan, [row], name, confidence)
            return
