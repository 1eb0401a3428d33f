"""Say which built-in check standard a check item means; a person decides whether it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.campaigns.memory_models import StandardMatch
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.services.history import touch
from bihuan.campaigns.services.items import locked_item
from bihuan.campaigns.states import ItemKind
from bihuan.kernel.errors import BadInput, Problem
from bihuan.people.models import User
from bihuan.standards.matching import Suggestion, suggestions_for


def offer_standards(items: Sequence[PlanItem]) -> None:
    """Keep, for each check item, the items of built-in standards that it may mean."""
    checks = [item for item in items if item.kind == ItemKind.CHECK_ITEM]
    found = suggestions_for([str(item.data.get("text") or item.quote) for item in checks])
    StandardMatch.objects.bulk_create(
        StandardMatch(item=item, options=[_option(one) for one in likely])
        for item, likely in zip(checks, found, strict=True)
        if likely
    )


def _option(found: Suggestion) -> dict[str, Any]:
    item = found.known.item
    return {
        "list": found.known.name, "code": found.known.checklist, "number": found.known.number,
        "text": item.text, "basis": item.basis, "severity": str(item.severity),
        "photo": item.photo_required, "score": round(found.score, 2),
    }  # fmt: skip


@transaction.atomic
def choose_standard(
    *, item_id: int, number: int | None, by: User, at: datetime, version: int
) -> PlanItem:
    """Take over basis, severity and photo of an offered standard, or (None) of none of them.

    Where one had been chosen, None takes that back; otherwise the offer is gone.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: as ``decide``.
        BadInput: nothing of that number is offered.
    """
    item = locked_item(item_id, by=by, version=version)
    match = StandardMatch.objects.select_for_update().filter(item=item).first()
    if match is None or (number is not None and not 0 <= number < len(match.options)):
        raise BadInput([Problem("对应内置标准", "没有这一条，请刷新页面后重新选择。")])
    if number is None and match.chosen is None:
        match.delete()
    else:
        match.chosen, match.by, match.at = number, by, at
        match.save()
    item.version += 1
    item.changed_in = touch(item.campaign)
    item.save(update_fields=["version", "changed_in"])
    return item
