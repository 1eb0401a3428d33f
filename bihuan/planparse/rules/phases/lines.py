"""阶段 on lines and in sentences without numbers: dated lines, bare lines, lists in brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bihuan.planparse.clauses import Node
from bihuan.planparse.context import Plan
from bihuan.planparse.dates import Time
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.rules.phases.clauses import OVERVIEW, STAGE_WORDS, STRONG, days_of, note
from bihuan.planparse.schema import Phase, Span

BULLET = (
    r"(?:[-—·•●○◆■▪*►▶] ?|\d{1,2}[.、)] ?|[一二三四五六七八九十]\)|第[一二三四五六]阶段[:、, ]?)"
)
STAGE_LINE = re.compile(
    rf"(?m)^ ?{BULLET}?(?P<name>[一-鿿、“”]{{2,18}}阶段)(?=[:。(]|$)(?:\((?P<when>[^()\n]{{2,40}})\))?"
)
BRACKET_LINE = re.compile(
    rf"(?m)^ ?{BULLET}?(?P<name>[一-鿿、“”]{{2,24}})\((?P<when>[^()\n]{{4,40}})\)(?=[:。;]|$)"
)
IN_BRACKETS = re.compile(r"(?P<name>[一-鿿“”]{2,14})\((?P<when>[^()\n]{2,40})\)")
NAME_FIRST = re.compile(
    rf" ?{BULLET}?(?P<name>[一-鿿、“”]{{2,18}}?)(?:\(?时间)?(?::|为|,|\(| {{1,8}})"
)
LEFT = " ,:、。;)为是"
NO_NAME = re.compile(
    r"^(?:阶段|时间|内容|序号|检查时间|整治时间|活动时间|行动时间)$|^(?:报送|上报)|^分.*(?:步|阶段|批)"
)
LONGEST_NAME = 30
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A line that says when one phase is."""

    start: int
    end: int
    name: str
    time: Time | None


def phases_of(plan: Plan, rows: list[Row], rule: str, confidence: float) -> Iterator[Phase]:
    earlier: date | None = None
    for row in rows:
        first, last = days_of(plan, row.time, earlier) if row.time else (None, None)
        earlier = first or last or earlier
        note(plan, (row.start, row.end), first, last)
        yield plan.make(
            Phase,
            plan.trim(row.start, row.end),
            rule=rule,
            confidence=confidence if row.time else confidence - 0.2,
            name=row.name,
            start=first,
            end=last,
        )


def _dated_row(plan: Plan, start: int, end: int) -> Row | None:
    """Return the row of a stretch that opens with a name and its date, or a date and its name."""
    while start < end and plan.text[start] in " \n-—·●":
        start += 1
    opening = NAME_FIRST.match(plan.text, start, end)
    staged = opening and (STAGE_WORDS.search(opening["name"]) or opening["name"].endswith("阶段"))
    if opening and staged and not NO_NAME.search(opening["name"]):
        low = opening.end()
        times = plan.times_in(low, end)
        if times and times[0].start <= low + 3 and not opening["name"].endswith(("在", "于")):
            return Row(start, times[0].end, opening["name"].removesuffix("时间"), times[0])
    times = plan.times_in(start, min(end, start + 4))
    if not times:
        return None
    at = times[0].end
    if plan.text[at : at + 1] in ("为", "是"):
        return None  # “…为宣传阶段” is read wherever it stands
    while at < end and plan.text[at] in LEFT:
        at += 1
    words = re.split(r"[,:;。\n]|(?<=阶段)", plan.text[at : min(end, at + 2 * LONGEST_NAME)])[0]
    name = words.strip(LEFT)[:LONGEST_NAME]
    if len(name) < FEWEST or NO_NAME.search(name):
        return None
    return Row(start, at + len(words), name, times[0])


