"""What nobody recorded becomes 未履职 after the days of grace."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.duties.services import lapse_duties, record_duty
from bihuan.duties.states import DutyState
from bihuan.duties.tests.given import JUNE_10, a_duty
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.areas import range_of
from bihuan.loop.models import TrailRow
from bihuan.loop.queries import inbox
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.tests.given import TOWN_ONE, the_cast

pytestmark = pytest.mark.django_db
LAST_DAY_OF_GRACE = date(2026, 7, 15)
DAY_AFTER = date(2026, 7, 16)


def test_a_duty_lapses_on_the_day_after_its_grace_and_leaves_the_inbox() -> None:
    cast = the_cast()
    duty = a_duty(cast, count=1)
    assert lapse_duties(on=LAST_DAY_OF_GRACE, at=JUNE_1) == 0
    assert lapse_duties(on=DAY_AFTER, at=JUNE_1) == 1
    assert lapse_duties(on=DAY_AFTER, at=JUNE_1) == 0
    duty.refresh_from_db()
    assert duty.state == DutyState.MISSED
    assert not inbox(cast.li).exists()
    assert TrailRow.objects.get(case_kind="duty", step="lapse").by_name == "系统"


def test_a_missed_duty_still_counts_as_owed_and_late() -> None:
    a_duty(the_cast(), count=1)
    lapse_duties(on=DAY_AFTER, at=JUNE_1)
    where = Where(range_of(TOWN_ONE), on=DAY_AFTER)
    rate = measure(metric_of("duty.done_rate"), where)
    assert (rate.part, rate.whole) == (0, 1)
    assert measure(metric_of("duty.overdue"), where).part == 1


def test_a_fulfilled_duty_never_lapses() -> None:
    cast = the_cast()
    duty = a_duty(cast, count=1)
    record_duty(
        duty_id=duty.pk,
        done_on=JUNE_10.date(),
        summary="带队检查示例涂料厂",
        by=cast.li,
        at=JUNE_10,
    )
    assert lapse_duties(on=DAY_AFTER, at=JUNE_1) == 0
