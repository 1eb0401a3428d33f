"""What law and house rules say about rectifying hazards. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.hazards.states import HazardLevel
from bihuan.kernel.clocks import Term, last_day, natural_days, workdays
from bihuan.kernel.errors import Problem

HOUSE = "平台规则"
ORDER_16 = "《安全生产事故隐患排查治理暂行规定》（2007，总局令第16号）"
CLOSING_BASIS = f"{ORDER_16}第二十三条（待核）"
PLAN_BASIS = f"{ORDER_16}第十五条"
EXTENSIONS = 1

# fmt: off
#                       ordinary  with a reason  after a return
_DAYS = {
    HazardLevel.GENERAL: (15,      90,            7),
    HazardLevel.MAJOR:   (30,      365,           15),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Ruling:
    """A yes, or a no with its sentence and its basis."""

    allowed: bool
    message: str = ""
    basis: str = ""


YES = Ruling(allowed=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """五定: who, by which measures, with what money, and what guards people meanwhile.

    ``funds`` None means that nobody has said; zero means that none are needed. The fifth, the
    deadline, is the case's own.
    """

    owner: str = ""
    measures: str = ""
    funds: Decimal | None = None
    interim_measures: str = ""


def grading_term() -> Term:
    """Return how soon a reported hazard is graded or planned. House rule: 3 workdays."""
    return workdays(3, HOUSE)


def rectification_term(level: HazardLevel) -> Term:
    """Return the longest time for rectifying a hazard when nobody gave a reason for more.

    House rule (no statute fixes days; local orders commonly give these): 15 days for a general
    hazard, 30 for a major one.
    """
    return natural_days(_DAYS[level][0], HOUSE)


def longest_term(level: HazardLevel) -> Term:
    """Return the longest time even with a reason. House rule: 90 days, a year for a major one."""
    return natural_days(_DAYS[level][1], HOUSE)


def second_term(level: HazardLevel) -> Term:
    """Return the time after a rectification was returned. House rule: 7 days, 15 for a major one."""
    return natural_days(_DAYS[level][2], HOUSE)


def recheck_term(level: HazardLevel) -> Term:
    """Return how soon a reported rectification is rechecked, in natural days.

    Law: 《安全生产事故隐患排查治理暂行规定》(2007) 第二十三条 gives ten days for the review of a
    major hazard; the clause is not yet checked against the published text. House rule: the same
    for a general one.
    """
    return natural_days(10, CLOSING_BASIS if level is HazardLevel.MAJOR else HOUSE)


def may_set_due(level: HazardLevel, due_on: date, *, on: date, reason: str) -> Ruling:
    """Whether ``due_on`` may be the deadline of a hazard graded or planned ``on`` that day."""
    if due_on < on:
        return Ruling(allowed=False, message="整改期限不能早于办理当天。")
    longest = last_day(on, longest_term(level))
    if due_on > longest:
        return Ruling(
            allowed=False,
            message=f"{level.label}的整改期限最长到{_day(longest)}，请分阶段整改或缩短期限。",
            basis=HOUSE,
        )
    ordinary = last_day(on, rectification_term(level))
    if due_on > ordinary and not reason.strip():
        return Ruling(
            allowed=False,
            message=f"{level.label}一般应在{_day(ordinary)}前整改完毕，期限更长的请写明理由。",
            basis=HOUSE,
        )
    return YES


def may_extend(
    level: HazardLevel, *, due_on: date, new_due_on: date, on: date, extensions: int
) -> Ruling:
    """Whether a running deadline may be put off.

    House rule: once, before it passes, by no more than the ordinary term.
    """
    if extensions >= EXTENSIONS:
        return Ruling(allowed=False, message="这条隐患已延期过一次，不能再延期。", basis=HOUSE)
    if on > due_on:
        return Ruling(allowed=False, message="整改期限已过，不能再延期，请督促整改。", basis=HOUSE)
    if new_due_on <= due_on:
        return Ruling(allowed=False, message=f"新的期限应晚于原期限（{_day(due_on)}）。")
    latest = last_day(due_on, rectification_term(level))
    if new_due_on > latest:
        return Ruling(allowed=False, message=f"最多可延期到{_day(latest)}。", basis=HOUSE)
    return YES


def may_close(level: HazardLevel, *, by_enterprise: bool, found_by_enterprise: bool) -> Ruling:
    """Whether this side may recheck and close.

    Law: 《安全生产事故隐患排查治理暂行规定》(2007) 第二十三条 (not yet verified): a major hazard
    is struck off by the supervising department after its own review on the spot.
    House rule: what the government found is closed by the government; an enterprise closes only
    the general hazards that it found itself, by another person than the one who rectified.
    """
    if not by_enterprise:
        return YES
    if level is HazardLevel.MAJOR:
        return Ruling(
            allowed=False, message="重大隐患须由监管单位现场复查后销号，企业不能自行销号。",
            basis=CLOSING_BASIS,
        )  # fmt: skip
    if not found_by_enterprise:
        return Ruling(
            allowed=False, message="检查发现的隐患由监管单位复查销号，企业不能自行销号。",
            basis=HOUSE,
        )  # fmt: skip
    return YES


def plan_problems(level: HazardLevel, plan: Plan) -> list[Problem]:
    """Return what is missing from a rectification plan; empty when it is complete.

    Law: 《安全生产事故隐患排查治理暂行规定》(2007) 第十五条 lists what the plan for a major hazard
    (治理方案) holds. House rule: a general hazard needs an owner and measures.
    """
    wanted = [("整改责任人", bool(plan.owner.strip())), ("整改措施", bool(plan.measures.strip()))]
    if level is HazardLevel.MAJOR:
        wanted += [
            ("整改资金", plan.funds is not None),
            ("整改期间防范措施", bool(plan.interim_measures.strip())),
        ]
    problems = [Problem(name, "还没有填写", "，请填写。") for name, done in wanted if not done]
    if plan.funds is not None and plan.funds < 0:
        problems.append(Problem("整改资金", "不能为负数", "，不需要资金的填 0。"))
    return problems


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
