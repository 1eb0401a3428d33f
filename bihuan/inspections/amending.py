"""Change what open self-checks ask, the system's own step: their campaign was amended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SelfCheckState
from bihuan.loop.services.cases import advance
from bihuan.standards.models import Checklist


def unstarted(campaign_ref: int) -> QuerySet[SelfCheck]:
    """Return the campaign's self-checks in which nothing was answered yet."""
    return SelfCheck.objects.filter(
        campaign_ref=campaign_ref, state=SelfCheckState.ASSIGNED, started_at__isnull=True
    )


@transaction.atomic
def amend_self_check(
    *, self_check_id: int, checklist: Checklist | None, due_on: date | None, reason: str,
    at: datetime,
) -> bool:  # fmt: skip
    """Give an open self-check another version of its list, another deadline, or both.

    One that somebody began to answer keeps the version it was begun with. Return whether
    anything changed; asking again changes nothing.
    """
    check = SelfCheck.objects.locked(self_check_id)
    changes: dict[str, object] = {}
    if check.state != SelfCheckState.ASSIGNED:
        return False
    if checklist is not None and check.started_at is None and check.checklist_id != checklist.pk:
        changes["checklist"] = checklist
    if due_on is not None and check.asked_by != due_on:
        changes["asked_by"] = due_on
    if not changes:
        return False
    advance(
        check, "amend", by=None, at=at, note=reason, changes=changes, due_on=due_on or check.due_on
    )
    return True
