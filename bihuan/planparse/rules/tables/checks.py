"""检查表: what is checked, in which group, how grave."""

from collections.abc import Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.rules.tables.reading import made, rows, said, shown
from bihuan.planparse.schema import CheckItem, Span
from bihuan.planparse.tables import Row, Table


@clause_rule(
    confidence=0.85,
    reads={
        "序号\t检查项目\t检查内容\t检查结果\n1\t疏散\t安全出口是否畅通\t\n2\t\t疏散指示标志是否完好\t\n3\t用电\t线路是否老化\t": (
            "疏散:安全出口是否畅通",
            "疏散:疏散指示标志是否完好",
            "用电:线路是否老化",
        ),
    },
    leaves=("序号\t检查对象\t备注\n1\t全镇企业\t", "检查内容\t联系电话\n消防\t0000"),
)
def table_check(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Each row of a check table is one line of the checklist."""
    for table, row, cell in rows(plan, "check"):
        words = shown(cell)
        if words is None or is_personal(words):
            continue
        yield made(
            plan,
            CheckItem,
            cell,
            rule=name,
            confidence=confidence,
            group=_group(table, row),
            text=words,
            severity="major" if "重大" in said(table.cell(row, "level")) else None,
        )


def _group(table: Table, row: Row) -> str | None:
    return shown(table.cell(row, "group")) or shown(row.section)
