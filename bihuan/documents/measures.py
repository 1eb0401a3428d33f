"""The measures of GB/T 9704-2012, shared by the Word and the PDF layout. Lengths in mm or pt."""

import unicodedata
from typing import NamedTuple

PAGE_MM = (210.0, 297.0)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37.0, 35.0, 28.0, 26.0
TEXT_WIDTH_MM, TEXT_HEIGHT_MM = 156.0, 225.0
LINES, CHARACTERS = 22, 28
LINE_PT = 28.95

SIZE_2_PT = 22.0  # 二号
SIZE_3_PT = 16.0  # 三号
SIZE_4_PT = 14.0  # 四号
TABLE_PT = 12.0  # 小四: the standard leaves tables free
SMALL_PT = 9.0

RED = "E60012"

_PT_PER_MM = 72 / 25.4
_HEADER_LARGEST_PT, _HEADER_SMALLEST_PT = 48.0, 32.0
_HEADER_NARROWEST = 0.55


class HeaderSize(NamedTuple):
    """How the red header is set: its size, and how much its letters are narrowed."""

    points: float
    narrowed: float


def width_in_characters(text: str) -> float:
    """Return how many full characters wide ``text`` is; a Latin letter or digit is half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def header_size(header: str) -> HeaderSize:
    """Return the largest setting in which the red header fits one line.

    A long name is set smaller, then narrower; beyond that it takes two lines.
    """
    room = TEXT_WIDTH_MM * _PT_PER_MM
    wide = max(1.0, width_in_characters(header))
    points = min(_HEADER_LARGEST_PT, max(_HEADER_SMALLEST_PT, room / wide))
    narrowed = min(1.0, int(100 * room / (wide * points)) / 100)
    return HeaderSize(round(points * 2) / 2, max(_HEADER_NARROWEST, narrowed))


def signature_indent_pt(signature: str, day: str) -> float:
    """Return the right indent that centres the signature on its date.

    The date stands four characters from the right edge, room for the seal.
    """
    middle = 4 + width_in_characters(day) / 2
    return max(0.0, middle - width_in_characters(signature) / 2) * SIZE_3_PT
