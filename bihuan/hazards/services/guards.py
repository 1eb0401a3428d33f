"""What the steps of a hazard ask before they are taken."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from bihuan.hazards import queries, rules
from bihuan.hazards.models import Hazard
from bihuan.hazards.rules import Ruling
from bihuan.hazards.states import HazardLevel
from bihuan.kernel.errors import BadInput, NotAllowed, Problem, Refused
from bihuan.loop.models import StepKey
from bihuan.people.models import User


def locked(hazard_id: int, by: User) -> Hazard:
    """Return the hazard locked, with its enterprise, when ``by`` may see it."""
    return Hazard.objects.visible_to(by).select_related("enterprise").locked(hazard_id)


def is_first(hazard: Hazard, step: str, key: UUID | None, version: int | None) -> bool:
    """Whether domain rules apply: the step can start here, the page is fresh and the request new.

    Otherwise ``advance`` answers, which knows why.
    """
    if hazard.state not in hazard.machine.step(step).sources:
        return False
    if version is not None and version != hazard.version:
        return False
    return key is None or not StepKey.objects.filter(key=key).exists()


def obey(ruling: Ruling) -> None:
    """Refuse what a house rule does not allow, with its words."""
    if not ruling.allowed:
        raise Refused(ruling.message, code="house_rule", basis=ruling.basis or None)


def require_side(hazard: Hazard, by: User) -> None:
    """Refuse a recheck by the side that may not close this hazard."""
    ruling = rules.may_close(
        HazardLevel(hazard.level),
        by_enterprise=by.scope is not None and by.scope.enterprise_id is not None,
        found_by_enterprise=queries.found_by_enterprise(hazard),
    )
    if not ruling.allowed:
        raise NotAllowed(ruling.message, code="wrong_side", basis=ruling.basis or None)


def require_plan(level: HazardLevel, plan: rules.Plan) -> None:
    """Refuse a plan that lacks what its level asks for, naming everything at once."""
    problems = rules.plan_problems(level, plan)
    if problems:
        raise BadInput(problems, code="plan_incomplete")


def require_description(summary: str, found_on: date, *, on: date) -> None:
    """Refuse a hazard without words or found in the future."""
    problems = []
    if not summary.strip():
        problems.append(Problem("隐患描述", "还没有填写", "，请写清部位和问题。"))
    if found_on > on:
        problems.append(Problem("发现日期", "不能晚于今天", "，请改正。"))
    if problems:
        raise BadInput(problems)


def columns(plan: rules.Plan, *, over: Hazard | None = None) -> dict[str, Any]:
    """Return the plan as columns; what is left open keeps what ``over`` has."""
    given: dict[str, Any] = {
        "owner": plan.owner.strip(),
        "measures": plan.measures.strip(),
        "funds": plan.funds,
        "interim_measures": plan.interim_measures.strip(),
    }
    if over is None:
        return given
    return {name: value for name, value in given.items() if value not in ("", None)}
