"""Numbers about campaigns: participants by the Beijing day, and handing in on time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from bihuan.campaigns.models import Campaign, Deliverable, Participation
from bihuan.campaigns.tests.running import a_plan, factories, launched
from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import measure, records
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.tests.given import COUNTY, TOWN_TWO, Cast

ON = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


@pytest.fixture
def running(cast: Cast) -> Campaign:
    factories(cast, 2)
    return launched(a_plan(cast.zhou, cast.town_one), cast.zhou)


def where(campaign: Campaign, **changes: object) -> Where:
    return Where(range_of(campaign.area), ON, campaign=campaign.pk, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC"])
def test_participants_count_by_the_beijing_day(running: Campaign, zone: str) -> None:
    """00:30 in Beijing on the 2nd is still the 1st in UTC; whoever asks gets the Beijing day."""
    Participation.objects.update(included_at=datetime(2026, 6, 1, 16, 30, tzinfo=UTC))
    metric = metric_of("campaign.participants")
    with timezone.override(zone):
        first = where(running, start=date(2026, 6, 1), end=date(2026, 6, 1))
        second = where(running, start=date(2026, 6, 2), end=date(2026, 6, 2))
        assert measure(metric, first).part == 0
        assert measure(metric, second).part == 2
        assert records(metric, second, "part").count() == 2


def test_participants_of_another_campaign_or_area_do_not_count(running: Campaign) -> None:
    metric = metric_of("campaign.participants")
    assert measure(metric, where(running)).part == 2
    assert measure(metric, Where(range_of(TOWN_TWO), ON)).part == 0
    assert measure(metric, Where(range_of(COUNTY), ON, campaign=running.pk + 1)).part == 0
    assert measure(metric, Where(range_of(COUNTY), ON)).part == 2


@pytest.mark.parametrize(
    ("state", "submitted_on", "asked_by", "counted"),
    [
        ("accepted", date(2026, 6, 25), date(2026, 6, 25), (1, 1, 0)),
        ("submitted", date(2026, 6, 26), date(2026, 6, 25), (0, 1, 0)),
        ("due", None, date(2026, 6, 30), (0, 1, 1)),
        ("due", None, date(2026, 7, 1), (0, 1, 0)),
        ("due", None, date(2026, 7, 2), (0, 0, 0)),
        ("submitted", date(2026, 6, 25), date(2026, 8, 1), (1, 1, 0)),
        ("waived", None, date(2026, 6, 25), (0, 0, 0)),
        ("due", None, None, (0, 0, 0)),
    ],
)
def test_handing_in_on_time(
    running: Campaign, state: str, submitted_on: date | None, asked_by: date | None,
    counted: tuple[int, int, int],
) -> None:  # fmt: skip
    running.deliverables.exclude(what="自查汇总表").update(state="waived")
    Deliverable.objects.filter(what="自查汇总表").update(
        state=state, submitted_on=submitted_on, asked_by=asked_by
    )
    rate = measure(metric_of("deliverable.on_time_rate"), where(running))
    overdue = measure(metric_of("deliverable.overdue"), where(running))
    assert (rate.part, rate.whole, overdue.part) == counted
