"""Stages laid out as a table: 阶段 beside 时间."""

import re
from collections.abc import Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.rules.tables.reading import days, made, rows, shown
from bihuan.planparse.schema import Phase, Span

DATED = re.compile(r"[(（][^()（）]*[月日年][^()（）]*[)）]")


@clause_rule(
    confidence=0.85,
    reads={
        "阶段\t时间\t工作内容\n动员部署\t2026年3月1日至15日\t制定方案\n总结提升\t12月底前\t形成机制": (
            "动员部署 2026-03-01~2026-03-15",
            "总结提升 ?~2026-12-31",
        ),
    },
    leaves=("阶段\t时间\n动员部署\t另行通知", "年龄阶段\t人数\n青年\t35人"),
)
def table_stage(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Each row of a table of stages is a phase, dated by its time column."""
    for table, row, cell in rows(plan, "phase"):
        when = table.cell(row, "time", "due") or cell
        start, end = days(plan, when)
        words = DATED.sub("", shown(cell) or "")
        if (start or end) and words:
            yield made(
                plan,
                Phase,
                cell,
                rule=name,
                confidence=confidence,
                name=words,
                start=start,
                end=end,
            )
