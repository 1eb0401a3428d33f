"""Which rule found what, sentence by sentence: for reviewers and for those who write rules."""

from bihuan.planparse.brief import brief
from bihuan.planparse.parse import read
from bihuan.planparse.schema import PlanDraft, Span
from bihuan.planparse.sentences import Sentence, sentences_of

# fmt: off
KINDS = {
    "Phase": "阶段", "Target": "目标", "RecurringDuty": "周期性工作", "Deliverable": "报送材料", "Task": "任务",
    "CheckItem": "检查内容", "ScopeItem": "整治范围", "Member": "组成人员", "Accountability": "奖惩", "LegalRef": "依据",
    "Anomaly": "待核实",
}
# fmt: on
LONGEST = 60


def explain(text: str) -> str:
    """Return, for every plan in a text, each sentence with what was found in it and by which rule."""
    parts = []
    for number, reading in enumerate(read(text), 1):
        parts.append(_plan(number, reading.draft, sentences_of(reading, reading.draft)))
    return "\n".join(parts)


def _plan(number: int, draft: PlanDraft, found: list[Sentence]) -> str:
    rows = [f"方案{number}：{draft.title or '（无标题）'}"]
    spans = sorted(draft.spans(), key=lambda span: (span.start_char, span.end_char))
    place = 0
    for one in found:
        words = one.text.replace("\n", " ")
        words = words if len(words) <= LONGEST else words[:LONGEST] + "…"
        tail = f"（{one.reason}）" if one.reason else ""
        rows.append(f"[{one.clause_id}] {words}{tail}")
        while place < len(spans) and spans[place].start_char < one.end_char:
            rows.append(_item(spans[place]))
            place += 1
    rows.extend(_item(span) for span in spans[place:])
    return "\n".join(rows)


def _item(span: Span) -> str:
    kind = KINDS[type(span).__name__]
    return f"    {kind}｜{brief(span).replace(chr(10), ' ')}｜规则 {span.rule}｜把握 {span.confidence:.0%}"
