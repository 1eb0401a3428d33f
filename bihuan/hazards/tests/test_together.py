"""Two requests at the same moment: one transition, one clear message."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connections

from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.hazards import services
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource, HazardState
from bihuan.hazards.tests.given import a_photo, a_reported_hazard, an_ordered_hazard
from bihuan.kernel.errors import Refused, StaleVersion
from bihuan.loop.models import TrailRow
from bihuan.loop.states import EvidenceKind
from bihuan.people.tests.given import the_cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls in threads that start together; return what each gave or refused."""
    gate = threading.Barrier(len(calls))
    found: list[object] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = call()
        except Refused as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_double_click_moves_once_and_both_answers_are_the_same() -> None:
    cast = the_cast()
    factory = a_factory(cast)
    hazard = an_ordered_hazard(cast, factory)
    photo = a_photo(EvidenceKind.PHOTO_AFTER, factory.qian, factory.enterprise)
    key = uuid4()

    def press() -> Hazard:
        return services.report_rectification(
            hazard_id=hazard.pk, note="已修", evidence=[photo], by=factory.qian, at=JUNE_1,
            version=hazard.version, key=key,
        )  # fmt: skip

    answers = at_once(press, press, press)
    assert [getattr(one, "state", one) for one in answers] == [HazardState.RECTIFIED] * 3
    assert TrailRow.objects.filter(case_id=hazard.pk, step="rectify").count() == 1


def test_two_people_pressing_at_once_make_one_step_and_one_clear_no() -> None:
    cast = the_cast()
    factory = a_factory(cast)
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    answers = at_once(
        lambda: services.grade_hazard(
            hazard_id=hazard.pk, level=HazardLevel.GENERAL, by=cast.lin, at=JUNE_1,
            version=hazard.version, key=uuid4(),
        ),
        lambda: services.withdraw_hazard(
            hazard_id=hazard.pk, reason="重复", by=cast.zhao, at=JUNE_1, version=hazard.version,
            key=uuid4(),
        ),
    )  # fmt: skip
    moved = [one for one in answers if isinstance(one, Hazard)]
    refused = [one for one in answers if isinstance(one, StaleVersion)]
    assert (len(moved), len(refused)) == (1, 1)
    assert "已办理" in refused[0].message
    assert TrailRow.objects.filter(case_id=hazard.pk).count() == 2


def test_one_extension_is_granted_when_two_are_asked_for_at_once() -> None:
    cast = the_cast()
    hazard = an_ordered_hazard(cast, a_factory(cast))

    def extend() -> Hazard:
        return services.extend_deadline(
            hazard_id=hazard.pk, due_on=date(2026, 6, 20), reason="停电", by=cast.zhao, at=JUNE_1
        )

    answers = at_once(extend, extend)
    assert sum(isinstance(one, Hazard) for one in answers) == 1
    assert TrailRow.objects.filter(case_id=hazard.pk, step="extend").count() == 1


def test_registering_twice_at_once_makes_one_hazard() -> None:
    cast = the_cast()
    factory = a_factory(cast)
    key = uuid4()

    def register() -> Hazard:
        return services.report_hazard(
            enterprise=factory.enterprise, summary="通道堵塞", source=HazardSource.PATROL,
            by=cast.lin, at=JUNE_1, key=key,
        )  # fmt: skip

    answers = at_once(register, register)
    assert len({getattr(one, "pk", one) for one in answers}) == 1
    assert Hazard.objects.count() == 1
