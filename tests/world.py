"""A small world with one object for every page, made through the real services.

Everything that belongs to 示例一镇 carries ``MARK`` in its title, name or note, so a page that
shows any of it to a stranger gives itself away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.group_models import GroupMember
from bihuan.campaigns.models import Campaign, Deliverable, PlanItem
from bihuan.campaigns.services.deliverables import submit_deliverable
from bihuan.campaigns.services.doubts import settle_anomaly
from bihuan.campaigns.services.groups import InWords, add_member, set_up_group
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.services.items import decide, metric_keys
from bihuan.campaigns.services.launch import launch_campaign, suggested_choices
from bihuan.campaigns.states import CampaignState, Decision, GroupRole, ItemKind
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.cascade.queries import handed_down
from bihuan.cascade.services.decomposing import Assigned, decompose
from bihuan.cascade.services.receipts import ask_enterprises
from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.services import record_duty
from bihuan.enterprises.models import EnterpriseImport
from bihuan.enterprises.services import register_enterprise
from bihuan.enterprises.services.importing import start_import
from bihuan.enterprises.tests.given import Factory, a_factory
from bihuan.hazards import services as hazards
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.services import Given, add_photo, save_answers, submit_self_check
from bihuan.inspections.states import Answer
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.jobs.states import JobState
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_file, keep_photo
from bihuan.loop.services.seals import publish_daily_roots, seal_all
from bihuan.loop.states import EvidenceKind
from bihuan.notifications.services import notify
from bihuan.notifications.states import MessageKind
from bihuan.oversight.models import Bulletin
from bihuan.oversight.services import draft_bulletin, issue_bulletin, submit_bulletin
from bihuan.people.models import Assignment, User
from bihuan.people.services import assign
from bihuan.people.states import AssignmentKind, OrganisationKind, Role
from bihuan.people.tests.given import (
    TOWN_ONE,
    VILLAGE_ONE,
    VILLAGE_TWO,
    Cast,
    a_body,
    a_person,
    the_cast,
)
from bihuan.standards.models import Checklist
from bihuan.standards.rules import NewItem
from bihuan.standards.services import create_checklist
from tests.endings import Endings, endings
from tests.following import follow
from tests.world_files import a_workbook, picture
from tests.world_plans import add_plan_objects

MARK = "甲镇暗记"
JUNE_1 = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
JUNE_8 = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
TODAY = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)
"""The moment at which the pages of this world are opened."""

PLAN = f"""示例一镇{MARK}2026年夏季安全生产专项整治工作方案

根据《示例县安全生产管理办法》要求，结合本镇实际，制定本方案。

一、工作目标
{MARK}企业自查率达到100%，隐患整改率达到95%以上，执法检查面力争达到20230%。

二、整治范围
{MARK}辖区内粉尘涉爆、有限空间作业和涉氨制冷企业。

三、工作步骤
（一）动员部署阶段（2026年6月1日至6月10日）。各社区召开动员会，传达本方案。
（二）自查自纠阶段（2026年6月11日至7月20日）。企业对照检查内容开展自查。
（三）集中整治阶段（2026年7月21日至9月30日）。镇安全办组织检查，督促整改。

四、检查内容
1.{MARK}粉尘清扫制度是否落实，除尘系统是否正常运行；
2.有限空间作业是否先通风、再检测、后作业；
3.疏散通道、安全出口是否畅通。

五、工作要求
镇领导每月带队检查{MARK}企业不少于3次。镇安全办于2026年7月25日前将{MARK}自查情况汇总表报县安委办。
"""
FIVE: dict[str, Any] = {
    "owner": f"{MARK}钱", "measures": f"{MARK}更换接地线。", "funds": Decimal(2000),
    "interim_measures": "停用喷漆房，专人看守。",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Everybody, and one object of everything, by what it is."""

    cast: Cast
    administrator: User
    grid_worker: User
    chief_two: User
    administrator_two: User
    factory: Factory
    other: Factory
    draft: Campaign
    item: PlanItem
    anomaly: PlanItem
    campaign: Campaign
    job: Job
    checks: dict[str, SelfCheck]
    hazards: dict[str, Hazard]
    photo: Evidence
    kept_photo: Evidence
    duties: dict[str, Duty]
    duty_rule: DutyRule
    deliverable: Deliverable
    member: GroupMember
    bulletins: dict[str, Bulletin]
    checklist: Checklist
    imported: EnterpriseImport
    assignment: Assignment
    sub_plan: SubPlan
    receipt: Receipt
    endings: Endings

    @property
    def insiders(self) -> dict[str, User]:
        """One person of each post that may see 示例一镇 or its factory."""
        return {
            "clerk": self.cast.zhou,
            "chief": self.cast.zhao,
            "leader": self.cast.li,
            "inspector": self.cast.lin,
            "grid_worker": self.grid_worker,
            "administrator": self.administrator,
            "safety_manager": self.factory.qian,
            "enterprise_head": self.factory.feng,
            "county_clerk": self.cast.wu,
        }

    @property
    def outsiders(self) -> dict[str, User]:
        """People who must see nothing of 示例一镇: the other town's, and another enterprise's."""
        return {
            "clerk_two": self.cast.sun,
            "chief_two": self.chief_two,
            "administrator_two": self.administrator_two,
            "manager_two": self.other.qian,
        }


