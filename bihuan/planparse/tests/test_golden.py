"""Whole plans of our own writing, read as they were read when somebody last looked.

Rewritten only on purpose: ``python -m bihuan.planparse parse plan.txt --json plan.json``.
"""

from pathlib import Path

import pytest

from bihuan.planparse.command import parse_bytes
from bihuan.planparse.schema import PlanDraft, load

GOLDEN = Path(__file__).parent / "golden"
FOLDERS = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def _read(folder: str) -> list[PlanDraft]:
    path = GOLDEN / folder / "plan.txt"
    return parse_bytes(path.read_bytes(), name=path.name)[1]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_golden_plan_is_read_as_before(folder: str) -> None:
    expected = load((GOLDEN / folder / "plan.json").read_bytes())
    for draft, known in zip(_read(folder), expected, strict=True):
        assert draft.model_dump() == known.model_dump()


def test_plans_without_titles_are_told_apart_where_numbering_starts_again() -> None:
    first, second = _read("two-in-one")
    assert [phase.name for phase in first.phases] == ["准备阶段", "实施阶段", "总结阶段"]
    assert [phase.name for phase in second.phases] == ["自查阶段", "检查阶段"]
    assert all(phase.start is None and phase.end is None for phase in second.phases)


def test_nothing_is_drawn_from_a_clause_about_private_matters() -> None:
    (draft,) = _read("elderly-care")
    private = next(clause for clause in draft.clauses if clause.kind == "out_of_scope_personal")
    drawn = [*draft.check_items, *draft.recurring_duties, *draft.targets, *draft.tasks]
    assert [one for one in drawn if private.start_char <= one.start_char < private.end_char] == []
    assert "检查养老机构备案、食品经营许可证、消防验收手续是否齐全" in " ".join(
        item.text for item in draft.check_items
    )


def test_an_impossible_share_is_a_suggestion_and_no_target() -> None:
    (draft,) = _read("chemical-glued")
    assert {target.value for target in draft.targets} == {98, 90}
    doubtful = {
        anomaly.suggestion for anomaly in draft.anomalies if anomaly.kind.startswith("impossible")
    }
    assert doubtful == {"100%", "6月10日前"}
