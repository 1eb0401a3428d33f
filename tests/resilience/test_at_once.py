"""Two people press at once, or one presses twice: one transition, one clear message."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from bihuan.enterprises.tests.given import Factory, a_factory
from bihuan.hazards import services
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardState
from bihuan.hazards.tests.given import a_photo, an_ordered_hazard, rectified
from bihuan.kernel.errors import Refused
from bihuan.loop.models import TrailRow
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast
from tests.world import JUNE_8

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


@pytest.fixture
def hazard(cast: Cast, factory: Factory) -> Hazard:
    """A rectified hazard that waits for its recheck."""
    return rectified(an_ordered_hazard(cast, factory), factory)


def at_once(*presses: Callable[[], object]) -> list[object]:
    """Run the presses in threads that start together; return what each came to, refusals too."""
    gate = threading.Barrier(len(presses))
    found: list[object] = [None] * len(presses)

    def run(place: int, press: Callable[[], object]) -> None:
        try:
            gate.wait(PATIENCE)
            found[place] = press()
        except Refused as refusal:
            found[place] = refusal
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, press)) for place, press in enumerate(presses)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(PATIENCE)
    assert not any(one.is_alive() for one in threads)
    return found


def closings(hazard: Hazard) -> int:
    return TrailRow.objects.filter(case_kind="hazard", case_id=hazard.pk, step="close").count()


def closing(hazard: Hazard, by: User, **more: object) -> Callable[[], object]:
    """Return a press of 销号 with a recheck photo of its own."""
    photo = a_photo(EvidenceKind.RECHECK, by, hazard.enterprise)
    return lambda: services.close_hazard(
        hazard_id=hazard.pk, evidence=[photo], by=by, at=JUNE_8,
        version=hazard.version, **more,  # type: ignore[arg-type]  # a key
    )  # fmt: skip


def test_of_two_people_one_closes_and_the_other_is_told(cast: Cast, hazard: Hazard) -> None:
    found = at_once(closing(hazard, cast.lin, key=uuid4()), closing(hazard, cast.zhou, key=uuid4()))
    (refusal,) = [one for one in found if isinstance(one, Refused)]
    assert "已办理“销号”" in refusal.message or "不能" in refusal.message
    assert "刷新" in refusal.message
    hazard.refresh_from_db()
    assert hazard.state == HazardState.CLOSED
    assert closings(hazard) == 1


def test_close_and_return_at_once_leave_one_outcome(cast: Cast, hazard: Hazard) -> None:
    def sent_back() -> object:
        return services.return_hazard(
            hazard_id=hazard.pk, reason="仍有积尘", by=cast.zhou, at=JUNE_8,
            version=hazard.version,
        )  # fmt: skip

    found = at_once(closing(hazard, cast.lin), sent_back)
    assert sum(isinstance(one, Refused) for one in found) == 1
    rows = TrailRow.objects.filter(case_kind="hazard", case_id=hazard.pk)
    assert rows.filter(step__in=["close", "return"]).count() == 1


def test_a_double_click_closes_once_and_is_no_error(cast: Cast, hazard: Hazard) -> None:
    press = closing(hazard, cast.lin, key=uuid4())
    found = at_once(press, press, press)
    assert not [one for one in found if isinstance(one, Refused)]
    assert closings(hazard) == 1


def test_a_stale_page_is_told_who_was_first(cast: Cast, hazard: Hazard) -> None:
    stale = closing(hazard, cast.zhou)
    closing(hazard, cast.lin)()
    (refusal,) = at_once(stale)
    assert isinstance(refusal, Refused)
    assert "林已办理“销号”" in refusal.message
    assert closings(hazard) == 1
