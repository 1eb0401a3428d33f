"""Citations down to 条、款、项, and documents named without 书名号."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.regulations.articles import Article, articles_at, citations, numeral, value_of
from bihuan.regulations.mentions import mentions


@given(st.integers(1, 9999))
def test_a_numeral_reads_back(value: int) -> None:
    assert value_of(numeral(value)) == value
    assert value_of(str(value)) == value


def test_numerals_as_laws_write_them() -> None:
    assert [numeral(n) for n in (4, 10, 14, 21, 100, 105, 110, 1020)] == [
        "四", "十", "十四", "二十一", "一百", "一百零五", "一百一十", "一千零二十"
    ]  # fmt: skip
    with pytest.raises(ValueError, match="0"):
        numeral(0)


def test_a_law_without_marks_and_three_articles() -> None:
    text = "根据中华人民共和国安全生产法第四条、第五条和第二十一条的规定，结合实际。"
    (found,) = citations(text)
    assert found.title == "中华人民共和国安全生产法"
    assert [one.article for one in found.articles] == [4, 5, 21]
    assert text[found.start : found.end] == "中华人民共和国安全生产法第四条、第五条和第二十一条"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("第四十一条第二款", ["第四十一条第二款"]),
        ("第一百零五条第一项、第二项", ["第一百零五条第一项", "第一百零五条第二项"]),
        ("第三条至第五条", ["第三条", "第四条", "第五条"]),
        ("第三条（一）", ["第三条"]),
        ("第134条之一", ["第一百三十四条之一"]),
        ("没有条款", []),
        ("第零条", []),
    ],
)
def test_a_list_of_articles(text: str, told: list[str]) -> None:
    assert [str(one) for one in articles_at(text, 0)[0]] == told


def test_a_range_that_cannot_be_is_not_filled_up() -> None:
    assert [one.article for one in articles_at("第九条至第三条", 0)[0]] == [9, 3]
    assert len(articles_at("第一条至第九千条", 0)[0]) == 2


places = st.builds(
    Article, st.integers(1, 200), st.integers(0, 3), st.integers(0, 9), st.integers(0, 20)
)


@given(st.lists(places, min_size=1, max_size=6, unique=True))
def test_what_is_told_reads_back(wanted: list[Article]) -> None:
    text = "、".join(str(one) for one in wanted) + "的规定"
    found, end = articles_at(text, 0)
    assert found == wanted
    assert text[end:] == "的规定"


@given(st.text(alphabet="第四条款项、和至《》法中华人民共和国（）一二十 \n", max_size=60))
def test_reading_citations_never_fails_and_stays_inside_the_text(text: str) -> None:
    for one in citations(text):
        assert 0 <= one.start < one.end <= len(text)
    for other in mentions(text):
        assert 0 <= other.start < other.end <= len(text)


# --- without 书名号 -------------------------------------------------------------------------------


def test_three_levels_of_notices_without_numbers() -> None:
    text = "根据国务院办公厅、省政府办公厅和市政府办公室关于集中开展平安生产大检查的通知精神，制定本方案。"
    assert [(one.issuer, one.title) for one in mentions(text)] == [
        (issuer, "关于集中开展平安生产大检查的通知")
        for issuer in ("国务院办公厅", "省政府办公厅", "市政府办公室")
    ]


def test_a_notice_with_a_broken_number() -> None:
    text = "根据某省安委办关于推广典型做法的通知(XX委办202354号)要求，制定本方案。"
    assert [(one.title, one.number) for one in mentions(text)] == [
        ("关于推广典型做法的通知", "XX委办202354号")
    ]


def test_bare_numbers_keep_what_is_missing() -> None:
    text = "全面落实国发〔2010〕23、〔2011〕11号和鲁政发〔2010〕77号文件精神。"
    assert [one.number for one in mentions(text)] == [
        "国发〔2010〕23", "〔2011〕11号", "鲁政发〔2010〕77号"
    ]  # fmt: skip


def test_a_blank_title_is_shown_as_missing() -> None:
    (found,) = mentions("根据《》文件精神，制定本方案。")
    assert (found.title, found.number) == ("", "")