def photo_of(kind: EvidenceKind, by: User, factory: Factory, *, at: datetime = JUNE_8) -> Evidence:
    """Return a photo of the factory that no step has taken yet."""
    enterprise = factory.enterprise
    return keep_photo(
        picture(), name=f"{MARK}.png", kind=kind, area=enterprise.area,
        enterprise_id=enterprise.pk, by=by, at=at,
    )  # fmt: skip


def factory_two(cast: Cast) -> Factory:
    """Return a factory of 示例二镇, with nothing of the first town in its name."""
    factory = a_factory(cast, name="示例邻镇机械厂", suffix="_two")
    enterprise = factory.enterprise
    enterprise.area, enterprise.supervisor = VILLAGE_TWO, cast.town_two
    enterprise.save()
    body = factory.qian.posts.get().organisation
    body.area = VILLAGE_TWO
    body.save()
    return factory


def confirmed(campaign: Campaign, by: User, *, at: datetime = JUNE_1) -> Campaign:
    """Return the draft with its doubts settled and every item accepted."""
    for doubt in campaign.items.filter(kind=ItemKind.ANOMALY, decision=Decision.PENDING):
        settle_anomaly(
            item_id=doubt.pk, reading=doubt.data.get("suggestion"), by=by, at=at,
            version=doubt.version,
        )  # fmt: skip
    for item in campaign.items.filter(decision=Decision.PENDING):
        data = dict(item.data)
        if data.get("metric_key") not in metric_keys():
            data.pop("metric_key", None)  # this build may not hold the metric that is suggested
        decide(
            item_id=item.pk, decision=Decision.ACCEPTED, by=by, at=at, version=item.version,
            data=data,
        )  # fmt: skip
    campaign.refresh_from_db()
    return campaign


def launched(cast: Cast, *, text: str = PLAN, at: datetime = JUNE_1) -> tuple[Campaign, Job]:
    """Return the plan running for every enterprise of the town, and the job that launched it."""
    (campaign,) = import_plan(
        data=text.encode(), name=f"{MARK}.txt", organisation=cast.town_one, by=cast.zhou, at=at
    )
    confirmed(campaign, cast.zhou, at=at)
    wanted = suggested_choices(campaign, on=date(2026, 6, 1))
    job = launch_campaign(
        campaign_id=campaign.pk, by=cast.zhao, at=at,
        choices=LaunchChoices(
            self_check_due_on=wanted.self_check_due_on, areas=(TOWN_ONE,), holders=wanted.holders,
            tasks=wanted.tasks,
        ),
    )  # fmt: skip
    job = run_job(job.pk, clock=lambda: at)
    assert job.state == JobState.DONE, job.message
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.RUNNING
    return campaign, job


def submitted(
    check: SelfCheck, factory: Factory, *, at: datetime = JUNE_8
) -> tuple[SelfCheck, Hazard]:
    """Return the self-check finished with its first item failed, and the hazard that became of it."""
    items = list(check.checklist.items.order_by("number"))
    given = [Given(item.pk, Answer.PASS) for item in items[1:]]
    failed = Given(
        items[0].pk, Answer.FAIL, note=f"{MARK}积尘没有清扫", place="打磨车间",
        level=HazardLevel.GENERAL, owner=f"{MARK}钱", measures="当班清扫。", due_on=date(2026, 6, 20),
    )  # fmt: skip
    save_answers(self_check_id=check.pk, given=[failed, *given], by=factory.qian, at=at)
    add_photo(
        self_check_id=check.pk, item_id=items[0].pk, data=picture(), name=f"{MARK}.png",
        by=factory.qian, at=at,
    )  # fmt: skip
    done = submit_self_check(self_check_id=check.pk, by=factory.qian, at=at)
    return done, Hazard.objects.get(source_ref=check.pk, source=HazardSource.SELF_CHECK)


