"""Work laid out as a table: what, by whom, until when or how often."""

from collections.abc import Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import clause_rule
from bihuan.planparse.rules.tables.reading import bodies, days, made, often, rows, shown
from bihuan.planparse.schema import RecurringDuty, Span, Task

LONGEST_ACTION = 80


def _action(words: str) -> str:
    """Return the first sentence of a cell, cut where it grows too long to be a name."""
    return words.split("。", maxsplit=1)[0][:LONGEST_ACTION]


@clause_rule(
    confidence=0.8,
    reads={
        "序号\t工作内容\t频次\t责任单位\n1\t组织消防演练\t每半年1次\t各学校\n2\t巡查燃气管线\t2次/周\t燃气公司\n3\t带队检查\t月度\t县领导": (
            "各学校:组织消防演练 1/half_year",
            "燃气公司:巡查燃气管线 2/week",
            "县领导:带队检查 1/month",
        ),
    },
    leaves=("序号\t工作内容\t频次\n1\t组织演练\t按需", "频次\t数量\n高\t3个"),
)
def table_duty(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A row with a frequency is recurring work of the body it names."""
    for table, row, cell in rows(plan, "task", "check", "group"):
        how_often = often(table.cell(row, "freq"))
        words = shown(cell)
        if how_often is None or words is None or is_personal(words):
            continue
        yield made(
            plan,
            RecurringDuty,
            cell,
            rule=name,
            confidence=confidence,
            actor=bodies(table.cell(row, "lead", "who")),
            action=_action(words),
            count=how_often[0],
            period=how_often[1],
        )


@clause_rule(
    confidence=0.75,
    reads={
        "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n1\t摸排化工企业,建立一企一档\t县应急局\t各镇\t2026年3月底前\n2\t开展专家会诊\t县应急局\t各镇\t长期": (
            "县应急局:摸排化工企业,建立一企一档 2026-03-31",
            "县应急局:开展专家会诊 ?",
        ),
        "整治行业名称 | 时间安排 | 责任单位 |\n烟花爆竹 | 1月份 | 安监站 安监所 |": (
            "安监站、安监所:烟花爆竹 2026-01-31"
        ),
    },
    leaves=("姓名\t单位\t电话\n示例甲\t应急局\t0000", "序号\t工作任务\n1\t摸排企业"),
)
def table_task(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A row of a table of tasks is a task of the body it names, due on its day."""
    for table, row, cell in rows(plan, "task", "group"):
        if table.column("report", "check", "value", "phase") is not None or often(
            table.cell(row, "freq")
        ):
            continue
        words = shown(cell)
        actor = bodies(table.cell(row, "lead", "help"))
        due = days(plan, table.cell(row, "due", "time"))[1]
        if words is None or is_personal(words) or (actor is None and due is None):
            continue
        yield made(
            plan,
            Task,
            cell,
            rule=name,
            confidence=confidence,
            actor=actor,
            action=_action(words),
            due=due,
        )
