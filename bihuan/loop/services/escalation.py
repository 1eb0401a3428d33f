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
    """Apply every policy to the cases whose deadline it has reached; return what was raised."""
    raised: list[Escalation] = []
    models = case_models()
    for policy in EscalationPolicy.objects.order_by("case_kind", "level"):
        model = models.get(policy.case_kind)
        if model is not None:
            raised += _apply(policy, model, on)
    return raised


def _apply(policy: EscalationPolicy, model: type[Case], on: date) -> list[Escalation]:
    limit = on - timedelta(days=policy.days_after_due + 1)
    done = Escalation.objects.filter(case_kind=policy.case_kind, level=policy.level)
    already = set(done.values_list("case_id", "due_on"))
    manager: Any = model._default_manager
    late = manager.exclude(state__in=model.machine.end).filter(due_on__lte=limit).order_by("id")
    raised = []
    for case in late.iterator(chunk_size=500):
        if (case.pk, case.due_on) in already:
            continue
        raised.append(_raise(case, policy, on))
    return raised


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
