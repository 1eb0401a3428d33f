"""Ask the model about a draft in the background, and add what may be shown."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.origins import PROPOSED_RULE
from bihuan.campaigns.services.items import add, open_campaign
from bihuan.campaigns.states import CampaignState, Decision
from bihuan.jobs.models import Job
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun, start_job
from bihuan.jobs.states import OPEN
from bihuan.kernel.errors import Refused
from bihuan.people.models import User
from bihuan.proposals.client import ask, is_configured
from bihuan.proposals.rules import (
    CONFIDENCE,
    Part,
    Proposal,
    parts_of,
    proposals_in,
    question,
)

JOB = "proposals.read"


def ask_model(*, campaign_id: int, by: User, at: datetime) -> Job:
    """Queue the reading of a draft by the model; one that is under way is returned as it is.

    Raises:
        Refused: no model server is set.
        NotFound, NotAllowed, StepRefused: ``by`` may not confirm the draft, or it is none.
    """
    with transaction.atomic():
        campaign = open_campaign(campaign_id, by=by)
        if not is_configured():
            raise Refused("没有设置模型服务。方案不用它也能完整核对。")
        running = Job.objects.filter(
            kind=JOB, payload__campaign=campaign_id, state__in=OPEN
        ).first()
        return running or start_job(
            kind=JOB, title=f"模型建议：{campaign.title}"[:120], area=campaign.area, by=by, at=at,
            payload={"campaign": campaign.pk, "by": by.pk}, result_url=campaign.get_absolute_url(),
        )  # fmt: skip


@handler(JOB)
def run_reading(run: JobRun) -> None:
    """Ask about each part in turn; started again, what was added before is not added twice."""
    campaign = Campaign.objects.get(pk=run.payload["campaign"])
    by = User.objects.get(pk=run.payload["by"])
    parts = parts_of(campaign.text)
    run.expect(len(parts))
    added, refused = 0, 0
    for part in parts:
        said = ask(question(part, model=settings.MODEL_NAME))
        more, less = _take(campaign.pk, part, said, by=by, at=run.at)
        added, refused = added + more, refused + less
        run.progress()
    run.finish(
        message=f"模型提出 {added} 条建议，待人工核对；另有 {refused} 条与原文不符，没有采用。",
        result_url=campaign.get_absolute_url(),
    )


@transaction.atomic
def _take(campaign_id: int, part: Part, said: str, *, by: User, at: datetime) -> tuple[int, int]:
    """Add the proposals of one answer, if the campaign still is a draft."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state != CampaignState.DRAFT:
        return 0, 0
    taken = campaign.items.values_list("kind", "start_char", "end_char")
    proposals, refused = proposals_in(said, part, taken=taken)
    for one in proposals:
        _add(campaign, one, by=by, at=at)
    return len(proposals), len(refused)


def _add(campaign: Campaign, one: Proposal, *, by: User, at: datetime) -> None:
    add(
        campaign, one.kind, one.start, one.end, one.data, by=by, at=at, rule=PROPOSED_RULE,
        decision=Decision.PENDING, confidence=CONFIDENCE,
    )  # fmt: skip
