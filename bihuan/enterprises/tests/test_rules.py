"""Credit codes, words in cells, safety staff."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.enterprises.rules import (
    CREDIT_CODE_ALPHABET,
    check_character,
    colour_by_word,
    credit_code_problem,
    normal_credit_code,
    safety_staffing,
    size_by_word,
)
from bihuan.enterprises.states import RiskColour, Size

bodies = st.text(CREDIT_CODE_ALPHABET, min_size=17, max_size=17)


@given(body=bodies)
def test_a_computed_check_character_is_sound(body: str) -> None:
    assert credit_code_problem(body + check_character(body)) is None


@given(body=bodies, place=st.integers(0, 16), other=st.sampled_from(CREDIT_CODE_ALPHABET))
def test_one_wrong_character_is_always_found(body: str, place: int, other: str) -> None:
    wrong = body[:place] + other + body[place + 1 :]
    problem = credit_code_problem(wrong + check_character(body))
    assert (problem is None) == (wrong == body)


def test_the_example_of_the_standards_arithmetic() -> None:
    assert check_character("91350100M000100Y4") == "3"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91350100M000100Y", "应为 18 位，现为 16 位"),
        ("91350100M000100Y44", "校验位不符"),
        ("9135O100M000100Y43", "含有不使用的字母"),
        ("91350100M000100Y4-", "只用数字和字母"),
    ],
)
def test_a_bad_code_says_what_is_wrong(code: str, words: str) -> None:
    problem = credit_code_problem(code)
    assert problem is not None
    assert words in problem.message


def test_letters_taken_for_digits_get_a_suggestion() -> None:
    problem = credit_code_problem("9135O100M000100Y43")
    assert problem is not None
    assert "91350100M000100Y43" in problem.suggestion


def test_spaces_and_small_letters_do_not_matter() -> None:
    assert normal_credit_code(" 9135 0100 m000100y43 ") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("规上", Size.LARGE),
        ("规模以上工业企业", Size.LARGE),
        ("小微企业", Size.SMALL),
        ("大", None),
    ],
)
def test_words_for_size(text: str, size: Size | None) -> None:
    assert size_by_word(text) == size


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("红", RiskColour.RED),
        ("橙色", RiskColour.ORANGE),
        ("黄（一般）", RiskColour.YELLOW),
        ("低风险", RiskColour.BLUE),
        ("紫", None),
    ],
)
def test_words_for_colour(text: str, colour: RiskColour | None) -> None:
    assert colour_by_word(text) == colour


@pytest.mark.parametrize(
    ("sector", "tags", "employees", "clause"),
    [
        ("light_industry", [], 100, "第二款"),
        ("light_industry", [], 101, "第二款"),
        ("metallurgy", [], 5, "第一款"),
        ("machinery", ["金属冶炼"], 5, "第一款"),
    ],
)
def test_safety_staff_follow_the_law(
    sector: str, tags: list[str], employees: int, clause: str
) -> None:
    staffing = safety_staffing(sector=sector, tags=tags, employees=employees)
    assert staffing.basis.endswith(clause)
    is_full_time = clause == "第一款" or employees > 100
    assert ("兼职" not in staffing.text) == is_full_time
