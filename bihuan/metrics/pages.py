"""What numbers put into the shell: the menu, and 「全镇一眼」 on the workbench."""

from __future__ import annotations

from django.utils.timezone import localdate

from bihuan.kernel.areas import AreaLevel
from bihuan.metrics.measure import measure
from bihuan.metrics.questions import place_level, usual_where
from bihuan.metrics.registry import headlines
from bihuan.metrics.tables import short_text
from bihuan.people.states import Capability
from bihuan.web import menu
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel

FIGURES = 6
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
