"""The numbers about hazards: each equals the list behind it, and parts lie within wholes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards import services
from bihuan.hazards.states import HazardLevel
from bihuan.hazards.tests.given import (
    a_reported_hazard,
    an_ordered_hazard,
    closed,
    rectified,
)
from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import measure, records
from bihuan.metrics.registry import all_metrics, metric_of
from bihuan.metrics.where import Where
from bihuan.people.tests.given import TOWN_ONE, TOWN_TWO, Cast, the_cast

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 30)
KEYS = [item.key for item in all_metrics() if item.key.startswith("hazard.")]


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


@pytest.fixture
def ledger(cast: Cast, factory: Factory) -> None:
    """Five that count: one in time, one late, one returned, a late major one, one ungraded."""
    late = JUNE_1 + timedelta(days=20)
    closed(rectified(an_ordered_hazard(cast, factory), factory), cast.lin)
    closed(rectified(an_ordered_hazard(cast, factory), factory, at=late), cast.lin, at=late)
    back = rectified(an_ordered_hazard(cast, factory), factory)
    services.return_hazard(hazard_id=back.pk, reason="未复测", by=cast.lin, at=JUNE_1)
    an_ordered_hazard(cast, factory, level=HazardLevel.MAJOR, due_on=date(2026, 6, 20))
    a_reported_hazard(cast.lin, factory.enterprise)
    gone = a_reported_hazard(cast.lin, factory.enterprise)
    services.withdraw_hazard(hazard_id=gone.pk, reason="重复", by=cast.zhao, at=JUNE_1)


def where(area: int = TOWN_ONE, *, on: date = ON) -> Where:
    return Where(range_of(area), on, date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize(("key", "part", "whole"), [
    ("hazard.found",         5, None),
    ("hazard.major",         1, None),
    ("hazard.closed",        2, None),
    ("hazard.closing_rate",  2, 5),
    ("hazard.on_time_rate",  1, 4),
    ("hazard.open",          3, None),
    ("hazard.overdue_major", 1, None),
])  # fmt: skip
@pytest.mark.usefixtures("ledger")
def test_each_number_is_counted_as_defined(key: str, part: int, whole: int | None) -> None:
    taken = measure(metric_of(key), where())
    assert (taken.part, taken.whole) == (part, whole)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.usefixtures("ledger")
def test_the_list_is_as_long_as_the_number_and_the_part_lies_in_the_whole(key: str) -> None:
    metric = metric_of(key)
    taken = measure(metric, where())
    part = set(records(metric, where(), "part").values_list("pk", flat=True))
    assert len(part) == taken.part == len(records(metric, where(), "part"))
    if taken.whole is not None:
        whole = set(records(metric, where(), "whole").values_list("pk", flat=True))
        assert part <= whole
        assert len(records(metric, where(), "gap")) == taken.gap


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.usefixtures("ledger")
def test_another_town_counts_nothing(key: str) -> None:
    assert measure(metric_of(key), where(TOWN_TWO)).part == 0


@pytest.mark.usefixtures("ledger")
def test_what_was_closed_later_is_still_open_when_asked_about_before() -> None:
    assert measure(metric_of("hazard.open"), where(on=date(2026, 6, 10))).part == 4
    assert measure(metric_of("hazard.closing_rate"), where(on=date(2026, 6, 10))).part == 1
