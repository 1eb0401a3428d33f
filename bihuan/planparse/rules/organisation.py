"""组织机构: seats of the leading group, filled or left blank."""

import re
from collections.abc import Iterable

from bihuan.planparse.registry import Found, rule
from bihuan.planparse.schema import Member, Span

GROUP = re.compile(
    r"领导小组|领导组|(?:成立|组建|设立|建立)[^。;\n]{0,40}(?:专班|指挥部|工作小组|专项小组|协调小组|推进小组|推进组)|成立[^。;\n]{0,60}(?:任|为)(?:总?组长|总指挥)|(?<![导查督]组)副组长"
)
OFFICE = re.compile(
    r"办公室(?:设在|挂靠在|挂靠|设于|设立在|地点设在)(?P<where>[一-鿿()]{2,24}?)(?=[,。;\n]|负责|由)"
)
SEATS = "组长|副组长|成员|组员|总指挥|副总指挥|办公室主任|联络员"
ROLES = f"{SEATS}|常务副组长|主任|副主任"
LONGEST = 60


def has_leading_group(text: str) -> bool:
    """Return whether a plan sets up or names a leading group."""
    return bool(GROUP.search(text))


def office_of(text: str) -> str | None:
    """Return where the leading group's office sits."""
    match = OFFICE.search(text)
    return match.group("where") if match else None


@rule(
    rf"(?m)^(?P<role>{ROLES}):(?P<name>[^\n。]{{0,200}})$",
    confidence=0.9,
    reads={
        "组长:示例甲\n副组长:\n成员:示例乙、示例丙": (
            "组长:示例甲",
            "副组长:?",
            "成员:示例乙、示例丙",
        )
    },
    leaves=("联络员名单另行报送。", "组长由镇长担任。"),
)
def member_on_a_line(found: Found) -> Iterable[Span]:
    """“组长：…” on a line of its own is a seat; nothing after the colon leaves it open."""
    yield found.plan.make(
        Member,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        role=found["role"],
        name=found["name"].strip()[:LONGEST] or None,
    )


@rule(
    r"(?:由|以)?(?P<name>(?:(?:党组书记|党委书记|书记|局长|镇长|县长|市长|区长|乡长|主任|副主任|分管副?[市县区镇乡]长|副局长|副镇长|党组成员|副县长|副区长|分管领导|主要负责人|主要领导|负责同志|市政府分管领导|政府负责同志|机关[一-鿿]{0,12}负责人)[、和]?){1,4})(?:担)?(?:任|为)(?P<role>组长|副组长|成员|总指挥|副总指挥)",
    cue=r"[任为](?:副?组长|成员|副?总指挥)",
    confidence=0.85,
    reads={
        "成立由镇长任组长,副镇长为副组长的领导小组。": (
            "组长:镇长",
            "副组长:副镇长",
        ),
    },
    leaves=("局长任期三年。", "由各单位组成。"),
)
def member_by_post(found: Found) -> Iterable[Span]:
    """“由局长任组长” fills a seat with a post."""
    yield found.plan.make(
        Member,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        role=found["role"],
        name=found["name"].strip("、和"),
    )


@rule(
    r"(?=[常副组总办召])(?P<role>(?:常务)?副?组长|副?总指挥|办公室主任|召集人)由(?P<name>(?:(?!兼?任|担任)[一-鿿、()]){0,36})(?:担任|兼任|任)(?![组副])",
    confidence=0.85,
    reads={
        "组长由镇长担任,副组长由分管副镇长担任。": ("组长:镇长", "副组长:分管副镇长"),
        "办公室主任由担任。": "办公室主任:?",
    },
    leaves=("组长由各组推选。", "由局长任组长。"),
)
def member_by_role(found: Found) -> Iterable[Span]:
    """“组长由镇长担任” fills a seat; nothing between leaves it open."""
    yield found.plan.make(
        Member,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        role=found["role"],
        name=found["name"].strip("、") or None,
    )
