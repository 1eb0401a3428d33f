"""阶段: from sections about steps and timing, and from headings that call themselves 阶段."""

import re
from bisect import insort
from collections.abc import Iterator
from datetime import date

from bihuan.planparse.clauses import Node
from bihuan.planparse.context import Plan
from bihuan.planparse.dates import ISSUE_LEAD, Time
from bihuan.planparse.lengths import LENGTH, end_after
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.schema import Phase, Span

SHORT_GAP = 8  # characters between a title and the date that belongs to it
LONGEST_TITLE = 45
# A section called 工作安排 or 组织实施 may also hold measures; one called 步骤 holds phases only.
STRONG = re.compile(r"步骤|阶段|时间|时限|进度|日程|时序")
STAGE_WORDS = re.compile(
    r"动员|部署|发动|启动|准备|自查|自纠|摸底|排查|整治|整改|攻坚|检查|督查|督导|抽查|验收|总结|巩固|提升|评估"
    r"|实施|推进|试点|推广|宣传|回头看|迎检|考核|百日|调查|制定|组织开展|全面|集中"
)
ORDINAL = re.compile(r"^第[一二三四五六七八九十\d]{1,2}(?:阶段|步)[、:, ]*(?:为|是)?")
NO_STAGE = re.compile(
    r"要求|(?:加强|强化|组织|统一)[^,。]{0,4}领导|领导小组|保障|责任$|原则|目标|人员组成|方式|氛围"
)
NAMED_AFTER = re.compile(
    r"[:、, ]{0,2}\n?(?:\([^()\n]{2,40}\))?[^。:;,\n(]{2,30}(?:\([^()\n]{3,40}\))?"
)
OPENING = re.compile(r"[^,。;:(\n]{2,24}\([^()\n]{3,40}\)")
STAGE_HEADING = re.compile(r"阶段(?:$|\()")
# “3月1日起,为期三个月”; words between ask for the action that lasts: “…起,在全县开展为期三个月的专项整治”.
ACTION = (
    r"的?(?P<name>[一-鿿“”]{2,30}?(?:行动|整治|检查|排查|攻坚战?|治理|会战)”?)(?=[,。;、(]|工作|$)"
)
LASTING = re.compile(
    rf"(?:,?|(?P<far>[^。;了]{{2,30}}?(?:开展|部署|实施|启动))){LENGTH}(?:{ACTION}|(?(far)(?!)))"
)
FARTHEST = 90  # characters that “…起” and “为期…的…行动” may take
OVERVIEW = re.compile(r"分[为成]?[一二两三四五六\d](?:个|大)?阶段")
DATE_PAREN = re.compile(
    r"\((?=[^()\n]*(?:[年月日旬]|20\d\d|\d[.]\d{1,2}[—－–~～-]|即日|发文))[^()\n]{2,60}\)"
)


def _name(plan: Plan, node: Node, title: str) -> str:
    bare = ORDINAL.sub("", DATE_PAREN.sub("", title)).strip(" :,。、(")
    bare = re.sub(r"^(?:为|是)|[,:]?(?:时间|时限)(?:为|是|:)?.*$", "", bare)
    if bare:
        return bare
    first = re.match(
        r"[^,。;:\n]{2,20}(?=[,。;:\n])", plan.text[node.body : min(node.end, node.body + 24)]
    )
    if first and not plan.times_in(node.body, node.body + first.end()):
        return first.group()
    found = re.match(r"第[^阶步]{1,3}(?:阶段|步)", plan.text[node.start : node.start + 8])
    return found.group() if found else title.strip()


def days_of(plan: Plan, time: Time, earlier: date | None) -> tuple[date | None, date | None]:
    start, end = plan.calendar.resolve(time, not_before=earlier)
    if start and (length := lasting(plan, time)):
        return start, end_after(start, length)
    if time.kind == "range" or start is not None or plan.issued_on is None:
        return start, end
    lead = plan.text[max(0, time.start - 14) : time.start]
    if ISSUE_LEAD.search(lead) and end and plan.issued_on <= end:
        return plan.issued_on, end
    return start, end


