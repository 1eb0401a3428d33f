"""Columns of a list: how a record's value is taken, shown and exported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, Literal

from bihuan.web.spreadsheet import Cell, Kind, SheetColumn
from bihuan.web.tones import RiskColour, Tone

ColumnKind = Literal[
    "text", "number", "count", "percent", "day", "deadline", "datetime", "state", "risk"
]
_SHEET_KINDS: dict[ColumnKind, Kind] = {
    "number": "number",
    "count": "number",
    "percent": "percent",
    "day": "date",
    "deadline": "date",
    "datetime": "datetime",
}
_RIGHT = frozenset({"number", "count", "percent"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``value`` takes what is shown from a record; without it ``key`` is read as an attribute path
    (``enterprise.name``). What ``value`` gives depends on ``kind``: ``state`` a tone or (tone,
    word), ``risk`` a colour or (colour, word), ``deadline`` a date or (date, still open),
    ``percent`` a share 0–1, ``day`` a date, ``datetime`` an aware moment.

    ``sort`` is a field path or annotation of the queryset. ``link`` is true for the record's own
    page, or a function giving an address ("" for none). ``template`` shows the cell its own way
    (context: ``row``, ``value``). ``on_phone=False`` leaves the column out of the phone's cards;
    ``optional`` columns are off until somebody chooses them.
    """

    key: str
    label: str
    value: Callable[[Any], object] | None = None
    kind: ColumnKind = "text"
    sort: str = ""
    link: bool | Callable[[Any], str] = False
    template: str = ""
    export: Callable[[Any], Cell] | None = None
    width: int = 16
    on_phone: bool = True
    optional: bool = False

    @property
    def css(self) -> str:
        """The classes of the column's cells."""
        return " ".join(
            name
            for name, is_on in (
                (f"cell--{self.kind}", True),
                ("num", self.kind in _RIGHT),
                ("cell--wide", not self.on_phone),
            )
            if is_on
        )

    @property
    def sheet(self) -> SheetColumn:
        """The column as a spreadsheet has it."""
        return SheetColumn(self.label, _SHEET_KINDS.get(self.kind, "text"), self.width)

    def of(self, row: object) -> object:
        """Return the record's value."""
        if self.value:
            return self.value(row)
        return reduce(_step, self.key.split("."), row)

    def url_of(self, row: Any) -> str:
        """Return the page the cell opens, or nothing."""
        if callable(self.link):
            return self.link(row)
        return str(row.get_absolute_url()) if self.link else ""

    def exported(self, row: object) -> Cell:
        """Return the value as a spreadsheet takes it: a word for a state, a date for a deadline."""
        if self.export:
            return self.export(row)
        value = self.of(row)
        if self.kind == "deadline":
            day: Cell = pair(value)[0]
            return day
        if self.kind == "state":
            tone, word = pair(value)
            return word or (Tone(tone).label if tone else None)
        if self.kind == "risk":
            level, word = pair(value)
            return word or (RiskColour(level).label if level else None)
        if value is None or isinstance(value, str | int | float | date):
            return value
        return str(value)


def pair(value: object) -> tuple[Any, Any]:
    """Return (value, what goes with it or None)."""
    if isinstance(value, tuple):
        first, second = value
        return first, second
    return value, None


def _step(value: object, name: str) -> object:
    return None if value is None else getattr(value, name)
