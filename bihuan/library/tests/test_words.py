"""Folding, pairs of characters and snippets."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from bihuan.library.folding import fold, folded, gram, grams, range_of_first
from bihuan.library.snippets import LONGEST_SHOWN, snippets


def test_width_case_spaces_and_traditional_characters_make_no_difference() -> None:
    assert folded("Ａ 级\n安\u3000全 檢查") == folded("a级安全检查")


@given(st.text(max_size=60))
def test_every_folded_character_leads_back(text: str) -> None:
    made = fold(text)
    assert made.text == folded(text)
    assert len(made.index) == len(made.text)
    assert list(made.index) == sorted(made.index)
    assert all(folded(text[at]) for at in made.index)


@given(st.text(min_size=1, max_size=40))
def test_every_character_begins_a_pair(text: str) -> None:
    words = folded(text)
    counted = grams(words)
    assert counted.total() == len(words)
    for char in words:
        low, high = range_of_first(char)
        assert any(low <= one <= high for one in counted)
    for one, other in pairwise(words):
        assert counted[gram(one, other)] >= 1


TEXT = """示例镇方案
一、工作目标。企业自查率达到100%。
二、工作要求。各社区要抓好自
查工作，整改率达到95%。其他事项另行通知。
"""


def told(text: str, *words: str, most: int = 3) -> list[str]:
    return [
        "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in one.pieces)
        for one in snippets(text, words, most=most)
    ]


def test_sentences_are_shown_with_the_words_marked() -> None:
    assert told(TEXT, "自查率") == ["企业[自查率]达到100%。"]
    assert told(TEXT, "整改率", "95%") == ["查工作，[整改率]达到[95%]。"]


def test_a_word_that_the_page_cut_in_two_is_found() -> None:
    assert told(TEXT, "自查工作") == ["各社区要抓好[自\n查工作]，整改率达到95%。"]


def test_sentences_with_more_of_the_words_come_before_others() -> None:
    text = "甲乙。" + "甲。" * 5 + "甲乙丙。"
    assert told(text, "甲", "乙", "丙", most=1) == ["[甲][乙][丙]。"]


@given(
    st.text(alphabet="安全检查，。\n a", max_size=200),
    st.text(alphabet="安全检查a", min_size=1, max_size=3),
)
def test_a_snippet_holds_the_word_and_stands_in_the_text(text: str, word: str) -> None:
    for one in snippets(text, [word], most=2):
        shown = "".join(piece.text for piece in one.pieces)
        assert shown in text
        assert len(shown) <= LONGEST_SHOWN * 2 + len(word)
        assert any(folded(piece.text) == word for piece in one.pieces if piece.hit)


def test_ten_times_the_text_takes_about_ten_times_as_long() -> None:
    def took(size: int) -> float:
        text = "检查整治" * size
        start = perf_counter()
        snippets(text, ["整治检"], most=3)
        return perf_counter() - start

    took(100)
    assert took(20_000) < 40 * took(2_000) + 0.05
