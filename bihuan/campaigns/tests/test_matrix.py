"""The sentence above the matrix of places and targets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from bihuan.campaigns.judgements import Judged
from bihuan.campaigns.models import PlanItem, Target
from bihuan.campaigns.views.matrix import Cell, Row, finding
from bihuan.people.models import Area

TARGETS = [Target(metric_name="自查率"), Target(metric_name="整改率")]


@dataclass(frozen=True)
class Told:
    """A measure that only has words."""

    words: str

    def text(self) -> str:
        return self.words


def a_row(name: str, *cells: bool | None) -> Row:
    """A place whose targets are reached, missed, or without anything to count."""
    made = [
        Cell(Told("50.0%（1/2）"), cell is True, cell is None)  # type: ignore[arg-type]  # only its words are read
        for cell in cells
    ]
    return Row(
        Area(name=name), made, [], sum(c is True for c in cells), sum(c is not None for c in cells)
    )


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([a_row("甲", None, None)], "各地都还没有应统计的对象。"),
        ([a_row("甲", True, True), a_row("乙", True, None)], "各地均已达到有指标的目标。"),
        (
            [a_row("甲", False, True), a_row("乙", True, True)],
            "甲未达目标最多（1 项）：自查率 50.0%（1/2）。",
        ),
        (
            [a_row("甲", False, False), a_row("乙", False, None)],
            "甲未达目标最多（2 项）：自查率 50.0%（1/2）、整改率 50.0%（1/2）。",
        ),
        ([a_row("甲", False, None), a_row("乙", None, False)], "甲、乙未达目标最多，各 1 项。"),
        (
            [a_row(name, False, True) for name in "甲乙丙丁"],
            "甲、乙、丙等 4 地未达目标最多，各 1 项。",
        ),
    ],
)
def test_the_finding(rows: list[Row], told: str) -> None:
    assert finding(TARGETS, rows) == told


def test_the_finding_names_what_people_judged() -> None:
    row = a_row("甲", True, None)
    judged = Judged(False, "持平（3 → 3）", "/reported/1/", date(2026, 7, 1))
    row = replace(row, judged=[judged], asked=row.asked + 1)
    told = finding(TARGETS, [row], [PlanItem(quote="遏制较大以上事故")])
    assert told == "甲未达目标最多（1 项）：遏制较大以上事故 持平（3 → 3）。"