def lasting(plan: Plan, time: Time) -> re.Match[str] | None:
    """Return “为期…” that says how long what begins at ``time`` lasts, None if nothing does."""
    if time.kind != "from" or time.first.shift < 0:
        return None
    _, stop = plan.unit_at(time.start)
    return LASTING.match(plan.text, time.end, min(stop, time.end + FARTHEST))


def note(plan: Plan, at: tuple[int, int], first: date | None, last: date | None) -> None:
    """Tell the plan where a phase stands, so that dates within it know their year."""
    insort(plan.phases, (*at, first, last), key=lambda phase: phase[:2])


def _title(plan: Plan, node: Node) -> tuple[str, int]:
    """Return a phase clause's title and where it ends."""
    if node.heading:
        end = plan.text.find(node.heading, node.start) + len(node.heading)
        if ORDINAL.fullmatch(node.heading):
            named = NAMED_AFTER.match(plan.text, end, min(node.end, end + 60))
            end = named.end() if named else end
            return plan.text[node.body if named else end - len(node.heading) : end], end
        return node.heading, end
    opening = OPENING.match(plan.text, node.body, node.end)
    if opening and plan.times_in(opening.start(), opening.end()):
        return opening.group(), opening.end()
    _, end = plan.unit_at(node.body)
    start, end = plan.trim(node.body, min(end, node.end))
    return plan.text[start:end], end


def _own_time(plan: Plan, node: Node, title_end: int) -> tuple[Time | None, int]:
    """Return a phase's date expression and where the words that carry it end."""
    in_title = plan.times_in(node.start, title_end)
    if in_title:
        return in_title[0], max(title_end, in_title[0].end)
    head = plan.times_in(title_end, min(node.end, title_end + 60))
    first_stop = plan.unit_at(min(title_end + 1, len(plan.text) - 1))[1]
    for time in head:
        if node.children and time.start >= node.children[0].start:
            break
        gap = plan.text[title_end : time.start].strip(" \n。:;,(")
        if len(gap) <= SHORT_GAP and time.start <= max(first_stop, title_end + 12):
            return time, time.end
    inner = plan.times_in(node.children[0].start, node.end) if node.children else []
    spans = [time for time in inner if time.kind == "range" and time.first.month]
    if len(spans) > 1 and plan.times_in(title_end, node.own_end) == []:
        return Time(
            spans[0].start, spans[0].end, "range", spans[0].first, spans[-1].last
        ), title_end
    deadlines = [
        time
        for time in plan.times_in(title_end, node.own_end if not node.children else node.end)
        if time.kind in ("by", "range") and not time.blank and not plan.in_quotes(time.start)
    ]
    if deadlines:
        latest = max(deadlines, key=lambda time: plan.calendar.resolve(time)[1] or date.min)
        by = Time(latest.start, latest.end, "by", latest.last, latest.last)
        return by, latest.end
    return None, title_end


def _stage_children(plan: Plan, section: Node) -> list[Node]:
    """Return the clauses of a timing section that are phases."""
    children = [child for child in section.children if child.family != "inline"]
    strong = bool(section.heading and STRONG.search(section.heading))
    found = []
    for child in children:
        title, end = _title(plan, child)
        dated = bool(plan.times_in(child.start, end)) or "阶段" in title or child.family == "step"
        named = bool(STAGE_WORDS.search(title[:30])) and not NO_STAGE.search(title[:30])
        if (
            dated
            or (strong and not NO_STAGE.search(title))
            or (named and len(children) > 1 and title == child.heading)
        ):
            found.append(child)
    weak_without_dates = not strong and not any(
        plan.times_in(child.start, min(child.end, child.start + 80))
        or "阶段" in _title(plan, child)[0]
        or "步" in _title(plan, child)[0][:4]
        for child in found
    )
    return [] if weak_without_dates else found


def _dated_siblings(plan: Plan, parent: Node) -> list[Node]:
    """Return clauses under one parent whose headings all carry a period, at least two of them."""
    dated = [
        child
        for child in parent.children
        if child.heading
        and (brackets := DATE_PAREN.search(child.heading))
        and child.heading[brackets.end() :].strip(":。") == ""
        and plan.times_in(child.start, child.start + len(child.heading) + 8)
    ]
    return dated if len(dated) > 1 else []


