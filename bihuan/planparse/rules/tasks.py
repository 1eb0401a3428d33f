"""一次性任务: dated or assigned work that is neither a duty, a return nor a phase."""

import re
from collections.abc import Iterable, Iterator

from bihuan.planparse.actors import actor_in
from bihuan.planparse.context import Plan
from bihuan.planparse.frequencies import EVERY
from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import Found, clause_rule, rule
from bihuan.planparse.rules.sending import sends
from bihuan.planparse.rules.who import actor_over
from bihuan.planparse.schema import Span, Task

ACT = re.compile(
    r"^(?:要|应|须|必须|将|严格|进一步|继续|切实|全面|深入|认真|积极|大力|集中|及时|立即)*(?:开展|组织|制定|制订|建立|完善|加强|加大|强化|落实|推进|推动|实施|召开|成立|印发|编制|摸清|排查|整治|检查|打击|查处|规范|督促|健全|明确|做好|抓好|完成|严查|整顿|深化|配备|配齐|设置|公布|利用|鼓励|狠抓|提升|提高|扩大|坚持|支持|优化|探索|构建|打造|严控|取缔|清理|聘请|邀请|新建|增设|对|把|将|在|按照|依法)"
)
TASK_KINDS = ("tasks", "phase_item", "requirements", "publicity", "body", "organisation")
SHORTEST, LONGEST = 5, 60
LONGEST_LEAD = 30


@rule(
    r"完成|进行(?=[一-鿿]{2})|开展|组织|建立|制定|召开|印发|部署|整改(?!阶段)|发布|出台|建成",
    confidence=0.8,
    reads={
        "各镇要在7月底前完成大检查的具体部署。": "各镇:完成大检查的具体部署 2026-07-31",
        "8月上旬,各监管部门要组织抽查。": "各监管部门:组织抽查 2026-08-10",
    },
    leaves=("各镇每月开展一次检查。", "9月15日前将总结报送县应急局。", "各镇开展排查。"),
)
def task_with_a_day(found: Found) -> Iterable[Span]:
    """“在…前完成…” is a task with a due day."""
    plan, text = found.plan, found.plan.text
    start, end = plan.segment_at(found.start)
    unit, _ = plan.unit_at(found.start)
    times = plan.times_in(max(unit, start - 30), found.start)
    if (
        not times
        or times[-1].blank
        or plan.in_quotes(found.start)
        or found.node.kind in ("check", "out_of_scope_personal")
    ):
        return
    time = times[-1]
    between = text[time.end : found.start]
    if (
        time.kind == "from"
        or (time.whole_year and time.kind == "on")
        or len(between) > LONGEST_LEAD
        or re.search(r"完成|进行(?=[一-鿿]{2})|开展|组织|建立|制定|召开|印发|部署", between)
    ):
        return
    if (
        EVERY.search(text, unit, end)
        or sends(text[start:end])
        or re.search(r"\d%", text[start:end])
    ):
        return
    if found.node.heading and found.start < found.node.body:
        return
    due = plan.last_day(time)
    if due is None or "以来" in text[start:end]:
        return
    low = min(time.start, start)
    actor = actor_in(text[unit:end]) or actor_in(text[time.end : end].lstrip(","))
    actor = actor or actor_over(plan, found.start)
    yield plan.make(
        Task,
        plan.trim(low, end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor,
        action=_action(text[time.end : end], actor, text[found.start : end]),
        due=due,
    )


def _action(words: str, actor: str | None, from_verb: str) -> str:
    """Return what is done: from the verb on, or from “对…” where that stands before it."""
    on_what = words.split(actor, 1)[-1] if actor and actor in words else words
    action = on_what if re.match(r"对[^,]{2,30}进行", on_what) else from_verb
    return action.strip(" ,。;:\n")[:LONGEST]


@clause_rule(
    confidence=0.6,
    reads={
        "三、主要任务\n(一)强化培训。各镇要组织安全员培训。\n(二)完善制度。建立隐患台账;落实责任人。": (
            "各镇:组织安全员培训 ?",
            "?:建立隐患台账 ?",
            "?:落实责任人 ?",
        ),
    },
    leaves=(
        "一、指导思想\n坚持安全第一。",
        "三、主要任务\n各镇每月开展一次检查。",
        "三、整治范围\n建立台账的企业。",
    ),
)
def task_by_clause(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Sentences that say what to do, in sections about tasks, steps and requirements."""
    for node in plan.nodes[1:]:
        if node.kind not in TASK_KINDS:
            continue
        for piece in plan.pieces(node.body, node.own_end):
            start, end = plan.trim(*piece)
            text = plan.text[start:end]
            if len(text) < SHORTEST or plan.times_in(start, end):
                continue
            actor = actor_in(text)
            rest = text.split(actor, 1)[1] if actor else text
            action = re.sub(r"^(?:要|应当|应|须|必须|需|负责|,)+", "", rest)
            if not ACT.match(rest) or EVERY.search(text) or is_personal(text) or sends(text):
                continue
            yield plan.make(
                Task,
                (start, end),
                rule=name,
                confidence=confidence,
                actor=actor,
                action=action.split("\n")[0][:LONGEST],
                due=None,
            )
