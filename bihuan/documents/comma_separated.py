"""CSV for programs that cannot read Excel; a spreadsheet that opens it runs nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from bihuan.kernel.chinese import BEIJING

Cell = str | int | float | Decimal | date | datetime | None

# What a spreadsheet takes for the start of a formula; a plain number may start with a sign.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?%?$")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, which Excel needs to read Chinese.

    Text that a spreadsheet would run is put behind an apostrophe. Moments are in Beijing time.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_plain(column) for column in columns])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return f"{cell.astimezone(BEIJING) if cell.tzinfo else cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, str):
        runs = _FORMULA.match(cell) and not _NUMBER.match(cell)
        return f"'{cell}" if runs else cell
    return str(cell)
