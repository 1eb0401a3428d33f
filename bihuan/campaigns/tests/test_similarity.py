"""Folding and likeness: what differs from plan to plan does not count, and the laws of both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.similarity import ALIKE, Index, fold, likeness

PLACES = ("示例一镇", "示例县")
WORDS = st.text(
    alphabet="企业自查率达到以上镇村年月日一二三示例0123456789％%，。（）() \n", max_size=40
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026年6月1日至6月10日动员", "2027年7月5日至7月20日 动员"),
        ("企业自查率达到100%。", "企业自查率达到 95％"),
        ("示例一镇安全办每月检查", "示例县安全办每月检查"),
        ("1.粉尘清扫制度是否落实；", "（3）粉尘清扫制度是否落实"),
        ("８月底前完成", "十二月底前完成"),
    ],
)
def test_days_numbers_places_and_marks_are_folded(one: str, other: str) -> None:
    assert fold(one, PLACES) == fold(other, PLACES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("每月带队检查", "每季度带队检查"),
        ("第一阶段动员部署", "第三阶段总结验收"),
        ("企业自查率达到100%", "隐患整改率达到100%"),
    ],
)
def test_what_is_meant_is_not_folded(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert likeness(fold(one), fold(other)) < ALIKE


@given(WORDS)
def test_folding_twice_folds_no_more(text: str) -> None:
    assert fold(fold(text, PLACES), PLACES) == fold(text, PLACES)


@given(WORDS, st.integers(0, 10**6))
def test_another_number_makes_no_other_sentence(text: str, number: int) -> None:
    assert fold(f"{text}甲{number}乙") == fold(f"{text}甲7乙")


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_takes_no_sides(one: str, other: str) -> None:
    alike = likeness(one, other)
    assert alike == likeness(other, one)
    assert 0 <= alike <= 1
    assert (alike == 1) == (one == other)


@given(st.lists(WORDS, max_size=12), WORDS)
def test_the_index_finds_what_comparing_one_by_one_finds(texts: list[str], asked: str) -> None:
    found = Index(texts).best(asked)
    best = max((likeness(text, asked) for text in texts), default=0.0)
    if asked and best >= ALIKE:
        assert found is not None
        assert found.score == best
        assert likeness(texts[found.place], asked) == best
    else:
        assert found is None


def test_a_word_more_is_still_the_same_sentence() -> None:
    index = Index([fold("各社区于2026年7月25日前将自查情况汇总表报镇安全办")])
    found = index.best(fold("各社区要于2027年8月1日前将自查自纠情况汇总表报镇安全办"))
    assert found is not None
    assert ALIKE <= found.score < 1
