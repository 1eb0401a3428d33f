"""CSV that runs nothing when a spreadsheet opens it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bihuan.documents.comma_separated import Cell, write_csv


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-12.5%", "-12.5%"),
        ("+86", "+86"),
        ("某某涂料厂", "某某涂料厂"),
        (None, ""),
        (True, "是"),
        (-3, "-3"),
        (Decimal("12.50"), "12.50"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5, 16, 30, tzinfo=UTC), "2026-03-06 00:30"),
    ],
)
def test_a_cell_is_text_and_never_a_formula(cell: Cell, written: str) -> None:
    assert (
        write_csv(["列", "尾"], [[cell, "完"]]).decode("utf-8-sig") == f"列,尾\r\n{written},完\r\n"
    )


def test_the_file_opens_in_excel_with_chinese() -> None:
    data = write_csv(["企业", "说明"], [["甲,厂", '他说"好"'], ["乙\n厂", "\tx"]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == '企业,说明\r\n"甲,厂","他说""好"""\r\n"乙\n厂",\'\tx\r\n'
