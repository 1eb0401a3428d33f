"""Assigning, answering and finishing self-checks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory, an_enterprise
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource, HazardState
from bihuan.hazards.tests.given import a_picture
from bihuan.inspections import services
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.queries import sheet
from bihuan.inspections.services import Given
from bihuan.inspections.states import Answer, SelfCheckState
from bihuan.inspections.tests.given import a_checklist, a_failure, an_assigned_check, filled
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused, StepRefused
from bihuan.loop.models import Evidence, Todo, TrailRow
from bihuan.people.tests.given import Cast, the_cast
from bihuan.standards.states import ChecklistState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


@pytest.fixture
def check(cast: Cast, factory: Factory) -> SelfCheck:
    return an_assigned_check(cast.town_one, factory)


def test_assigning_again_makes_only_what_is_missing(cast: Cast, factory: Factory) -> None:
    checklist = a_checklist(cast.town_one)
    for number in range(6):
        an_enterprise(cast.town_one, name=f"示例企业{number}")

    def assign() -> int:
        return services.assign_self_checks(
            checklist=checklist, enterprises=Enterprise.objects.all(), campaign_ref=7,
            round_key="一", title="自查", due_on=date(2026, 6, 20), at=JUNE_1, chunk=3,
        )  # fmt: skip

    assert (assign(), assign()) == (7, 0)
    an_enterprise(cast.town_one, name="示例新企业")
    assert assign() == 1
    assert SelfCheck.objects.count() == Todo.objects.count() == TrailRow.objects.count() == 8


def test_a_checklist_that_is_not_published_is_not_assigned(cast: Cast, factory: Factory) -> None:
    checklist = a_checklist(cast.town_one)
    checklist.state = ChecklistState.DRAFT
    with pytest.raises(Refused, match="还没有发布"):
        services.assign_self_checks(
            checklist=checklist, enterprises=[factory.enterprise], round_key="一", title="自查",
            due_on=date(2026, 6, 20), at=JUNE_1,
        )  # fmt: skip


def test_what_is_typed_is_kept_and_replaced(check: SelfCheck, factory: Factory) -> None:
    item = check.checklist.items.get(number=2)
    services.save_answer(
        self_check_id=check.pk, given=Given(item.pk, Answer.FAIL, note="灭火"), by=factory.qian,
        at=JUNE_1,
    )  # fmt: skip
    services.save_answer(
        self_check_id=check.pk, given=a_failure(item), by=factory.qian,
        at=JUNE_1 + timedelta(minutes=1),
    )  # fmt: skip
    answer = check.answers.get()
    assert (answer.note, answer.owner) == ("灭火器过期", "钱示例")
    check.refresh_from_db()
    assert check.started_at == JUNE_1
    assert check.version == 1


def test_the_government_reads_and_does_not_fill(
    check: SelfCheck, cast: Cast, factory: Factory
) -> None:
    item = check.checklist.items.get(number=2)
    with pytest.raises(NotAllowed, match="由企业填报"):
        services.save_answer(
            self_check_id=check.pk, given=Given(item.pk, Answer.PASS), by=cast.lin, at=JUNE_1
        )
    with pytest.raises(NotFound):
        services.save_answer(
            self_check_id=check.pk, given=Given(item.pk, Answer.PASS), by=cast.sun, at=JUNE_1
        )


def test_another_enterprise_finds_nothing(check: SelfCheck, cast: Cast) -> None:
    other = a_factory(cast, name="示例纸箱厂", suffix="2")
    item = check.checklist.items.get(number=2)
    with pytest.raises(NotFound):
        services.save_answer(
            self_check_id=check.pk, given=Given(item.pk, Answer.PASS), by=other.qian, at=JUNE_1
        )


def test_an_item_of_another_checklist_is_not_saved(
    check: SelfCheck, cast: Cast, factory: Factory
) -> None:
    foreign = a_checklist(cast.town_one, name="别的表").items.get(number=1)
    with pytest.raises(NotFound):
        services.save_answer(
            self_check_id=check.pk, given=Given(foreign.pk, Answer.PASS), by=factory.qian, at=JUNE_1
        )


def test_finishing_names_every_item_that_is_not_complete(
    check: SelfCheck, factory: Factory
) -> None:
    items = {item.number: item for item in check.checklist.items.all()}
    services.save_answers(
        self_check_id=check.pk, by=factory.qian, at=JUNE_1,
        given=[
            a_failure(items[1]),
            Given(items[2].pk, Answer.NOT_APPLICABLE),
            Given(items[3].pk, Answer.PASS),
            a_failure(items[4], owner="", due_on=date(2026, 5, 1)),
            a_failure(items[6], level="general"),
        ],
    )  # fmt: skip
    with pytest.raises(BadInput) as refusal:
        services.submit_self_check(self_check_id=check.pk, by=factory.qian, at=JUNE_1)
    assert [problem.where for problem in refusal.value.problems] == [
        "第 1 项（照片）",
        "第 2 项",
        "第 4 项（整改责任人）",
        "第 4 项（整改期限）",
        "第 5 项",
        "第 6 项（隐患级别）",
    ]
    assert not Hazard.objects.exists()


def test_a_failed_item_becomes_one_hazard_under_order_with_its_photo(
    check: SelfCheck, factory: Factory
) -> None:
    filled(check, factory)
    first, last = check.checklist.items.get(number=1), check.checklist.items.get(number=6)
    services.save_answers(
        self_check_id=check.pk, by=factory.qian, at=JUNE_1,
        given=[
            a_failure(first),
            a_failure(
                last, level="major", funds=Decimal(5000), interim_measures="停用并警戒",
                note="电缆老化", due_on=date(2026, 8, 1), due_reason="须停产检修",
            ),
        ],
    )  # fmt: skip
    services.add_photo(
        self_check_id=check.pk, item_id=first.pk, data=a_picture(), name="现场.png",
        by=factory.qian, at=JUNE_1,
    )  # fmt: skip
    key = uuid4()
    for _ in range(2):
        done = services.submit_self_check(
            self_check_id=check.pk, by=factory.qian, at=JUNE_1, key=key
        )
    assert (done.state, done.submitted_on) == (SelfCheckState.SUBMITTED, date(2026, 6, 1))
    one, two = Hazard.objects.order_by("level")
    assert (one.state, one.due_on, one.source) == (
        HazardState.ORDERED, date(2026, 6, 10), HazardSource.SELF_CHECK,
    )  # fmt: skip
    assert (one.campaign_ref, one.source_ref) == (7, check.pk)
    assert (two.level, two.first_due_on) == (HazardLevel.MAJOR, date(2026, 8, 1))
    assert Evidence.objects.get().case_id == one.pk
    assert [line.given.hazard_id for line in sheet(done).failed if line.given] == [one.pk, two.pk]


def test_a_finished_self_check_does_not_change(check: SelfCheck, factory: Factory) -> None:
    filled(check, factory)
    services.submit_self_check(self_check_id=check.pk, by=factory.qian, at=JUNE_1)
    item = check.checklist.items.get(number=2)
    with pytest.raises(StepRefused, match="已自查"):
        services.save_answer(
            self_check_id=check.pk, given=Given(item.pk, Answer.FAIL), by=factory.qian, at=JUNE_1
        )
    with pytest.raises(StepRefused):
        services.submit_self_check(self_check_id=check.pk, by=factory.qian, at=JUNE_1)


def test_a_photo_is_taken_back_before_finishing_and_not_after(
    check: SelfCheck, factory: Factory
) -> None:
    filled(check, factory)
    item = check.checklist.items.get(number=2)
    one, two = (
        services.add_photo(
            self_check_id=check.pk, item_id=item.pk, data=a_picture(), name="现场.png",
            by=factory.qian, at=JUNE_1,
        )
        for _ in range(2)
    )  # fmt: skip
    for _ in range(2):  # a second press of the button finds it gone and is content
        services.remove_photo(
            self_check_id=check.pk, item_id=item.pk, photo_id=one.public_id, by=factory.qian
        )
    assert list(Evidence.objects.all()) == [two]
    services.submit_self_check(self_check_id=check.pk, by=factory.qian, at=JUNE_1)
    with pytest.raises(StepRefused):
        services.remove_photo(
            self_check_id=check.pk, item_id=item.pk, photo_id=two.public_id, by=factory.qian
        )


def test_a_hurried_perfect_self_check_is_doubtful_and_a_slow_one_is_not(
    check: SelfCheck, factory: Factory
) -> None:
    filled(check, factory)
    fast = services.submit_self_check(
        self_check_id=check.pk, by=factory.qian, at=JUNE_1 + timedelta(seconds=20)
    )
    assert [signal.name for signal in sheet(fast).signals] == ["全部符合且用时过短"]
    fast.submitted_at = JUNE_1 + timedelta(minutes=5)
    assert sheet(fast).signals == []


def test_cancelling_is_the_systems_own_step(check: SelfCheck) -> None:
    gone = services.cancel_self_check(self_check_id=check.pk, reason="行动终止", at=JUNE_1)
    assert gone.state == SelfCheckState.CANCELLED
    assert not Todo.objects.exists()
