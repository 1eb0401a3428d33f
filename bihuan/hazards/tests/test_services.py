"""A hazard's life through its services: each success beside its refusal."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards import services
from bihuan.hazards.events import MajorHazardReported
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource, HazardState
from bihuan.hazards.tests.given import (
    PLAN,
    a_photo,
    a_reported_hazard,
    an_ordered_hazard,
    an_own_hazard,
    closed,
    rectified,
)
from bihuan.kernel import events
from bihuan.kernel.errors import (
    BadInput,
    EvidenceMissing,
    NotAllowed,
    NotFound,
    NotIndependent,
    Refused,
    StaleVersion,
    StepRefused,
)
from bihuan.loop.models import TrailRow
from bihuan.loop.states import EvidenceKind
from bihuan.people.tests.given import Cast, the_cast

pytestmark = pytest.mark.django_db

MAJOR, GENERAL = HazardLevel.MAJOR, HazardLevel.GENERAL


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


def test_a_registered_hazard_waits_three_workdays_for_grading(cast: Cast, factory: Factory) -> None:
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    assert (hazard.state, hazard.due_on) == (HazardState.REPORTED, date(2026, 6, 4))
    assert hazard.found_on == date(2026, 6, 1)


def test_registering_twice_with_one_key_makes_one_hazard(cast: Cast, factory: Factory) -> None:
    key = uuid4()
    for _ in range(2):
        services.report_hazard(
            enterprise=factory.enterprise, summary="通道堵塞", source=HazardSource.PATROL,
            by=cast.lin, at=JUNE_1, key=key,
        )  # fmt: skip
    assert Hazard.objects.count() == 1


def test_registering_needs_a_description_and_a_day_that_has_come(
    cast: Cast, factory: Factory
) -> None:
    with pytest.raises(BadInput) as refusal:
        services.report_hazard(
            enterprise=factory.enterprise, summary=" ", source=HazardSource.PATROL,
            found_on=date(2026, 6, 2), by=cast.lin, at=JUNE_1,
        )  # fmt: skip
    assert [problem.where for problem in refusal.value.problems] == ["隐患描述", "发现日期"]


def test_somebody_of_another_town_cannot_register_or_move(cast: Cast, factory: Factory) -> None:
    with pytest.raises(NotFound):
        a_reported_hazard(cast.sun, factory.enterprise)
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    with pytest.raises(NotFound):
        services.grade_hazard(hazard_id=hazard.pk, level=GENERAL, by=cast.sun, at=JUNE_1)


def test_a_leader_sees_but_does_not_grade(cast: Cast, factory: Factory) -> None:
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    with pytest.raises(NotAllowed, match="分管领导"):
        services.grade_hazard(hazard_id=hazard.pk, level=GENERAL, by=cast.li, at=JUNE_1)


def test_grading_sets_the_first_deadline_by_level(cast: Cast, factory: Factory) -> None:
    hazard = an_ordered_hazard(cast, factory, level=MAJOR)
    assert hazard.due_on == hazard.first_due_on == date(2026, 7, 1)
    assert hazard.owner == "钱示例"


def test_a_longer_deadline_needs_a_reason(cast: Cast, factory: Factory) -> None:
    late = date(2026, 6, 30)
    with pytest.raises(Refused, match="一般应在2026年6月16日前整改完毕"):
        an_ordered_hazard(cast, factory, due_on=late)
    hazard = Hazard.objects.get()
    graded = services.grade_hazard(
        hazard_id=hazard.pk, level=GENERAL, due_on=late, reason="设备须订货", by=cast.lin, at=JUNE_1
    )
    assert graded.first_due_on == late


def test_an_enterprise_plans_its_own_hazard_but_not_one_found_by_an_inspection(
    cast: Cast, factory: Factory
) -> None:
    own = an_own_hazard(factory)
    assert (own.state, own.level) == (HazardState.ORDERED, GENERAL)
    found = a_reported_hazard(cast.lin, factory.enterprise)
    with pytest.raises(Refused, match="由监管单位定级"):
        services.plan_rectification(
            hazard_id=found.pk, level=GENERAL, owner="钱", measures="修", by=factory.qian, at=JUNE_1
        )


def test_a_major_hazard_needs_its_whole_plan_and_is_announced(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[MajorHazardReported] = []
    monkeypatch.setitem(events._subscribers, MajorHazardReported, [heard.append])
    hazard = a_reported_hazard(factory.qian, factory.enterprise, source=HazardSource.REPORTED)
    with pytest.raises(BadInput) as refusal:
        services.plan_rectification(
            hazard_id=hazard.pk, level=MAJOR, owner="钱", measures="修", by=factory.qian, at=JUNE_1
        )
    assert [one.where for one in refusal.value.problems] == ["整改资金", "整改期间防范措施"]
    an_own_hazard(factory, level=MAJOR)
    assert len(heard) == 1


def test_a_major_hazard_without_a_plan_cannot_be_reported_rectified(
    cast: Cast, factory: Factory
) -> None:
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    services.grade_hazard(hazard_id=hazard.pk, level=MAJOR, by=cast.lin, at=JUNE_1)
    with pytest.raises(BadInput, match="整改责任人"):
        rectified(hazard, factory)
    services.complete_plan(hazard_id=hazard.pk, by=factory.qian, at=JUNE_1, **PLAN)
    done = rectified(hazard, factory)
    assert (done.state, done.rectified_on) == (HazardState.RECTIFIED, date(2026, 6, 1))


def test_rectifying_needs_words_and_a_photo(cast: Cast, factory: Factory) -> None:
    hazard = an_ordered_hazard(cast, factory)
    with pytest.raises(EvidenceMissing, match="整改后照片"):
        services.report_rectification(
            hazard_id=hazard.pk, note="已修", evidence=[], by=factory.qian, at=JUNE_1
        )
    photo = a_photo(EvidenceKind.PHOTO_AFTER, factory.qian, factory.enterprise)
    with pytest.raises(BadInput, match="整改情况"):
        services.report_rectification(
            hazard_id=hazard.pk, note="", evidence=[photo], by=factory.qian, at=JUNE_1
        )


def test_a_major_hazard_is_closed_by_the_government_only(cast: Cast, factory: Factory) -> None:
    hazard = rectified(an_own_hazard(factory, level=MAJOR), factory)
    with pytest.raises(NotAllowed, match="重大隐患须由监管单位") as refusal:
        closed(hazard, factory.feng)
    assert "第二十三条（待核）" in str(refusal.value.basis)
    assert closed(hazard, cast.lin).closed_on == date(2026, 6, 1)


def test_a_general_hazard_of_its_own_is_closed_by_another_person_of_the_enterprise(
    factory: Factory,
) -> None:
    hazard = rectified(an_own_hazard(factory), factory)
    with pytest.raises(NotIndependent):
        closed(hazard, factory.qian)
    assert closed(hazard, factory.feng).state == HazardState.CLOSED


def test_what_an_inspection_found_the_enterprise_cannot_close(cast: Cast, factory: Factory) -> None:
    hazard = rectified(an_ordered_hazard(cast, factory), factory)
    with pytest.raises(NotAllowed, match="由监管单位复查销号"):
        closed(hazard, factory.feng)
    assert closed(hazard, cast.lin).state == HazardState.CLOSED


def test_a_returned_rectification_gets_a_shorter_term_and_keeps_its_first_deadline(
    cast: Cast, factory: Factory
) -> None:
    hazard = rectified(an_ordered_hazard(cast, factory), factory)
    with pytest.raises(Refused, match="原因"):
        services.return_hazard(hazard_id=hazard.pk, reason=" ", by=cast.lin, at=JUNE_1)
    back = services.return_hazard(hazard_id=hazard.pk, reason="未复测", by=cast.lin, at=JUNE_1)
    assert (back.state, back.due_on) == (HazardState.ORDERED, date(2026, 6, 8))
    assert (back.returned, back.rectified_on) == (1, None)
    assert back.first_due_on == date(2026, 6, 16)


def test_a_deadline_is_put_off_once_and_before_it_passes(cast: Cast, factory: Factory) -> None:
    hazard = an_ordered_hazard(cast, factory)
    with pytest.raises(Refused, match="最多可延期到2026年7月1日"):
        services.extend_deadline(
            hazard_id=hazard.pk, due_on=date(2026, 7, 2), reason="停电", by=cast.zhao, at=JUNE_1
        )
    with pytest.raises(Refused, match="期限已过"):
        services.extend_deadline(
            hazard_id=hazard.pk, due_on=date(2026, 6, 25), reason="停电", by=cast.zhao,
            at=JUNE_1 + timedelta(days=16),
        )  # fmt: skip
    key = uuid4()
    for _ in range(2):  # a double click is one extension, not a refused second one
        moved = services.extend_deadline(
            hazard_id=hazard.pk, due_on=date(2026, 6, 25), reason="停电", by=cast.zhao, at=JUNE_1,
            key=key,
        )  # fmt: skip
    assert (moved.due_on, moved.first_due_on) == (date(2026, 6, 25), date(2026, 6, 16))
    with pytest.raises(Refused, match="已延期过一次"):
        services.extend_deadline(
            hazard_id=hazard.pk, due_on=date(2026, 6, 28), reason="停电", by=cast.zhao, at=JUNE_1
        )


def test_a_level_is_corrected_with_a_reason_and_the_deadline_stands(
    cast: Cast, factory: Factory
) -> None:
    hazard = an_own_hazard(factory)
    with pytest.raises(Refused, match="已是一般隐患"):
        services.regrade_hazard(
            hazard_id=hazard.pk, level=GENERAL, reason="复核", by=cast.lin, at=JUNE_1
        )
    moved = services.regrade_hazard(
        hazard_id=hazard.pk, level=MAJOR, reason="符合重大隐患判定标准", by=cast.lin, at=JUNE_1
    )
    assert (moved.level, moved.due_on) == (MAJOR, hazard.due_on)


def test_a_wrong_registration_is_withdrawn_before_grading_only(
    cast: Cast, factory: Factory
) -> None:
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    gone = services.withdraw_hazard(hazard_id=hazard.pk, reason="重复登记", by=cast.zhao, at=JUNE_1)
    assert gone.state == HazardState.WITHDRAWN
    with pytest.raises(StepRefused, match="当前状态为“整改中”"):
        services.withdraw_hazard(
            hazard_id=an_ordered_hazard(cast, factory).pk, reason="重复", by=cast.zhao, at=JUNE_1
        )


def test_a_stale_page_is_told_what_happened_before_any_rule_speaks(
    cast: Cast, factory: Factory
) -> None:
    hazard = an_ordered_hazard(cast, factory)
    services.extend_deadline(
        hazard_id=hazard.pk, due_on=date(2026, 6, 20), reason="停电", by=cast.zhao, at=JUNE_1
    )
    with pytest.raises(StaleVersion, match="赵已办理“准予延期”"):
        services.extend_deadline(
            hazard_id=hazard.pk, due_on=date(2026, 6, 25), reason="停电", by=cast.lin, at=JUNE_1,
            version=hazard.version,
        )  # fmt: skip


def test_every_step_leaves_one_trail_row(cast: Cast, factory: Factory) -> None:
    hazard = closed(rectified(an_ordered_hazard(cast, factory), factory), cast.lin)
    rows = TrailRow.objects.filter(case_kind="hazard", case_id=hazard.pk).order_by("number")
    assert [row.step for row in rows] == ["open", "grade", "rectify", "close"]
    assert rows.count() == hazard.version
