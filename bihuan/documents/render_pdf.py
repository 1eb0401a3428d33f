"""The PDF of an official document, set by Typst."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock

import pylopdf_fonts_zh_cn
import segno
import typst

from bihuan.documents.measures import header_size, signature_indent_pt
from bihuan.documents.official import OfficialDocument, content_of
from bihuan.kernel.chinese import date_text

_LAYOUT = Path(__file__).parent / "layout" / "official.typ"
_OPEN_SERIF, _OPEN_SANS = "Noto Serif SC", "Noto Sans SC"

# What to look for in the office's own font folder, best first; an open face stands in.
_FACES: dict[str, tuple[tuple[str, ...], str]] = {
    "title": (("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"), _OPEN_SERIF),
    "body": (("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"), _OPEN_SERIF),
    "hei": (("SimHei", "黑体"), _OPEN_SANS),
    "kai": (("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"), _OPEN_SERIF),
    "serif": (("SimSun", "宋体"), _OPEN_SERIF),
}  # fmt: skip
_THICKENED_WHEN_OPEN = {"title", "hei"}


class PdfPress:
    """Sets documents with one kept compiler: reading the fonts takes longer than a document."""

    def __init__(self, font_dirs: Iterable[Path]) -> None:
        open_fonts = Path(str(pylopdf_fonts_zh_cn.serif_path())).parent
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in (*font_dirs, open_fonts)],
        )
        self._faces = _choose_faces(set(fonts.families()))
        self._compiler = typst.Compiler(str(_LAYOUT), root=str(_LAYOUT.parent), font_paths=fonts)
        self._lock = Lock()

    def set(self, document: OfficialDocument) -> bytes:
        """Return the PDF; the same document always gives the same bytes."""
        data = self._data(document)
        with self._lock:
            made = self._compiler.compile(
                sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
                timestamp=_moment(document),
            )
        assert isinstance(made, bytes)
        return made

    def _data(self, document: OfficialDocument) -> dict[str, object]:
        day = date_text(document.issued_on) if document.issued_on else ""
        size = header_size(document.header)
        return content_of(document) | {
            "faces": self._faces,
            "day": day,
            "header_size": {"points": size.points, "narrowed": size.narrowed},
            "signature_indent": signature_indent_pt(document.signature, day),
            "verify_url": document.verify_url,
            "verify_code": document.verify_code,
            "sha": document.sha,
            "qr": _qr(document.verify_url),
        }


@cache
def press_with(font_dir: Path | None) -> PdfPress:
    """Return the process's press for a folder of the office's own fonts."""
    return PdfPress([font_dir] if font_dir else [])


def render_pdf(document: OfficialDocument, *, font_dir: Path | None = None) -> bytes:
    """Return ``document`` as PDF; faces missing from ``font_dir`` are replaced by open ones."""
    return press_with(font_dir).set(document)


def _choose_faces(installed: set[str]) -> dict[str, dict[str, object]]:
    faces: dict[str, dict[str, object]] = {}
    for use, (wished, open_face) in _FACES.items():
        found = next((name for name in wished if name in installed), None)
        # The open face stays behind the licensed one, for characters that GB 2312 lacks.
        families = [found, open_face] if found else [open_face]
        thicken = found is None and use in _THICKENED_WHEN_OPEN
        faces[use] = {"families": families, "thicken": thicken}
    return faces


def _moment(document: OfficialDocument) -> datetime:
    if document.issued_on is None:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return datetime.combine(document.issued_on, time(), tzinfo=UTC)


def _qr(address: str) -> str:
    if not address:
        return ""
    return str(segno.make(address, error="m").svg_inline(border=0, scale=4, omitsize=False))
