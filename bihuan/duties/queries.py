"""Reads over duties: who stands how, and what a person still owes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from bihuan.duties.models import Duty
from bihuan.duties.states import DutyState
from bihuan.people.models import User
from bihuan.web.tones import Tone, deadline_tone


def duties_of(user: User) -> QuerySet[Duty]:
    """Return what ``user`` or the user's enterprise must do or did, open ones soonest first."""
    scope = user.scope
    mine = Q(post__user_id=user.pk)
    if scope is not None and scope.enterprise_id is not None:
        mine |= Q(enterprise_id=scope.enterprise_id)
    return with_holders(Duty.objects.visible_to(user).filter(mine))


def with_holders(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Join what a list shows of each duty."""
    return rows.select_related("rule", "post__user", "post__organisation", "enterprise")


def tone_of(duty: Duty, *, on: date) -> tuple[Tone, str]:
    """Return how an occurrence stands on a day, as a tone and its word."""
    if duty.state == DutyState.DONE:
        return Tone.DONE, "已履职"
    if duty.state == DutyState.EXCUSED:
        return Tone.UNTRACKED, "已免除"
    if duty.state == DutyState.MISSED:
        return Tone.OVERDUE, "未履职"
    assert duty.due_on is not None
    tone = deadline_tone(duty.due_on, today=on)
    if tone is Tone.DOING and not duty.done:
        return Tone.TODO, "未开始"
    return tone, tone.label


@dataclass(frozen=True, slots=True)
class Cell:
    """One holder's occurrence of one duty."""

    duty: Duty
    tone: Tone
    word: str


@dataclass(slots=True)
class MatrixRow:
    """One holder with a cell per column; None where the duty is not the holder's."""

    name: str
    body: str
    cells: list[Cell | None] = field(default_factory=list)

    @property
    def late(self) -> int:
        """How many of the cells are late."""
        return sum(1 for cell in self.cells if cell and cell.tone is Tone.OVERDUE)

    @property
    def missing(self) -> int:
        """How many times something is still to be done."""
        open_cells = [cell for cell in self.cells if cell and not cell.duty.is_final]
        return sum(cell.duty.required - cell.duty.done for cell in open_cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Holders × duties in the periods that hold one day; the worst holder first."""

    columns: list[tuple[str, str]]
    rows: list[MatrixRow]

    @property
    def cells(self) -> list[Cell]:
        """Every cell that is one."""
        return [cell for row in self.rows for cell in row.cells if cell]

    def count(self, *tones: Tone) -> int:
        """Count the cells of some tones."""
        return sum(1 for cell in self.cells if cell.tone in tones)


def matrix(duties: Iterable[Duty], *, on: date) -> Matrix:
    """Arrange occurrences by holder and by duty (rules of the same words are one column)."""
    columns: dict[tuple[str, str], None] = {}
    found: dict[tuple[str, str], dict[tuple[str, str], Cell]] = {}
    for duty in duties:
        column = (duty.rule.title, duty.rule.frequency)
        columns[column] = None
        body = duty.post.organisation.name if duty.post else ""
        cell = Cell(duty, *tone_of(duty, on=on))
        found.setdefault((duty.holder_name, body), {})[column] = cell
    rows = [
        MatrixRow(name, body, [cells.get(column) for column in columns])
        for (name, body), cells in found.items()
    ]
    rows.sort(key=lambda row: (-row.late, -row.missing, row.body, row.name))
    return Matrix(list(columns), rows)
