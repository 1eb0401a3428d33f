"""The workbooks of the import: an empty one to fill in, and one with the rows to mend."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import IO

import xlsxwriter

from bihuan.enterprises.models import EnterpriseImport
from bihuan.enterprises.services.importing import HEADINGS, LABELS, table_of
from bihuan.enterprises.states import RiskColour, Size
from bihuan.kernel.areas import AreaLevel
from bihuan.people.models import User
from bihuan.people.queries import areas_of
from bihuan.reference.sectors import SECTORS
from bihuan.reference.tags import TAGS
from bihuan.web.spreadsheet import Cell, SheetColumn, write_xlsx

_CHOICES = "可填内容"
_HINTS = {
    "name": "必填，与营业执照一致",
    "credit_code": "18 位；没有的留空",
    "town": "必填，从下拉列表选",
    "community": "从下拉列表选，可留空",
    "sector": "必填，从下拉列表选",
    "size": "从下拉列表选，留空按小微",
    "employees": "只填人数",
    "tags": "可填多个，用顿号隔开",
    "risk_colour": "从下拉列表选，留空按蓝",
}
_FILLED_ROWS = 5000
_CODE_WIDTH = 24


def template(user: User) -> IO[bytes]:
    """Return an empty workbook with drop-downs of the places within the person's scope."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the caller reads and closes it
    places = areas_of(user)
    lists = {
        "town": [area.name for area in places if area.level == AreaLevel.TOWN],
        "community": [area.name for area in places if area.level == AreaLevel.VILLAGE],
        "sector": [sector.name for sector in SECTORS],
        "size": [str(size.label) for size in Size],
        "risk_colour": [str(colour.label) for colour in RiskColour],
        "tags": [tag.name for tag in TAGS],
    }
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EDF2", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("企业名单")
        choices = book.add_worksheet(_CHOICES)
        for column, heading in enumerate(HEADINGS):
            must = "*" if heading.required or heading.key == "town" else ""
            sheet.write_string(0, column, f"{heading.label}{must}", head)
            width = _CODE_WIDTH if heading.key in {"name", "credit_code", "address"} else 14
            sheet.set_column(column, column, width, text)
            if heading.key in _HINTS:
                sheet.write_comment(0, column, _HINTS[heading.key])
            values = lists.get(heading.key)
            if not values:
                continue
            at = list(lists).index(heading.key)
            choices.write_string(0, at, heading.label, head)
            choices.set_column(at, at, 18)
            choices.write_column(1, at, values)
            if heading.key != "tags":  # several tags in one cell: a list would forbid them
                letter = chr(ord("A") + at)
                source = f"={_CHOICES}!${letter}$2:${letter}${len(values) + 1}"
                rule = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(1, column, _FILLED_ROWS, column, rule)
        sheet.freeze_panes(1, 1)
    target.seek(0)
    return target


def rows_to_mend(one: EnterpriseImport) -> IO[bytes]:
    """Return the rows that were left out, each with what is wrong, ready to mend and upload."""
    told: dict[int, list[str]] = defaultdict(list)
    for number, label, message, suggestion in one.problems:
        told[number].append(f"{label}{message}{suggestion}")
    table = table_of(one)
    columns = [SheetColumn("原行号", "number", 8), SheetColumn("问题", "text", 50)]
    columns += [SheetColumn(heading.label, "text", 18) for heading in HEADINGS]
    rows: Iterable[Sequence[Cell]] = (
        [row.number, "；".join(told[row.number]), *(row.cells.get(key, "") for key in LABELS)]
        for row in table.rows
        if row.number in told
    )
    return write_xlsx("企业名单", columns, rows)
