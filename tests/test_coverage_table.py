"""``docs/coverage.csv`` names every requirement once, and only code and tests that are there."""

import ast
import csv
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
HEADER = ["id", "status", "where", "test", "note"]
STATUSES = {"done", "partial", "not yet"}
REQUIREMENTS = {
    "PLN": 11, "ORG": 52, "GRD": 7, "REG": 39, "RSK": 20, "MAP": 2, "CHK": 84, "SLF": 22,
    "INS": 33, "DRS": 3, "SUP": 13, "HAZ": 25, "LST": 4, "ENF": 34, "COL": 9, "STD": 54,
    "CMP": 67, "TGT": 45, "DUT": 42, "TRN": 23, "PUB": 29, "LTR": 4, "RPT": 7, "ACC": 17,
    "MON": 11, "CRD": 7, "DIF": 10, "INC": 15, "ASM": 16, "LIA": 8, "STA": 26, "EXP": 8,
    "EMG": 12, "FND": 9, "SMP": 12, "LIC": 17, "PRJ": 10, "LAW": 18, "DOC": 18,
}  # fmt: skip
"""How many requirements each area of the inventory has; they are numbered from 01 on."""


def table() -> list[dict[str, str]]:
    with (ROOT / "docs" / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == HEADER
        return list(reader)


def listed(cell: str) -> list[str]:
    return [each.strip() for each in cell.split(";") if each.strip()]


def test_every_requirement_has_one_row() -> None:
    wanted = [f"{area}-{n:02}" for area, count in REQUIREMENTS.items() for n in range(1, count + 1)]
    found = Counter(row["id"] for row in table())
    assert sorted(found) == sorted(wanted)
    assert not [name for name, times in found.items() if times > 1]


def test_what_works_says_where_and_by_which_test() -> None:
    wrong = []
    for row in table():
        works = row["status"] != "not yet"
        if row["status"] not in STATUSES:
            wrong.append(f"{row['id']}: status {row['status']!r}")
        if works != bool(listed(row["where"])) or works != bool(listed(row["test"])):
            wrong.append(f"{row['id']}: {row['status']}, where {row['where']!r}, {row['test']!r}")
        if row["status"] == "partial" and not row["note"]:
            wrong.append(f"{row['id']}: partial, but nobody says what is missing")
    assert not wrong, "\n".join(wrong)


# --- places -------------------------------------------------------------------------------------


def url_names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from url_names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def is_there(dotted: str) -> bool:
    """Whether ``dotted`` is a module of ours, or an attribute path inside one."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return parts[0] == "bihuan"
    return False


def test_places_are_there() -> None:
    known = set(url_names(get_resolver()))
    wrong = [
        f"{row['id']}: no {place}"
        for row in table()
        for place in listed(row["where"])
        if not (place in known if ":" in place else is_there(place))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("dotted", "there"),
    [
        ("bihuan.loop.services.cases.advance", True),
        ("bihuan.loop.services.cases", True),
        ("bihuan.loop.services.cases.retreat", False),
        ("bihuan.no_such_package.thing", False),
        ("json.dumps", False),
    ],
)
def test_a_place_that_is_not_there_is_noticed(dotted: str, there: bool) -> None:
    assert is_there(dotted) is there


# --- tests --------------------------------------------------------------------------------------


@cache
def names_of_tests(path: str) -> frozenset[str]:
    """Return the names of the test functions of one file; empty if there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


def test_tests_that_are_named_exist() -> None:
    wrong = []
    for row in table():
        for test in listed(row["test"]):
            path, _, name = test.partition("::")
            if not re.fullmatch(r"test_\w+", name) or name not in names_of_tests(path):
                wrong.append(f"{row['id']}: no {test}")
    assert not wrong, "\n".join(wrong)
