"""Areas × targets of one campaign."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from bihuan.campaigns.items import SIGNS
from bihuan.campaigns.models import Target
from bihuan.campaigns.views.shared import area_looked_at, campaign_or_404
from bihuan.kernel.areas import level_of
from bihuan.metrics.measure import Measure, measure_by_area
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

NAMED = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One area's number for one target, and whether it reaches it."""

    taken: Measure
    reached: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One area over all targets; ``met`` of ``asked`` targets are reached."""

    area: Area
    cells: list[Cell]
    met: int
    asked: int


def _rows(targets: list[Target], areas: list[Area], where: Where) -> list[Row]:
    codes = [area.code for area in areas]
    columns = [
        measure_by_area(metric_of(target.metric_key), where, level=level_of(codes[0]), codes=codes)
        for target in targets
    ]
    rows = []
    for area in areas:
        cells = [
            Cell(
                column[area.code],
                column[area.code].reaches(target.op, target.value),
                column[area.code].value is None,
            )
            for target, column in zip(targets, columns, strict=True)
        ]
        asked = [cell for cell in cells if not cell.empty]
        rows.append(Row(area, cells, sum(cell.reached for cell in asked), len(asked)))
    return sorted(rows, key=lambda row: (row.met - row.asked, row.area.code))


def finding(targets: list[Target], rows: list[Row]) -> str:
    """Return the matrix in a sentence: which places miss the most targets, and which ones."""
    asked = [row for row in rows if row.asked]
    if not asked:
        return "各地都还没有应统计的对象。"
    most = max(row.asked - row.met for row in asked)
    if not most:
        return "各地均已达到有指标的目标。"
    worst = [row for row in asked if row.asked - row.met == most]
    names = "、".join(row.area.name for row in worst[:NAMED])
    if len(worst) > 1:
        others = f"等 {len(worst)} 地" if len(worst) > NAMED else ""
        return f"{names}{others}未达目标最多，各 {most} 项。"
    missed = [
        f"{target.metric_name} {cell.taken.text()}"
        for target, cell in zip(targets, worst[0].cells, strict=True)
        if not cell.empty and not cell.reached
    ]
    return f"{names}未达目标最多（{most} 项）：{'、'.join(missed)}。"


@needs(Capability.PLAN_VIEW)
@require_GET
def matrix(request: UserRequest, pk: int) -> HttpResponse:
    """Show the matrix, worst area first, with the finding as its first sentence."""
    campaign = campaign_or_404(request.user, pk)
    area = area_looked_at(request, campaign)
    targets = [target for target in campaign.targets.all() if target.metric_key]
    areas = list(Area.objects.children_of(area.code))
    where = Where(area=area.range, on=localdate(), campaign=campaign.pk)
    rows = _rows(targets, areas, where) if targets and areas else []
    context = {
        "campaign": campaign,
        "area": area,
        "targets": [(target, SIGNS[target.op]) for target in targets],
        "rows": rows,
        "finding": finding(targets, rows) if rows else "",
        "unbound": [target for target in campaign.targets.all() if not target.metric_key],
        "today": localdate(),
    }
    return render(request, "campaigns/matrix.html", context)
