"""Alignment, word marks, merging: each property on texts nobody wrote, each case on texts somebody might."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.amendments.rules.alignment import Pair, Pairing, align, normalised
from bihuan.amendments.rules.marking import marks
from bihuan.amendments.rules.merging import merge

WORDS = (
    "企业",
    "自查",
    "检查",
    "隐患",
    "整改",
    "每月",
    "3次",
    "5次",
    "报送",
    "县安委办",
    "通道",
    "畅通",
)
sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(
    lambda it: "".join(it) + "。"
)
text = st.lists(sentence, max_size=14)

OLD = [
    "一、工作目标",
    "企业自查率达到100%。",
    "群众满意度达到90%以上。",
    "镇领导每月带队检查不少于3次。",
    "各社区组织动员会，传达方案要求，并于6月20日前报送台账。",
    "对落实不力的予以通报批评。",
]


def found(old: list[str], new: list[str]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [(str(one.pairing), one.old, one.new) for one in align(old, new)]


def one_of(pairs: list[Pair], pairing: Pairing) -> Pair:
    (only,) = [one for one in pairs if one.pairing is pairing]
    return only


# --- alignment ---------------------------------------------------------------------------------


@given(text)
def test_a_text_beside_itself_is_kept_throughout(lines: list[str]) -> None:
    assert found(lines, lines) == [("kept", (n,), (n,)) for n in range(len(lines))]
    assert not any(one.moved for one in align(lines, lines))


@given(text, text)
def test_every_sentence_of_both_texts_stands_in_exactly_one_pair(
    old: list[str], new: list[str]
) -> None:
    pairs = align(old, new)
    assert sorted(place for one in pairs for place in one.old) == list(range(len(old)))
    assert sorted(place for one in pairs for place in one.new) == list(range(len(new)))


@given(text, text)
def test_pairs_that_are_not_moved_are_in_the_same_order(old: list[str], new: list[str]) -> None:
    steady = [one for one in align(old, new) if one.old and one.new and not one.moved]
    assert [one.new[0] for one in steady] == sorted(one.new[0] for one in steady)
    assert [one.old[0] for one in steady] == sorted(one.old[0] for one in steady)


@given(text, text)
def test_only_pairs_with_both_sides_are_kept_or_changed(old: list[str], new: list[str]) -> None:
    for one in align(old, new):
        sides = (bool(one.old), bool(one.new))
        assert sides == {
            Pairing.KEPT: (True, True), Pairing.CHANGED: (True, True),
            Pairing.ADDED: (False, True), Pairing.REMOVED: (True, False),
        }[one.pairing]  # fmt: skip
        if one.pairing is Pairing.KEPT:
            assert normalised(old[one.old[0]]) == normalised(new[one.new[0]])


@given(text, text)
def test_asked_twice_it_answers_the_same(old: list[str], new: list[str]) -> None:
    assert align(old, new) == align(old, new)


def test_a_changed_number_is_a_change_of_the_same_sentence() -> None:
    new = [one.replace("3次", "12次").replace("100%", "95%") for one in OLD]
    kinds = [one.pairing for one in align(OLD, new)]
    assert kinds == [
        Pairing.KEPT, Pairing.CHANGED, Pairing.KEPT, Pairing.CHANGED, Pairing.KEPT, Pairing.KEPT
    ]  # fmt: skip


def test_a_new_number_at_the_head_is_layout() -> None:
    new = ["二、工作目标", *OLD[1:]]
    assert all(one.pairing is Pairing.KEPT for one in align(OLD, new))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("（三）开展检查。", "开展检查"),
        ("3.5米以上的货架", "3.5米以上的货架"),
        ("①　除尘系统；", "除尘系统"),
    ],
)
def test_what_counts_of_a_sentence(raw: str, told: str) -> None:
    assert normalised(raw) == told


def test_a_sentence_that_went_elsewhere_is_moved_and_kept() -> None:
    new = [OLD[0], OLD[2], OLD[3], OLD[4], OLD[1], OLD[5]]
    pairs = align(OLD, new)
    assert all(one.pairing is Pairing.KEPT for one in pairs)
    assert [one.old for one in pairs if one.moved] == [(1,)]


def test_one_sentence_that_became_two_is_split() -> None:
    new = [*OLD[:4], "各社区组织动员会，传达方案要求。", "各社区于6月20日前报送台账。", OLD[5]]
    pair = one_of(align(OLD, new), Pairing.CHANGED)
    assert (pair.old, pair.new, pair.is_split) == ((4,), (4, 5), True)


def test_two_sentences_that_became_one_are_merged() -> None:
    new = [OLD[0], "企业自查率达到100%，群众满意度达到90%以上。", *OLD[3:]]
    pair = one_of(align(OLD, new), Pairing.CHANGED)
    assert (pair.old, pair.new, pair.is_merged) == ((1, 2), (1,), True)


def test_what_is_gone_stands_where_it_stood() -> None:
    pairs = align(OLD, [OLD[0], *OLD[2:]])
    assert [one.old for one in pairs][:3] == [(0,), (1,), (2,)]
    assert one_of(pairs, Pairing.REMOVED).old == (1,)


def test_a_plan_rewritten_from_scratch_is_gone_and_new() -> None:
    new = ["甲乙丙丁戊己庚辛。", "子丑寅卯辰巳午未。"]
    assert {one.pairing for one in align(OLD, new)} == {Pairing.ADDED, Pairing.REMOVED}


def test_sentences_of_common_words_are_paired_by_where_they_stand() -> None:
    old = [f"第{n}组负责第{n}片区的检查。" for n in range(300)]
    new = [f"第{n}组负责第{n}片区的检查和复查。" for n in range(300)]
    assert [(one.old, one.new) for one in align(old, new)] == [((n,), (n,)) for n in range(300)]


# --- word marks --------------------------------------------------------------------------------


@given(sentence, sentence)
def test_without_the_cuts_it_is_new_without_the_puts_it_is_old(old: str, new: str) -> None:
    told = marks(old, new)
    assert "".join(one.text for one in told if one.op != "cut") == new
    assert "".join(one.text for one in told if one.op != "put") == old


def test_a_number_is_marked_whole() -> None:
    told = [(one.op, one.text) for one in marks("达到100%以上", "达到95%以上")]
    assert told == [("same", "达到"), ("cut", "100%"), ("put", "95%"), ("same", "以上")]


def test_a_very_long_sentence_is_marked_whole() -> None:
    told = marks("甲" * 2000, "乙" * 2000)
    assert [one.op for one in told] == ["cut", "put"]


# --- merging -----------------------------------------------------------------------------------

READ = {"name": "自查阶段", "start": "2026-06-11", "end": "2026-07-20"}


def test_what_a_person_corrected_stays_where_the_text_stayed() -> None:
    running = {**READ, "end": "2026-07-25"}
    merged = merge(read=READ, running=running, revised={**READ, "start": "2026-06-15"})
    assert merged.data == {**running, "start": "2026-06-15"}
    assert (merged.changed, merged.conflicts) == (("start",), ())


def test_a_correction_that_the_text_now_contradicts_is_named() -> None:
    running = {**READ, "end": "2026-07-25"}
    merged = merge(read=READ, running=running, revised={**READ, "end": "2026-07-31"})
    assert merged.data["end"] == "2026-07-31"
    assert merged.conflicts == ("end",)


def test_a_text_that_now_says_what_a_person_had_corrected_changes_nothing() -> None:
    running = {**READ, "end": "2026-07-25"}
    assert merge(read=READ, running=running, revised=running).changed == ()


def test_a_bound_metric_is_never_rebound_by_reading() -> None:
    running = {"metric_key": "self_check.rate", "value": 100.0}
    merged = merge(
        read={"metric_key": None, "value": 100.0}, running=running,
        revised={"metric_key": "hazard.closing_rate", "value": 95.0},
    )  # fmt: skip
    assert merged.data == {"metric_key": "self_check.rate", "value": 95.0}
