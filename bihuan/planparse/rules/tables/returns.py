"""Returns laid out as a table: what is sent, by whom, to whom, until when."""

from collections.abc import Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.rules.tables.reading import bodies, days, made, often, rows, shown
from bihuan.planparse.schema import Deliverable, Span


@clause_rule(
    confidence=0.85,
    reads={
        "序号\t报送内容\t报送时间\t报送单位\t责任单位\n1\t整治月报表\t每月25日前\t县安委办\t各镇\n2\t工作总结\t2026年12月10日前\t县安委办\t各镇": (
            "各镇→县安委办:整治月报表 month",
            "各镇→县安委办:工作总结 2026-12-10",
        ),
    },
    leaves=("序号\t报送内容\t备注\n1\t月报表\t无", "报送内容\t报送时间\n以下空白\t"),
)
def table_return(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Each row of a table of returns is something to hand in, once or again and again."""
    for table, row, cell in rows(plan, "report"):
        when = table.cell(row, "report_due", "due", "freq", "time")
        how_often = often(when) or often(table.cell(row, "freq"))
        due = None if how_often else days(plan, when)[1]
        if not how_often and due is None:
            continue
        yield made(
            plan,
            Deliverable,
            cell,
            rule=name,
            confidence=confidence,
            actor=bodies(table.cell(row, "lead", "who")),
            recipient=bodies(table.cell(row, "recipient")),
            what=shown(cell) or "材料",
            due=due,
            recurrence=how_often[1] if how_often else None,
        )
