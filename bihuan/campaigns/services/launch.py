"""Launch: from a confirmed plan to open loops, in a job that survives a killed worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import Campaign, Participation
from bihuan.campaigns.rules import HOLDERS, self_check_deadline, suggest_holder
from bihuan.campaigns.services import binding
from bihuan.campaigns.services.deliverables import open_deliverables
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.duties.services.rolling import roll_duties
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.queries import EnterpriseFilter, enterprises_matching
from bihuan.inspections.services import assign_self_checks
from bihuan.jobs.models import Job
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun, start_job
from bihuan.kernel.errors import BadInput, NotFound, Problem
from bihuan.loop.services.cases import advance, business_date
from bihuan.people.models import User
from bihuan.reference.sectors import match_sectors
from bihuan.reference.tags import match_tags

JOB = "campaign.launch"
ROUND = "launch"
CHUNK = 50
MUST_BE_DECIDED = (
    ItemKind.ANOMALY, ItemKind.PHASE, ItemKind.TARGET, ItemKind.DUTY, ItemKind.DELIVERABLE,
    ItemKind.CHECK_ITEM, ItemKind.SCOPE,
)  # fmt: skip
"""Kinds that change what people have to do; the rest may stay undecided and are not used."""


@dataclass(frozen=True, slots=True)
class LaunchChoices:
    """What the person who launches decides.

    ``holders`` maps duty items to keys of ``rules.HOLDERS``; ``tasks`` are the task items that
    become things to hand in. Empty sectors or tags mean all.
    """

    self_check_due_on: date | None
    areas: tuple[int, ...]
    sectors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    holders: dict[int, str] = field(default_factory=dict)
    tasks: tuple[int, ...] = ()

    def filter(self) -> EnterpriseFilter:
        """The enterprises in scope."""
        return EnterpriseFilter(areas=self.areas, sectors=self.sectors, tags=self.tags)


def undecided(campaign: Campaign) -> dict[ItemKind, int]:
    """Count the items per kind that still wait for a person."""
    counts: dict[ItemKind, int] = {}
    rows = campaign.items.filter(decision=Decision.PENDING, kind__in=MUST_BE_DECIDED)
    for kind in rows.values_list("kind", flat=True):
        counts[ItemKind(kind)] = counts.get(ItemKind(kind), 0) + 1
    return counts


def suggested_choices(campaign: Campaign, *, on: date) -> LaunchChoices:
    """Return what the launch page is filled with before the person changes it."""
    phases = [
        (str(item.data.get("name") or ""), binding.day_of(item.data, "end"))
        for item in binding.standing(campaign, ItemKind.PHASE)
    ]
    duties = binding.standing(campaign, ItemKind.DUTY)
    has_checks = bool(binding.standing(campaign, ItemKind.CHECK_ITEM))
    tasks = binding.standing(campaign, ItemKind.TASK)
    meant = "\n".join(
        str(item.data.get("text") or item.quote)
        for item in binding.standing(campaign, ItemKind.SCOPE)
    )
    return LaunchChoices(
        self_check_due_on=self_check_deadline(phases, launched_on=on) if has_checks else None,
        areas=(campaign.area,),
        sectors=tuple(match_sectors(meant)),
        tags=tuple(match_tags(meant)),
        holders={
            item.pk: suggest_holder(item.data.get("actor"), str(item.data.get("action") or ""))
            for item in duties
        },
        tasks=tuple(item.pk for item in tasks if item.data.get("due")),
    )


def _problems(campaign: Campaign, choices: LaunchChoices, on: date) -> list[Problem]:
    found = [
        Problem(kind.label, f"还有 {count} 项没有核对", "，请先逐项采纳、修正或弃用。")
        for kind, count in undecided(campaign).items()
    ]
    if any(holder not in HOLDERS for holder in choices.holders.values()):
        found.append(Problem("周期职责", "承担者无法识别", "，请重新选择。"))
    has_checks = binding.standing(campaign, ItemKind.CHECK_ITEM)
    if has_checks and choices.self_check_due_on is None:
        found.append(Problem("自查期限", "没有填写", "，请填写企业完成自查的日期。"))
    if choices.self_check_due_on is not None and choices.self_check_due_on < on:
        found.append(Problem("自查期限", "早于今天", "，请改为今天或以后的日期。"))
    if has_checks and not enterprises_matching(choices.filter()).exists():
        found.append(Problem("范围", "没有符合条件的在业企业", "，请放宽行业、标签或区划。"))
    for item in binding.standing(campaign, ItemKind.PHASE):
        start, end = binding.day_of(item.data, "start"), binding.day_of(item.data, "end")
        if start and end and start > end:
            name = item.data.get("name") or "阶段"
            found.append(Problem(str(name), "开始晚于结束", "，请在核对页改正日期。"))
    return found


@transaction.atomic
def launch_campaign(
    *, campaign_id: int, choices: LaunchChoices, by: User, at: datetime,
    version: int | None = None, key: UUID | None = None,
) -> Job:  # fmt: skip
    """Freeze the choices, move the campaign to 正在下达 and queue the work.

    Raises:
        BadInput: something is undecided or impossible; every problem is named at once.
        StepRefused, StaleVersion, NotAllowed: as for every step.
    """
    campaign = Campaign.objects.visible_to(by).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound
    on = business_date(at)
    if campaign.state == CampaignState.DRAFT and (found := _problems(campaign, choices, on)):
        raise BadInput(found, code="launch_not_ready")
    ends = [
        day for item in binding.standing(campaign, ItemKind.PHASE)
        if (day := binding.day_of(item.data, "end"))
    ]  # fmt: skip
    starts = [
        day for item in binding.standing(campaign, ItemKind.PHASE)
        if (day := binding.day_of(item.data, "start"))
    ]  # fmt: skip
    campaign = advance(
        campaign, "launch", by=by, at=at, expected_version=version, key=key, due_on=max(
            ends, default=None
        ),
        changes={
            "launched_on": on,
            "starts_on": min(starts, default=on),
            "ends_on": max(ends, default=None),
            "scope_areas": list(choices.areas),
            "scope_sectors": list(choices.sectors),
            "scope_tags": list(choices.tags),
            "self_check_due_on": choices.self_check_due_on,
            "bindings": {
                "duties": {str(pk): holder for pk, holder in choices.holders.items()},
                "tasks": list(choices.tasks),
            },
        },
    )  # fmt: skip
    open_job = Job.objects.filter(kind=JOB, payload__campaign=campaign.pk).first()
    return open_job or start_job(
        kind=JOB, title=f"下达：{campaign.title}"[:120], payload={"campaign": campaign.pk},
        area=campaign.area, by=by, at=at, result_url=f"/campaigns/{campaign.pk}/",
    )  # fmt: skip


@handler(JOB)
def run_launch(run: JobRun) -> None:
    """Do the launch; started again after a crash it goes on where the data says it stopped."""
    campaign = Campaign.objects.select_related("organisation").get(pk=run.payload["campaign"])
    by = run.job.created_by
    assert by is not None, "a launch is always somebody's"
    if campaign.state != CampaignState.LAUNCHING:
        return
    on = campaign.launched_on or business_date(run.at)
    with transaction.atomic():
        binding.bind_outline(campaign)
        binding.bind_phases(campaign)
        binding.bind_targets(campaign)
        binding.bind_checklist(campaign, by=by, at=run.at)
    included = _include_enterprises(run, campaign, by)
    with transaction.atomic():
        binding.bind_duties(campaign, by=by, at=run.at, on=on)
        opened = open_deliverables(campaign, on=on, by=by, at=run.at)
    duties = roll_duties(on=on, at=run.at)
    with transaction.atomic():
        advance(campaign, "start", by=None, at=run.at)
    run.finish(
        message=f"已纳入企业 {included} 家，新增履职事项 {duties} 项、报送事项 {opened} 项。",
        result_url=f"/campaigns/{campaign.pk}/",
    )


def _include_enterprises(run: JobRun, campaign: Campaign, by: User) -> int:
    wanted = EnterpriseFilter(
        areas=tuple(campaign.scope_areas),
        sectors=tuple(campaign.scope_sectors),
        tags=tuple(campaign.scope_tags),
    )
    matching = enterprises_matching(wanted).order_by("pk")
    have = set(campaign.participations.values_list("enterprise_id", flat=True))
    missing = [pk for pk in matching.values_list("pk", flat=True) if pk not in have]
    run.expect(len(missing) + len(have), done=len(have))
    for start in range(0, len(missing), CHUNK):
        chunk = missing[start : start + CHUNK]
        with transaction.atomic():
            _include(campaign, list(Enterprise.objects.filter(pk__in=chunk)), by=by, at=run.at)
        run.progress(len(chunk))
    return len(missing) + len(have)


def _include(campaign: Campaign, chunk: list[Enterprise], *, by: User, at: datetime) -> None:
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
            due_on=campaign.self_check_due_on,
            by=by,
            at=at,
        )
