"""What ``advance`` promises, seen through a hazard."""

from __future__ import annotations

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from PIL import Image

from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource, HazardState
from bihuan.kernel.errors import (
    EvidenceMissing,
    NotAllowed,
    NotFound,
    NotIndependent,
    StaleVersion,
    StepRefused,
)
from bihuan.loop.models import Evidence, Seal, Todo, TrailRow
from bihuan.loop.services.cases import advance, open_case
from bihuan.loop.services.evidence import keep_photo
from bihuan.loop.services.seals import seal_all, verify_trail
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


def a_photo(kind: EvidenceKind, by: User, factory: Factory) -> Evidence:
    picture = io.BytesIO()
    Image.effect_noise((64, 48), 60).save(picture, "PNG")
    return keep_photo(
        picture.getvalue(), name="现场.png", kind=kind, area=factory.enterprise.area,
        enterprise_id=factory.enterprise.pk, by=by, at=JUNE_1,
    )  # fmt: skip


@pytest.fixture
def hazard(cast: Cast, factory: Factory) -> Hazard:
    return open_case(
        Hazard(
            enterprise=factory.enterprise, area=factory.enterprise.area, summary="静电接地松动",
            found_on=date(2026, 6, 1), source=HazardSource.REPORTED, due_on=date(2026, 6, 4),
        ),
        by=cast.lin,
        at=JUNE_1,
    )  # fmt: skip


def graded(hazard: Hazard, cast: Cast) -> Hazard:
    return advance(hazard, "grade", by=cast.lin, at=JUNE_1, changes={"level": HazardLevel.GENERAL})


def test_a_step_moves_the_state_sets_the_clock_and_writes_the_trail(
    hazard: Hazard, cast: Cast
) -> None:
    moved = graded(hazard, cast)
    assert (moved.state, moved.due_on) == (HazardState.ORDERED, date(2026, 6, 16))
    rows = TrailRow.objects.filter(case_kind="hazard", case_id=hazard.pk)
    assert [(row.number, row.step, row.by_name) for row in rows] == [
        (1, "open", "林"),
        (2, "grade", "林"),
    ]
    todo = Todo.objects.get(case_kind="hazard", case_id=hazard.pk)
    assert todo.enterprise_id == hazard.enterprise_id
    assert todo.title == "隐患整改：静电接地松动"


def test_a_step_from_the_wrong_state_is_refused_with_the_state_named(
    hazard: Hazard, cast: Cast, factory: Factory
) -> None:
    with pytest.raises(StepRefused, match="当前状态为“待定级”，不能报告整改。"):
        advance(hazard, "rectify", by=factory.qian, at=JUNE_1)
    assert TrailRow.objects.filter(case_id=hazard.pk).count() == 1


def test_a_person_without_the_capability_is_refused(
    hazard: Hazard, cast: Cast, factory: Factory
) -> None:
    with pytest.raises(NotAllowed, match="企业安全管理人员"):
        advance(hazard, "grade", by=factory.qian, at=JUNE_1)


def test_somebody_of_another_town_finds_nothing(hazard: Hazard, cast: Cast) -> None:
    with pytest.raises(NotFound):
        advance(hazard, "grade", by=cast.sun, at=JUNE_1)


def test_rectifying_needs_a_photo_and_closing_needs_somebody_else(
    hazard: Hazard, cast: Cast, factory: Factory
) -> None:
    graded(hazard, cast)
    with pytest.raises(EvidenceMissing, match="整改后照片"):
        advance(hazard, "rectify", by=factory.qian, at=JUNE_1)
    after = a_photo(EvidenceKind.PHOTO_AFTER, factory.qian, factory)
    advance(hazard, "rectify", by=factory.qian, at=JUNE_1, evidence=[after])
    recheck = a_photo(EvidenceKind.RECHECK, factory.qian, factory)
    with pytest.raises(NotIndependent, match="须由其他人员办理"):
        advance(hazard, "close", by=factory.qian, at=JUNE_1, evidence=[recheck])
    closed = advance(hazard, "close", by=cast.lin, at=JUNE_1, evidence=[recheck])
    assert (closed.state, closed.due_on) == (HazardState.CLOSED, None)
    assert not Todo.objects.filter(case_kind="hazard", case_id=hazard.pk).exists()


def test_a_repeated_request_moves_the_case_once(hazard: Hazard, cast: Cast) -> None:
    key = uuid4()
    for _ in range(2):
        moved = advance(
            hazard, "grade", by=cast.lin, at=JUNE_1, key=key,
            changes={"level": HazardLevel.MAJOR},
        )  # fmt: skip
    assert moved.version == 2
    assert TrailRow.objects.filter(case_id=hazard.pk).count() == 2


def test_a_stale_page_is_told_who_moved_the_case(hazard: Hazard, cast: Cast) -> None:
    graded(hazard, cast)
    with pytest.raises(StaleVersion, match="林已办理“定级并落实整改”"):
        advance(hazard, "withdraw", by=cast.zhao, at=JUNE_1, note="重复", expected_version=1)


def test_an_untouched_trail_verifies_and_a_changed_row_is_named(hazard: Hazard, cast: Cast) -> None:
    graded(hazard, cast)
    assert seal_all(at=JUNE_1) == 2
    assert list(verify_trail()) == []
    TrailRow.objects.filter(case_id=hazard.pk, number=2).update(note="改")
    faults = list(verify_trail())
    assert len(faults) == 1
    assert "第2步" in faults[0].where


def test_a_removed_row_is_noticed(hazard: Hazard, cast: Cast) -> None:
    graded(hazard, cast)
    seal_all(at=JUNE_1)
    TrailRow.objects.filter(case_id=hazard.pk, number=2).delete()
    assert [fault.where for fault in verify_trail()] == ["封存 1"]


def test_a_changed_seal_breaks_the_chain(hazard: Hazard, cast: Cast) -> None:
    seal_all(at=JUNE_1)
    graded(hazard, cast)
    seal_all(at=JUNE_1 + timedelta(seconds=2))
    Seal.objects.filter(number=1).update(count=1, sealed_at=JUNE_1 + timedelta(days=1))
    assert list(verify_trail())
