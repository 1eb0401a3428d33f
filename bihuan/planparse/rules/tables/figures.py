"""Figures laid out as a table: 指标 beside 目标值, or a number of each unit."""

from collections.abc import Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.rules.tables.reading import amount, bodies, days, made, rows, shown
from bihuan.planparse.schema import Span, Target


@clause_rule(
    confidence=0.85,
    reads={
        "序号\t指标名称\t目标值\t责任单位\t完成时限\n1\t隐患整改率\t100%\t各镇\t2026年底\n2\t标准化达标企业数\t不少于20家\t县应急局\t": (
            "各镇·隐患整改率==100% @2026-12-31",
            "县应急局·标准化达标企业数>=20家",
        ),
        "乡镇\t计划检查数(家)\n青石镇\t60\n白鹭乡\t35": (
            "青石镇·计划检查数>=60家",
            "白鹭乡·计划检查数>=35家",
        ),
    },
    leaves=("指标\t目标值\n整改率\t按要求", "乡镇\t数量\n青石镇\t较多"),
)
def table_figure(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Each figure of a table of figures is a target of the row's unit or body."""
    for table, row, cell in rows(plan, "value"):
        column = table.column("value") or 0
        label = table.labels[column].split("(")[0].split("（")[0].strip()
        metric = shown(table.cell(row, "metric", "task")) or label
        figure = amount(cell, table.labels[column])
        if figure is None:
            continue
        op, value, unit = figure
        yield made(
            plan,
            Target,
            cell,
            rule=name,
            confidence=confidence,
            subject=bodies(table.cell(row, "who", "lead")) or "",
            metric=metric,
            op=op,
            value=value,
            unit=unit,
            deadline=days(plan, table.cell(row, "due", "time"))[1],
            metric_key=suggest_metric(metric),
        )
