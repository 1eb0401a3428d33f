"""The one way in: find out what the bytes are, then let the right reader work."""

from bihuan.kernel.errors import Problem
from bihuan.planparse.readers.document import (
    MAX_CHARACTERS,
    MAX_FILE_BYTES,
    USE_ANOTHER_FORMAT,
    Kind,
    ReadDocument,
    Unreadable,
    give_up,
)
from bihuan.planparse.readers.encoding import decode
from bihuan.planparse.readers.pdf import read_pdf
from bihuan.planparse.readers.sniffing import find_kind
from bihuan.planparse.readers.webpage import read_html
from bihuan.planparse.readers.word import read_docx


def read_document(data: bytes, *, name: str) -> ReadDocument:
    """Return the text of the file ``name`` with content ``data``.

    The content decides the format; the name's ending only tells Markdown from plain text. Never
    raises for bad content: a file without readable text comes back not ``ok``, with the problem.
    """
    kind: Kind | None = None
    try:
        _check_size(data)
        kind = find_kind(data, name=name)
        text, problems = _read(data, kind)
        _check_text(text)
    except Unreadable as stop:
        return ReadDocument(name=name, kind=kind, text="", problems=(stop.problem,))
    return ReadDocument(name=name, kind=kind, text=text, problems=tuple(problems))


def _read(data: bytes, kind: Kind) -> tuple[str, list[Problem]]:
    if kind == "docx":
        return read_docx(data)
    if kind == "pdf":
        return read_pdf(data)
    text, problems = decode(data)
    return (read_html(text) if kind == "html" else text), problems


def _check_size(data: bytes) -> None:
    if not data:
        give_up("文件是空的（0 字节）。", "请确认文件已保存、没有传错，再重新上传。")
    if len(data) > MAX_FILE_BYTES:
        size, limit = len(data) / 1024 / 1024, MAX_FILE_BYTES // 1024 / 1024
        give_up(
            f"文件大小为 {size:.1f} MB，超过 {limit:.0f} MB 的上限。",
            "请删去文件中的图片或附件，只留方案正文后再上传，或直接粘贴文字。",
        )


def _check_text(text: str) -> None:
    if not text.strip():
        give_up(
            "文件里没有文字，只有空白。",
            "请确认方案正文不是图片；" + USE_ANOTHER_FORMAT,
        )
    if len(text) > MAX_CHARACTERS:
        give_up(
            f"正文共 {len(text):,} 字，超过 {MAX_CHARACTERS:,} 字的上限。",
            "请把文件拆开，每次上传一份方案。",
        )
