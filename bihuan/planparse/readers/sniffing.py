"""What a file is, told by its first bytes and its parts, never by its name alone."""

import io
import re
import zipfile
from pathlib import PurePath
from typing import NoReturn

import filetype

from bihuan.planparse.readers.document import USE_ANOTHER_FORMAT, Kind, give_up

OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP_MAGIC = b"PK\x03\x04"
PDF_MAGIC_WITHIN = 1024
SAVE_AS_DOCX = "请用 Word 或 WPS 打开该文件，选择“另存为”，类型选“Word 文档（.docx）”，再上传。"

_HTML_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html\b|head\b|body\b)", re.I | re.S)  # fmt: skip
_ARCHIVED_PAGE = re.compile(rb"^\s*(?:From: <Saved by|MIME-Version: \d)", re.I)
_HTML_ENDINGS = {".html", ".htm", ".xhtml"}
_MARKDOWN_ENDINGS = {".md", ".markdown"}
_FAMILIES = {"image": "图片", "video": "视频", "audio": "音频", "font": "字体文件"}


def find_kind(data: bytes, *, name: str) -> Kind:
    """Return which reader the bytes need.

    Raises:
        Unreadable: the content is a format that we do not read, named in the problem.
    """
    ending = PurePath(name).suffix.lower()
    if data.startswith(OLE_MAGIC):
        _refuse_ole(data, ending)
    if data.startswith(ZIP_MAGIC):
        return _kind_of_zip(data)
    if b"%PDF-" in data[:PDF_MAGIC_WITHIN]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        give_up("这是 RTF 格式的文件，系统不能直接读取。", SAVE_AS_DOCX)
    if _ARCHIVED_PAGE.match(data):
        give_up("这是网页归档文件（.mht），系统不能直接读取。", SAVE_AS_DOCX)
    _refuse_known_binary(data)
    return _kind_of_text(data, ending)


def _kind_of_text(data: bytes, ending: str) -> Kind:
    if _HTML_START.match(data[:4096]) or ending in _HTML_ENDINGS:
        return "html"
    return "md" if ending in _MARKDOWN_ENDINGS else "txt"


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        give_up(
            "文件已损坏，或没有上传完整，无法打开。",
            "请在电脑上用 Word 或 WPS 打开确认，另存一份 .docx 后重新上传。",
        )
    if not any(name.startswith("word/") for name in names):
        _refuse_zip(names)
    return "docx"


def _refuse_zip(names: set[str]) -> NoReturn:
    if any(name.startswith("xl/") for name in names):
        give_up("这是 Excel 表格（.xlsx），不是方案文档。", USE_ANOTHER_FORMAT)
    if any(name.startswith("ppt/") for name in names):
        give_up("这是演示文稿（.pptx），不是方案文档。", USE_ANOTHER_FORMAT)
    if "mimetype" in names and "content.xml" in names:
        give_up("这是 ODF 格式的文件，系统不能直接读取。", SAVE_AS_DOCX)
    if "OFD.xml" in names:
        give_up(
            "这是 OFD 版式文件，系统不能直接读取。",
            "请用 OFD 阅读器导出为可复制文字的 PDF，或直接粘贴文字。",
        )
    give_up("这是压缩包，不是方案文档。", "请先解压，再上传其中的方案文件。")


def _refuse_ole(data: bytes, ending: str) -> NoReturn:
    if "EncryptedPackage".encode("utf-16-le") in data:
        give_up(
            "这个 Office 文件设了打开密码，无法读取。",
            "请用 Word 或 WPS 打开，取消密码后另存为 .docx，再上传。",
        )
    if ending == ".wps":
        give_up("这是 WPS 文字的旧格式（.wps），系统不能直接读取。", SAVE_AS_DOCX)
    if "WordDocument".encode("utf-16-le") in data:
        give_up("这是 Word 97-2003 的旧格式（.doc），系统不能直接读取。", SAVE_AS_DOCX)
    if "Workbook".encode("utf-16-le") in data:
        give_up("这是 Excel 表格（.xls），不是方案文档。", USE_ANOTHER_FORMAT)
    if "PowerPoint Document".encode("utf-16-le") in data:
        give_up("这是演示文稿（.ppt），不是方案文档。", USE_ANOTHER_FORMAT)
    give_up("这是旧版 Office 格式的文件（如 .doc、.wps），系统不能直接读取。", SAVE_AS_DOCX)


def _refuse_known_binary(data: bytes) -> None:
    found = filetype.guess(data[:8192])
    if found is None:
        return
    family = found.mime.partition("/")[0]
    if family == "image":
        give_up(
            f"文件内容是图片（{found.extension.upper()}），不是文档，没有可读取的文字。",
            "请上传可复制文字的 PDF 或 Word 文档（.docx），或粘贴文字；改扩展名不能把图片变成文档。",
        )
    what = _FAMILIES.get(family, "程序或压缩文件")
    give_up(f"文件内容是{what}（{found.extension.upper()}），不是文档。", USE_ANOTHER_FORMAT)
