"""Bytes to characters for text files, whatever editor saved them."""

import codecs
import re
from typing import NoReturn

from bihuan.kernel.errors import Problem
from bihuan.planparse.readers.document import USE_ANOTHER_FORMAT, give_up

# Shares of the characters of a text.
MOST_CONTROL = 0.005
MOST_LOST = 0.02
MOST_STRANGE = 0.05
LEAST_UTF16_LIKE = 0.8

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What Chinese office text is made of; the wrong byte order gives other characters.
_USUAL = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u203f -~\r\n\t]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Private use, C1 controls and lost characters: GB18030 maps almost any bytes to some of these.
_STRANGE = re.compile(r"[\ue000-\uf8ff\x80-\x9f\ufffd]")


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """Return the characters of a text file and what was lost on the way.

    Reads UTF-8 and UTF-16 with or without a byte order mark, and GB18030 (which holds GBK and
    GB2312). Line ends become ``\\n``; nothing else moves, so spans stay true.

    Raises:
        Unreadable: the bytes are no text.
    """
    problems: list[Problem] = []
    text = _by_mark(data) or _strictly(data)
    if text is None:
        text = data.decode("utf-8", "replace")
        lost = text.count("\ufffd")
        if lost > MOST_LOST * len(text):
            _refuse_garbage()
        problems.append(
            Problem(
                where="文件",
                message=f"文件中有 {lost} 处字符无法识别，已用“\ufffd”代替。",
                suggestion="请核对这些位置，或把文件另存为 UTF-8 编码的文本后重新上传。",
            )
        )
    _check_plausible(text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""), problems


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return None


def _strictly(data: bytes) -> str | None:
    if b"\x00" in data:
        return _utf16_without_mark(data)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _utf16_without_mark(data: bytes) -> str | None:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if text and len(_USUAL.findall(text)) >= LEAST_UTF16_LIKE * len(text):
            return text
    return None


def _check_plausible(text: str) -> None:
    control, strange = len(_CONTROL.findall(text)), len(_STRANGE.findall(text))
    if control > MOST_CONTROL * len(text) or strange > MOST_STRANGE * len(text):
        _refuse_garbage()


def _refuse_garbage() -> NoReturn:
    give_up("文件内容不是文字，无法识别（乱码或程序数据）。", USE_ANOTHER_FORMAT)
