"""检查（整治）内容: the lines of a self-check list, from sections, measures or running text."""

import re
from collections.abc import Iterable, Iterator

from bihuan.planparse.clauses import Node
from bihuan.planparse.context import Plan
from bihuan.planparse.headings import kind_of
from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import Found, clause_rule, rule
from bihuan.planparse.schema import CheckItem, Span

HAZARD = r"重大(?:生产安全|安全|火灾)?(?:事故)?隐患"
# Only words that say what failing it amounts to; “排查重大事故隐患” names an object of work.
MAJOR = re.compile(
    rf"(?:属于?|列为|列入|判定为|认定为|定为|视为|构成|即为|均为|应为|直接判定)“?{HAZARD}(?!的)|^[(\[]?{HAZARD}[)\]]?:|[(\[]{HAZARD}[)\]]$"
)
NOT_MAJOR = re.compile(
    rf"(?:是否|能否|有无|不)[^,。;]{{0,8}}(?:属于?|列为|列入|判定为|认定为|构成)“?{HAZARD}"
)
MAJOR_HEADING = re.compile(
    rf"^{HAZARD}(?:(?:的)?(?:清单|情形|表现|内容|条目|部分|事项|类|项)){{0,2}}$|{HAZARD}(?:的)?(?:清单|情形)(?:如下)?$"
    rf"|(?:判定|认定|列|视|定)为“?{HAZARD}”?(?:的)?(?:情形|清单)?$"
)
STATES = re.compile(r"(?:情况|问题|行为|隐患|是否[^;。]{2,60})(?:等)?[。;:]?$")
MEASURES = re.compile(r"(?:整治|整顿|治理|排查|检查|攻坚)[一-鿿]{0,4}(?:措施|任务|工作|行动|重点)$")
LEAST = 2
LEAD = 60  # how much of the words above a list may say what the list is


def _item(
    plan: Plan, start: int, end: int, name: str, confidence: float, group: Node | None
) -> Iterator[Span]:
    start, end = plan.trim(start, end)
    text = plan.text[start:end]
    if len(text) < LEAST or is_personal(text):
        return
    says_so = MAJOR.search(text) and not NOT_MAJOR.search(text)
    yield plan.make(
        CheckItem,
        (start, end),
        rule=name,
        confidence=confidence,
        group=plan.heading_as_written(group) if group and group.heading else None,
        text=text.replace("\n", ""),
        severity="major" if says_so or _under_major(plan, start) else None,
    )


def _under_major(plan: Plan, at: int) -> bool:
    """Return whether an item stands under words that call everything below them a major hazard."""
    node = plan.node_at(at)
    for place in (node, *node.above()):
        opens = place.heading or ""
        if place is not node and not opens:
            opens = plan.text[place.words : min(place.own_end, place.words + LEAD)]
        low = max(place.body, place.own_end - LEAD)
        lead = plan.text[low : place.own_end].strip() if place is not node else ""
        if MAJOR_HEADING.search(opens.strip(" :。\n")):
            return True
        if lead.endswith(":") and MAJOR_HEADING.search(lead.strip(" :\n")[-40:]):
            return True
    return False


def _units(plan: Plan, node: Node) -> list[tuple[int, int]]:
    units = list(plan.pieces(node.body, node.own_end))
    states = [piece for piece in units if STATES.search(plan.text[slice(*plan.trim(*piece))])]
    listed = len(units) >= 3 and len(states) * 3 >= len(units) * 2  # noqa: PLR2004
    return units if listed and "是否" not in plan.text[node.body : node.own_end] else []


def _paragraphs(plan: Plan, node: Node) -> list[tuple[int, int]]:
    text = plan.text[node.body : node.own_end]
    return [
        (node.body + part.start(), node.body + part.end()) for part in re.finditer(r"[^\n]+", text)
    ]


