"""Who is checking a draft now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bihuan.campaigns.desk_models import Presence
from bihuan.people.models import User

HERE = timedelta(seconds=25)
"""So long after the last sign somebody still counts as here."""
AGAIN = timedelta(seconds=8)
"""A sign is written no more often than this, unless the person went to another item."""


def give_sign(*, campaign_id: int, item_id: int | None, by: User, at: datetime) -> None:
    """Write that ``by`` has the draft open, at an item or at none."""
    known = Presence.objects.filter(campaign=campaign_id, user=by).first()
    if known and known.item_id == item_id and at - known.seen_at < AGAIN:
        return
    Presence.objects.update_or_create(
        campaign_id=campaign_id, user=by, defaults={"seen_at": at, "item_id": item_id}
    )


def others_here(*, campaign_id: int, by: User, at: datetime) -> Sequence[Presence]:
    """Return the signs of everybody else who is here now, by name."""
    fresh = Presence.objects.filter(campaign=campaign_id, seen_at__gt=at - HERE).exclude(user=by)
    return list(fresh.select_related("user", "item").order_by("user__name", "user_id"))
