"""整治范围、重点对象: who and what the plan reaches."""

import re
from collections.abc import Iterable, Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import Found, clause_rule, rule
from bihuan.planparse.schema import ScopeItem, Span
from bihuan.planparse.sectors import sector_of

LEAST = 4


@clause_rule(
    confidence=0.85,
    reads={
        "二、整治范围\n全市从事瓶装饮用水生产的企业。": "全市从事瓶装饮用水生产的企业[drinking_water]",
        "二、检查对象\n(一)危险化学品生产企业;\n(二)城镇燃气经营企业。": (
            "危险化学品生产企业[hazardous_chemicals]",
            "城镇燃气经营企业[town_gas]",
        ),
    },
    leaves=("二、检查内容\n(一)线路是否老化。", "二、重点对象\n怀孕三个月以上的孕妇。"),
)
def scope_by_clause(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Every sentence of a section about scope or objects is one line of the scope."""
    for node in plan.nodes[1:]:
        if node.kind != "scope":
            continue
        pieces = list(plan.pieces(node.body, node.own_end))
        if (
            node.heading
            and node.level > 1
            and not plan.text[node.body : node.own_end].strip()
            and not node.children
        ):
            pieces = [(plan.text.find(node.heading, node.start), node.own_end)]
        for piece in pieces:
            start, end = plan.trim(*piece)
            text = plan.text[start:end].replace("\n", "")
            if (
                len(text) < LEAST
                or is_personal(text)
                or re.search(r"(?:如下|以下[一-鿿]{0,6})$", text)
            ):
                continue
            yield plan.make(
                ScopeItem,
                (start, end),
                rule=name,
                confidence=confidence,
                text=text,
                category=sector_of(text),
            )


@rule(
    r"对(?P<list>[^。;\n]{8,240}?(?:、[^、。;\n]{2,14}?){3,}?)(?:等(?:场所|单位|企业)?)?(?:深入|全面|集中|组织)?开展[^。;,\n]{0,16}(?:整治|检查|排查)",
    confidence=0.65,
    reads={
        "对敬老院、养老机构、福利院、救助站、殡仪馆等深入开展专项安全整治。": "敬老院、养老机构、福利院、救助站、殡仪馆[civil_affairs]",
    },
    leaves=("对存在的问题开展整治。",),
)
def scope_in_text(found: Found) -> Iterable[Span]:
    """“对A、B、C、D…开展整治” names the scope."""
    if found.node.kind in ("scope", "out_of_scope_personal") or is_personal(found["list"]):
        return
    where = found.plan.trim(*found.match.span("list"))
    text = found.plan.text[slice(*where)]
    yield found.plan.make(
        ScopeItem,
        where,
        rule=found.rule,
        confidence=found.confidence,
        text=text,
        category=sector_of(text),
    )
