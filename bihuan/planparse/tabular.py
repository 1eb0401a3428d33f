"""What the tables of a plan hold: the rules on rows, and the rules on prose let loose on cells.

A cell may say by itself what a sentence would (“整治率达到100%”, “每月检查2次”); then the row
adds who and until when. Text of tables never reaches the rules on running text, so nothing is
found twice.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from bihuan.planparse.context import Plan
from bihuan.planparse.gather import S, collect, overlapping, same
from bihuan.planparse.registry import rules_of
from bihuan.planparse.rules.tables.reading import bodies, days
from bihuan.planparse.schema import (
    Anomaly,
    CheckItem,
    Deliverable,
    Phase,
    PlanDraft,
    RecurringDuty,
    Span,
    Target,
    Task,
)
from bihuan.planparse.tables import Cell, Row, Table
from bihuan.planparse.text import View, close_gaps, view_of

# Rules that judge a text as a whole say nothing about cells set one after another.
OF_WHOLE_TEXTS = frozenset(("numbering_gap", "cut_short", "blank_seats"))


@dataclass
class Rows:
    """What was found in tables, kind by kind."""

    phases: list[Phase] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    duties: list[RecurringDuty] = field(default_factory=list)
    deliverables: list[Deliverable] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    check_items: list[CheckItem] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)

    def add(self, item: Span) -> None:
        """Put an item to its kind unless it says again what stands there already."""
        kinds: tuple[tuple[type[Span], list[Span]], ...] = (
            (Phase, self.phases), (Target, self.targets), (RecurringDuty, self.duties), (Task, self.tasks),
            (Deliverable, self.deliverables), (CheckItem, self.check_items), (Anomaly, self.anomalies),
        )  # type: ignore[assignment]  # fmt: skip
        for kind, found in kinds:
            if isinstance(item, kind) and not any(same(item, other) for other in found[-1:]):
                found.append(item)


def read_tables(plan: Plan) -> Rows:
    """Return everything the tables of a plan hold, each item quoting its cell."""
    found = Rows()
    for table in plan.tables:
        for item in _said_in_cells(plan, table):
            found.add(item)
        for anomaly in _anomalies(plan, table):
            found.add(anomaly)
    for each in rules_of("tables"):
        for item in each.run(plan):
            found.add(item)
    found.tasks = _only_tasks(plan, found)
    return found


def _only_tasks(plan: Plan, found: Rows) -> list[Task]:
    """Return the tasks of rows that are no duty and no return; a target leaves the task beside it."""
    exact = (*found.duties, *found.deliverables)
    taken = sorted((item.start_char, item.end_char) for item in exact)
    rows = [(row.start, row.end) for table in plan.tables for row in table.rows]
    starts = [start for start, _ in rows]
    return [
        task
        for task in found.tasks
        if not overlapping(taken, *rows[bisect_right(starts, task.start_char) - 1])
    ]


def merge(draft: PlanDraft, found: Rows) -> None:
    """Put what tables hold into a draft."""
    draft.phases = _merged(draft.phases, found.phases)
    draft.targets = _merged(draft.targets, found.targets)
    draft.recurring_duties = _merged(draft.recurring_duties, found.duties)
    draft.deliverables = _merged(draft.deliverables, found.deliverables)
    draft.check_items = _merged(draft.check_items, found.check_items)
    draft.anomalies = _merged(draft.anomalies, found.anomalies)
    draft.tasks = _merged(draft.tasks, found.tasks)


def _merged(items: list[S], more: list[S]) -> list[S]:
    return sorted([*items, *more], key=lambda item: (item.start_char, item.end_char, item.rule))


def _said_in_cells(plan: Plan, table: Table) -> list[Span]:
    """Return what prose in the cells of a table says, completed by its row."""
    places = [at for at, kind in enumerate(table.kinds) if kind in ("task", "metric")]
    cells = {
        cell.start: row
        for row in table.rows
        for at in places
        if at in row.own and (cell := row.cells[at]) is not None
    }
    if not cells:
        return []
    own = [cell for row in table.rows for at in places if at in row.own and (cell := row.cells[at])]
    prose = _prose(plan, own)
    ends = sorted(cells)
    found: list[Span] = []
    for group, kind in (
        ("targets", Target),
        ("duties", RecurringDuty),
        ("deliverables", Deliverable),
    ):
        for item in collect(prose, group, kind):
            start = _last_before(ends, item.start_char)
            if start is not None:
                found.append(_completed(plan, table, cells[start], item))
    return found


def _last_before(starts: list[int], at: int) -> int | None:
    place = bisect_right(starts, at) - 1
    return starts[place] if place >= 0 else None


def _completed(plan: Plan, table: Table, row: Row, item: Span) -> Span:
    """Return an item with the body and the day of its row where it names none itself."""
    actor = bodies(table.cell(row, "lead", "who"))
    due = days(plan, table.cell(row, "due", "time"))[1]
    match item:
        case Target(deadline=None):
            return item.model_copy(update={"deadline": due})
        case RecurringDuty(actor=None):
            return item.model_copy(update={"actor": actor})
        case Deliverable():
            update: dict[str, object] = {"actor": item.actor or actor}
            if item.due is None and item.recurrence is None:
                update["due"] = due
            return item.model_copy(update=update)
        case _:
            return item


def _anomalies(plan: Plan, table: Table) -> list[Anomaly]:
    """Return the scars in a table's cells."""
    cells = [cell for row in table.rows for at in sorted(row.own) if (cell := row.cells[at])]
    prose = _prose(plan, cells)
    found = [*collect(prose, "anomalies", Anomaly), *collect(prose, "damage", Anomaly)]
    return [item for item in found if item.rule not in OF_WHOLE_TEXTS]


def _prose(plan: Plan, cells: list[Cell]) -> Plan:
    """Return the words of some cells as a text of its own, one cell a line."""
    chars: list[str] = []
    index: list[int] = []
    for cell in cells:
        view = view_of(plan.view.source[cell.start : cell.end])
        chars.append(view.text.replace("\n", " ") + "\n")
        index.extend(cell.start + at for at in view.index)
        index.append(cell.end)
    view = close_gaps(View(plan.view.source, "".join(chars), tuple(index)))
    return Plan(view, title=plan.title, issued_on=plan.issued_on, year=plan.year)
