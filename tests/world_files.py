"""Files of the test world: a photo unlike any other, and an Excel list."""

from __future__ import annotations

import io

import xlsxwriter
from PIL import Image


def picture() -> bytes:
    """Return the octets of a photo unlike any other."""
    out = io.BytesIO()
    Image.effect_noise((64, 48), 60).save(out, "PNG")
    return out.getvalue()


def a_workbook(mark: str) -> bytes:
    """Return an Excel list of two enterprises, one of which cannot be taken in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["企业名称", "乡镇（街道）", "村（社区）", "行业领域"])
        sheet.write_row(1, 0, [f"示例{mark}家具厂", "示例一镇", "甲社区", "轻工"])
        sheet.write_row(2, 0, [f"示例{mark}无行业", "示例一镇", "甲社区", ""])
    return out.getvalue()
