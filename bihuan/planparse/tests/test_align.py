"""Sentences of two texts find each other, each once, in time that grows with the length."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.planparse.align import Pair, align, key, runs

WORDS = st.text(alphabet="各镇街要开展检查整治月底前80%。", max_size=24)
TEXTS = st.lists(WORDS, max_size=30)

OLD = [
    "一、总体要求",
    "各镇街要在2025年6月底前完成自查。",
    "企业整改率达到90%以上。",
    "每月25日前报送进展情况。",
    "成立领导小组，办公室设在安全办。",
]
NEW = [
    "一、总体要求",
    "成立领导小组，办公室设在安全办。",
    "各镇街要在2026年6月底前完成自查。",
    "企业整改率达到95%以上。",
    "对仓储场所开展夜间抽查。",
]


def fates(pairs: list[Pair]) -> list[tuple[str, int | None, int | None]]:
    return [(pair.fate, pair.old, pair.new) for pair in pairs]


def test_a_revised_plan_is_told_sentence_by_sentence() -> None:
    assert fates(align(OLD, NEW)) == [
        ("kept", 0, 0),
        ("moved", 4, 1),
        ("changed", 1, 2),
        ("changed", 2, 3),
        ("gone", 3, None),
        ("new", None, 4),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（三）强化执法。", "(二)强化执法。"),
        ("3.强化执法。", "４、强化 执法。"),
        ("①强化执法。", "②强化执法。"),
    ],
)
def test_a_new_number_in_front_is_no_change(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert fates(align([one], [other])) == [("kept", 0, 0)]


def test_a_figure_at_the_start_is_no_number() -> None:
    assert key("1.5万家企业。") != key("2.5万家企业。")


def test_repeated_sentences_stay_beside_their_neighbours() -> None:
    assert fates(align(["甲。", "乙方案。", "甲。"], ["乙方案。", "甲。"])) == [
        ("gone", 0, None),
        ("kept", 1, 0),
        ("kept", 2, 1),
    ]


@given(TEXTS, TEXTS)
def test_every_sentence_has_one_fate(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert sorted(p.old for p in pairs if p.old is not None) == list(range(len(old)))
    assert [p.new for p in pairs if p.new is not None] == list(range(len(new)))
    for pair in pairs:
        assert (pair.old is None) == (pair.fate == "new")
        assert (pair.new is None) == (pair.fate == "gone")
        assert 0 <= pair.similarity <= 1
        if pair.old is not None and pair.new is not None:
            assert (key(old[pair.old]) == key(new[pair.new])) == (pair.similarity == 1)
    in_order = [p.old for p in pairs if p.fate in {"kept", "changed", "gone"}]
    assert in_order == sorted(in_order, key=lambda at: at or 0)


@given(TEXTS)
def test_a_text_keeps_all_of_itself(text: list[str]) -> None:
    assert fates(align(text, text)) == [("kept", at, at) for at in range(len(text))]


@given(TEXTS, TEXTS)
def test_equal_sentences_are_never_called_gone_and_new(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    gone = {key(old[p.old]) for p in pairs if p.fate == "gone" and p.old is not None}
    added = {key(new[p.new]) for p in pairs if p.fate == "new" and p.new is not None}
    assert not gone & added


@given(st.text(max_size=60), st.text(max_size=60))
def test_marks_give_both_sentences_back(old: str, new: str) -> None:
    marks = runs(old, new)
    assert "".join(run.text for run in marks if run.where != "new") == old
    assert "".join(run.text for run in marks if run.where != "old") == new


def test_long_sentences_are_marked_by_their_ends() -> None:
    old, new = "甲" * 300 + "八" + "乙" * 300, "甲" * 300 + "九" + "乙" * 300
    assert [(run.where, len(run.text)) for run in runs(old, new)] == [
        ("both", 300),
        ("old", 1),
        ("new", 1),
        ("both", 300),
    ]


@pytest.mark.parametrize("same", [True, False])
def test_ten_times_the_sentences_take_about_ten_times_as_long(*, same: bool) -> None:
    def took(count: int) -> float:
        old = [
            f"第{0 if same else at}项任务由责任单位{at % 7}按期完成{at}。" for at in range(count)
        ]
        new = [
            f"第{0 if same else at}项工作由责任单位{at % 5}按期完成{at}！" for at in range(count)
        ]
        best = float("inf")
        for _ in range(2):
            start = perf_counter()
            align(old, new)
            best = min(best, perf_counter() - start)
        return best

    assert took(5000) < 40 * took(500) + 0.05
