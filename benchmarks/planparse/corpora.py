"""Texts with labels: the golden plans of the repository, and public plans that may lie beside it."""

import json
import os
from pathlib import Path
from typing import Any

from scoring import KINDS

from bihuan.planparse.parse import parse_text

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "bihuan" / "planparse" / "tests" / "golden"
PLANS = Path(os.environ.get("BIHUAN_TEST_PLANS_DIR", ROOT.parent / "shared" / "plans"))
Draft = dict[str, Any]
Corpus = list[tuple[str, Draft]]


def golden() -> Corpus:
    """Return the golden plans with their drafts joined per file."""
    found = []
    for path in sorted(GOLDEN.glob("*/plan.txt")):
        drafts = json.loads(path.with_name("plan.json").read_text("utf-8"))
        found.append((path.read_text("utf-8"), joined(drafts)))
    return found


def joined(drafts: list[Draft]) -> Draft:
    """Return several drafts of one text as one."""
    return {kind: [item for draft in drafts for item in draft[kind]] for kind in KINDS}


def labelled(folder: str) -> Corpus:
    """Return the labelled public plans of a folder; none where they are not at hand."""
    return [
        (path.with_suffix(".txt").read_text("utf-8"), json.loads(path.read_text("utf-8")))
        for path in sorted((PLANS / folder).glob("*.json"))
    ]


def every() -> dict[str, Corpus]:
    """Return every corpus by name."""
    return {
        "golden plans": golden(),
        "labelled dev": labelled("dev"),
        "labelled sources": labelled("labelled-seeds"),
    }


def own(text: str) -> Draft:
    """Return what Bihuan's parser finds in a text."""
    return joined([draft.model_dump(mode="json", by_alias=True) for draft in parse_text(text)])
