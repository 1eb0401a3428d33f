"""Areas × metrics: who drags behind, first in words, then as a table to open."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import FileResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from bihuan.kernel.chinese import moment_text
from bihuan.metrics.measure import Measure
from bihuan.metrics.questions import place_level, span_text, usual_where, where_from_request
from bihuan.metrics.registry import Metric, all_metrics, headlines
from bihuan.metrics.tables import AreaRow, area_rows, finding, short_text, worst_first
from bihuan.metrics.where import Where
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest
from bihuan.web.spreadsheet import SheetColumn, write_xlsx

MOST_COLUMNS = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Capability.METRIC_VIEW)
@require_safe
def matrix(request: UserRequest) -> HttpResponseBase:
    """Show the areas below, sorted by one metric, worst first; ``format=xlsx`` exports them."""
    asked = where_from_request(request)
    metrics = _chosen(request.GET.getlist("metric"))
    wheres = [_question(metric, asked) for metric in metrics]
    rows = area_rows(metrics, wheres) if metrics else []
    by = _sort_column(metrics, request.GET.get("sort", ""))
    rows = worst_first(rows, by)
    if request.GET.get("format") == "xlsx":
        return _workbook(request, metrics, rows, wheres)
    context = {
        "columns": [
            {"metric": metric, "is_sorted": at == by, "span": span_text(where),
             "url": f"{reverse('metrics:metric', args=[metric.key])}?{where.as_query()}"}
            for at, (metric, where) in enumerate(zip(metrics, wheres, strict=True))
        ],
        "rows": [(row, _row_url(row, asked), [_cell(one) for one in row.measures]) for row in rows],
        "finding": finding(rows, by) if rows else "", "where": asked,
        "chosen": {metric.key for metric in metrics}, "all": all_metrics(),
        "sort": metrics[by].key if metrics else "",
    }  # fmt: skip
    return render(request, "metrics/matrix.html", context)


def _chosen(keys: Sequence[str]) -> list[Metric]:
    """Return the metrics asked for, else the workbench's, else all shares."""
    known = {metric.key: metric for metric in all_metrics()}
    found = [known[key] for key in dict.fromkeys(keys) if key in known]
    if not found:
        found = headlines(MOST_COLUMNS) or [item for item in known.values() if item.is_ratio]
    return found[:MOST_COLUMNS]


def _question(metric: Metric, asked: Where) -> Where:
    if asked.start is not None or asked.end is not None:
        return asked
    usual = usual_where(metric, asked.area, on=asked.on)
    return asked.during(usual.start, usual.end)


def _sort_column(metrics: Sequence[Metric], key: str) -> int:
    keys = [metric.key for metric in metrics]
    return keys.index(key) if key in keys else 0


def _row_url(row: AreaRow, asked: Where) -> str:
    """The area's own matrix, when there is something below it."""
    level = place_level(row.measures[0].where.area)
    if row.is_own or level is None or level.below() is None:
        return ""
    return f"?{asked.inside(row.measures[0].where.area).as_query()}"


def _cell(taken: Measure) -> dict[str, object]:
    """What a cell shows; it opens what is missing, or the records themselves."""
    part = "gap" if taken.gap else "part"
    return {
        "text": short_text(taken), "basis": f"{taken.part}/{taken.whole}" if taken.whole else "",
        "share": taken.value if taken.metric.is_ratio else None,
        "url": taken.url("gap" if part == "gap" else "part") if taken.value else taken.url("part"),
        "is_absent": taken.value is None,
    }  # fmt: skip


def _workbook(
    request: UserRequest,
    metrics: Sequence[Metric],
    rows: Sequence[AreaRow],
    wheres: Sequence[Where],
) -> FileResponse:
    columns = [SheetColumn("区划", width=20)]
    for metric in metrics:
        columns.append(SheetColumn(metric.name, "percent" if metric.is_ratio else "number"))
        if metric.is_ratio:
            columns += [SheetColumn("分子", "number", 8), SheetColumn("分母", "number", 8)]
    lines = []
    for row in rows:
        line: list[str | int | float | None] = [row.name]
        for taken in row.measures:
            line.append(taken.value)
            if taken.metric.is_ratio:
                line += [taken.part, taken.whole]
        lines.append(line)
    at = localtime()
    notes = [("导出时间", moment_text(at)), ("导出人", str(request.user))]
    notes += [
        (metric.name, f"{span_text(where)}。{metric.definition}")
        for metric, where in zip(metrics, wheres, strict=True)
    ]
    book = write_xlsx("指标总览", columns, lines, notes=notes)
    return FileResponse(
        book, as_attachment=True, filename=f"指标总览-{at:%Y%m%d}.xlsx", content_type=XLSX
    )
