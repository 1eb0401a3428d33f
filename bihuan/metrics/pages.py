"""What numbers put into the shell: the menu; on the workbench 「全镇一眼」 and 「各地对照」."""

from __future__ import annotations

from django.utils.timezone import localdate

from bihuan.kernel.areas import AreaLevel
from bihuan.metrics.measure import measure
from bihuan.metrics.questions import place_level, usual_where
from bihuan.metrics.registry import headlines
from bihuan.metrics.tables import area_rows, finding, short_text, worst_first
from bihuan.people.states import Capability
from bihuan.web import menu
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel

FIGURES = 6
PLACES = 5
WHOLE_OF = {
    AreaLevel.PROVINCE: "全省", AreaLevel.CITY: "全市", AreaLevel.COUNTY: "全县（区）",
    AreaLevel.TOWN: "全镇", AreaLevel.VILLAGE: "本村（社区）",
}  # fmt: skip

menu.add("统计考核", "指标总览", "metrics:matrix", "table", Capability.METRIC_VIEW, order=10)
menu.add("统计考核", "指标目录", "metrics:catalogue", "list", Capability.METRIC_VIEW, order=20)


@panel(order=10, column="right", need=Capability.METRIC_VIEW)
def at_a_glance(request: UserRequest) -> Panel | None:
    """The key figures of the person's area; each opens its page."""
    scope = request.user.scope
    metrics = headlines(FIGURES)
    if scope is None or not metrics:
        return None
    on = localdate()
    taken = [measure(item, usual_where(item, scope.area, on=on)) for item in metrics]
    figures = [
        {"label": one.metric.name, "value": short_text(one),
         "basis": f"{one.part}/{one.whole}" if one.whole else "",
         "url": f"/metrics/{one.metric.key}/?{one.where.as_query()}"}
        for one in taken
    ]  # fmt: skip
    level = place_level(scope.area)
    title = f"{WHOLE_OF[level] if level else '辖区'}一眼"
    return Panel(title, "metrics/_glance.html", {"figures": figures}, url="/metrics/matrix/")


@panel(order=40, column="left", need=Capability.METRIC_VIEW)
def places_compared(request: UserRequest) -> Panel | None:
    """The places below that stand worst by the first key figure; each opens what is missing."""
    scope = request.user.scope
    metrics = headlines(1)
    if scope is None or scope.enterprise_id is not None or not metrics:
        return None
    where = usual_where(metrics[0], scope.area, on=localdate())
    rows = [row for row in area_rows(metrics, [where]) if row.measures[0].value is not None]
    if len(rows) < 2:  # noqa: PLR2004 - one place alone is no comparison
        return None
    worst = [
        {"name": row.name, "measure": (one := row.measures[0]), "text": one.text(),
         "url": f"/metrics/{one.metric.key}/?{row.query}",
         "records": one.gap_url if one.gap else one.part_url}
        for row in worst_first(rows, 0)[:PLACES]
    ]  # fmt: skip
    context = {"rows": worst, "finding": finding(rows, 0), "metric": metrics[0], "all": len(rows)}
    return Panel("各地对照", "metrics/_places.html", context, url="/metrics/matrix/")