LEADS_ON = re.compile(
    r"^[^,。;:]{0,30}(?:包括|开展|如下|内容|方面|围绕|检查|查看|五查|四查|重点)[^,。;:]{0,8}:|^(?:主要|重点|具体)?(?:检查|排查|整治|督查)?(?:内容)?(?:主要)?包括:?"
)
MEMBER = re.compile(
    r"(?:第?[一二三四五六七八九十][,、]?)?(?:要)?(?:查看|查|看|是否|有无)|[^,、;。]{2,40}(?:情况|问题|行为|隐患)$"
)
LEAST_MEMBERS = 3


def _parallel(plan: Plan, node: Node) -> list[tuple[int, int]]:
    """Return the members of a paragraph that only strings alike things together (查…、查…、查…)."""
    body = plan.text[node.body : node.own_end].rstrip("\n")
    lead = LEADS_ON.match(body)
    low = lead.end() if lead else 0
    if "\n" in body[low:].strip("\n"):
        return []
    parts = [
        (low + part.start(), low + part.end()) for part in re.finditer(r"[^,、;。]+", body[low:])
    ]
    alike = [part for part in parts if MEMBER.match(body[slice(*part)].strip())]
    if len(alike) < LEAST_MEMBERS or len(alike) < len(parts):
        return []
    return [(node.body + start, node.body + end) for start, end in parts]


def _group(node: Node) -> Node | None:
    return next((above for above in node.above() if above.heading), None)