@clause_rule(
    confidence=0.75,
    reads={
        "四、时间安排\n宣传发动:3月上旬。\n集中检查:3月中旬至5月底。": (
            "宣传发动 2026-03-01~2026-03-10",
            "集中检查 2026-03-11~2026-05-31",
        ),
        "五、时间安排\n3月1日至3月15日,动员部署,印发方案。\n3月16日至10月底,全面排查。": (
            "动员部署 2026-03-01~2026-03-15",
            "全面排查 2026-03-16~2026-10-31",
        ),
        "四、时间安排\n3月上旬动员部署,3月中旬至5月底自查自纠,10月总结验收。": (
            "动员部署 2026-03-01~2026-03-10",
            "自查自纠 2026-03-11~2026-05-31",
            "总结验收 2026-10-01~2026-10-31",
        ),
    },
    leaves=(
        "四、时间安排\n检查时间:3月1日至5月底。",
        "四、工作要求\n动员:3月上旬。\n检查:5月底。",
        "四、时间安排\n各镇按实际确定。3月底前,将方案报县局。",
        "四、时间安排\n3月底前报送方案,6月底前报送小结。",
    ),
)
def phases_on_bare_lines(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """“宣传发动：3月上旬” or a date and what is done then, two or more in a section about timing."""
    for node in plan.nodes[1:]:
        if node.kind != "phase" or node.children or plan.in_phase(node.start) is not None:
            continue
        rows = _rows_of(plan, node, by="unit")
        if len(rows) < FEWEST:  # one sentence with a comma after each stage
            rows = [row for row in _rows_of(plan, node, by="segment") if _is_stage(row)]
        strong = bool(node.heading and STRONG.search(node.heading))
        if not strong:
            rows = [row for row in rows if _is_stage(row)]
        if len(rows) >= FEWEST:
            yield from phases_of(plan, rows, name, confidence)


def _rows_of(plan: Plan, node: Node, *, by: str) -> list[Row]:
    """Return the dated rows of a section's own text, cut at full stops or at commas."""
    pieces = plan.pieces(node.body, node.own_end, by=by)
    found = [_dated_row(plan, start, end) for start, end in pieces]
    return [row for row in found if row and row.time and row.time.last.month]


def _is_stage(row: Row) -> bool:
    """Return whether a row's name says what is done in a stage of an action."""
    return STAGE_WORDS.search(row.name) is not None


@clause_rule(
    confidence=0.75,
    reads={
        "行动分为以下几步:\n- 宣传发动阶段:张贴海报。\n- 排查整治阶段:逐户走访。\n- 总结评估阶段:形成报告。": (
            "宣传发动阶段 ?~?",
            "排查整治阶段 ?~?",
            "总结评估阶段 ?~?",
        ),
    },
    leaves=(
        "全面排查阶段:各镇要抓紧。",
        "现阶段:从严执法。\n分阶段:逐步推进。",
    ),
)
def phases_on_stage_lines(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Lines that open with “…阶段”, two or more and not within clauses that are phases already."""
    rows = []
    for match in STAGE_LINE.finditer(plan.text):
        bare = match["name"].removesuffix("阶段")
        if plan.in_phase(match.start()) is not None or OVERVIEW.search(match["name"]):
            continue
        if not STAGE_WORDS.search(bare) or re.search(r"各|分$|现$|本", bare):
            continue
        low = match.start("when") if match["when"] else match.end()
        times = plan.times_in(low, match.end() if match["when"] else match.end() + 4)
        time = times[0] if times else None
        rows.append(
            Row(match.start(), max(match.end(), time.end if time else 0), match["name"], time)
        )
    if len(rows) >= FEWEST:
        yield from phases_of(plan, rows, name, confidence)


@clause_rule(
    confidence=0.75,
    reads={
        "一)摸底登记宣传(2026年4月-6月)\n张贴海报。\n二)集中入户宣传(2026年7月-9月)\n上门讲解。": (
            "摸底登记宣传 2026-04-01~2026-06-30",
            "集中入户宣传 2026-07-01~2026-09-30",
        ),
    },
    leaves=(
        "宣传片制作(2026年6月底前完成)\n宣传栏更新(2026年7月底前完成)",
        "动员大会(2026年3月1日—3月2日)",
    ),
)
def phases_on_bracket_lines(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Lines of a short name and a period in brackets, two or more and in order."""
    rows: list[Row] = []
    for match in BRACKET_LINE.finditer(plan.text):
        if plan.in_phase(match.start()) is not None or not STAGE_WORDS.search(match["name"]):
            continue
        times = plan.times_in(match.start("when"), match.end("when"))
        if times and times[0].kind == "range" and times[0].end >= match.end("when") - 2:
            rows.append(Row(match.start(), match.end(), match["name"], times[0]))
    if len(rows) >= FEWEST:
        yield from phases_of(plan, rows, name, confidence)


@clause_rule(
    confidence=0.75,
    reads={
        "活动分动员部署(3月)、全面清查(4月至10月)、总结评估(11月)三个阶段。": (
            "动员部署 2026-03-01~2026-03-31",
            "全面清查 2026-04-01~2026-10-31",
            "总结评估 2026-11-01~2026-11-30",
        ),
    },
    leaves=("动员会(3月)、培训会(4月)由镇应急办组织。", "分三个阶段推进(见附件)。"),
)
def phases_in_a_list(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """“动员部署（3月）、全面清查（4月至10月）两个阶段”: names with their months in one sentence."""
    for overview in re.finditer(r"[一二两三四五六\d]个?(?:阶段|步骤)", plan.text):
        if plan.in_phase(overview.start()) is not None:
            continue
        start, end = plan.unit_at(overview.start())
        rows = []
        for match in IN_BRACKETS.finditer(plan.text, start, end):
            times = plan.times_in(match.start("when"), match.end("when"))
            bare = re.sub(r"^.*(?:分为?|按|即|为|是)(?=[一-鿿]{2})", "", match["name"])
            if times:
                rows.append(Row(match.end("name") - len(bare), match.end(), bare, times[0]))
        if len(rows) >= FEWEST and any(STAGE_WORDS.search(row.name) for row in rows):
            yield from phases_of(plan, rows, name, confidence)
