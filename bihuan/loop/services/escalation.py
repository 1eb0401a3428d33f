"""Raise late cases to the next level; running it twice on a day changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction

from bihuan.kernel.events import announce
from bihuan.loop.events import CaseEscalated
from bihuan.loop.models import Case, Escalation, EscalationPolicy
from bihuan.loop.states import EscalationAction


def case_models() -> dict[str, type[Case]]:
    """Return every concrete case model by its machine's name."""
    models = (model for model in apps.get_models() if issubclass(model, Case))
    return {model.machine.name: model for model in models}


def escalate(*, on: date) -> list[Escalation]:
    """Apply every policy to the cases whose deadline it has reached; return what was raised.

    Per kind one query finds the late cases and one what was already raised for them.
    """
    policies: dict[str, list[EscalationPolicy]] = {}
    for policy in EscalationPolicy.objects.order_by("case_kind", "level"):
        policies.setdefault(policy.case_kind, []).append(policy)
    models = case_models()
    raised: list[Escalation] = []
    for kind, levels in policies.items():
        if kind in models:
            raised += _apply(levels, models[kind], on)
    return raised


def _reached(policy: EscalationPolicy, due_on: date, on: date) -> bool:
    return due_on + timedelta(days=policy.days_after_due + 1) <= on


def _apply(levels: list[EscalationPolicy], model: type[Case], on: date) -> list[Escalation]:
    first = min(policy.days_after_due for policy in levels)
    manager: Any = model._default_manager
    late = list(
        manager.exclude(state__in=model.machine.end)
        .filter(due_on__lte=on - timedelta(days=first + 1))
        .order_by("id")
    )
    done = set(
        Escalation.objects.filter(case_kind=model.machine.name, case_id__in=[c.pk for c in late])
        .values_list("case_id", "due_on", "level")
    )  # fmt: skip
    return [
        _raise(case, policy, on)
        for case in late
        for policy in levels
        if _reached(policy, case.due_on, on) and (case.pk, case.due_on, policy.level) not in done
    ]


@transaction.atomic
def _raise(case: Case, policy: EscalationPolicy, on: date) -> Escalation:
    assert case.due_on is not None
    row, created = Escalation.objects.get_or_create(
        case_kind=case.kind, case_id=case.pk, due_on=case.due_on, level=policy.level,
        defaults={"action": policy.action, "on": on},
    )  # fmt: skip
    if created:
        announce(CaseEscalated(case, policy.level, policy.action, case.due_on, on))
    return row


def default_policies(case_kind: str) -> None:
    """Write the house's own policy for a kind unless an administrator already set one.

    House rule: remind one day before, inform the superior a day late, supervise from day 7.
    """
    if EscalationPolicy.objects.filter(case_kind=case_kind).exists():
        return
    steps = (
        (1, -2, EscalationAction.REMIND_OWNER),
        (2, 0, EscalationAction.REMIND_OWNER),
        (3, 2, EscalationAction.INFORM_SUPERIOR),
        (4, 6, EscalationAction.SUPERVISE),
    )
    EscalationPolicy.objects.bulk_create(
        EscalationPolicy(case_kind=case_kind, level=level, days_after_due=days, action=action)
        for level, days, action in steps
    )
