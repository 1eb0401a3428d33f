"""Every sentence of a plan, and for those that nothing is tracked from, why.

The living document gives each sentence a state; this list is its frame. Sentences cover
the plan's own text once and in order; boilerplate within it is listed too.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from bihuan.planparse.clauses import Node
from bihuan.planparse.context import Plan
from bihuan.planparse.gather import overlapping
from bihuan.planparse.parse import Reading, read
from bihuan.planparse.schema import PlanDraft
from bihuan.planparse.text import stripped

Kind = Literal["heading", "normal", "boilerplate", "rhetorical"]

RHETORIC = re.compile(
    r"以[^,。]{2,40}为指导|深入(?:学习)?贯彻(?:落实)?|牢固树立|树牢|高度重视|充分认识|提高(?:政治站位|思想认识|认识)|增强[^,。]{0,12}(?:责任感|紧迫感|自觉性)"
    r"|统一思想|营造[^,。]{0,20}氛围|确保[^,。]{0,24}(?:取得实效|顺利开展|有序开展|落到实处|持续稳定|稳定好转)|奠定[^,。]{0,12}基础|保驾护航|有信心|为[^,。]{2,40}(?:创造|提供)[^,。]{0,20}(?:环境|保障)"
)
BACKGROUND = re.compile(
    r"近年来|近期|近日|当前|目前|为(?:进一步|深入|认真|切实|贯彻|加强|全面|有效|坚决|确保|深刻|推进|防范)|根据|按照[^,。]{2,40}(?:要求|部署|精神)|依据|结合[^,。]{2,12}实际"
)
SALUTATION = re.compile(r"^[^。;]{2,200}:$")
SIGNATURE = re.compile(
    r"^(?:[一-鿿()]{3,40}(?:局|办公室|委员会|政府|办|厅|部|司)|20\d\d年\d{1,2}月\d{0,2}日|联系(?:人|电话|邮箱).*|\(此件.*)$"
)

# What is said of sentences that nothing is tracked from.
HEADING, GUIDING, STATEMENT, BACKDROP = "标题", "指导思想", "表态性语句", "背景说明"
SITE, PRIVATE, SIGNED, ADDRESSED, NOTHING = (
    "网页附带文字",
    "涉及个人隐私，不予跟踪",
    "落款",
    "主送机关",
    "未识别出可跟踪事项",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a plan; ``reason`` says in Chinese why nothing is tracked from it.

    ``reason`` is empty where some item of the draft quotes the sentence.
    """

    start_char: int
    end_char: int
    text: str
    clause_id: str
    kind: Kind
    reason: str


def sentences(text: str, draft: PlanDraft | None = None) -> list[Sentence]:
    """Return the sentences of the plan ``draft`` was made of, or of every plan in ``text``."""
    found: list[Sentence] = []
    for reading in read(text):
        if draft is None or reading.draft.bounds() == draft.bounds():
            found.extend(sentences_of(reading, draft or reading.draft))
    return found


def sentences_of(reading: Reading, draft: PlanDraft) -> list[Sentence]:
    """Return the sentences of one plan already read, judged by what ``draft`` still tracks."""
    tracked = _tracked(draft)
    plan = reading.plan
    found = [
        Sentence(
            item.start, item.end, plan.view.source[item.start : item.end], "0", "boilerplate", SITE
        )
        for item in reading.noise
        if plan.view.source[item.start : item.end].strip()
    ]
    cuts = sorted(
        {start for start, _ in plan.pieces(0, len(plan.text), by="sentence")}
        | {node.body for node in plan.nodes if node.heading}
    )
    for place, start in enumerate(cuts):
        end = cuts[place + 1] if place + 1 < len(cuts) else len(plan.text)
        low, high = stripped(plan.text, start, end)
        if low >= high:
            continue
        node = plan.node_at(low)
        span = plan.view.span(low, high)
        words = plan.text[low:high]
        covered = overlapping(tracked, *span)
        kind, reason = _judge(node, low, words, draft.title, covered=covered)
        found.append(Sentence(*span, plan.view.source[slice(*span)], node.id, kind, reason))
    found.extend(_rows(plan, tracked))
    return sorted(found, key=lambda one: (one.start_char, one.end_char))


def _rows(plan: Plan, tracked: list[tuple[int, int]]) -> list[Sentence]:
    """Return the rows of the plan's tables, each as one sentence of the clause above the table."""
    found = []
    for table in plan.tables:
        node = plan.node_at(max(0, bisect_left(plan.view.index, table.start) - 1))
        head = table.rows[0].start if table.rows else table.end
        source = plan.view.source
        words = source[table.start : head].rstrip()
        found.append(
            Sentence(table.start, table.start + len(words), words, node.id, "heading", HEADING)
        )
        for row in table.rows:
            covered = overlapping(tracked, row.start, row.end)
            words = source[row.start : row.end]
            reason = "" if covered else NOTHING
            found.append(Sentence(row.start, row.end, words, node.id, "normal", reason))
    return found


def _tracked(draft: PlanDraft) -> list[tuple[int, int]]:
    items = (
        *draft.phases, *draft.targets, *draft.recurring_duties, *draft.deliverables, *draft.tasks,
        *draft.check_items, *draft.scope, *draft.organisation.members, *draft.accountability,
    )  # fmt: skip
    return sorted((item.start_char, item.end_char) for item in items)


def _judge(  # noqa: PLR0911 - one line per reason
    node: Node, at: int, words: str, title: str | None, *, covered: bool
) -> tuple[Kind, str]:
    heading = node.heading is not None and at < node.body
    if node.kind == "out_of_scope_personal" and not covered:
        return "heading" if heading else "normal", PRIVATE
    if heading:
        return "heading", "" if covered else HEADING
    if covered:
        return "normal", ""
    if node.level == 0:
        if title and words.strip("。") in (title, f"{title}(试行)"):
            return "heading", HEADING
        if SALUTATION.match(words):
            return "normal", ADDRESSED
    if SIGNATURE.match(words):
        return "normal", SIGNED
    if node.kind == "guiding":
        return "rhetorical", GUIDING
    if RHETORIC.search(words):
        return "rhetorical", STATEMENT
    if node.level == 0 or BACKGROUND.match(words):
        return "normal", BACKDROP
    return "normal", NOTHING
