"""What befalls a campaign that several packages above it care about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CampaignAmended:
    """A campaign's plan has a new version in force.

    ``campaign_id`` runs from version ``version`` of the text since ``effective_on``. Whoever
    holds plans below it (a town's plan under a county's) tells them that they may have to follow.
    ``changed``, ``added`` and ``gone`` are the items it touched; ``by_id`` drafted it.
    """

    campaign_id: int
    amendment_id: int
    version: int
    effective_on: date
    at: datetime
    by_id: int | None
    reason: str
    changed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
