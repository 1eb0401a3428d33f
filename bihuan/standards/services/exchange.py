"""Items of a checklist to and from Excel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from bihuan.kernel.errors import BadInput, Problem
from bihuan.standards.rules import NewItem, item_problems
from bihuan.standards.states import Severity
from bihuan.web.sheets import Heading, Table, read_table
from bihuan.web.spreadsheet import Cell, SheetColumn, write_xlsx

HEADINGS = (
    Heading("group", "类别", ("检查类别", "项目", "检查项目", "分类")),
    Heading("text", "检查内容", ("内容", "检查要点", "检查事项", "检查标准"), required=True),
    Heading("basis", "依据", ("检查依据", "法律依据", "依据条款")),
    Heading("severity", "隐患级别", ("级别", "隐患等级", "不符合时的隐患级别")),
    Heading("photo", "须拍照", ("拍照", "是否拍照")),
)
WIDTHS = {"text": 60, "basis": 40}
_SEVERITIES = {
    "": Severity.GENERAL, "一般": Severity.GENERAL, "一般隐患": Severity.GENERAL,
    "重大": Severity.MAJOR, "重大隐患": Severity.MAJOR,
}  # fmt: skip
_ANSWERS = {"": False, "否": False, "不": False, "是": True, "须": True, "√": True, "需要": True}


def read_items(data: bytes, *, name: str) -> list[NewItem]:
    """Return the items of an uploaded workbook; an empty 类别 continues the one above.

    Raises:
        BadInput: the file or some of its rows cannot be used; every row is told.
    """
    table = read_table(data, name=name, headings=HEADINGS)
    problems: list[Problem] = []
    items: list[NewItem] = []
    rows: list[int] = []
    group = ""
    for row in table.rows:
        cells = row.cells
        group = cells.get("group", "") or group
        severity = _SEVERITIES.get(cells.get("severity", ""))
        photo = _ANSWERS.get(cells.get("photo", ""))
        if severity is None:
            problems.append(_problem(table, row.number, "severity", "应填“一般”或“重大”"))
        if photo is None:
            problems.append(_problem(table, row.number, "photo", "应填“是”或“否”"))
        rows.append(row.number)
        items.append(
            NewItem(
                cells["text"], group, cells.get("basis", ""), severity or Severity.GENERAL,
                photo_required=bool(photo),
            )
        )  # fmt: skip
    problems += [_in_row(table, rows, one) for one in item_problems(items)]
    if problems:
        raise BadInput(problems)
    return items


def _problem(table: Table, number: int, key: str, message: str) -> Problem:
    return Problem(table.where(number, table.labels[key]), message, "，请改正后再上传。")


def _in_row(table: Table, rows: Sequence[int], problem: Problem) -> Problem:
    """Return a problem of the n-th item as one of the row it stands in."""
    number = int("".join(filter(str.isdecimal, problem.where)))
    return Problem(table.where(rows[number - 1]), problem.message, problem.suggestion)


def write_items(name: str, items: Iterable[NewItem]) -> IO[bytes]:
    """Return items as a workbook that ``read_items`` reads back."""
    columns = [SheetColumn(one.label, "text", WIDTHS.get(one.key, 16)) for one in HEADINGS]
    rows: Iterable[Sequence[Cell]] = (
        [
            item.group, item.text, item.basis, Severity(item.severity).label,
            "是" if item.photo_required else "否",
        ]
        for item in items
    )  # fmt: skip
    return write_xlsx(name, columns, rows)
