"""Take a metric's value, per area, over periods, and find the records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db.models import Count, F, QuerySet

from bihuan.kernel.areas import AreaLevel, AreaRange, range_of
from bihuan.kernel.chinese import ratio_text
from bihuan.kernel.periods import Period
from bihuan.metrics.registry import Metric
from bihuan.metrics.where import Where

Part = Literal["part", "whole", "gap"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One taken number. ``whole`` is None for a count."""

    metric: Metric
    where: Where
    part: int
    whole: int | None = None

    @property
    def value(self) -> float | None:
        """The ratio 0–1 or the count; None when there is nothing to take a share of."""
        if self.whole is None:
            return float(self.part)
        return self.part / self.whole if self.whole else None

    @property
    def gap(self) -> int:
        """How many of the whole are not in the part (0 for a count)."""
        return (self.whole or 0) - self.part if self.whole is not None else 0

    def text(self) -> str:
        """The number as officials write it: 「83.2%（416/500）」, 「12 起」; unfinished never reads 100%."""
        if self.whole is None:
            return f"{self.part} {self.metric.unit}"
        if not self.whole:
            return "无应统计对象"
        return ratio_text(self.part, self.whole)

    def reaches(self, op: str, target: float) -> bool:
        """Whether the value satisfies a target; percentages of targets are given as 0–100."""
        value = self.value
        if value is None:
            return False
        if self.metric.is_ratio:
            value *= 100
        return {
            ">=": value >= target,
            "<=": value <= target,
            ">": value > target,
            "<": value < target,
            "==": value == target,
        }[op]

    def url(self, part: Part = "part") -> str:
        """The page that lists the records behind the number."""
        return f"/metrics/{self.metric.key}/records/?part={part}&{self.where.as_query()}"

    @property
    def part_url(self) -> str:
        """The list of what is counted."""
        return self.url("part")

    @property
    def whole_url(self) -> str:
        """The list of what it is a share of."""
        return self.url("whole")

    @property
    def gap_url(self) -> str:
        """The list of what is missing."""
        return self.url("gap")


def measure(metric: Metric, where: Where) -> Measure:
    """Count once."""
    tally = metric.tally(where)
    whole = tally.whole.count() if tally.whole is not None else None
    return Measure(metric, where, tally.part.count(), whole)


def measure_by_area(
    metric: Metric, where: Where, *, level: AreaLevel, codes: Sequence[int]
) -> dict[int, Measure]:
    """Return the measure of each area in ``codes`` (all of ``level``), by two grouped queries."""
    tally = metric.tally(where)
    parts = _grouped(tally.part, tally.area, level)
    wholes = _grouped(tally.whole, tally.area, level) if tally.whole is not None else None
    return {
        code: Measure(
            metric,
            where.inside(range_of(code)),
            parts.get(code, 0),
            wholes.get(code, 0) if wholes is not None else None,
        )
        for code in codes
    }


def measure_split(
    metric: Metric, where: Where, *, level: AreaLevel, codes: Sequence[int]
) -> dict[int, Measure]:
    """Return the measure of each area in ``codes`` and of every other group that holds records.

    Together they are the whole: records that stand at the area itself (a town office's own
    duties) are the group of the range's first code. The part of the range that a group covers
    is cut to the range asked about.
    """
    tally = metric.tally(where)
    parts = _grouped(tally.part, tally.area, level)
    wholes = _grouped(tally.whole, tally.area, level) if tally.whole is not None else None
    groups = dict.fromkeys([*codes, *sorted(parts), *sorted(wholes or {})])
    return {
        code: Measure(
            metric,
            where.inside(
                AreaRange(max(code, where.area.low), min(code + level.span - 1, where.area.high))
            ),
            parts.get(code, 0),
            wholes.get(code, 0) if wholes is not None else None,
        )
        for code in groups
    }


def measure_over(metric: Metric, where: Where, periods: Sequence[Period]) -> list[Measure]:
    """Return the measure of each period, in order, asked on its last day (or on ``where.on``)."""
    return [
        measure(
            metric,
            replace(where, start=item.start, end=item.end, on=min(item.end, where.on)),
        )
        for item in periods
    ]


def records(metric: Metric, where: Where, part: Part) -> QuerySet[Any]:
    """Return the records behind the number; their count is the number.

    ``gap`` is what is missing from the whole.
    """
    tally = metric.tally(where)
    if part == "part" or tally.whole is None:
        return tally.part
    if part == "whole":
        return tally.whole
    return tally.whole.exclude(pk__in=tally.part.values("pk"))


def _grouped(rows: QuerySet[Any], area: str, level: AreaLevel) -> dict[int, int]:
    group = F(area) - F(area) % level.span
    counted = rows.order_by().annotate(group=group).values("group").annotate(n=Count("pk"))
    return {row["group"]: row["n"] for row in counted}
