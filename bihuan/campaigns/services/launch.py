"""Launch: from a confirmed plan to open loops, in a job that survives a killed worker."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.guards import launch_problems_of
from bihuan.campaigns.items import NEEDS_DECISION
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.rules import ENTERPRISES, HOLDERS, NOBODY, self_check_deadline, suggest_holder
from bihuan.campaigns.services import binding
from bihuan.campaigns.services.deliverables import open_deliverables
from bihuan.campaigns.services.including import include_enterprises
from bihuan.campaigns.services.memory import holders_learned, learn_holders
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.duties.models import Duty
from bihuan.duties.services.duty_rules import MOST_PER_PERIOD
from bihuan.duties.services.rolling import roll_duties
from bihuan.enterprises.queries import enterprises_matching
from bihuan.jobs.models import Job
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun, start_job
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import BadInput, Problem, StaleVersion
from bihuan.kernel.periods import Recurrence
from bihuan.loop.services.cases import advance, business_date, was_taken
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.reference.sectors import match_sectors
from bihuan.reference.tags import match_tags
from bihuan.standards.rules import item_problems

JOB = "campaign.launch"


def undecided(campaign: Campaign) -> dict[ItemKind, int]:
    """Count the items per kind that still wait for a person."""
    counts: dict[ItemKind, int] = {}
    rows = campaign.items.filter(decision=Decision.PENDING, kind__in=NEEDS_DECISION)
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
    learned = holders_learned(campaign, duties)
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
            item.pk: str(learned[item.pk].changes["holder"][1])
            if item.pk in learned
            else suggest_holder(item.data.get("actor"), str(item.data.get("action") or ""))
            for item in duties
        },
        tasks=tuple(item.pk for item in tasks if item.data.get("due")),
    )


def _problems(campaign: Campaign, choices: LaunchChoices, on: date) -> list[Problem]:
    found = [
        Problem(kind.label, f"还有 {count} 项没有核对", "，请先逐项采纳、修正或弃用。")
        for kind, count in undecided(campaign).items()
    ]
    checks = binding.checklist_items(campaign)
    has_checks = bool(checks)
    found += [
        Problem(f"检查内容{one.where}", one.message, one.suggestion)
        for one in item_problems(checks)
    ]
    found += _deadline_problems(choices.self_check_due_on, on, has_checks=has_checks)
    duties = given_duties(campaign, choices.holders)
    found += _duty_problems(duties, choices.holders)
    for_enterprises = any(choices.holders[item.pk] == ENTERPRISES for item in duties)
    found += _scope_problems(campaign, choices, needs_some=has_checks or for_enterprises)
    for item in binding.standing(campaign, ItemKind.PHASE):
        start, end = binding.day_of(item.data, "start"), binding.day_of(item.data, "end")
        if start and end and start > end:
            name = item.data.get("name") or "阶段"
            found.append(Problem(str(name), "开始晚于结束", "，请在核对页改正日期。"))
    return found + launch_problems_of(campaign, choices, on)


def _deadline_problems(due_on: date | None, on: date, *, has_checks: bool) -> list[Problem]:
    if has_checks and due_on is None:
        return [Problem("自查期限", "没有填写", "，请填写企业完成自查的日期。")]
    if due_on is not None and due_on < on:
        return [Problem("自查期限", "早于今天", "，请改为今天或以后的日期。")]
    return []


def _duty_problems(duties: list[PlanItem], holders: dict[int, str]) -> list[Problem]:
    found = []
    if any(holder not in HOLDERS for holder in holders.values()):
        found.append(Problem("周期职责", "承担者无法识别", "，请重新选择。"))
    for item in duties:
        if int(item.data.get("count") or 1) > MOST_PER_PERIOD:
            words = f"每期最多 {MOST_PER_PERIOD} 次"
            found.append(Problem(f"周期职责“{item.data['action']}”", words, "，请在核对页改正。"))
    return found


def _scope_problems(
    campaign: Campaign, choices: LaunchChoices, *, needs_some: bool
) -> list[Problem]:
    if not choices.areas:
        return [Problem("区划", "没有选择", "，请至少选一个地区。")]
    own = range_of(campaign.area)
    if not all(own.covers(range_of(code)) for code in choices.areas):
        return [Problem("区划", "有不属于本行动的地区", "，请重新选择。")]
    if needs_some and not enterprises_matching(choices.filter()).exists():
        return [Problem("范围", "没有符合条件的在业企业", "，请放宽行业、标签或区划。")]
    return []


def given_duties(campaign: Campaign, holders: dict[int, str]) -> list[PlanItem]:
    """Return the duty items that become rules: somebody carries them, in a known period."""
    return [
        item
        for item in binding.standing(campaign, ItemKind.DUTY)
        if holders.get(item.pk, NOBODY) != NOBODY and item.data.get("period") in set(Recurrence)
    ]


@transaction.atomic
def launch_campaign(
    *, campaign_id: int, choices: LaunchChoices, by: User, at: datetime,
    version: int | None = None, key: UUID | None = None, revision: int | None = None,
) -> Job:  # fmt: skip
    """Freeze the choices, move the campaign to 正在下达 and queue the work.

    ``revision`` is the state of the items that the person saw; a later edit must be seen first.

    Raises:
        BadInput: something is undecided or impossible; every problem is named at once.
        StepRefused, StaleVersion, NotAllowed: as for every step.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    on = business_date(at)
    is_first = campaign.state == CampaignState.DRAFT and not was_taken(campaign, key)
    if is_first and by.can(Capability.PLAN_LAUNCH):
        if revision is not None and revision != campaign.revision:
            raise StaleVersion("页面打开后条目又有改动，请刷新页面，确认承担者和范围后再发起。")
        if found := _problems(campaign, choices, on):
            raise BadInput(found, code="launch_not_ready")
    starts_on, ends_on = binding.span_of(campaign, on=on)
    campaign = advance(
        campaign, "launch", by=by, at=at, expected_version=version, key=key, due_on=ends_on,
        changes={
            "launched_on": on,
            "starts_on": starts_on or on,
            "ends_on": ends_on,
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
    if is_first:
        learn_holders(campaign, by=by, at=at)
    open_job = Job.objects.filter(kind=JOB, payload__campaign=campaign.pk).first()
    return open_job or start_job(
        kind=JOB, title=f"下达：{campaign.title}"[:120], payload={"campaign": campaign.pk},
        area=campaign.area, by=by, at=at, result_url=f"/campaigns/{campaign.pk}/",
    )  # fmt: skip


@handler(JOB)
def run_launch(run: JobRun) -> None:
    """Do the launch; started again after a crash it goes on where the data says it stopped.

    Whether the person may launch was decided when the button was pressed; what is made here is
    made by the system, so that a post that ends meanwhile does not leave half a campaign.
    """
    campaign = Campaign.objects.select_related("organisation").get(pk=run.payload["campaign"])
    if campaign.state != CampaignState.LAUNCHING:
        return
    on = campaign.launched_on or business_date(run.at)
    with transaction.atomic():
        binding.bind_outline(campaign)
        binding.bind_phases(campaign)
        binding.bind_targets(campaign)
        binding.bind_checklist(campaign, at=run.at)
    included = include_enterprises(run, campaign, by=run.job.created_by)
    with transaction.atomic():
        binding.bind_duties(campaign, at=run.at, on=on)
        open_deliverables(campaign, on=on, by=run.job.created_by, at=run.at)
    roll_duties(on=on, at=run.at)
    with transaction.atomic():
        advance(campaign, "start", by=None, at=run.at)
        duties = Duty.objects.filter(campaign_ref=campaign.pk).count()
        run.finish(
            message=f"已纳入企业 {included} 家，下达履职事项 {duties} 项、"
            f"报送和办结事项 {campaign.deliverables.count()} 项。",
            result_url=f"/campaigns/{campaign.pk}/",
        )
