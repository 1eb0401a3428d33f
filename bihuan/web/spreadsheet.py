"""Excel files of any length, written row by row; nothing in them is ever a formula or a link."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Literal

import xlsxwriter

from bihuan.kernel.chinese import BEIJING

Cell = str | int | float | Decimal | date | datetime | None
Kind = Literal["text", "number", "percent", "date", "datetime"]

LONGEST_TEXT = 32_767  # Excel's limit for one cell
LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")
_FORMATS: dict[Kind, dict[str, object]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"valign": "top"},
    "percent": {"num_format": "0.0%", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"},
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: heading, what its cells hold, width in characters."""

    label: str
    kind: Kind = "text"
    width: int = 16


def write_xlsx(
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Cell]],
    *,
    notes: Sequence[tuple[str, str]] = (),
) -> IO[bytes]:
    """Return an open Excel file: one sheet of ``rows``, and one of ``notes`` when there are any.

    Memory does not grow with the number of rows. Moments are written in Beijing time.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the caller reads and closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        heading = book.add_format(
            {"bold": True, "bg_color": "#E8EDF2", "bottom": 1, "valign": "top"}
        )
        formats = [book.add_format(_FORMATS[column.kind]) for column in columns]
        sheet = book.add_worksheet(_sheet_name(title))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.label, heading)
        sheet.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, (value, form) in enumerate(zip(row, formats, strict=True)):
                _write(sheet, last, at, value, form)
        if columns:
            sheet.autofilter(0, 0, last, len(columns) - 1)
        if notes:
            _write_notes(book, notes)
    target.seek(0)
    return target


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    at: int,
    value: Cell,
    form: xlsxwriter.format.Format,
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, at, "是" if value else "否", form)
    elif isinstance(value, datetime):
        local = value.astimezone(BEIJING).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(row, at, local, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, form)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, at, value, form)
    else:
        text = str(value)
        if len(text) > LONGEST_TEXT:
            text = f"{text[: LONGEST_TEXT - 1]}…"
        sheet.write_string(row, at, text, form)


def _write_notes(book: xlsxwriter.Workbook, notes: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 60)
    for row, (name, text) in enumerate(notes):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, text)


def _sheet_name(title: str) -> str:
    return title.translate(_NOT_IN_NAMES)[:LONGEST_NAME] or "数据"
