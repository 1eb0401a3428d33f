"""Read the tables people upload: Excel files checked before they are opened, headings matched."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from bihuan.kernel.errors import BadInput, Problem

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_PARTS = 2000
MAX_ROWS = 50_000
HEADING_WITHIN = 15  # rows in which the headings are looked for
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "，请用 Excel 或 WPS 另存为 .xlsx 后再上传。"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that is looked for: its key, its name in the template, other words for it."""

    key: str
    label: str
    words: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as text; ``number`` is the row as Excel counts it."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the headings of one sheet."""

    sheet: str
    rows: list[SheetRow]
    labels: dict[str, str]
    unknown: tuple[str, ...]

    def where(self, row: int, label: str = "") -> str:
        """Say a place as the person sees it: 「“企业名单”第 5 行“企业名称”」."""
        return f"“{self.sheet}”第 {row} 行" + (f"“{label}”" if label else "")


def read_table(data: bytes, *, name: str, headings: Sequence[Heading]) -> Table:
    """Return the rows of the first sheet that carries the headings.

    Headings may stand in any order and under other names; empty rows are left out.

    Raises:
        BadInput: the file cannot be read, or no sheet carries the required headings.
    """
    where = f"文件“{PurePath(name).name[:60]}”"
    _check_container(data, where)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        best: tuple[int, list[str]] | None = None
        for sheet in book.sheet_names:
            grid = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            found = _find_headings(grid, headings)
            if found is None:
                continue
            at, places = found
            missing = [h.label for h in headings if h.required and h.key not in places]
            if not missing:
                return _table(sheet, grid, at, places, headings, where)
            if best is None or len(missing) < len(best[1]):
                best = (at, missing)
    except (CalamineError, zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise BadInput([Problem(where, "无法读取，可能已损坏", _SAVE_AS)]) from error
    if best is None:
        wanted = "、".join(heading.label for heading in headings if heading.required)
        told = f"没有找到表头（应有 {wanted} 等列）"
        raise BadInput([Problem(where, told, "，请使用模板填写。")])
    raise BadInput([Problem(where, f"缺少“{'”“'.join(best[1])}”列", "，请使用模板填写。")])


def _check_container(data: bytes, where: str) -> None:
    """Look at what the file really is and how large it gets, before a parser sees it."""
    if not data:
        raise BadInput([Problem(where, "是空文件", "，请重新选择。")])
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise BadInput([Problem(where, f"有 {size:.1f} MB，超过 20 MB 的上限", "，请分几次上传。")])
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise BadInput([Problem(where, "设了密码，无法读取", "，请取消密码后再上传。")])
        return
    if not data.startswith(_ZIP):
        raise BadInput([Problem(where, "不是 Excel 文件", _SAVE_AS)])
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        raise BadInput([Problem(where, "已损坏，无法读取", _SAVE_AS)]) from None
    if len(members) > MAX_PARTS or sum(one.file_size for one in members) > MAX_UNPACKED:
        raise BadInput([Problem(where, "解压后过大，疑似异常文件，已拒绝打开", _SAVE_AS)])


def _find_headings(
    grid: list[list[Any]], headings: Sequence[Heading]
) -> tuple[int, dict[str, int]] | None:
    """Return the row that names the most columns, and where each stands."""
    best: tuple[int, dict[str, int]] | None = None
    for at, cells in enumerate(grid[:HEADING_WITHIN]):
        places: dict[str, int] = {}
        for column, cell in enumerate(cells):
            key = _key_of(_text(cell), headings)
            if key is not None:
                places.setdefault(key, column)
        if places and (best is None or len(places) > len(best[1])):
            best = (at, places)
    return best


def _key_of(text: str, headings: Sequence[Heading]) -> str | None:
    plain = _plain(text)
    if not plain:
        return None
    for heading in headings:
        if plain in {_plain(word) for word in (heading.label, *heading.words)}:
            return heading.key
    return None


def _plain(text: str) -> str:
    """Return a heading without what people add to it: spaces, stars, remarks in brackets."""
    narrow = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s*：:]|\([^)]*\)|必填|选填", "", narrow)


def _table(
    sheet: str, grid: list[list[Any]], at: int, places: dict[str, int],
    headings: Sequence[Heading], where: str,
) -> Table:  # fmt: skip
    rows = []
    for number, cells in enumerate(grid[at + 1 :], start=at + 2):
        texts = {key: _text(cells[column]) for key, column in places.items()}
        if any(texts.values()):
            rows.append(SheetRow(number, texts))
    if not rows:
        raise BadInput([Problem(where, f"“{sheet}”表头下面没有内容", "，请填写后再上传。")])
    if len(rows) > MAX_ROWS:
        told = f"有 {len(rows)} 行，超过一次 {MAX_ROWS} 行的上限"
        raise BadInput([Problem(where, told, "，请分几次上传。")])
    used = set(places.values())
    named = enumerate(grid[at])
    unknown = tuple(text for i, cell in named if i not in used and (text := _text(cell)))
    labels = {heading.key: heading.label for heading in headings}
    return Table(sheet, rows, labels, unknown)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
