"""Take a built-in check standard over for a check item: a person says which, if any."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.campaigns.memory_models import StandardMatch
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.services.history import touch
from bihuan.campaigns.services.items import locked_item
from bihuan.kernel.errors import BadInput, Problem
from bihuan.people.models import User


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
