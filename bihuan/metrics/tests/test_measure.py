"""How a taken number reads."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import Measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.tests.given import TOWN_ONE

WHERE = Where(range_of(TOWN_ONE), date(2026, 7, 10))


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (416, 500, "83.2%（416/500）"),
        (4_999, 5_000, "99.9%（4999/5000）"),
        (1, 5_000, "0.1%（1/5000）"),
        (0, 3, "0%（0/3）"),
        (3, 3, "100%（3/3）"),
        (0, 0, "无应统计对象"),
    ],
)
def test_a_share_reads_finished_only_when_it_is(part: int, whole: int, text: str) -> None:
    assert Measure(metric_of("duty.done_rate"), WHERE, part, whole).text() == text


def test_a_count_reads_with_its_unit_and_has_no_gap() -> None:
    taken = Measure(metric_of("duty.overdue"), WHERE, 12)
    assert (taken.text(), taken.gap, taken.value) == ("12 项", 0, 12.0)
