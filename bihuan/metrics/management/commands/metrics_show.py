"""``bihuan metrics show``: numbers on the command line, with where their records are listed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import Measure, measure
from bihuan.metrics.questions import span_text, usual_where
from bihuan.metrics.registry import Metric, all_metrics
from bihuan.metrics.tables import area_rows
from bihuan.metrics.where import Where
from bihuan.people.models import Area


class Command(BaseCommand):
    """Take the metrics named, or all, for an area."""

    help = "显示指标数值。不写指标时显示全部；--by-area 按下一级区划分列。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the question."""
        parser.add_argument("keys", nargs="*", metavar="指标", help="如 duty.done_rate")
        parser.add_argument("--area", type=int, help="12 位区划代码（默认系统内最高一级）")
        parser.add_argument("--on", type=date.fromisoformat, help="统计日（YYYY-MM-DD，默认今天）")
        parser.add_argument("--start", type=date.fromisoformat, help="统计期起（YYYY-MM-DD）")
        parser.add_argument("--end", type=date.fromisoformat, help="统计期止（YYYY-MM-DD）")
        parser.add_argument("--campaign", type=int, help="只看某个行动（编号）")
        parser.add_argument("--by-area", action="store_true", help="按下一级区划分列")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, keys: list[str], by_area: bool, **options: Any) -> None:
        """Take and print."""
        area = self._area(options["area"])
        found = []
        for metric in self._metrics(keys):
            where = self._where(metric, area, options)
            lines = [(area.name, measure(metric, where))]
            if by_area:
                lines += [(row.name, row.measures[0]) for row in area_rows([metric], [where])]
            found.append((metric, lines))
        if options["json"]:
            told = [self._facts(metric, lines) for metric, lines in found]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for metric, lines in found:
            self.stdout.write(f"{metric.name}（{metric.key}） {span_text(lines[0][1].where)}")
            for name, taken in lines:
                self.stdout.write(f"  {name}：{taken.text()}    {taken.url()}")

    def _area(self, code: int | None) -> Area:
        areas = Area.objects.order_by("level", "code")
        found = areas.first() if code is None else areas.filter(code=code).first()
        if found is None:
            raise CommandError(
                "系统里还没有区划。" if code is None else f"没有代码为 {code} 的区划。"
            )
        return found

    def _metrics(self, keys: list[str]) -> list[Metric]:
        known = {metric.key: metric for metric in all_metrics()}
        unknown = [key for key in keys if key not in known]
        if unknown:
            raise CommandError(f"没有指标 {'、'.join(unknown)}。现有：{'、'.join(known)}")
        return [known[key] for key in keys] or list(known.values())

    def _where(self, metric: Metric, area: Area, options: dict[str, Any]) -> Where:
        on = options["on"] or localdate()
        where = usual_where(metric, range_of(area.code), on=on)
        if options["start"] or options["end"]:
            where = where.during(options["start"], options["end"])
        campaign: int | None = options["campaign"]
        return Where(where.area, where.on, where.start, where.end, campaign)

    def _facts(self, metric: Metric, lines: list[tuple[str, Measure]]) -> dict[str, object]:
        return {
            "key": metric.key, "name": metric.name, "unit": metric.unit,
            "values": [
                {"area": name, "value": one.value, "part": one.part, "whole": one.whole,
                 "where": one.where.as_facts(), "records": one.url()}
                for name, one in lines
            ],
        }  # fmt: skip
