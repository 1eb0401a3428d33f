"""Numbers arranged for reading: by area, over months, areas × metrics, and the first sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.kernel.areas import AreaLevel
from bihuan.kernel.chinese import percent_text
from bihuan.kernel.periods import Period, Recurrence, period_of, previous
from bihuan.metrics.measure import Measure, measure_split
from bihuan.metrics.questions import place_level
from bihuan.metrics.registry import Metric
from bihuan.metrics.where import Where
from bihuan.people.models import Area

MONTHS_SHOWN = 12
OWN = "本级"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area with its numbers, in the order of the metrics asked for."""

    code: int
    name: str
    measures: list[Measure]

    @property
    def is_own(self) -> bool:
        """Whether it stands for what belongs to the area itself and to none below."""
        return self.name == OWN

    @property
    def query(self) -> str:
        """The question for this area alone, to open its own page."""
        return self.measures[0].where.as_query()


def area_rows(metrics: Sequence[Metric], wheres: Sequence[Where]) -> list[AreaRow]:
    """Return the areas one level below, in code order; none when there is no level below.

    ``wheres`` holds the question of each metric; all ask about the same area. What belongs to
    the area itself comes last as 本级, so that the rows add up to the whole.
    """
    area = wheres[0].area
    level = place_level(area)
    below = level.below() if level is not None else None
    if below is None:
        return []
    names = dict(Area.objects.children_of(area.low).values_list("code", "name"))
    columns = [
        measure_split(metric, where, level=below, codes=list(names))
        for metric, where in zip(metrics, wheres, strict=True)
    ]
    codes = [*names, *sorted({code for column in columns for code in column} - set(names))]
    return [
        AreaRow(
            code, _name(code, names, area.low),
            [
                column.get(code) or _nothing(metric, where, code, below)
                for column, metric, where in zip(columns, metrics, wheres, strict=True)
            ],
        )
        for code in sorted(codes, key=lambda code: (code == area.low, code))
    ]  # fmt: skip


def _name(code: int, names: dict[int, str], own: int) -> str:
    return OWN if code == own else names.get(code, str(code))


def _nothing(metric: Metric, where: Where, code: int, level: AreaLevel) -> Measure:
    area = type(where.area)(code, code + level.span - 1)
    return Measure(metric, where.inside(area), 0, 0 if metric.is_ratio else None)


def worst_first(rows: Sequence[AreaRow], column: int) -> list[AreaRow]:
    """Return the rows sorted by one metric, the worst first; rows without a number come last."""
    metric = rows[0].measures[column].metric if rows else None
    sign = 1 if metric and metric.better == "higher" else -1

    def place(row: AreaRow) -> tuple[bool, float, int]:
        value = row.measures[column].value
        return (value is None, sign * (value or 0.0), row.code)

    return sorted(rows, key=place)


def finding(rows: Sequence[AreaRow], column: int) -> str:
    """Return the sentence above the table: which area is worst, or that all stand alike.

    「甲社区履职完成率最低：61%（11/18）」. Empty when no area has a number.
    """
    known = [row for row in rows if row.measures[column].value is not None]
    if not known:
        return ""
    metric = known[0].measures[column].metric
    values = {row.measures[column].value for row in known}
    if len(values) == 1:
        return f"各地{metric.name}均为 {short_text(known[0].measures[column])}。"
    worst = worst_first(known, column)[0]
    word = {"higher": "最低", "lower": "最高" if metric.is_ratio else "最多", "neither": "最多"}
    alike = sum(1 for row in known if row.measures[column].value == worst.measures[column].value)
    others = f"等 {alike} 地" if alike > 1 else ""
    text = worst.measures[column].text()
    return f"{worst.name}{others}{metric.name}{word[metric.better]}：{text}。"


def short_text(item: Measure) -> str:
    """Return the number alone: 「61.1%」, 「3 项」."""
    if item.value is None:
        return "—"
    if item.metric.is_ratio:
        return percent_text(item.value)
    return f"{item.part} {item.metric.unit}"


def last_months(where: Where) -> list[Period]:
    """Return the twelve months up to the day asked about, oldest first."""
    month = period_of(where.on, Recurrence.MONTH)
    found = [month]
    while len(found) < MONTHS_SHOWN:
        found.append(previous(found[-1], Recurrence.MONTH))
    return found[::-1]
