"""More than thirty rows for every list, on top of the shared world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

from django.db.models import Model

from bihuan.archives.models import Handover
from bihuan.campaigns.memory_models import Lesson
from bihuan.campaigns.models import Campaign, Deliverable, PlanItem
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.states import CampaignState
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.documents.models import IssuedDocument
from bihuan.duties.services import create_duty_rule, roll_duties
from bihuan.duties.states import HolderKind
from bihuan.enterprises.tests.given import an_enterprise
from bihuan.hazards import services as hazards
from bihuan.hazards.states import HazardSource
from bihuan.inspections.models import SelfCheck, SelfCheckAnswer
from bihuan.inspections.states import Answer
from bihuan.jobs.models import Job
from bihuan.kernel.periods import Recurrence
from bihuan.library.models import PlanTemplate
from bihuan.lookback.models import Lookback, LookbackRound
from bihuan.notifications.services import notify
from bihuan.notifications.states import MessageKind
from bihuan.oversight.models import Bulletin
from bihuan.people.models import Organisation
from bihuan.people.services import assign
from bihuan.people.states import AssignmentKind, OrganisationKind, Role
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, a_body, a_person
from bihuan.phasework.models import PhaseOutput
from bihuan.standards.rules import NewItem
from bihuan.standards.services import create_checklist
from bihuan.vigilance.models import SensitivePeriod
from tests.crowd_between import crowd_between_bodies
from tests.world import JUNE_1, JUNE_8, PLAN, World, launched

MANY = 32
M = TypeVar("M", bound=Model)


def copies(row: M, **changes: Any) -> Iterator[M]:
    """Yield ``MANY`` unsaved copies of a row; a change may be a function of the copy's number."""
    plain = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    for number in range(MANY):
        own = {name: value(number) if callable(value) else value for name, value in changes.items()}
        yield type(row)(**plain | own)


def crowd(world: World) -> Campaign:
    """Fill every list; return a campaign that runs for more than thirty enterprises."""
    cast = world.cast
    firms = [an_enterprise(cast.town_one, name=f"示例企业{number}") for number in range(MANY)]
    campaign, job = launched(cast, text=PLAN.replace("夏季", "秋季"))
    _findings(campaign)
    for number, firm in enumerate(firms):
        _one_of_each(world, number, firm)
    roll_duties(on=date(2026, 6, 1), at=JUNE_1)
    fresh = {"public_id": lambda _: uuid4()}
    Job.objects.bulk_create(copies(job, **fresh))
    deliverable = Deliverable.objects.filter(campaign=campaign)[0]
    Deliverable.objects.bulk_create(
        copies(deliverable, period_label=lambda number: f"第{number}期", **fresh)
    )
    PhaseOutput.objects.bulk_create(copies(PhaseOutput.objects.all()[0], **fresh))
    SensitivePeriod.objects.bulk_create(copies(SensitivePeriod.objects.all()[0]))
    looked_at = Lookback.objects.select_related("round").all()[0]
    LookbackRound.objects.bulk_create(
        copies(looked_at.round, number=lambda number: 100 + number, seed=lambda number: number)
    )
    rounds = list(LookbackRound.objects.exclude(pk=looked_at.round_id).order_by("pk"))
    Lookback.objects.bulk_create(
        copies(looked_at, round_id=lambda number: rounds[number].pk, new_hazard_id=None, **fresh)
    )
    Bulletin.objects.bulk_create(copies(world.bulletins["issued"], issued_id=None, **fresh))
    crowd_between_bodies(world)
    items = PlanItem.objects.filter(campaign__state=CampaignState.DRAFT).order_by("-pk")[:MANY]
    Lesson.objects.bulk_create(
        copies(Lesson.objects.all()[0], item_id=lambda number: items[number].pk)
    )
    issued = world.bulletins["issued"].issued
    assert issued is not None
    IssuedDocument.objects.bulk_create(
        copies(
            issued, token=lambda number: f"T{number}", number=lambda number: f"示例{number}号",
            series_number=lambda number: 100 + number, **fresh,
        )
    )  # fmt: skip
    bodies = list(Organisation.objects.filter(name__startswith="示例社区").order_by("pk"))
    SubPlan.objects.bulk_create(
        copies(world.sub_plan, organisation_id=lambda number: bodies[number].pk, **fresh)
    )
    Receipt.objects.bulk_create(
        copies(world.receipt, enterprise_id=lambda number: firms[number].pk, **fresh)
    )
    ended = world.endings.ended
    Campaign.objects.bulk_create(copies(ended, plan_file_id=None, **fresh))
    Handover.objects.bulk_create(copies(world.endings.handover, **fresh))
    PlanTemplate.objects.bulk_create(copies(world.endings.template))
    return campaign


def _findings(campaign: Campaign) -> None:
    """Let one item fail at every enterprise."""
    checks = SelfCheck.objects.filter(campaign_ref=campaign.pk)
    items = list(campaign.checklist.items.all()) if campaign.checklist else []
    SelfCheckAnswer.objects.bulk_create(
        SelfCheckAnswer(
            self_check=check, item=items[0], answer=Answer.FAIL, note="示例问题", answered_at=JUNE_8
        )
        for check in checks
    )
    checks.update(state="submitted", submitted_on=date(2026, 6, 8), submitted_at=JUNE_8)


def _one_of_each(world: World, number: int, firm: Any) -> None:
    cast = world.cast
    hazards.report_hazard(
        enterprise=firm, summary=f"示例隐患{number}", source=HazardSource.PATROL, by=cast.lin,
        at=JUNE_1,
    )  # fmt: skip
    create_duty_rule(
        title=f"示例职责{number}", holder_kind=HolderKind.POST, role=Role.LEADER,
        organisation=cast.town_one, count=1, every=Recurrence.MONTH, since=date(2026, 6, 1),
        basis="示例方案", source_key=f"crowd:{number}", by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    create_checklist(
        name=f"示例标准{number}", items=[NewItem("示例检查内容")], organisation=cast.town_one,
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    import_plan(
        text=f"示例方案{number}\n\n一、工作目标\n企业自查率达到{50 + number}%。\n",
        organisation=cast.town_one, by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    assign(
        user=cast.lin, kind=AssignmentKind.HOOK_UP, area=VILLAGE_ONE, enterprise_ref=firm.pk,
        since=date(2026, 6, 1), by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    body = a_body(f"示例社区{number}", OrganisationKind.COMMUNITY, TOWN_ONE)
    a_person(f"crowd{number}", f"示例人{number}", Role.GRID_WORKER, body)
    notify(
        [cast.zhou], kind=MessageKind.REMINDER, title=f"示例消息{number}", key=f"crowd:{number}",
        at=JUNE_8,
    )  # fmt: skip
