"""Numbers as Word's automatic lists write them."""

from collections.abc import Callable

_LARGEST = 9_999
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def chinese(count: int) -> str:
    """Return 1–9999 in Chinese: 十, 十二, 一百零五."""
    return _grouped(count, digits="零一二三四五六七八九", units=("", "十", "百", "千"))


def formal_chinese(count: int) -> str:
    """Return 1–9999 in formal Chinese: 壹, 壹拾贰."""
    text = _grouped(count, digits=_FORMAL, units=("", "拾", "佰", "仟"))
    return "壹" + text if text.startswith("拾") else text


def chinese_digits(count: int) -> str:
    """Return the digits one by one: 一〇 for 10."""
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def roman(count: int) -> str:
    """Return a small roman number."""
    text = ""
    for worth, letters in _ROMAN:
        while count >= worth:
            text, count = text + letters, count - worth
    return text


def letter(count: int) -> str:
    """Return a … z, then aa, bb, as Word does."""
    turns, place = divmod(count - 1, 26)
    return chr(ord("a") + place) * (turns + 1)


def circled(count: int) -> str:
    """Return ① … ⑳ and on to ㊿, then the plain number."""
    for first, start, end in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if start <= count <= end:
            return chr(ord(first) + count - start)
    return str(count)


def _run(first: str, length: int) -> Callable[[int], str]:
    def write(count: int) -> str:
        return chr(ord(first) + count - 1) if count <= length else str(count)

    return write


def _cycle(signs: str) -> Callable[[int], str]:
    def write(count: int) -> str:
        return signs[(count - 1) % len(signs)]

    return write


def _grouped(count: int, *, digits: str, units: tuple[str, ...]) -> str:
    if not 0 < count <= _LARGEST:
        return str(count)
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = count // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + units[place]
            gap = False
        else:
            gap = True
    ten = digits[1] + units[1]
    return text.removeprefix(digits[1]) if text.startswith(ten) else text


# Word's own names of number formats (w:numFmt); a format not named here is written in digits.
FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": chinese_digits,
    "japaneseDigitalTenThousand": chinese_digits,
    "taiwaneseDigital": chinese_digits,
    "chineseLegalSimplified": formal_chinese,
    "ideographLegalTraditional": formal_chinese,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": lambda count: str(count).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "numberInDash": lambda count: f"-{count}-",
    "lowerLetter": letter,
    "upperLetter": lambda count: letter(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}


def write_number(count: int, form: str) -> str:
    """Return ``count`` in Word's number format ``form``."""
    return FORMATS.get(form, str)(count) if count > 0 else str(count)
