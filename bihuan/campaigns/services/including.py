"""Take the enterprises in scope into a campaign: all at launch, latecomers on demand."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from bihuan.campaigns.models import Campaign, ItemLink, Participation
from bihuan.campaigns.relatives import carriers_of, tree_of
from bihuan.campaigns.rules import deadline_of_latecomer
from bihuan.campaigns.states import CampaignState
from bihuan.duties.services.duty_rules import add_enterprises
from bihuan.duties.services.rolling import roll_duties
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.queries import EnterpriseFilter, enterprises_matching
from bihuan.inspections.services import assign_self_checks
from bihuan.jobs.models import Job
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun, start_job
from bihuan.jobs.states import OPEN
from bihuan.kernel.errors import NotAllowed, Refused
from bihuan.loop.services.cases import business_date
from bihuan.people.models import User
from bihuan.people.states import Capability

JOB = "campaign.include"
ROUND = "launch"
CHUNK = 50


def not_yet_included(campaign: Campaign) -> QuerySet[Enterprise]:
    """Return the enterprises in business that the scope describes and the campaign lacks.

    One that a campaign of the same plan chain took in lacks nothing: its work is given once.
    """
    wanted = EnterpriseFilter(
        areas=tuple(campaign.scope_areas),
        sectors=tuple(campaign.scope_sectors),
        tags=tuple(campaign.scope_tags),
    )
    return (
        enterprises_matching(wanted)
        .exclude(
            pk__in=Participation.objects.filter(campaign_id__in=tree_of(campaign)).values(
                "enterprise_id"
            )
        )
        .order_by("pk")
    )


def include_enterprises(run: JobRun, campaign: Campaign, *, by: User | None) -> int:
    """Take in whoever is missing, chunk by chunk; return how many the campaign has then."""
    have = campaign.participations.count()
    missing = list(not_yet_included(campaign).values_list("pk", flat=True))
    run.expect(len(missing) + have, done=have)
    for start in range(0, len(missing), CHUNK):
        chunk = missing[start : start + CHUNK]
        with transaction.atomic():
            _include(campaign, list(Enterprise.objects.filter(pk__in=chunk)), by=by, at=run.at)
        run.progress(len(chunk))
    return have + len(missing)


def _include(campaign: Campaign, chunk: list[Enterprise], *, by: User | None, at: datetime) -> None:
    Participation.objects.bulk_create(
        [
            Participation(
                campaign=campaign, enterprise=enterprise, area=enterprise.area, included_at=at
            )
            for enterprise in chunk
        ],
        ignore_conflicts=True,
    )
    if campaign.checklist is not None and campaign.self_check_due_on is not None:
        assign_self_checks(
            checklist=campaign.checklist,
            enterprises=chunk,
            campaign_ref=campaign.pk,
            round_key=ROUND,
            title=f"企业自查：{campaign.title}"[:120],
            reason=f"{campaign.organisation.name}部署《{campaign.title}》"[:300],
            due_on=_due_on(campaign, campaign.self_check_due_on, business_date(at)),
            by=by,
            at=at,
        )


def _due_on(campaign: Campaign, due_on: date, on: date) -> date:
    is_late = campaign.state == CampaignState.RUNNING
    return deadline_of_latecomer(due_on, on=on) if is_late else due_on


@transaction.atomic
def include_latecomers(*, campaign_id: int, by: User, at: datetime) -> Job:
    """Queue taking in the enterprises that joined the scope after the launch (补充纳入).

    Asking again while that runs returns the job that runs.

    Raises:
        NotFound, NotAllowed: not ``by``'s to ask.
        Refused: the campaign does not run, or nobody is missing.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.PLAN_LAUNCH):
        raise NotAllowed("您的岗位不能补充纳入企业。")
    if campaign.state != CampaignState.RUNNING:
        raise Refused(f"行动{campaign.state_label}，不能补充纳入企业。")
    running = Job.objects.filter(kind=JOB, payload__campaign=campaign.pk, state__in=OPEN).first()
    if running is not None:
        return running
    if not not_yet_included(campaign).exists():
        raise Refused("符合范围的在业企业都已纳入，没有需要补充的。")
    return start_job(
        kind=JOB, title=f"补充纳入：{campaign.title}"[:120], payload={"campaign": campaign.pk},
        area=campaign.area, by=by, at=at, result_url=f"/campaigns/{campaign.pk}/participants/",
    )  # fmt: skip


def share_duties(campaign: Campaign) -> None:
    """Let every enterprise in scope carry the duties that the campaign gives to enterprises."""
    links = ItemLink.objects.filter(item__campaign=campaign, target_kind="duty_rule")
    for link in links.select_related("item"):
        add_enterprises(rule_id=link.target_id, enterprises=carriers_of(campaign, link.item))


@handler(JOB)
def run_include(run: JobRun) -> None:
    """Take the latecomers in, with the self-check and the duties that the others have."""
    campaign = Campaign.objects.select_related("organisation", "checklist").get(
        pk=run.payload["campaign"]
    )
    if campaign.state != CampaignState.RUNNING:
        return
    before = campaign.participations.count()
    after = include_enterprises(run, campaign, by=run.job.created_by)
    with transaction.atomic():
        share_duties(campaign)
        roll_duties(on=business_date(run.at), at=run.at)
    run.finish(
        message=f"本次补充纳入企业 {after - before} 家，行动共纳入 {after} 家。",
        result_url=f"/campaigns/{campaign.pk}/participants/",
    )
