"""奖惩与问责: what good work earns and what neglect costs."""

import re
from collections.abc import Iterable

from bihuan.planparse.registry import Found, rule
from bihuan.planparse.schema import Accountability, Span

# fmt: off
KINDS = (
    ("veto",    re.compile(r"一票否决")),
    ("penalty", re.compile(r"追究|问责|扣分|通报批评|约谈|严肃处理|严肃查处|取消[^,。;]{0,10}资格|依法[^,。;]{0,6}(?:处罚|严处)|扣减|停产停业|联合惩戒|行政处罚")),
    ("reward",  re.compile(r"表彰|表扬|奖励|加分|优先推荐|奖补|给予[^,。;]{0,8}优惠")),
    ("report",  re.compile(r"通报|曝光|抄告|公开曝光|黑名单")),
)
# fmt: on


@rule(
    r"一票否决|追究|问责|扣分|通报批评|约谈|严肃处理|严肃查处|扣减|联合惩戒|表彰|表扬|奖励加分|给予[^,。;\n]{0,8}奖励|有奖举报|奖励机制|优先推荐|予以曝光|进行通报|黑名单",
    confidence=0.75,
    reads={
        "对工作突出的单位给予表彰奖励;对推进不力的严肃问责。": (
            "reward:对工作突出的单位给予表彰奖励",
            "penalty:对推进不力的严肃问责",
        ),
        "发生责任事故的,评先评优实行“一票否决”。": "veto:发生责任事故的,评先评优实行“一票否决",
    },
    leaves=("强化督促检查和宣传引导。", "三、严格考核问责\n将行动纳入年度考核。"),
)
def accountability_in_text(found: Found) -> Iterable[Span]:
    """A sentence about rewards, penalties, publication or veto, once."""
    plan = found.plan
    start, end = plan.trim(*plan.unit_at(found.start))
    node = found.node
    in_heading = node.heading is not None and found.start < node.body
    if in_heading or plan.in_title_marks(found.start):
        return
    text = plan.text[start:end].replace("\n", "").rstrip("”")
    kind = next((kind for kind, pattern in KINDS if pattern.search(text)), "other")
    yield plan.make(
        Accountability,
        (start, end),
        rule=found.rule,
        confidence=found.confidence,
        kind=kind,
        text=text,
    )
