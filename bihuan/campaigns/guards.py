"""What higher domains may forbid: an item, a decision on it, a duty, the launch or the end.

::

    @item_guard
    def not_weaker(campaign: Campaign, kind: str, data: Data, quote: str) -> list[Problem]:
        ...

A guard returns what is wrong and how to mend it; an empty list lets the step through. Guards
run inside the step's transaction, after the campaign's own checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.kernel.errors import Problem

Data = Mapping[str, Any]
ItemGuard = Callable[[Campaign, str, Data, str], list[Problem]]
LaunchGuard = Callable[[Campaign, LaunchChoices, date], list[Problem]]
FinishGuard = Callable[[Campaign, date], list[Problem]]

DecisionGuard = Callable[[PlanItem, str, Data], list[Problem]]
DutyGuard = Callable[[Campaign, str, Data, date], list[Problem]]

_item_guards: dict[str, ItemGuard] = {}
_launch_guards: dict[str, LaunchGuard] = {}
_decision_guards: dict[str, DecisionGuard] = {}
_duty_guards: dict[str, DutyGuard] = {}
_finish_guards: dict[str, FinishGuard] = {}


def item_guard(guard: ItemGuard) -> ItemGuard:
    """Register a check of every item that a person lets stand: kind, fields, quoted sentence."""
    _item_guards[f"{guard.__module__}.{guard.__qualname__}"] = guard
    return guard


def decision_guard(guard: DecisionGuard) -> DecisionGuard:
    """Register a check of every decision on an item: the item as it is, the decision, its fields.

    Unlike an item guard it also sees what a person gives up (弃用、撤销).
    """
    _decision_guards[f"{guard.__module__}.{guard.__qualname__}"] = guard
    return guard


def launch_guard(guard: LaunchGuard) -> LaunchGuard:
    """Register a check of every launch: the campaign, what was chosen, the day."""
    _launch_guards[f"{guard.__module__}.{guard.__qualname__}"] = guard
    return guard


def finish_guard(guard: FinishGuard) -> FinishGuard:
    """Register a check of every end of a campaign: the campaign, the day."""
    _finish_guards[f"{guard.__module__}.{guard.__qualname__}"] = guard
    return guard


def item_problems_of(campaign: Campaign, kind: str, data: Data, quote: str) -> list[Problem]:
    """Return everything that higher domains find wrong with an item."""
    return [
        problem for guard in _item_guards.values() for problem in guard(campaign, kind, data, quote)
    ]


def decision_problems_of(item: PlanItem, decision: str, data: Data) -> list[Problem]:
    """Return everything that higher domains hold against a decision."""
    return [
        problem for guard in _decision_guards.values() for problem in guard(item, decision, data)
    ]


def launch_problems_of(campaign: Campaign, choices: LaunchChoices, on: date) -> list[Problem]:
    """Return everything that higher domains hold against a launch."""
    return [
        problem for guard in _launch_guards.values() for problem in guard(campaign, choices, on)
    ]


def duty_guard(guard: DutyGuard) -> DutyGuard:
    """Register a check of every duty that a running campaign is to give: holder, fields, the day."""
    _duty_guards[f"{guard.__module__}.{guard.__qualname__}"] = guard
    return guard


def duty_problems_of(campaign: Campaign, holder: str, data: Data, on: date) -> list[Problem]:
    """Return what higher domains hold against giving a duty while the campaign runs."""
    return [
        problem for guard in _duty_guards.values() for problem in guard(campaign, holder, data, on)
    ]


def finish_problems_of(campaign: Campaign, on: date) -> list[Problem]:
    """Return everything that higher domains hold against the end of a campaign."""
    return [problem for guard in _finish_guards.values() for problem in guard(campaign, on)]
