"""What a person does to a campaign while it runs: end it, discard a draft, urge the late."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from bihuan.campaigns.models import Campaign
from bihuan.kernel.errors import NotFound
from bihuan.loop.services.cases import advance
from bihuan.people.models import User


def _visible(campaign_id: int, by: User) -> Campaign:
    campaign = Campaign.objects.visible_to(by).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound
    return campaign


def finish_campaign(
    *, campaign_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Campaign:  # fmt: skip
    """End a running campaign; loops that are still open go on under their owners."""
    return advance(
        _visible(campaign_id, by), "finish", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip


def discard_campaign(
    *, campaign_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Campaign:  # fmt: skip
    """Put a draft aside with the reason; nothing was asked of anybody yet."""
    return advance(
        _visible(campaign_id, by), "discard", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip
