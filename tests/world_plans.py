"""What the packages above campaigns keep of the world's running campaign."""

from __future__ import annotations

from datetime import datetime

from bihuan.campaigns.models import Campaign
from bihuan.filings.services import prepare_filing
from bihuan.people.tests.given import Cast


def add_plan_objects(cast: Cast, campaign: Campaign, *, at: datetime) -> None:
    """Make one object of everything that hangs on a campaign."""
    prepare_filing(campaign_id=campaign.pk, inspector_id=cast.town_one.pk, by=cast.zhou, at=at)
