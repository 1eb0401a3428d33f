"""What makes a self-check complete, and what makes one look doubtful. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bihuan.hazards import rules as hazard_rules
from bihuan.hazards.states import HazardLevel
from bihuan.inspections.states import Answer
from bihuan.kernel.errors import Problem

SECONDS_PER_ITEM = 5
"""House rule: reading an item and looking takes at least this long."""
FEWEST_ITEMS = 5
"""House rule: shorter checklists say nothing about the pace."""
MINUTES_PER_ITEM = 0.5
"""House rule: what the page promises about how long a self-check takes."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to one item, as typed so far; ``answer`` is blank when there is none yet."""

    number: int
    answer: str = ""
    note: str = ""
    level: str = ""
    owner: str = ""
    measures: str = ""
    funds: Decimal | None = None
    interim_measures: str = ""
    due_on: date | None = None
    due_reason: str = ""
    photos: int = 0
    is_major: bool = False
    photo_required: bool = False


@dataclass(frozen=True, slots=True)
class Signal:
    """存疑信号: something a supervisor should look at, with the reason. Never a verdict."""

    name: str
    reason: str


def minutes_needed(items: int) -> int:
    """Return about how many minutes a self-check of so many items takes; at least one."""
    return max(1, round(items * MINUTES_PER_ITEM))


def problems_of(answered: Answered, *, on: date) -> list[Problem]:
    """Return what is missing from one item for the self-check to be finished ``on`` that day.

    House rule: 不适用 says why; 不符合 says what is wrong and how, by whom and by when it is
    rectified, with a photo where the item asks for one. The level is never below the one that
    the checklist gives (重大事故隐患判定标准 come first).
    """
    where = f"第 {answered.number} 项"
    if not answered.answer:
        return [Problem(where, "还没有作答", "，请选择符合、不符合或不适用。")]
    if answered.answer == Answer.NOT_APPLICABLE and not answered.note.strip():
        return [Problem(where, "选了“不适用”但没有说明", "，请写明为什么不适用。")]
    if answered.answer != Answer.FAIL:
        return []
    return [
        Problem(f"{where}{f'（{one.where}）' if one.where else ''}", one.message, one.suggestion)
        for one in _failed(answered, on)
    ]


def _failed(answered: Answered, on: date) -> list[Problem]:
    problems = []
    if not answered.note.strip():
        problems.append(Problem("隐患描述", "还没有填写", "，请写清部位和问题。"))
    if answered.photo_required and not answered.photos:
        problems.append(Problem("照片", "还没有上传", "，这一项须附现场照片。"))
    if answered.level not in HazardLevel.values:
        return [*problems, Problem("隐患级别", "还没有选择", "，请选择一般或重大。")]
    level = HazardLevel(answered.level)
    if answered.is_major and level is not HazardLevel.MAJOR:
        problems.append(
            Problem("隐患级别", "不能低于检查标准", "，按检查标准这一项不符合即为重大隐患。")
        )
    plan = hazard_rules.Plan(
        answered.owner, answered.measures, answered.funds, answered.interim_measures
    )
    problems += hazard_rules.plan_problems(level, plan)
    if answered.due_on is None:
        return [*problems, Problem("整改期限", "还没有填写", "，请填写。")]
    ruling = hazard_rules.may_set_due(level, answered.due_on, on=on, reason=answered.due_reason)
    if not ruling.allowed:
        problems.append(Problem("整改期限", ruling.message.removesuffix("。"), "。"))
    return problems


def signals(
    *, items: int, failed: int, started_at: datetime | None, submitted_at: datetime | None
) -> list[Signal]:
    """Return what is doubtful about a finished self-check of so many items.

    House rule: no item failed, and the whole took less than ``SECONDS_PER_ITEM`` per item.
    """
    if started_at is None or submitted_at is None or items < FEWEST_ITEMS or failed:
        return []
    seconds = int((submitted_at - started_at).total_seconds())
    least = items * SECONDS_PER_ITEM
    if seconds >= least:
        return []
    return [
        Signal(
            "全部符合且用时过短",
            f"{items} 项全部无问题，从开始填写到完成共 {seconds} 秒，"
            f"少于逐项查看至少需要的 {least} 秒（每项 {SECONDS_PER_ITEM} 秒，平台规则）。"
            "建议现场抽查核实，本提示不作为认定依据。",
        )
    ]
