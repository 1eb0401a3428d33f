"""A model's answer counts only where it quotes the plan and invents no number."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.states import ItemKind
from bihuan.proposals.rules import LONGEST_PART, Part, parts_of, proposals_in, question
from bihuan.proposals.tests.fakes import a_duty, saying

TEXT = "各村组织人员每月入户巡查两遍。\n到年底，巡查覆盖面做到八成，一户不漏全部走到。\n"
PART = Part(100, TEXT)


def a_target(quote: str, value: float) -> tuple[str, str, dict[str, Any]]:
    data = {"subject": "", "metric": "巡查覆盖面", "op": ">=", "value": value, "unit": "%"}
    return (ItemKind.TARGET, quote, data)


def test_a_proposal_is_placed_in_the_plans_own_text() -> None:
    (found,), refused = proposals_in(saying(a_duty("每月入户巡查两遍")), PART, taken=[])
    assert refused == []
    assert TEXT[found.start - 100 : found.end - 100] == "每月入户巡查两遍"
    assert (found.kind, found.data["count"], found.data["period"]) == (ItemKind.DUTY, 2, "month")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (saying(a_duty("每月入户巡查三遍")), "原文中没有这段文字"),
        (saying(a_duty("")), "没有引用原文"),
        (saying(a_duty("每月入户巡查两遍", count=9)), "引文中没有写“9”"),
        (saying(a_target("巡查覆盖面做到八成", 95)), "引文中没有写“95”"),
        (saying(("person", "各村", {})), "不是可以建议的类别"),
        (saying((ItemKind.ANOMALY, "各村", {})), "不是可以建议的类别"),
        (saying((ItemKind.DUTY, "各村", {"action": "查", "owner": "甲"})), "不是这类条目的内容"),
        (saying((ItemKind.PHASE, "到年底", {"name": ["甲"]})), "内容不是文字或数字"),
        ("好的，以下是结果：", "回答不是约定的 JSON"),
        ('{"items": 7}', "回答不是约定的 JSON"),
        ('{"items": ["甲"]}', "不是一个条目"),
        ("[" * 50_000, "回答不是约定的 JSON"),
    ],
)
def test_what_is_not_in_the_plan_is_refused_with_the_reason(said: str, why: str) -> None:
    proposals, refused = proposals_in(said, PART, taken=[])
    assert proposals == []
    assert why in refused[0].why


def test_all_of_them_may_be_called_a_hundred_per_cent() -> None:
    said = f"如下：\n```json\n{saying(a_target('一户不漏全部走到', 100))}\n```"
    (found,), _ = proposals_in(said, PART, taken=[])
    assert found.data["value"] == 100


def test_what_is_there_already_is_not_proposed_again() -> None:
    said = saying(a_duty("每月入户巡查两遍"), a_duty("入户巡查两遍"))
    at = 100 + TEXT.index("每月入户")
    assert proposals_in(said, PART, taken=[(ItemKind.DUTY, at, at + 4)]) == ([], [])
    (one,), refused = proposals_in(said, PART, taken=[(ItemKind.TASK, at, at + 4)])
    assert (one.start, refused) == (at, [])


@given(st.text(alphabet="一二。\n甲", max_size=400).map(lambda text: text * 60))
def test_the_parts_are_the_text_without_blank_stretches(text: str) -> None:
    parts = parts_of(text)
    assert all(len(part.text) <= LONGEST_PART for part in parts)
    assert all(text[part.start : part.start + len(part.text)] == part.text for part in parts)
    assert "".join("".join(part.text for part in parts).split()) == "".join(text.split())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from(["items", "kind", "quote", "data", "value"]), inner,
                                      max_size=4), max_leaves=12))  # fmt: skip
def test_no_answer_breaks_the_reading(answer: object) -> None:
    proposals, _ = proposals_in(json.dumps({"items": [answer]}), PART, taken=[])
    assert all(TEXT[one.start - 100 : one.end - 100] for one in proposals)


def test_the_question_holds_the_text_as_it_stands() -> None:
    body = question(PART, model="tiny")
    assert (body["model"], body["messages"][1]["content"]) == ("tiny", TEXT)
