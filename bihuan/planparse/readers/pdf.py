"""Text of a PDF that carries text, within bounds of time, pages and unpacked bytes."""

import io
import time
from dataclasses import dataclass
from typing import NoReturn

from pypdf import PageObject, PdfReader, apply_configuration, get_configuration
from pypdf.errors import FileNotDecryptedError, LimitReachedError

from bihuan.kernel.errors import Problem
from bihuan.planparse.readers.document import MAX_CHARACTERS, Unreadable, give_up
from bihuan.planparse.readers.pdflines import join_pages

MAX_PAGES = 500
MAX_SECONDS = 60.0
MAX_STREAM_BYTES = 20 * 1024 * 1024
MAX_WORK_BYTES = 60 * 1024 * 1024
MAX_OPERATIONS = 1_000_000

# A page with fewer characters than this and a picture on it is a scan with a stamp of text.
FEWEST_CHARACTERS = 20
MOST_GARBLED = 0.2
NAMED_PAGES = 10

_LIMITS = get_configuration().with_overwrites(
    maximum_declared_stream_length=MAX_STREAM_BYTES,
    array_based_stream_maximum_output_length=MAX_STREAM_BYTES,
    zlib_maximum_output_length=MAX_STREAM_BYTES,
    lzw_maximum_output_length=MAX_STREAM_BYTES,
    run_length_maximum_output_length=MAX_STREAM_BYTES,
    brotli_maximum_output_length=MAX_STREAM_BYTES,
    stream_decoding_work_maximum_length=MAX_WORK_BYTES,
    stream_parsing_work_maximum_count=MAX_OPERATIONS,
    page_tree_maximum_entries=20_000,
    xform_maximum_invocations_per_extraction=500,
    jbig2dec_binary=None,
)
_PASTE = "请上传可复制文字的 PDF 或 Word 文档（.docx），或粘贴文字。"
_BROKEN_ADVICE = "请重新导出或下载这份 PDF 后再上传；也可以上传 Word 文档（.docx）或粘贴文字。"


@dataclass(frozen=True)
class _Page:
    text: str
    has_picture: bool

    @property
    def is_bare(self) -> bool:
        return len("".join(self.text.split())) < FEWEST_CHARACTERS


def read_pdf(data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of all pages, with lines broken by the page width joined again.

    Raises:
        Unreadable: encrypted, scanned, broken, too long, or built to exhaust the machine.
    """
    try:
        with apply_configuration(_LIMITS):
            pages = _pages(data)
    except Unreadable:
        raise
    except FileNotDecryptedError:
        _refuse_password()
    except LimitReachedError:
        give_up("PDF 内部的数据解压后过大，疑似异常文件，已拒绝打开。", _PASTE)
    except MemoryError:
        give_up("PDF 过于复杂，读取时内存不足。", _PASTE)
    except Exception:  # noqa: BLE001 -- on broken files pypdf raises whatever it stumbled over
        give_up("PDF 文件已损坏，或没有上传完整，无法读取。", _BROKEN_ADVICE)
    return _judge(pages)


def _pages(data: bytes) -> list[_Page]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        _refuse_password()
    count = len(reader.pages)
    if count > MAX_PAGES:
        give_up(
            f"PDF 共 {count} 页，超过 {MAX_PAGES} 页的上限。",
            "请只保留方案正文的页，另存后再上传。",
        )
    if count == 0:
        give_up("PDF 里没有页面。", _BROKEN_ADVICE)
    return _read_pages(reader)


def _read_pages(reader: PdfReader) -> list[_Page]:
    pages: list[_Page] = []
    characters, stop_at = 0, time.monotonic() + MAX_SECONDS
    for page in reader.pages:
        if time.monotonic() > stop_at:
            give_up(f"PDF 过于复杂，{MAX_SECONDS:.0f} 秒内没有读完。", _PASTE)
        pages.append(_Page(page.extract_text(), _has_picture(page)))
        characters += len(pages[-1].text)
        if characters > MAX_CHARACTERS:
            break  # the reading as a whole says what to do about too long a text
    return pages


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return False
    return any(
        one.get_object().get("/Subtype") == "/Image" for one in objects.get_object().values()
    )


def _judge(pages: list[_Page]) -> tuple[str, list[Problem]]:
    bare = [at for at, page in enumerate(pages, start=1) if page.is_bare]
    if len(bare) == len(pages):
        if any(page.has_picture for page in pages):
            give_up("这是扫描件（整页都是图片），没有可读取的文字。", _PASTE)
        if not any(page.text.strip() for page in pages):
            give_up("这份 PDF 里没有可读取的文字。", _PASTE)
    text = join_pages([page.text for page in pages])
    _check_garbled(text)
    scanned = [at for at in bare if pages[at - 1].has_picture]
    return text, [_some_scanned(scanned)] if scanned and len(bare) < len(pages) else []


def _some_scanned(pages: list[int]) -> Problem:
    named = "、".join(str(at) for at in pages[:NAMED_PAGES])
    more = "等" if len(pages) > NAMED_PAGES else ""
    return Problem(
        where=f"第 {named} 页{more}",
        message=f"有 {len(pages)} 页是图片，没有可读取的文字，已跳过。",
        suggestion="请核对这些页的内容；如有正文，请补上文字后重新上传。",
    )


def _check_garbled(text: str) -> None:
    letters = [char for char in text if not char.isspace()]
    garbled = sum(1 for char in letters if "\ue000" <= char <= "\uf8ff" or char in "\ufffd\x00")
    if letters and garbled > MOST_GARBLED * len(letters):
        give_up("PDF 的字体没有文字编码，读出来是乱码。", _PASTE)


def _refuse_password() -> NoReturn:
    give_up(
        "PDF 设了打开密码，无法读取。",
        "请用 PDF 阅读器打开，取消密码（或“打印”成新的 PDF）后再上传，或直接粘贴文字。",
    )
