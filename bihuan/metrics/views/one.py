"""One number: its value, why it is that, by area, over the months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bihuan.kernel.areas import parent_of
from bihuan.metrics.measure import Measure, measure, measure_over
from bihuan.metrics.questions import (
    metric_from_key,
    place_level,
    span_text,
    spans,
    usual_where,
    where_from_request,
)
from bihuan.metrics.registry import Metric
from bihuan.metrics.tables import AreaRow, area_rows, finding, last_months, worst_first
from bihuan.metrics.where import Where
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.charts import Chart
from bihuan.web.requests import UserRequest


@needs(Capability.METRIC_VIEW)
@require_safe
def metric(request: UserRequest, key: str) -> HttpResponse:
    """Show the number for the area and span asked about."""
    item = metric_from_key(key)
    where = where_from_request(request)
    if where.start is None and where.end is None:
        usual = usual_where(item, where.area, on=where.on)
        where = where.during(usual.start, usual.end)
    taken = measure(item, where)
    rows = area_rows([item], [where])
    rows = worst_first(rows, 0)
    context = {
        "metric": item, "measure": taken, "where": where, "span": span_text(where),
        "place": _place_name(where), "up": _up(request, item, where),
        "rows": rows, "finding": finding(rows, 0), "level": place_level(where.area),
        "area_chart": _area_chart(item, rows), "trend": _trend(item, where),
        "spans": _spans(item, where),
    }  # fmt: skip
    return render(request, "metrics/metric.html", context)


def _page(item: Metric, where: Where) -> str:
    return f"{reverse('metrics:metric', args=[item.key])}?{where.as_query()}"


def _place_name(where: Where) -> str:
    if place_level(where.area) is None:
        return f"{where.area.low} 至 {where.area.high}"
    found = Area.objects.filter(code=where.area.low).values_list("name", flat=True).first()
    return found or str(where.area.low)


def _up(request: UserRequest, item: Metric, where: Where) -> tuple[str, str] | None:
    """Return (name, address) of the area above, when the person may see it."""
    scope = request.user.scope
    if scope is None or place_level(where.area) is None or where.area == scope.area:
        return None
    parent = parent_of(where.area.low)
    if parent is None:
        return None
    above = Area.objects.visible_to(request.user).filter(code=parent).first()
    return (above.name, _page(item, where.inside(above.range))) if above else None


def _number(taken: Measure) -> float | None:
    value = taken.value
    return round(value * 100, 1) if taken.metric.is_ratio and value is not None else value


def _area_chart(item: Metric, rows: list[AreaRow]) -> Chart | None:
    if len(rows) < 2:  # noqa: PLR2004 - one bar compares nothing
        return None
    return Chart(
        id="by-area", title=finding(rows, 0) or f"{item.name}：各地都没有应统计对象",
        labels=[row.name for row in rows], series={item.name: [_number(r.measures[0]) for r in rows]},
        unit=item.unit, urls=[_page(item, row.measures[0].where) for row in rows],
        maximum=100 if item.is_ratio else None, label_heading="区划",
    )  # fmt: skip


def _trend(item: Metric, where: Where) -> Chart:
    months = last_months(where)
    taken = measure_over(item, where, months)
    known = [one for one in taken if one.value is not None]
    last = (
        f"近 12 个月{item.name}"
        if not known
        else f"{item.name}：最近一个有数的月为 {known[-1].text()}"
    )
    return Chart(
        id="trend", kind="line", title=last, labels=[f"{m.start.year % 100}年{m.start.month}月" for m in months],
        series={item.name: [_number(one) for one in taken]}, unit=item.unit,
        urls=[one.url("whole" if item.is_ratio else "part") for one in taken],
        maximum=100 if item.is_ratio else None, label_heading="月份",
    )  # fmt: skip


def _spans(item: Metric, where: Where) -> list[tuple[str, str, bool]]:
    """Return (label, address, whether it is the present one) of each span offered."""

    def asked(start: date | None, end: date) -> Where:
        return replace(where, start=start, end=end)

    return [
        (label, _page(item, asked(start, end)), (start, end) == (where.start, where.end))
        for label, start, end in spans(where.on)
    ]
