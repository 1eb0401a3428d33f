"""The plan's own outline, its counts, and the usual sections it lacks."""

from __future__ import annotations

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.outline import Section, lacking, tree
from bihuan.campaigns.states import ItemKind
from bihuan.campaigns.tests.given import UNDATED, a_draft
from bihuan.people.tests.given import Cast


def flat(sections: list[Section]) -> list[Section]:
    return [one for section in sections for one in (section, *flat(section.children))]


def test_sections_nest_and_hold_what_their_parts_hold(draft: Campaign) -> None:
    items = [(item.start_char, True) for item in draft.items.all()]
    roots = tree(draft.draft["clauses"], draft.text, items)
    assert [root.label for root in roots] == [
        "工作目标",
        "整治范围",
        "工作步骤",
        "检查内容",
        "工作要求",
    ]
    steps = roots[2]
    assert [part.number for part in steps.children] == ["3.1", "3.2", "3.3"]
    for section in flat(roots):
        assert section.total == sum(section.start <= at < section.end for at, _ in items)
        assert section.total >= sum(part.total for part in section.children)


def test_what_waits_is_counted_apart(draft: Campaign) -> None:
    clauses = draft.draft["clauses"]
    start = next(one["start_char"] for one in clauses if one["level"])
    (first, *_) = tree(clauses, draft.text, [(start, True), (start, False), (start + 1, False)])
    assert (first.total, first.waiting) == (3, 1)


def test_missing_sections_are_named(cast: Cast, draft: Campaign) -> None:
    kinds = draft.items.values_list("kind", flat=True)
    assert lacking(draft.draft["clauses"], kinds, has_group=False) == ["组织领导"]
    bare = a_draft(cast, text=UNDATED, name="宣传.txt")
    found = lacking(
        bare.draft["clauses"], bare.items.values_list("kind", flat=True), has_group=False
    )
    assert {"工作目标", "整治范围", "实施步骤", "组织领导"} <= set(found)


def test_what_the_plan_says_without_a_heading_is_not_missing() -> None:
    told = lacking([], [ItemKind.TARGET, ItemKind.PHASE], has_group=True)
    assert not {"工作目标", "实施步骤", "组织领导"} & set(told)
