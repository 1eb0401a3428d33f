"""Excel files hold what they were given, as text, numbers and days, and never a formula."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

from python_calamine import CalamineWorkbook

from bihuan.web.spreadsheet import LONGEST_TEXT, Cell, SheetColumn, write_xlsx


def back(kind: str, value: Cell) -> object:
    with write_xlsx("数据", [SheetColumn("值", kind)], [[value]]) as file:  # type: ignore[arg-type]
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1][0]


def test_values_come_back_as_what_they_were() -> None:
    assert back("text", "示例") == "示例"
    assert back("text", "00123") == "00123"
    assert back("number", 7) == 7
    assert back("number", Decimal("1.5")) == 1.5
    assert back("percent", 0.832) == 0.832
    assert back("date", date(2026, 11, 22)) == date(2026, 11, 22)
    moment = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)
    assert str(back("datetime", moment)) == "2026-11-23 00:05:00"
    assert back("text", True) == "是"
    assert back("text", "x" * 40_000) == "x" * (LONGEST_TEXT - 1) + "…"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    rows = [
        ["=1+1"],
        ["+A1"],
        ["@SUM(A1)"],
        ['=HYPERLINK("http://evil.example")'],
        ["http://a.example"],
    ]
    with write_xlsx("数据", [SheetColumn("值")], rows) as file:
        read = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:]
        file.seek(0)
        sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert read == rows
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_title_that_excel_forbids_is_cleaned() -> None:
    with write_xlsx("甲/乙[1]:*?" + "长" * 40, [SheetColumn("值")], []) as file:
        assert CalamineWorkbook.from_filelike(file).sheet_names == ["甲乙1" + "长" * 28]


def test_notes_stand_on_their_own_sheet() -> None:
    with write_xlsx("数据", [SheetColumn("值")], [["a"]], notes=[("筛选条件", "无")]) as file:
        book = CalamineWorkbook.from_filelike(file)
        assert book.get_sheet_by_name("说明").to_python() == [["筛选条件", "无"]]
