"""Numbers as Chinese official text writes them: 12.5、二十三、2万、两."""

import re

# fmt: off
DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
          "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 10_000, "亿": 100_000_000}
# fmt: on

CHINESE = r"[零〇一二两三四五六七八九十百千]{1,7}"
NUMBER = rf"(?:\d{{1,9}}(?:\.\d{{1,4}})?|{CHINESE})[万亿]?"


def read_chinese(text: str) -> int | None:
    """Return the value of a Chinese numeral below ten thousand, None if it is none.

    Digits in a row are read one by one: 二〇二六 is 2026.
    """
    if not text or any(char not in DIGITS and char not in UNITS for char in text):
        return None
    if not any(char in UNITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += (digit or 1) * UNITS[char]
            digit = 0
    return total + digit


def read_number(text: str) -> float | None:
    """Return the value of a number in either script, with 万 and 亿; None if it is none."""
    text = text.strip()
    scale = 1
    if text and text[-1] in SCALES:
        scale, text = SCALES[text[-1]], text[:-1]
    if re.fullmatch(r"\d{1,15}(\.\d{1,6})?", text, re.ASCII):
        return float(text) * scale
    value = read_chinese(text)
    return None if value is None else float(value * scale)


def tidy(value: float) -> str:
    """Return a number without a needless “.0”."""
    return str(int(value)) if value == int(value) else str(value)
