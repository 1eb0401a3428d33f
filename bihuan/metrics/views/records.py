"""The records behind a number: as many as the number says."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from bihuan.kernel.errors import BadInput, Problem
from bihuan.metrics.measure import Part, measure, records
from bihuan.metrics.questions import metric_from_key, span_text, where_from_request
from bihuan.metrics.registry import Metric
from bihuan.metrics.where import Where
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.web.lists import Column, Empty, ListPage
from bihuan.web.requests import UserRequest

PARTS: dict[str, Part] = {"part": "part", "whole": "whole", "gap": "gap"}


def _link(row: Any) -> str:
    return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""


class RecordList(ListPage):
    """The records of ``part``, ``whole`` or ``gap`` of a metric under a question."""

    title = "记录"
    template = "metrics/records.html"
    columns = (
        Column("name", "名称", value=str, link=_link, width=48),
        Column("area_name", "区划"),
        Column("enterprise", "企业",
               value=lambda row: getattr(getattr(row, "enterprise", None), "name", "")),
        Column("state", "状态", value=lambda row: getattr(row, "state_label", "")),
        Column("due_on", "期限", kind="day", value=lambda row: getattr(row, "due_on", None)),
    )  # fmt: skip

    def may_open(self, request: UserRequest) -> bool:
        """Offices that view numbers, and an enterprise for its own."""
        scope = request.user.scope
        is_enterprise = scope is not None and scope.enterprise_id is not None
        return is_enterprise or request.user.can(Capability.METRIC_VIEW)

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the records with their area's name and everything they point at."""
        metric, where, part = self._question(request)
        area = Area.objects.filter(code=OuterRef(metric.tally(where).area)).values("name")[:1]
        rows: QuerySet[Any] = records(metric, where, part).annotate(area_name=Subquery(area))
        pointed_at = [field.name for field in rows.model._meta.concrete_fields if field.many_to_one]
        return rows.select_related(*pointed_at) if pointed_at else rows

    def heading(self, request: UserRequest) -> str:
        """Say what is listed: the metric's name and the name of its part."""
        metric, _, part = self._question(request)
        return f"{metric.name}：{_part_name(metric, part)}"

    def more(self, request: UserRequest) -> dict[str, object]:
        """Return the number itself, for the block that explains it."""
        metric, where, part = self._question(request)
        return {
            "metric": metric, "measure": measure(metric, where), "part": part, "where": where,
            "span": span_text(where), "may_open_metric": request.user.can(Capability.METRIC_VIEW),
        }  # fmt: skip

    def empty(self, request: UserRequest) -> Empty:
        """Say that the number is nought."""
        metric, where, part = self._question(request)
        return Empty(f"没有“{_part_name(metric, part)}”的记录", f"统计期：{span_text(where)}。")

    def _question(self, request: UserRequest) -> tuple[Metric, Where, Part]:
        metric = metric_from_key(self.kwargs["key"])
        asked = request.GET.get("part", "part")
        part = PARTS.get(asked)
        if part is None or (part != "part" and not metric.is_ratio):
            raise BadInput([Problem("记录类别", f"“{asked[:20]}”无法识别", "，请从指标页面点开。")])
        return metric, where_from_request(request), part


def _part_name(metric: Metric, part: Part) -> str:
    if part == "gap":
        return f"尚未达到（{metric.whole_name}中的其余）"
    return metric.whole_name if part == "whole" else metric.part_name
