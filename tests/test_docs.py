"""What the documentation points at is there."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
STATES = {"not yet", "partial", "done"}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:bihuan|tests|docs|benchmarks)/[\w./-]+|x\.py|pyproject\.toml)`")


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCS, ids=short)
def test_links_lead_somewhere(document: Path) -> None:
    dead = [
        target
        for target in LINK.findall(document.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:|#", target)
        and not (document.parent / target.partition("#")[0]).exists()
    ]
    assert not dead


@pytest.mark.parametrize("document", DOCS, ids=short)
def test_files_that_are_named_exist(document: Path) -> None:
    named = NAMED_FILE.findall(document.read_text(encoding="utf-8"))
    assert not [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("document", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=short)
def test_a_decision_has_its_five_parts_and_its_number(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    parts = ["Status", "Context", "Decision", "Consequences", "Alternatives"]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == parts
    assert text.startswith(f"# {int(document.name[:4])}. ")


@cache
def names_of_tests(path: str) -> frozenset[str]:
    """Return the names of the test functions of one file; empty if there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


def test_the_coverage_table_names_tests_that_exist() -> None:
    with (ROOT / "docs" / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wrong = []
    seen: set[str] = set()
    for row in rows:
        named = [each.strip() for each in row["tests"].split(";") if each.strip()]
        if row["id"] in seen:
            wrong.append(f"{row['id']}: twice")
        seen.add(row["id"])
        if row["state"] not in STATES:
            wrong.append(f"{row['id']}: state {row['state']!r}")
        if (row["state"] == "not yet") == bool(named):
            wrong.append(f"{row['id']}: {row['state']}, but {len(named)} tests")
        for test in named:
            path, _, name = test.partition("::")
            if name not in names_of_tests(path):
                wrong.append(f"{row['id']}: no {test}")
    assert not wrong, "\n".join(wrong)