def every_hazard(cast: Cast, factory: Factory) -> dict[str, Hazard]:
    """Return one hazard in each state, by state."""
    made = {}
    for state in ("reported", "withdrawn", "ordered", "rectified", "closed"):
        hazard = hazards.report_hazard(
            enterprise=factory.enterprise, summary=f"{MARK}静电接地松动 {state}", place="喷漆房",
            source=HazardSource.PATROL, by=cast.lin, at=JUNE_1,
        )  # fmt: skip
        if state == "withdrawn":
            hazard = hazards.withdraw_hazard(
                hazard_id=hazard.pk, reason=f"{MARK}登记重复", by=cast.lin, at=JUNE_1
            )
        if state in ("ordered", "rectified", "closed"):
            hazard = hazards.grade_hazard(
                hazard_id=hazard.pk, level=HazardLevel.GENERAL, by=cast.lin, at=JUNE_1, **FIVE
            )
        if state in ("rectified", "closed"):
            photo = photo_of(EvidenceKind.PHOTO_AFTER, factory.qian, factory)
            hazard = hazards.report_rectification(
                hazard_id=hazard.pk, note=f"{MARK}已更换。", evidence=[photo], by=factory.qian,
                at=JUNE_8,
            )  # fmt: skip
        if state == "closed":
            photo = photo_of(EvidenceKind.RECHECK, cast.zhou, factory)
            hazard = hazards.close_hazard(
                hazard_id=hazard.pk, evidence=[photo], by=cast.zhou, at=JUNE_8
            )
        made[state] = hazard
    return made


def handed_on(cast: Cast, campaign: Campaign, factory: Factory) -> tuple[SubPlan, Receipt]:
    """Return what a community was given of the campaign, and what the factory is asked to sign."""
    community = a_body(f"{MARK}居委会", OrganisationKind.COMMUNITY, VILLAGE_ONE)
    items = [item.pk for item in handed_down(campaign)]
    (sub_plan,) = decompose(
        campaign_id=campaign.pk, by=cast.zhou, at=JUNE_8,
        assigned=[Assigned(community.pk, items, date(2026, 6, 10))],
    )  # fmt: skip
    assert isinstance(sub_plan, SubPlan)
    job = ask_enterprises(
        campaign_id=campaign.pk, due_on=date(2026, 6, 10), by=cast.zhou, at=JUNE_8
    )
    run_job(job.pk, clock=lambda: JUNE_8)
    return sub_plan, Receipt.objects.get(campaign=campaign, enterprise=factory.enterprise)


