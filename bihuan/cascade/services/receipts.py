"""Ask enterprises to sign for a campaign, and sign: an enterprise once per chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from bihuan.campaigns.models import Campaign, Participation
from bihuan.campaigns.states import CampaignState
from bihuan.cascade.models import Receipt, ReceiptRound
from bihuan.cascade.queries import whole_tree
from bihuan.cascade.services.decomposing import RUNNING, own_campaign
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.states import EnterpriseStatus
from bihuan.jobs.models import Job
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun, start_job
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, StepRefused
from bihuan.loop.services.bulk import open_cases
from bihuan.loop.services.cases import advance, business_date
from bihuan.people.models import User
from bihuan.people.states import Capability

JOB = "cascade.receipts"
CHUNK = 400
LATE_DAYS = 5


@transaction.atomic
def ask_enterprises(*, campaign_id: int, due_on: date, by: User, at: datetime) -> Job:
    """Ask every enterprise of a campaign to sign by a day; those that join later are asked too.

    Asking again moves the day for those still to be asked.

    Raises:
        NotFound, NotAllowed: not the person's campaign.
        StepRefused: it does not run.
        BadInput: the day is past.
    """
    campaign = own_campaign(campaign_id, by=by)
    if campaign.state not in RUNNING:
        raise StepRefused(f"行动当前为“{campaign.state_label}”，发起后才能要求企业签收。")
    if due_on < business_date(at):
        raise BadInput([Problem("签收期限", "早于今天", "，请改为今天或以后的日期。")])
    ReceiptRound.objects.update_or_create(
        campaign=campaign, defaults={"due_on": due_on, "asked_by": by, "asked_at": at}
    )
    return start_job(
        kind=JOB, title=f"企业签收：{campaign.title}"[:120], payload={"campaign": campaign.pk},
        area=campaign.area, by=by, at=at, result_url=f"/cascade/receipts/?campaign={campaign.pk}",
    )  # fmt: skip


@handler(JOB)
def run_receipts(run: JobRun) -> None:
    """Open the receipts that are missing, chunk by chunk."""
    campaign = Campaign.objects.get(pk=run.payload["campaign"])
    rows = not_asked(campaign)
    total = rows.count()
    run.expect(total, done=0)
    made = open_receipts(campaign, by=run.job.created_by, at=run.at, progress=run.progress)
    run.finish(
        message=f"已要求 {made} 家企业签收。",
        result_url=f"/cascade/receipts/?campaign={campaign.pk}",
    )


def not_asked(campaign: Campaign) -> QuerySet[Enterprise]:
    """Return the enterprises of a campaign in business that nobody in the chain asked to sign."""
    asked = Receipt.objects.filter(
        campaign_id__in=whole_tree(campaign.pk), enterprise__isnull=False
    )
    taken_in = Participation.objects.filter(campaign=campaign).values("enterprise_id")
    return (
        Enterprise.objects.filter(pk__in=taken_in, status=EnterpriseStatus.OPERATING)
        .exclude(pk__in=asked.values("enterprise_id"))
        .order_by("pk")
    )


def open_receipts(
    campaign: Campaign,
    *,
    by: User | None,
    at: datetime,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Open what is missing of a campaign whose enterprises were asked; return how many.

    An enterprise that joins after the day asked for has five days (house rule).
    """
    wanted = ReceiptRound.objects.get(campaign=campaign)
    made = 0
    while chunk := list(not_asked(campaign)[:CHUNK]):
        with transaction.atomic():
            open_cases(
                [
                    Receipt(
                        campaign=campaign, campaign_ref=campaign.pk, enterprise=one, area=one.area,
                        asked_by=_day(wanted, at), due_on=_day(wanted, at),
                    )
                    for one in chunk
                ],
                by=by, at=at, label="要求签收",
            )  # fmt: skip
        made += len(chunk)
        if progress is not None:
            progress(len(chunk))
    return made


def _day(wanted: ReceiptRound, at: datetime) -> date:
    on = business_date(at)
    return wanted.due_on if on <= wanted.due_on else on + timedelta(days=LATE_DAYS)


def ask_latecomers(*, at: datetime) -> int:
    """Ask the enterprises that running campaigns took in since; return how many are new."""
    rows = ReceiptRound.objects.filter(campaign__state=CampaignState.RUNNING)
    return sum(
        open_receipts(one.campaign, by=None, at=at)
        for one in rows.select_related("campaign").order_by("pk")
    )


@transaction.atomic
def sign_receipt(
    *, receipt_id: int, note: str = "", by: User, at: datetime, version: int,
    key: UUID | None = None,
) -> Receipt:  # fmt: skip
    """Sign for having received a campaign: the receiver's own people only.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: as for every step.
    """
    row = Receipt.objects.visible_to(by).filter(pk=receipt_id).first()
    if row is None:
        raise NotFound
    if not may_sign(row, by):
        raise NotAllowed(f"签收由{row.receiver}自己办理，您只能查看。")
    return advance(
        row, "sign", by=by, at=at, note=note, expected_version=version, key=key,
        changes={"signed_on": business_date(at)},
    )  # fmt: skip


def may_sign(row: Receipt, by: User) -> bool:
    """Whether a person is of the receiver and may act for it."""
    scope = by.scope
    if scope is None or not by.can(Capability.DUTY_PERFORM):
        return False
    if row.enterprise_id is not None:
        return scope.enterprise_id == row.enterprise_id
    return scope.organisation_id == row.organisation_id
