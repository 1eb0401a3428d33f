"""A confirmed plan with an item of every kind, written by hand, and its launch."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.living import LiveSentence, living_document
from bihuan.campaigns.models import Campaign, ItemLink, PlanItem
from bihuan.campaigns.services.launch import launch_campaign, suggested_choices
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.duties.models import Duty, DutyRule
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.tests.given import JUNE_1, an_enterprise
from bihuan.inspections.models import SelfCheck
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.kernel.areas import range_of
from bihuan.loop.models import Todo, TrailRow
from bihuan.loop.services.cases import business_date, open_case
from bihuan.people.models import Organisation, User
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, Cast
from bihuan.standards.models import Checklist

TITLE = "示例一镇轻工企业安全整治行动方案"
TEXT = f"""{TITLE}
一、工作目标
企业自查率达到100%。群众满意度达到90%以上。
二、整治范围
辖区内轻工企业。
三、工作步骤
动员部署阶段（2026年6月1日至6月10日）。
自查自纠阶段（2026年6月11日至7月20日）。
集中整治阶段（2026年7月21日至9月30日）。
四、检查内容
疏散通道是否畅通。
除尘系统是否正常运行。
五、工作要求
镇领导每月带队检查不少于3次。
企业主要负责人每月组织检查1次。
镇安全办每月底前报送工作进展情况。
镇安全办于6月25日前报送自查汇总表。
镇安全办于6月20日前建立企业台账。
对落实不力的予以通报批评。
"""

K = ItemKind
ITEMS: list[tuple[ItemKind, str, dict[str, Any]]] = [
    (K.TARGET, "企业自查率达到100%", {
        "subject": "企业", "metric": "自查率", "op": ">=", "value": 100.0, "unit": "%",
        "deadline": "2026-07-20", "metric_key": "self_check.rate"}),
    (K.TARGET, "群众满意度达到90%以上", {
        "subject": "群众", "metric": "满意度", "op": ">=", "value": 90.0, "unit": "%",
        "deadline": None, "metric_key": None}),
    (K.SCOPE, "辖区内轻工企业", {"text": "辖区内轻工企业", "category": "light_industry"}),
    (K.PHASE, "动员部署阶段（2026年6月1日至6月10日）", {
        "name": "动员部署阶段", "start": "2026-06-01", "end": "2026-06-10"}),
    (K.PHASE, "自查自纠阶段（2026年6月11日至7月20日）", {
        "name": "自查自纠阶段", "start": "2026-06-11", "end": "2026-07-20"}),
    (K.PHASE, "集中整治阶段（2026年7月21日至9月30日）", {
        "name": "集中整治阶段", "start": "2026-07-21", "end": "2026-09-30"}),
    (K.CHECK_ITEM, "疏散通道是否畅通", {"group": "消防", "text": "疏散通道是否畅通", "severity": "general"}),
    (K.CHECK_ITEM, "除尘系统是否正常运行", {"group": "粉尘", "text": "除尘系统是否正常运行", "severity": None}),
    (K.DUTY, "镇领导每月带队检查不少于3次", {
        "actor": "镇领导", "action": "带队检查", "count": 3, "period": "month"}),
    (K.DUTY, "企业主要负责人每月组织检查1次", {
        "actor": "企业主要负责人", "action": "组织检查", "count": 1, "period": "month"}),
    (K.DELIVERABLE, "镇安全办每月底前报送工作进展情况", {
        "actor": "镇安全办", "recipient": "县安委办", "what": "工作进展情况", "due": None,
        "recurrence": "month"}),
    (K.DELIVERABLE, "镇安全办于6月25日前报送自查汇总表", {
        "actor": "镇安全办", "recipient": "县安委办", "what": "自查汇总表", "due": "2026-06-25",
        "recurrence": None}),
    (K.TASK, "镇安全办于6月20日前建立企业台账", {
        "actor": "镇安全办", "action": "建立企业台账", "due": "2026-06-20"}),
    (K.ACCOUNTABILITY, "对落实不力的予以通报批评", {"kind": "report", "text": "通报批评"}),
]  # fmt: skip


def a_plan(
    by: User,
    organisation: Organisation,
    *,
    without: tuple[ItemKind, ...] = (),
    decision: Decision = Decision.ACCEPTED,
    text: str = TEXT,
) -> Campaign:
    """Return a draft of the plan above with every item decided."""
    campaign = open_case(
        Campaign(organisation=organisation, area=organisation.area, title=TITLE, text=text),
        by=by, at=JUNE_1,
    )  # fmt: skip
    PlanItem.objects.bulk_create(
        an_item(campaign, kind, quote, data, position=position, decision=decision)
        for position, (kind, quote, data) in enumerate(ITEMS, start=1)
        if kind not in without
    )
    return campaign


def an_item(
    campaign: Campaign,
    kind: str,
    quote: str,
    data: dict[str, Any],
    *,
    position: int = 99,
    decision: Decision = Decision.ACCEPTED,
) -> PlanItem:
    """Return an unsaved item at the place of its quote."""
    start = campaign.text.index(quote)
    return PlanItem(
        campaign=campaign, kind=kind, position=position, data=data, original=data, quote=quote,
        start_char=start, end_char=start + len(quote), decision=decision,
    )  # fmt: skip


def factories(cast: Cast, count: int, *, area: int = VILLAGE_ONE) -> list[Enterprise]:
    """Return enterprises of the first town that the plan's scope means."""
    return [
        an_enterprise(cast.town_one, name=f"示例轻工厂{area % 1000}-{number}", area=area)
        for number in range(count)
    ]


