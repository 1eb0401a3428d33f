"""A lower plan may tighten what it inherited, never weaken it: decisions and the launch are refused.

The refusal names the superior's sentence, where it stands, what it asks and what was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import prefetch_related_objects

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.guards import Data, decision_guard, launch_guard
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.rules import NOBODY
from bihuan.campaigns.states import STANDING, Decision, ItemKind
from bihuan.cascade.models import InheritedItem, SubPlan
from bihuan.cascade.queries import Carried, answered_by, carried_in, sub_plan_of
from bihuan.cascade.rules.strictness import Gap, gaps
from bihuan.cascade.states import Carrying
from bihuan.kernel.areas import range_of
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import Problem

LONGEST_QUOTE = 60


@decision_guard
def not_weaker(item: PlanItem, decision: str, data: Data) -> list[Problem]:
    """Refuse to give up an inherited item, or to let it stand with less than is asked."""
    one = _carried_by(item)
    if one is None:
        return []
    if decision == Decision.REJECTED:
        return [Problem(_kind(one), f"{asks(one)}，不能弃用", "，可以从严修正。")]
    if decision not in STANDING:
        return []
    return [problem_of(one, gap) for gap in gaps(one.kind, one.data, data)]


def _carried_by(item: PlanItem) -> InheritedItem | None:
    """Return what an item carries on; asked for every item of one campaign it costs two queries."""
    sub_plan = answered_by(item.campaign)
    if sub_plan is None:
        return None
    prefetch_related_objects([sub_plan], "inherited")
    return next((one for one in sub_plan.inherited.all() if one.child_item_id == item.pk), None)


@launch_guard
def carries_everything(campaign: Campaign, choices: LaunchChoices, on: date) -> list[Problem]:  # noqa: ARG001
    """Refuse a launch that leaves something of the superior's out, weaker, or given to nobody."""
    sub_plan = sub_plan_of(campaign.pk)
    if sub_plan is None:
        return []
    found = shortfalls(sub_plan)
    for one in carried_in(sub_plan):
        if one.item is None or one.inherited.kind != ItemKind.DUTY:
            continue
        if choices.holders.get(one.item.pk, NOBODY) == NOBODY and _is_given(sub_plan, one):
            found.append(
                Problem("周期职责", asks(one.inherited), "，上级已经下达，请选择由谁承担。")
            )
    return found + list(_scope(sub_plan, choices))


def shortfalls(sub_plan: SubPlan) -> list[Problem]:
    """Return what of the superior's a lower plan does not carry, or carries weaker."""
    found: list[Problem] = []
    for one in carried_in(sub_plan):
        if one.how is Carrying.OPEN:
            text = f"{asks(one.inherited)}，本方案还没有对应的条目"
            found.append(Problem(_kind(one.inherited), text, "，请到“承接上级”页核对。"))
        elif one.how is Carrying.DROPPED:
            text = f"{asks(one.inherited)}，本方案已弃用"
            found.append(Problem(_kind(one.inherited), text, "，请撤销弃用。"))
        else:
            found += [problem_of(one.inherited, gap) for gap in one.gaps]
    return found


def problem_of(one: InheritedItem, gap: Gap) -> Problem:
    """Return one shortfall as a sentence."""
    given = f"本方案{gap.label}为{gap.given}" if gap.given else f"本方案没有写{gap.label}"
    return Problem(_kind(one), f"{asks(one)}，{gap.label}{gap.asked}；{given}，{gap.why}", "。")


def asks(one: InheritedItem) -> str:
    """Return the superior's sentence as a refusal quotes it."""
    quote = " ".join(one.quote.split())
    shown = quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…"
    return f"上级方案要求“{shown}”（{one.source}）"


def _kind(one: InheritedItem) -> str:
    return str(ItemKind(one.kind).label)


def _is_given(sub_plan: SubPlan, one: Carried) -> bool:
    """Whether the superior gave a duty to somebody at its own launch."""
    holders = sub_plan.parent.bindings.get("duties", {})
    return bool(holders.get(str(one.inherited.parent_item_id), NOBODY) != NOBODY)


def _scope(sub_plan: SubPlan, choices: LaunchChoices) -> Iterator[Problem]:
    """Compare the scope of a body that answers for an area; a department has its own share."""
    parent = sub_plan.parent
    title = f"《{parent.title}》"
    due = parent.self_check_due_on
    if due and choices.self_check_due_on and choices.self_check_due_on > due:
        told = f"上级行动{title}要求企业在{date_text(due)}前完成自查"
        yield Problem("自查期限", told, "，不能晚于这一天。")
    if sub_plan.area == parent.area:
        return
    own = range_of(sub_plan.area)
    missing = [
        code for code in parent.scope_areas
        if own.covers(range_of(code)) and not _covered(code, choices)
    ]  # fmt: skip
    is_whole = any(range_of(code).covers(own) for code in parent.scope_areas)
    if missing or (is_whole and not _covered(sub_plan.area, choices)):
        yield Problem("区划", f"上级行动{title}覆盖本辖区全部", "，不能缩小范围。")
    if choices.sectors and not (
        parent.scope_sectors and set(parent.scope_sectors) <= set(choices.sectors)
    ):
        yield Problem("行业领域", f"上级行动{title}的行业没有全部选上", "，不能缩小范围。")
    if choices.tags and not (parent.scope_tags and set(parent.scope_tags) <= set(choices.tags)):
        yield Problem("类别标签", f"上级行动{title}的类别没有全部选上", "，不能缩小范围。")


def _covered(code: int, choices: LaunchChoices) -> bool:
    return any(range_of(one).covers(range_of(code)) for one in choices.areas)
