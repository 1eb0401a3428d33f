"""What law and house rules say about an enterprise's own facts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bihuan.enterprises.states import RiskColour, Size

CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(rf"[{CREDIT_CODE_ALPHABET}]{{18}}")
_LOOKS_LIKE = str.maketrans({"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"})
_CREDIT_CODE_LENGTH = 18
_MANY = 100


def normal_text(text: str) -> str:
    """Return text as it is compared: full-width letters and digits narrow, ends trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def normal_credit_code(text: str) -> str:
    """Return a credit code without spaces, in capital letters."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def check_character(body: str) -> str:
    """Return the eighteenth character that belongs to the first seventeen.

    Standard: GB 32100-2015 《法人和其他组织统一社会信用代码编码规则》.
    """
    total = sum(
        CREDIT_CODE_ALPHABET.index(letter) * 3**place % 31 for place, letter in enumerate(body)
    )
    return CREDIT_CODE_ALPHABET[-total % 31]


@dataclass(frozen=True, slots=True)
class CodeProblem:
    """What is wrong with a credit code and what to do about it."""

    message: str
    suggestion: str


def credit_code_problem(code: str) -> CodeProblem | None:
    """Return what is wrong with a normalised credit code, or None when it is sound.

    Standard: GB 32100-2015 (18 characters, no I, O, S, V, Z; the last one checks the others).
    """
    if len(code) != _CREDIT_CODE_LENGTH:
        return CodeProblem(
            f"统一社会信用代码应为 18 位，现为 {len(code)} 位", "，请对照营业执照核对。"
        )
    if not _SHAPE.fullmatch(code):
        mended = code.translate(_LOOKS_LIKE)
        if _SHAPE.fullmatch(mended) and check_character(mended[:-1]) == mended[-1]:
            return CodeProblem("统一社会信用代码含有不使用的字母", f"，是否应为 {mended}？")
        return CodeProblem(
            "统一社会信用代码只用数字和字母（不含 I、O、S、V、Z）", "，请对照营业执照核对。"
        )
    if check_character(code[:-1]) != code[-1]:
        return CodeProblem("统一社会信用代码校验位不符，可能有一位抄错", "，请对照营业执照核对。")
    return None


@dataclass(frozen=True, slots=True)
class Staffing:
    """Which safety staff an enterprise must have, and the clause that says so."""

    text: str
    basis: str


STAFFED_SECTORS = frozenset(
    {
        "coal_mine", "noncoal_mine", "metallurgy", "nonferrous", "construction", "road_transport",
        "hazardous_chemicals", "fireworks", "civil_explosives",
    }
)  # fmt: skip
STAFFED_TAGS = frozenset({"金属冶炼", "危险化学品生产", "危险化学品储存"})


def safety_staffing(*, sector: str, tags: list[str], employees: int) -> Staffing:
    """Return the safety staff an enterprise must have.

    冶金 and 有色 count as 金属冶炼 here (house rule: the stricter reading until somebody says
    that nothing is smelted).

    Law: 《中华人民共和国安全生产法》(2021) 第二十四条.
    """
    law = "《中华人民共和国安全生产法》第二十四条"
    if sector in STAFFED_SECTORS or STAFFED_TAGS.intersection(tags):
        return Staffing("应设安全生产管理机构或配备专职安全生产管理人员", f"{law}第一款")
    if employees > _MANY:
        return Staffing(
            "从业人员超过 100 人，应设安全生产管理机构或配备专职安全生产管理人员", f"{law}第二款"
        )
    return Staffing("应配备专职或者兼职的安全生产管理人员", f"{law}第二款")


SIZE_WORDS = {
    Size.LARGE: ("规上", "规模以上", "限上", "限额以上", "大型", "中型"),
    Size.SMALL: ("小微", "规下", "规模以下", "限下", "限额以下", "小型", "微型", "个体"),
}
COLOUR_WORDS = {
    RiskColour.RED: ("红", "重大", "一级"),
    RiskColour.ORANGE: ("橙", "较大", "二级"),
    RiskColour.YELLOW: ("黄", "一般", "三级"),
    RiskColour.BLUE: ("蓝", "低", "四级"),
}


def size_by_word(text: str) -> Size | None:
    """Return the size a cell means: 「规上」「规模以下」「小微」…"""
    word = normal_text(text).removesuffix("企业").removesuffix("工业")
    return next((size for size, words in SIZE_WORDS.items() if word in words), None)


def colour_by_word(text: str) -> RiskColour | None:
    """Return the colour a cell means: 「红」「红色」「红（重大）」「较大风险」…"""
    word = re.split(r"[(（]", normal_text(text))[0]
    word = word.removesuffix("风险").removesuffix("色")
    return next((colour for colour, words in COLOUR_WORDS.items() if word in words), None)
