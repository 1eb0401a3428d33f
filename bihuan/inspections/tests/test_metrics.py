"""The numbers about self-checks: each equals the list behind it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.inspections import services
from bihuan.inspections.tests.given import an_assigned_check, filled
from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import measure, records
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.tests.given import TOWN_ONE, TOWN_TWO, the_cast

pytestmark = pytest.mark.django_db

LATE = JUNE_1 + timedelta(days=25)


@pytest.fixture
def rounds() -> None:
    """Five rounds: one in time, one late, one open, one due later, one cancelled."""
    cast = the_cast()
    factory = a_factory(cast)
    checks = [
        an_assigned_check(
            cast.town_one, factory, round_key=f"第{n}轮",
            due_on=date(2026, 7, 20) if n == 3 else date(2026, 6, 20),
        )
        for n in range(5)
    ]  # fmt: skip
    for check, at in ((checks[0], JUNE_1), (checks[1], LATE)):
        filled(check, factory, at=at)
        services.submit_self_check(self_check_id=check.pk, by=factory.qian, at=at)
    services.cancel_self_check(self_check_id=checks[4].pk, reason="行动终止", at=JUNE_1)


@pytest.mark.parametrize(("key", "part", "whole"), [
    ("self_check.assigned",     4, None),
    ("self_check.submitted",    2, None),
    ("self_check.rate",         2, 4),
    ("self_check.on_time_rate", 1, 3),
])  # fmt: skip
@pytest.mark.usefixtures("rounds")
def test_each_number_is_counted_as_defined_and_has_its_list(
    key: str, part: int, whole: int | None
) -> None:
    metric = metric_of(key)
    where = Where(
        range_of(TOWN_ONE), date(2026, 6, 30), date(2026, 6, 1), date(2026, 6, 30), campaign=7
    )
    taken = measure(metric, where)
    assert (taken.part, taken.whole) == (part, whole)
    assert len(records(metric, where, "part")) == part
    if whole is not None:
        assert len(records(metric, where, "whole")) == whole
        assert len(records(metric, where, "gap")) == whole - part
    assert measure(metric, where.inside(range_of(TOWN_TWO))).part == 0
