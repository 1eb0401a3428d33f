"""The text that the confirmation page shows is the plan's, whole and in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.items import SECTORS
from bihuan.campaigns.passages import Notice, Spot, demands, sentences, shown
from bihuan.campaigns.tests.given import PLAN
from bihuan.planparse.sectors import SECTOR_WORDS

texts = st.text(alphabet="甲乙丙。；！\n 1%月👉", max_size=80)


@given(texts, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=8))
def test_the_pieces_are_the_text_and_name_exactly_the_passages_over_them(
    text: str, bounds: list[tuple[int, int]]
) -> None:
    spots = [
        Spot(key, min(a, b), max(a, b))
        for key, (a, b) in enumerate(bounds)
        if a != b and max(a, b) <= len(text)
    ]
    result = shown(text, spots)
    pieces = [piece for sentence in result for piece in sentence.pieces]
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        inside = {
            spot.key
            for spot in spots
            if spot.start < piece.start + len(piece.text) and piece.start < spot.end
        }
        assert set(piece.keys) == inside


def test_nested_passages_name_the_shortest_first() -> None:
    (sentence,) = shown("企业自查率达到100%。", [Spot(1, 0, 12), Spot(2, 7, 11)])
    assert [(piece.text, piece.keys) for piece in sentence.pieces] == [
        ("企业自查率达到", (1,)),
        ("100%", (2, 1)),
        ("。", (1,)),
    ]


def test_a_sentence_is_read_missed_or_needs_nothing() -> None:
    text = "加强领导。每月检查不少于3次。7月底前完成。"
    notices = [one.notice for one in shown(text, [Spot(1, 5, 13), Spot(2, 15, 18, live=False)])]
    assert notices == [Notice.NONE, Notice.READ, Notice.MISSED]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("各社区每月检查不少于3次。", True),
        ("整改率达到95%以上。", True),
        ("9月底前完成验收。", True),
        ("各单位将总结报镇安全办。", True),
        ("统一思想，加强领导。", False),
        ("一、2026年6月工作安排", False),
        ("（二）强化信息报送。", False),
        ("（二）每月报送2次。", True),
        ("7月底前", False),
    ],
)
def test_demands_are_told_from_talk(sentence: str, expected: bool) -> None:
    assert demands(sentence) is expected


def test_sentences_cover_a_real_plan() -> None:
    bounds = sentences(PLAN)
    assert "".join(PLAN[start:end] for start, end in bounds) == PLAN
    assert len(bounds) > 10


def test_every_field_the_parser_tells_plans_by_has_a_chinese_name() -> None:
    assert set(SECTOR_WORDS) <= set(SECTORS)
