"""What a change teaches, and on which sentence of a later plan it fits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.lessons import applied, taught_by, told
from bihuan.campaigns.states import Decision, ItemKind, LessonKind

TASK: dict[str, Any] = {"actor": None, "action": "制定方案", "due": "2026-06-30"}
QUOTE = "各社区于2026年6月30日前制定方案"
NEXT = "各社区于2027年6月30日前制定方案"
FIELDS = st.fixed_dictionaries(
    {
        "actor": st.sampled_from([None, "", "各社区", "镇安全办", "2组"]),
        "action": st.sampled_from(["制定方案", "制定 方案", "检查3次"]),
        "due": st.sampled_from([None, "2026-06-30", "2027-06-30"]),
    }
)


def taught(
    kind: str, decision: str, original: dict[str, Any], data: dict[str, Any], *, added: bool = False
) -> Any:
    return taught_by(kind, decision, original, data, is_added=added)


def test_only_what_was_changed_by_hand_teaches() -> None:
    assert taught(ItemKind.TASK, Decision.ACCEPTED, TASK, TASK) is None
    assert taught(ItemKind.TASK, Decision.PENDING, TASK, {**TASK, "actor": "甲"}) is None
    assert taught(ItemKind.TASK, Decision.REJECTED, TASK, TASK) == (LessonKind.OMIT, {})
    changed = {**TASK, "actor": "各社区"}
    fields = {"actor": [None, "各社区"]}
    assert taught(ItemKind.TASK, Decision.CORRECTED, TASK, changed) == (LessonKind.FIELDS, fields)


def test_an_added_item_teaches_its_fields_but_not_its_day() -> None:
    lesson, changes = taught(ItemKind.TASK, Decision.ADDED, TASK, TASK, added=True)
    assert lesson == LessonKind.ADD
    assert changes == {"actor": None, "action": "制定方案", "due": None}
    assert taught(ItemKind.TASK, Decision.REJECTED, TASK, TASK, added=True) is None


def test_a_doubt_teaches_another_wording_or_that_the_text_stood() -> None:
    doubt = {"kind": "noise", "message": "多余字符", "suggestion": "1家", "reading": None}
    assert taught(ItemKind.ANOMALY, Decision.ACCEPTED, doubt, {**doubt, "reading": "1家"}) is None
    assert taught(ItemKind.ANOMALY, Decision.REJECTED, doubt, doubt) == (LessonKind.KEEP, {})
    own = {**doubt, "reading": "两家"}
    reading = (LessonKind.READING, {"reading": "两家"})
    assert taught(ItemKind.ANOMALY, Decision.CORRECTED, doubt, own) == reading


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({"actor": [None, "各社区"]}, True),
        ({"actor": ["各村", "各社区"]}, False),  # it does not read now what it read then
        ({"due": [None, "2026-06-30"]}, False),  # a day is the other plan's own
        ({"action": ["制定方案", "制定第2号方案"]}, False),  # so is a number
    ],
)
def test_a_change_fits_where_the_same_was_read(changes: dict[str, Any], *, fits: bool) -> None:
    to = {**TASK, "due": "2027-06-30"}
    made = applied(LessonKind.FIELDS, changes, QUOTE, to=to, of=NEXT)
    assert (made is not None) == fits


def test_in_the_very_same_sentence_the_day_comes_along() -> None:
    changes = {"due": ["2026-06-30", "2026-07-31"]}
    made = applied(LessonKind.FIELDS, changes, QUOTE, to=TASK, of=QUOTE)
    assert made == {**TASK, "due": "2026-07-31"}


def test_a_reading_with_numbers_is_only_for_the_very_same_words() -> None:
    told_then = {"reading": "1家"}
    same = applied(LessonKind.READING, told_then, "打造工家", to={}, of="打造工家")
    assert same == {"reading": "1家"}
    assert applied(LessonKind.READING, told_then, "打造工家", to={}, of="创建工家") is None


@given(FIELDS, FIELDS)
def test_what_was_learned_makes_of_the_same_what_was_made_then(
    original: dict[str, Any], data: dict[str, Any]
) -> None:
    lesson = taught(ItemKind.TASK, Decision.CORRECTED, original, data)
    if lesson is None:
        return
    made = applied(lesson[0], lesson[1], QUOTE, to=original, of=QUOTE)
    assert made is not None
    assert all((made[name] or None) == (data[name] or None) for name in data)


@given(FIELDS, FIELDS, FIELDS)
def test_nothing_is_made_but_what_was_made_then(
    original: dict[str, Any], data: dict[str, Any], later: dict[str, Any]
) -> None:
    lesson = taught(ItemKind.TASK, Decision.CORRECTED, original, data)
    made = applied(lesson[0], lesson[1], QUOTE, to=later, of=NEXT) if lesson else None
    for name, value in (made or {}).items():
        assert value in (later[name], data[name])


def test_people_read_labels_and_words() -> None:
    changes = {"count": [1, 3], "period": ["year", "month"]}
    assert told(ItemKind.DUTY, LessonKind.FIELDS, changes) == [
        ("次数", "1", "3"), ("周期", "每年", "每月"),
    ]  # fmt: skip
    assert told(ItemKind.DUTY, LessonKind.HOLDER, {"holder": ["nobody", "clerk"]}) == [
        ("承担者", "不下达", "安全办干事")
    ]
