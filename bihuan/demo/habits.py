"""What enterprises and officials do on an ordinary day, well or badly by their diligence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from bihuan.campaigns.models import Deliverable
from bihuan.campaigns.services.deliverables import accept_deliverable, submit_deliverable
from bihuan.campaigns.states import DeliverableState
from bihuan.demo.moments import moment
from bihuan.demo.papers import report_pdf
from bihuan.demo.pictures import picture
from bihuan.demo.words import MEASURES, PLACES, VISITS, faults_of
from bihuan.demo.world import Business, Office, World
from bihuan.duties.models import Duty
from bihuan.duties.services import record_duty
from bihuan.duties.states import DutyState
from bihuan.hazards.models import Hazard
from bihuan.hazards.services import (
    close_hazard,
    grade_hazard,
    report_hazard,
    report_rectification,
    return_hazard,
)
from bihuan.hazards.states import HazardLevel, HazardSource, HazardState
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.services import Given, add_photo, save_answers, submit_self_check
from bihuan.inspections.states import Answer, SelfCheckState
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_file, keep_photo
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.standards.models import CheckItem
from bihuan.standards.states import Severity

FAIL_RATE = 0.1
MAJOR_SHARE = 0.05
PATROL_RATE = 0.16
LAZY = 0.45
LATE_START = 4


class Habits:
    """Plays one day at a time; everything random comes from one seeded source.

    ``resting`` are enterprises that leave their work to whoever opens the demo; ``stuck`` are
    hazards that nobody takes on, ``absent`` people who record no duty.
    """

    def __init__(self, world: World, rng: Random) -> None:
        """Index the world by the ids that cases carry."""
        self.world = world
        self.rng = rng
        self.by_enterprise = {one.enterprise.pk: one for one in world.businesses}
        self.offices = {office.body.pk: office for office in [world.county, *world.towns]}
        self.people = {
            user.pk: user for office in self.offices.values() for user in office.people.values()
        }
        self.items: dict[int, list[CheckItem]] = {}
        self.resting: set[int] = set()
        self.stuck: set[int] = set()
        self.absent: set[int] = set()

    def live(self, day: date) -> None:
        """Play a day."""
        self._self_checks(day)
        self._grade(day)
        self._rectify(day)
        self._recheck(day)
        self._patrol(day)
        self._duties(day)
        self._accept(day)
        self._deliverables(day)

    def _chance(self, likelihood: float) -> bool:
        return self.rng.random() < likelihood

    def _at(self, day: date) -> datetime:
        return moment(day, self.rng.randint(8, 17), self.rng.randint(0, 59))

    def _self_checks(self, day: date) -> None:
        waiting = SelfCheck.objects.filter(state=SelfCheckState.ASSIGNED).order_by("pk")
        for check in waiting.select_related("enterprise"):
            business = self.by_enterprise[check.enterprise_id]
            if check.enterprise_id in self.resting:
                continue
            left = (check.asked_by - day).days
            if left > LATE_START and business.diligence < LAZY:
                continue
            pace = 0.03 if left > 20 else 0.11 if left > 3 else 0.3  # noqa: PLR2004
            if self._chance(pace * business.diligence):
                self._fill(check, business, day)

    def _fill(self, check: SelfCheck, business: Business, day: date) -> None:
        at = self._at(day)
        started = at - timedelta(minutes=self.rng.randint(6, 40))
        items = self._items(check)
        given = [self._answer(item, business, day) for item in items]
        save_answers(self_check_id=check.pk, given=given, by=business.manager, at=started)
        for one in given:
            if one.answer == Answer.FAIL:
                add_photo(
                    self_check_id=check.pk, item_id=one.item_id, data=picture(self.rng),
                    name="现场.jpg", by=business.manager, at=started,
                )  # fmt: skip
        submit_self_check(self_check_id=check.pk, by=business.manager, at=at)

    def _items(self, check: SelfCheck) -> list[CheckItem]:
        known = self.items.get(check.checklist_id)
        if known is None:
            known = list(CheckItem.objects.filter(checklist_id=check.checklist_id))
            self.items[check.checklist_id] = known
        return known

    def _answer(self, item: CheckItem, business: Business, day: date) -> Given:
        if self._chance((1 - business.diligence) * FAIL_RATE * 2):
            major = item.severity == Severity.MAJOR or self._chance(MAJOR_SHARE)
            level = HazardLevel.MAJOR if major else HazardLevel.GENERAL
            return Given(
                item_id=item.pk, answer=Answer.FAIL, note=self.rng.choice(faults_of(business.enterprise.sector)),
                place=self.rng.choice(PLACES), level=level, owner=business.enterprise.principal,
                measures=self.rng.choice(MEASURES),
                funds=Decimal(self.rng.randint(2, 60) * 1000) if major else None,
                interim_measures="停止使用该部位，设专人看守。" if major else "",
                due_on=day + timedelta(days=self.rng.randint(4, 25 if major else 14)),
            )  # fmt: skip
        if self._chance(0.06):
            return Given(
                item_id=item.pk, answer=Answer.NOT_APPLICABLE, note="本单位没有这类设备或作业"
            )
        return Given(item_id=item.pk, answer=Answer.PASS)

    def _rectify(self, day: date) -> None:
        ordered = Hazard.objects.filter(state=HazardState.ORDERED).order_by("pk")
        for hazard in ordered.select_related("enterprise"):
            business = self.by_enterprise[hazard.enterprise_id]
            if hazard.enterprise_id in self.resting or hazard.pk in self.stuck:
                continue
            left = ((hazard.due_on or day) - day).days
            pace = 0.05 if left > 6 else 0.26 if left >= 0 else 0.05  # noqa: PLR2004
            if self._chance(pace * business.diligence * 1.4):
                at = self._at(day)
                report_rectification(
                    hazard_id=hazard.pk, note="已按措施整改完毕，经现场检查恢复正常。", by=business.manager,
                    evidence=[self._photo(EvidenceKind.PHOTO_AFTER, hazard, business.manager, at)],
                    at=at,
                )  # fmt: skip

    def _photo(self, kind: EvidenceKind, hazard: Hazard, by: User, at: datetime) -> Evidence:
        return keep_photo(
            picture(self.rng), name="照片.jpg", kind=kind, area=hazard.area,
            enterprise_id=hazard.enterprise_id, by=by, at=at,
        )  # fmt: skip

    def _recheck(self, day: date) -> None:
        waiting = Hazard.objects.filter(state=HazardState.RECTIFIED).order_by("pk")
        for hazard in waiting.select_related("enterprise"):
            if not self._chance(0.3):
                continue
            inspector = self._office(hazard.enterprise.supervisor_id).people[Role.INSPECTOR]
            at = self._at(day)
            photo = self._photo(EvidenceKind.RECHECK, hazard, inspector, at)
            if self._chance(0.08):
                return_hazard(
                    hazard_id=hazard.pk, reason="现场仍有遗留问题，整改不到位。", by=inspector, at=at,
                    evidence=[photo],
                )  # fmt: skip
            else:
                close_hazard(
                    hazard_id=hazard.pk, evidence=[photo], by=inspector, at=at,
                    note="现场复查合格，同意销号。",
                )  # fmt: skip

    def _office(self, organisation_id: int) -> Office:
        return self.offices[organisation_id]

    def _patrol(self, day: date) -> None:
        if day.weekday() > 4:  # noqa: PLR2004 - Saturday and Sunday
            return
        for office in self.world.towns:
            if not self._chance(PATROL_RATE):
                continue
            mine = [
                one
                for one in self.world.businesses
                if one.enterprise.supervisor_id == office.body.pk
            ]
            business = self.rng.choice(mine)
            inspector, at = office.people[Role.INSPECTOR], self._at(day)
            report_hazard(
                enterprise=business.enterprise, summary=self.rng.choice(faults_of(business.enterprise.sector)),
                place=self.rng.choice(PLACES), source=HazardSource.PATROL, by=inspector, at=at,
            )  # fmt: skip

    def _grade(self, day: date) -> None:
        waiting = Hazard.objects.filter(state=HazardState.REPORTED).order_by("pk")
        for hazard in waiting.select_related("enterprise"):
            if hazard.pk in self.stuck or not self._chance(0.6):
                continue
            major = self._chance(MAJOR_SHARE)
            office = self._office(hazard.enterprise.supervisor_id)
            grade_hazard(
                hazard_id=hazard.pk, level=HazardLevel.MAJOR if major else HazardLevel.GENERAL,
                by=office.people[Role.INSPECTOR], at=self._at(day),
                owner=hazard.enterprise.principal, measures=self.rng.choice(MEASURES),
                funds=Decimal(20_000) if major else None,
                interim_measures="停止使用该部位，设专人看守。" if major else "",
            )  # fmt: skip

    def _duties(self, day: date) -> None:
        due = Duty.objects.filter(
            state=DutyState.OPEN, period_start__lte=day, period_end__gte=day
        ).order_by("pk")
        for duty in due.select_related("post", "enterprise", "rule"):
            days = max(1, (duty.period_end - duty.period_start).days)
            holder, diligence = self._holder(duty)
            if holder.pk in self.absent:
                continue
            if self._chance(min(0.9, 2.1 * duty.required / days) * diligence):
                at = self._at(day)
                record_duty(
                    duty_id=duty.pk, done_on=day, summary=self.rng.choice(VISITS), by=holder,
                    at=at, place=self.rng.choice(PLACES),
                )  # fmt: skip

    def _holder(self, duty: Duty) -> tuple[User, float]:
        if duty.enterprise_id is not None:
            business = self.by_enterprise[duty.enterprise_id]
            return business.head, business.diligence
        assert duty.post is not None
        return self.people[duty.post.user_id], 0.9

    def _deliverables(self, day: date) -> None:
        waiting = Deliverable.objects.filter(state=DeliverableState.DUE, asked_by__isnull=False)
        for row in waiting.order_by("pk"):
            assert row.asked_by is not None
            left = (row.asked_by - day).days
            if left > 5 or not self._chance(0.25):  # noqa: PLR2004
                continue
            office, at = self._office(row.organisation_id), self._at(day)
            clerk = office.people[Role.CLERK]
            paper = keep_file(
                report_pdf(str(row), office.body.name, day), name=f"{row.what}.pdf", kind=EvidenceKind.ATTACHMENT,
                area=row.area, enterprise_id=None, by=clerk, at=at,
            )  # fmt: skip
            submit_deliverable(deliverable_id=row.pk, evidence=[paper], note="", by=clerk, at=at)

    def _accept(self, day: date) -> None:
        for row in Deliverable.objects.filter(state=DeliverableState.SUBMITTED).order_by("pk"):
            if self._chance(0.5):
                chief = self._office(row.organisation_id).people[Role.CHIEF]
                accept_deliverable(deliverable_id=row.pk, by=chief, at=self._at(day))