def _is_step(plan: Plan, node: Node, title_end: int) -> bool:
    """Return whether a 第一步 is a phase: on a line of its own, or dated."""
    if node.family != "step":
        return False
    on_a_line = node.start == 0 or plan.text[node.start - 1] == "\n"
    return on_a_line or bool(plan.times_in(node.start, title_end))


def _candidates(plan: Plan) -> Iterator[Node]:
    taken: set[str] = set()
    dated = {node.id for parent in plan.nodes for node in _dated_siblings(plan, parent)}
    for node in plan.nodes[1:]:
        if (
            node.kind == "phase"
            and node.heading
            and (node.parent is None or node.parent.kind != "phase")
        ):
            stages = [] if STAGE_HEADING.search(node.heading) else _stage_children(plan, node)
            taken.update(child.id for child in stages)
            yield from stages
            if stages or not STAGE_HEADING.search(node.heading):
                continue
        if node.id not in taken and not any(above.id in taken for above in node.above()):
            title, title_end = _title(plan, node)
            stage = (
                STAGE_HEADING.search(title)
                and len(title) <= LONGEST_TITLE
                and not OVERVIEW.search(title)
            )
            if (
                (
                    _is_step(plan, node, title_end)
                    and not (node.parent and node.parent.kind == "check")
                )
                or stage
                or node.id in dated
            ):
                taken.add(node.id)
                yield node


@clause_rule(
    confidence=0.9,
    reads={
        "三、时间步骤\n(一)动员部署阶段(2026年3月1日至3月15日)。各镇召开会议。\n(二)总结提升阶段(11月底前)。各镇总结经验。": (
            "动员部署阶段 2026-03-01~2026-03-15",
            "总结提升阶段 ?~2026-11-30",
        ),
        "三、工作进度\n(一)制定方案。各县要于2026年4月底前报送方案。\n(二)全面实施。按方案推进。": (
            "制定方案 ?~2026-04-30",
            "全面实施 ?~?",
        ),
        "第一阶段:动员部署(12月1日至12月20日)\n各单位动员。\n第二阶段:集中整治(12月21日至3月31日)\n开展整治。": (
            "动员部署 2026-12-01~2026-12-20",
            "集中整治 2026-12-21~2027-03-31",
        ),
        "四、时间安排1.2026年1月15日前,各单位完成安装。2.2026年1月20日起,全面应用。": (
            "各单位完成安装 ?~2026-01-15",
            "全面应用 2026-01-20~?",
        ),
    },
    leaves=(
        "四、工作安排\n(一)加强组织领导。各镇要落实责任。\n(二)强化宣传引导。营造氛围。",
        "二、目标任务\n(一)总体目标。全面创建。\n(二)阶段目标。2026年底前完成30%。",
    ),
)
def phases_by_clause(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Clauses of a section about steps or timing, and clauses headed “…阶段”, are phases."""
    earlier: date | None = None
    for node in _candidates(plan):
        title, title_end = _title(plan, node)
        time, quote_end = _own_time(plan, node, title_end)
        start, end = days_of(plan, time, earlier) if time else (None, None)
        earlier = start or end or earlier
        label = title[:LONGEST_TITLE]
        opening = plan.times_in(title_end - len(title), title_end)
        if opening and opening[0].start <= title_end - len(title) + 2:
            after = plan.text[opening[0].end : title_end].lstrip(",:、)")
            label = re.split(r",(?![^()]*\))", after)[0][:LONGEST_TITLE] or label
            if not after:
                named = re.match(
                    r"[:,。、 \n]{0,2}([^,。;:\n]{2,30})", plan.text[title_end : title_end + 34]
                )
                label = named.group(1) if named else label
                quote_end = max(quote_end, title_end + named.end() if named else 0)
        note(plan, (node.start, node.end), start, end)
        yield plan.make(
            Phase,
            plan.trim(node.start, quote_end),
            rule=name,
            confidence=confidence if time else confidence - 0.2,
            name=_name(plan, node, label)[:60],
            start=start,
            end=end,
        )
