"""Scores on labelled public plans that lie beside the repository, never in it.

``BIHUAN_TEST_PLANS_DIR`` names their folder; else ``../shared/plans`` beside the repository.
"""

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest

from bihuan.planparse.parse import parse_text
from bihuan.planparse.schema import PlanDraft

ROOT = Path(__file__).resolve().parents[3]
PLANS = Path(os.environ.get("BIHUAN_TEST_PLANS_DIR", ROOT.parent / "shared" / "plans"))
FLOORS = {
    "phases": 0.95,
    "targets": 0.95,
    "recurring_duties": 0.92,
    "deliverables": 0.90,
    "title": 0.95,
}
LISTS = ("phases", "targets", "recurring_duties", "deliverables", "anomalies")

pytestmark = [
    pytest.mark.skipif(
        not (PLANS / "score.py").is_file(),
        reason=f"NOT SCORED: no labelled plans in {PLANS}; set BIHUAN_TEST_PLANS_DIR",
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the scorer leaves files open
]


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("plan_score", PLANS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _form(draft: PlanDraft, shift: int = 0) -> dict[str, Any]:
    data = draft.model_dump(mode="json")
    moved = {
        name: [
            {**one, "start_char": one["start_char"] - shift, "end_char": one["end_char"] - shift}
            for one in data[name]
        ]
        for name in LISTS
    }
    return {
        **moved,
        "title": draft.title,
        "issued_year": draft.year,
        "check_items_count": len(draft.check_items),
        "leading_group": draft.organisation.leading_group,
    }


def _labelled(folder: str) -> dict[str, dict[str, Any]]:
    forms = {}
    for path in sorted((PLANS / folder).glob("*.txt")):
        drafts = parse_text(path.read_text("utf-8"))
        assert len(drafts) == 1, path.name
        forms[path.stem] = _form(drafts[0])
    return forms


def _raw() -> dict[str, dict[str, Any]]:
    """Read the raw sources, each plan moved to the offsets of its labelled text."""
    forms: dict[str, dict[str, Any]] = {}
    for path in sorted((PLANS / "seeds").glob("*.txt")):
        source = path.read_text("utf-8")
        names = sorted((PLANS / "labelled-seeds").glob(f"{path.name.split('_')[0]}*.txt"))
        drafts = parse_text(source)
        assert len(drafts) == len(names)
        for draft, label in zip(drafts, names, strict=True):
            shift = source.find(label.read_text("utf-8").strip()[:200])
            forms[label.stem] = _form(draft, shift)
    return forms


def _check(folder: str, forms: dict[str, dict[str, Any]]) -> None:
    result = _scorer().score(str(PLANS / folder), forms.get, quiet=True)
    low = {kind: result[kind][2] for kind, floor in FLOORS.items() if result[kind][2] < floor}
    assert low == {}
    reported, labelled = result["an"]
    assert reported == labelled


def test_labelled_plans_reach_the_floors() -> None:
    _check("labelled-seeds", _labelled("labelled-seeds"))


def test_plans_cut_out_of_their_sources_reach_the_floors() -> None:
    forms = _raw()
    assert len(forms) == 13
    _check("labelled-seeds", forms)


def test_development_plans_reach_the_floors() -> None:
    _check("dev", _labelled("dev"))


def test_the_plan_with_private_matters_yields_checks_of_institutions_only() -> None:
    (draft,) = parse_text((PLANS / "labelled-seeds" / "000-2.txt").read_text("utf-8"))
    drawn = [item.quote for item in (*draft.check_items, *draft.scope, *draft.tasks)]
    for word in ("孕妇", "在孕", "病历", "全部孕情", "鉴定的"):
        assert not any(word in quote for quote in drawn), word
    assert draft.recurring_duties == []
    assert draft.targets == []
