"""Areas × targets of one campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from bihuan.campaigns.items import SIGNS
from bihuan.campaigns.judgements import Judged, judged_in
from bihuan.campaigns.models import Campaign, PlanItem, Target
from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.views.shared import area_looked_at
from bihuan.kernel.areas import level_of
from bihuan.metrics.measure import Measure, measure_by_area
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

NAMED = 3
LONGEST = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """One area's number for one target, and whether it reaches it."""

    taken: Measure
    reached: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One area over all targets; ``met`` of ``asked`` targets are reached, judged ones included.

    ``judged`` are the targets judged by hand; None where nothing is confirmed for the area.
    """

    area: Area
    cells: list[Cell]
    judged: list[Judged | None]
    met: int
    asked: int


def _judged(
    campaign: Campaign, areas: list[Area], on: date
) -> tuple[list[PlanItem], dict[tuple[int, int], Judged]]:
    """Return the items of which some area has a confirmed value, and the values."""
    found = dict(judged_in(campaign, areas=[area.code for area in areas], on=on))
    measured = set(campaign.targets.exclude(metric_key="").values_list("item_id", flat=True))
    wanted = {item for item, _ in found} - measured
    return list(campaign.items.filter(pk__in=wanted).order_by("start_char", "pk")), found


def _rows(
    targets: list[Target], areas: list[Area], where: Where,
    by_hand: list[PlanItem], known: dict[tuple[int, int], Judged],
) -> list[Row]:  # fmt: skip
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
        judged = [known.get((item.pk, area.code)) for item in by_hand]
        asked = [cell.reached for cell in cells if not cell.empty]
        asked += [one.reached for one in judged if one is not None]
        rows.append(Row(area, cells, judged, sum(asked), len(asked)))
    return sorted(rows, key=lambda row: (row.met - row.asked, row.area.code))


def finding(targets: list[Target], rows: list[Row], by_hand: Sequence[PlanItem] = ()) -> str:
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
    missed += [
        f"{item.quote[:LONGEST]} {one.text}"
        for item, one in zip(by_hand, worst[0].judged, strict=True)
        if one is not None and not one.reached
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
    by_hand, known = _judged(campaign, areas, where.on)
    rows = _rows(targets, areas, where, by_hand, known) if (targets or by_hand) and areas else []
    shown = {item.pk for item in by_hand}
    context = {
        "campaign": campaign,
        "area": area,
        "targets": [(target, SIGNS[target.op]) for target in targets],
        "rows": rows,
        "by_hand": by_hand,
        "finding": finding(targets, rows, by_hand) if rows else "",
        "unbound": [
            target
            for target in campaign.targets.all()
            if not target.metric_key and target.item_id not in shown
        ],
        "today": localdate(),
    }
    return render(request, "campaigns/matrix.html", context)