def chosen(campaign: Campaign, *, at: datetime = JUNE_1, **changes: Any) -> LaunchChoices:
    """Return what the launch page suggests, with changes."""
    return replace(suggested_choices(campaign, on=business_date(at)), **changes)


def started(campaign: Campaign, by: User, *, at: datetime = JUNE_1, **changes: Any) -> Job:
    """Launch without doing the job's work."""
    return launch_campaign(
        campaign_id=campaign.pk, choices=chosen(campaign, at=at, **changes), by=by, at=at
    )


def launched(campaign: Campaign, by: User, *, at: datetime = JUNE_1, **changes: Any) -> Campaign:
    """Launch and do the job's work."""
    job = run_job(started(campaign, by, at=at, **changes).pk, clock=lambda: at)
    assert job.state == "done", job.message
    campaign.refresh_from_db()
    return campaign


def noon(day: date) -> datetime:
    """Return a moment of a day, 12:00 in Beijing."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def counted(campaign: Campaign) -> dict[str, int]:
    """Everything that a launch makes."""
    return {
        "participations": campaign.participations.count(),
        "self_checks": SelfCheck.objects.filter(campaign_ref=campaign.pk).count(),
        "checklists": Checklist.objects.filter(series=f"campaign-{campaign.pk}").count(),
        "rules": DutyRule.objects.filter(campaign_ref=campaign.pk).count(),
        "duties": Duty.objects.filter(campaign_ref=campaign.pk).count(),
        "deliverables": campaign.deliverables.count(),
        "targets": campaign.targets.count(),
        "phases": campaign.phases.count(),
        "links": ItemLink.objects.filter(item__campaign=campaign).count(),
        "trail": TrailRow.objects.count(),
        "todos": Todo.objects.count(),
    }


def sentence(
    campaign: Campaign, quote: str, *, on: date = date(2026, 6, 5), area: int = TOWN_ONE
) -> LiveSentence:
    """Return the first sentence that holds ``quote``, as it stands on a day."""
    document = living_document(Campaign.objects.get(pk=campaign.pk), area=range_of(area), on=on)
    return next(one for one in document.sentences if quote in one.text)