@clause_rule(
    confidence=0.85,
    reads={
        "三、检查内容\n(一)用电安全。\n1、线路是否老化;\n2、是否私拉乱接电线。\n(二)疏散通道是否畅通。": (
            "用电安全:线路是否老化",
            "用电安全:是否私拉乱接电线",
            "检查内容:疏散通道是否畅通",
        ),
        "二、整治重点\n主要检查责任制落实情况;设备维护情况;隐患整改情况。": (
            "整治重点:主要检查责任制落实情况",
            "整治重点:设备维护情况",
            "整治重点:隐患整改情况",
        ),
        "三、督查内容\n看领导是否重视、看措施是否到位、看隐患是否清零。": (
            "督查内容:看领导是否重视",
            "督查内容:看措施是否到位",
            "督查内容:看隐患是否清零",
        ),
        "1.检查的重点:一是看巡查本是否记全;二是看护栏是否牢固。": (
            "检查的重点:看巡查本是否记全",
            "检查的重点:看护栏是否牢固",
        ),
    },
    leaves=(
        "三、检查内容\n(一)调阅孕情登记簿及相关病历档案。",
        "三、工作要求\n1、加强领导;\n2、强化宣传。",
        "三、检查范围\n1、全镇工业企业;\n2、全镇商场市场。",
    ),
)
def check_items_listed(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Every lowest clause of a section about what is checked is one line of the checklist."""
    for node in plan.nodes[1:]:
        if node.kind != "check" or node.children:
            continue
        whole = node.body < node.own_end and plan.text[node.body : node.own_end].strip()
        units = (
            (_units(plan, node) or (_parallel(plan, node) if node.level == 1 else []))
            if whole
            else []
        )
        if units:
            for start, end in units:
                yield from _item(
                    plan, start, end, name, confidence, node if node.heading else _group(node)
                )
        elif whole and node.level > 1 and plan.text[node.body - 1] == "\n" and node.heading:
            for start, end in _paragraphs(plan, node):
                yield from _item(plan, start, end, name, confidence, node)
        elif node.level > 1 or node.heading is None:
            mark = re.match(
                r"[^一-鿿(《“\"]{0,5}|[一二三四五六七八九十]是",
                plan.text[node.start : node.start + 6],
            )
            start = node.body if not node.heading else plan.text.find(node.heading, node.start)
            start = max(start, node.start + (mark.end() if mark and not node.heading else 0))
            yield from _item(plan, start, node.own_end, name, confidence, _group(node))
        elif whole:
            for start, end in plan.pieces(node.body, node.own_end):
                yield from _item(plan, start, end, name, confidence - 0.1, node)


LONGEST_LINE = 25


@clause_rule(
    confidence=0.75,
    reads={
        "附件1\n安全检查要点\n1.查看证照是否齐全。\n2.查看台账是否完整。": (
            "?:查看证照是否齐全",
            "?:查看台账是否完整",
        ),
    },
    leaves=("工作要求\n1.加强领导。\n2.落实责任。", "检查内容很多,各镇要抓紧。\n1.加强领导。"),
)
def check_items_under_line(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A list under an unnumbered line that says it is what is checked (检查要点, 排查内容)."""
    for parent in plan.nodes:
        listed = ""  # the family of the list that stands under such a line
        for node in parent.children:
            if node.number == 1:
                listed = node.family if node.kind != "check" and _told_above(plan, node) else ""
            if node.family != listed:
                listed = ""
                continue
            for leaf in node.walk():
                if not leaf.children:
                    yield from _item(plan, leaf.words, leaf.own_end, name, confidence, _group(leaf))


def _told_above(plan: Plan, node: Node) -> bool:
    """Return whether the line above a list is nothing but a heading of what is checked."""
    above = plan.text[max(0, node.start - LONGEST_LINE - 2) : node.start].rstrip("\n")
    cut = "\n" in above or node.start <= LONGEST_LINE
    line = above.rsplit("\n", 1)[-1].strip(" :")
    return bool(cut and line and not re.search("[,。;]", line) and kind_of(line) == "check")


@clause_rule(
    confidence=0.7,
    reads={
        "三、整治措施\n(一)加强药品流通监管。规范票据管理。\n(二)加强临床用药管理。加大检查力度。": (
            "整治措施:加强药品流通监管。规范票据管理",
            "整治措施:加强临床用药管理。加大检查力度",
        ),
    },
    leaves=("四、工作措施\n(一)加强领导。\n(二)落实责任。", "四、保障措施\n(一)加强领导。"),
)
def check_items_of_measures(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Where no section says what is checked, each measure of rectification is one line."""
    for node in plan.nodes[1:]:
        if (
            node.kind in ("tasks", "check")
            and node.level == 1
            and node.heading
            and MEASURES.search(node.heading)
        ):
            for child in node.children:
                start = plan.text.find(child.heading, child.start) if child.heading else child.body
                yield from _item(plan, start, child.end, name, confidence, node)


@rule(
    r"(?:重点|主要|严格|着重)(?:检查|排查|整治|查看|核查|治理|查处|解决)(?:以下)?:?(?P<list>[^。\n]{6,400})",
    confidence=0.6,
    reads={
        "要深入企业,重点检查电气线路敷设情况、消防设施完好情况、疏散通道畅通情况。": (
            "?:电气线路敷设情况",
            "?:消防设施完好情况",
            "?:疏散通道畅通情况",
        ),
    },
    leaves=("重点检查工贸企业。", "重点整治以下企业。"),
)
def check_items_in_text(found: Found) -> Iterable[Span]:
    """“重点检查A情况、B情况…” in running text is a checklist."""
    plan = found.plan
    if found.node.kind in ("check", "scope", "out_of_scope_personal"):
        return
    low = found.match.start("list")
    parts = list(re.finditer(r"[^、;,]+(?:、(?=[一-鿿]{1,3}、)[^、;,]+)*", found["list"]))
    good = [
        part
        for part in parts
        if re.search(
            r"(?:情况|问题|隐患|行为|不到位|缺失|违规|违章|不畅|老化|堵塞|失效|是否.+)(?:等)?$",
            part.group(),
        )
    ]
    if len(good) < 2 or len(good) * 3 < len(parts) * 2:  # noqa: PLR2004
        return
    for part in parts:
        yield from _item(
            plan,
            low + part.start(),
            low + part.end(),
            found.rule,
            found.confidence,
            found.node,
        )