def the_world() -> World:
    """Make the world once; pages are opened at ``TODAY``."""
    cast = the_cast()
    administrator = a_person("gao", "高", Role.ADMINISTRATOR, cast.town_one)
    grid_worker = a_person("wang", "王", Role.GRID_WORKER, cast.town_one)
    chief_two = a_person("zheng", "郑", Role.CHIEF, cast.town_two)
    administrator_two = a_person("qi", "齐", Role.ADMINISTRATOR, cast.town_two)
    factory, other = a_factory(cast, name=f"示例{MARK}涂料厂"), factory_two(cast)
    register_enterprise(
        name=f"示例{MARK}木器厂", area=VILLAGE_ONE, sector="light_industry", by=cast.zhou,
        at=JUNE_1, principal=f"{MARK}何", supervisor=cast.town_one,
    )  # fmt: skip
    assignment = assign(
        user=grid_worker, kind=AssignmentKind.GRID, area=VILLAGE_ONE, since=date(2026, 1, 1),
        by=administrator, at=JUNE_1,
    )  # fmt: skip
    checklist = create_checklist(
        name=f"{MARK}检查标准", items=[NewItem(f"{MARK}通道是否畅通")], organisation=cast.town_one,
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    imported = start_import(data=a_workbook(MARK), name=f"{MARK}名单.xlsx", by=cast.zhou, at=JUNE_1)
    assert imported.job is not None
    run_job(imported.job.pk, clock=lambda: JUNE_1)
    campaign, job = launched(cast)
    drafts = import_plan(
        data=PLAN.replace("夏季", "冬季").encode(), name=f"{MARK}冬季.txt",
        organisation=cast.town_one, by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    draft = drafts[0]
    doubt = draft.items.filter(kind=ItemKind.ANOMALY).first()
    item = draft.items.filter(kind=ItemKind.CHECK_ITEM).first()
    assert doubt is not None
    assert item is not None
    left_out = draft.items.filter(kind=ItemKind.CHECK_ITEM).last()
    assert left_out is not None
    decide(
        item_id=left_out.pk, decision=Decision.REJECTED, by=cast.zhou, at=JUNE_1,
        version=left_out.version,
    )  # fmt: skip
    draft.refresh_from_db()
    check, found = submitted(
        SelfCheck.objects.get(enterprise=factory.enterprise, campaign_ref=campaign.pk), factory
    )
    open_check = (
        SelfCheck.objects.filter(campaign_ref=campaign.pk).exclude(pk=check.pk).order_by("pk")[0]
    )
    made = {**every_hazard(cast, factory), "self_check": found}
    duty = Duty.objects.filter(post__user=cast.li).order_by("pk")[0]
    record_duty(
        duty_id=duty.pk, done_on=date(2026, 6, 8), summary=f"{MARK}带队检查", place=MARK, by=cast.li,
        at=JUNE_8, visited=factory.enterprise,
    )  # fmt: skip
    deliverable = Deliverable.objects.filter(campaign=campaign).order_by("pk")[0]
    paper = keep_file(
        b"%PDF-1.4 example", name=f"{MARK}.pdf", kind=EvidenceKind.ATTACHMENT,
        area=deliverable.area, enterprise_id=None, by=cast.zhou, at=JUNE_8,
    )  # fmt: skip
    submit_deliverable(
        deliverable_id=deliverable.pk, evidence=[paper], note=MARK, by=cast.zhou, at=JUNE_8
    )
    set_up_group(campaign_id=campaign.pk, by=cast.zhou, at=JUNE_8)
    member = add_member(
        campaign_id=campaign.pk, role=GroupRole.MEMBER, naming=InWords(f"{MARK}派出所所长"),
        by=cast.zhou, at=JUNE_8,
    )  # fmt: skip
    bulletins = {
        name: draft_bulletin(campaign_id=campaign.pk, phase_id=None, by=cast.zhou, at=JUNE_8)
        for name in ("draft", "issued")
    }
    submit_bulletin(bulletin_id=bulletins["issued"].pk, by=cast.zhou, at=JUNE_8)
    bulletins["issued"] = issue_bulletin(
        bulletin_id=bulletins["issued"].pk, by=cast.zhao, at=JUNE_8
    )
    follow(campaign, cast, mark=MARK, at=JUNE_8, closed=made["closed"])
    sub_plan, receipt = handed_on(cast, campaign, factory)
    for user in (cast.zhou, factory.qian):
        notify(
            [user], kind=MessageKind.REMINDER, title=f"{MARK}请尽快办理", key=f"world:{user.pk}",
            at=JUNE_8, body=MARK, url=made["ordered"].get_absolute_url(),
        )  # fmt: skip
    add_plan_objects(cast, campaign, at=JUNE_8)
    seal_all(at=JUNE_8)
    publish_daily_roots(day=date(2026, 6, 1))
    return World(
        cast=cast, administrator=administrator, grid_worker=grid_worker, chief_two=chief_two,
        administrator_two=administrator_two, imported=imported,
        factory=factory, other=other, draft=draft, item=item, anomaly=doubt, campaign=campaign,
        job=job, checks={"submitted": check, "assigned": open_check}, hazards=made,
        photo=Evidence.objects.filter(case_kind="hazard").order_by("pk")[0],
        kept_photo=photo_of(EvidenceKind.PHOTO_FOUND, cast.zhou, factory),
        duties={"open": duty}, duty_rule=duty.rule, deliverable=deliverable, member=member,
        bulletins=bulletins,
        checklist=checklist, assignment=assignment, sub_plan=sub_plan, receipt=receipt,
        endings=endings(
            campaign, launched(cast, text=PLAN.replace("夏季", "春季"))[0], found, clerk=cast.zhou,
            chief=cast.zhao, at=JUNE_8, mark=MARK,
        ),
    )  # fmt: skip
