"""What a person does to a campaign while it runs: end it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.guards import finish_problems_of
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.duties.models import DutyRule
from bihuan.duties.services.duty_rules import stop_duty_rule
from bihuan.kernel.errors import BadInput
from bihuan.loop.services.cases import advance, business_date
from bihuan.people.models import User
from bihuan.people.states import Capability


@transaction.atomic
def finish_campaign(
    *, campaign_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Campaign:  # fmt: skip
    """End a running campaign: nothing recurs any more, loops still open go on under their owners.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: as for every step.
        Refused: no reason is given.
        BadInput: something open has nobody to go on with it; every kind is named at once.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    was_running = campaign.state == CampaignState.RUNNING
    may = by.can(Capability.PLAN_LAUNCH) and bool(note.strip())
    if was_running and may and (found := finish_problems_of(campaign, business_date(at))):
        raise BadInput(found, code="finish_not_ready")
    campaign = advance(
        campaign, "finish", by=by, at=at, note=note, expected_version=version, key=key
    )
    if was_running:
        today = business_date(at)
        for rule in DutyRule.objects.filter(campaign_ref=campaign.pk).order_by("pk"):
            if rule.until is None or rule.until >= today:
                stop_duty_rule(rule_id=rule.pk, by=by, at=at, reason=f"行动结束：{note.strip()}")
    return campaign
