"""Habits of the code base that import contracts cannot express."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Choices

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "bihuan"
MOST_LINES = 400
WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update",
    "delete", "acreate", "abulk_create", "aupdate", "adelete",
}  # fmt: skip


def sources(*suffixes: str) -> list[Path]:
    skipped = {"migrations", "vendor", "__pycache__", "golden"}
    return sorted(
        path
        for folder in (PACKAGE, ROOT / "tests")
        for path in folder.rglob("*")
        if path.suffix in suffixes and not skipped & set(path.parts)
    )


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- size ---------------------------------------------------------------------------------------


def test_no_file_has_grown_beyond_one_job() -> None:
    long = {
        short(path): lines
        for path in sources(".py", ".html", ".js", ".css")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long, f"over {MOST_LINES} lines; split by noun: {long}"


# --- only the owner writes ----------------------------------------------------------------------


def foreign_writes(source: str, domain: str) -> Iterator[str]:
    """Yield every write, in a module of ``domain``, to a model that another domain owns."""
    tree = ast.parse(source)
    models, modules = _imported_models(tree, domain)

    def foreign(node: ast.expr) -> bool:
        while isinstance(node, ast.Attribute | ast.Call):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in modules
            ):
                return True
            node = node.value if isinstance(node, ast.Attribute) else node.func
        return isinstance(node, ast.Name) and node.id in models

    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        through_manager = (
            isinstance(called, ast.Attribute) and called.attr in WRITES and foreign(called.value)
        )
        new_row = isinstance(called, ast.Name) and called.id in models
        if through_manager or new_row:
            yield f"{node.lineno}: {ast.unparse(called)}"


def _imported_models(tree: ast.Module, domain: str) -> tuple[set[str], set[str]]:
    models: set[str] = set()
    modules: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("bihuan."):
            continue
        parts = (node.module or "").split(".")
        if parts[1] == domain:
            continue
        for name in node.names:
            if parts[2:3] == ["models"] and _is_model(parts[1], name.name):
                models.add(name.asname or name.name)
            if len(parts) == 2 and name.name == "models":
                modules.add(name.asname or name.name)
    return models, modules


def _is_model(domain: str, name: str) -> bool:
    return any(
        model.__name__ == name and model.__module__.startswith(f"bihuan.{domain}.")
        for model in apps.get_models()
    )


WRITTEN_ABROAD = """
from bihuan.people.models import Area as Place, User
from bihuan.people import models as people
Place.objects.filter(code=1).update(name="x")
User(username="x").save()
people.Post.objects.create()
Place.objects.filter(code=1).count()
"""


def test_the_search_for_foreign_writes_finds_them() -> None:
    found = list(foreign_writes(WRITTEN_ABROAD, "hazards"))
    assert sorted(line.partition(":")[0] for line in found) == ["4", "5", "6"]
    assert list(foreign_writes(WRITTEN_ABROAD, "people")) == []


def test_only_the_owning_domain_writes_its_rows() -> None:
    found = [
        f"{short(path)}:{write}"
        for path in sources(".py")
        if "tests" not in path.parts  # tests build what they need
        for write in foreign_writes(
            path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).parts[0]
        )
    ]
    assert not found, "written by another domain than the owner's:\n" + "\n".join(found)


# --- words --------------------------------------------------------------------------------------


def enumerations() -> list[type[Choices]]:
    """Return every enumeration with Chinese labels that the installed apps have loaded."""

    def below(parent: type[Choices]) -> Iterator[type[Choices]]:
        for child in parent.__subclasses__():
            yield child
            yield from below(child)

    found = {each for each in below(Choices) if each.__module__.startswith("bihuan.")}
    return sorted(found, key=lambda each: (each.__module__, each.__name__))


def test_every_enumeration_label_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [
        f"{each.__name__}: {item.label} `{item.name}`"
        for each in enumerations()
        for item in each
        if f"{item.label} `{item.name}`" not in glossary
    ]
    assert not missing, "docs/glossary.md lacks:\n" + "\n".join(missing)


# --- the front end ------------------------------------------------------------------------------

ICON_IN_TEMPLATE = re.compile(r"""\{% icon ["']([a-z0-9-]+)["']|\bicon=["']([a-z0-9-]+)["']""")


def test_every_icon_that_is_named_is_installed() -> None:
    wanted = json.loads((PACKAGE / "web" / "frontend.json").read_text(encoding="utf-8"))
    missing = {
        f"{short(path)}: {name}"
        for path in sources(".html", ".py")
        for name in map("".join, ICON_IN_TEMPLATE.findall(path.read_text(encoding="utf-8")))
        if name not in wanted["icons"]
    }
    assert not missing, f"add to bihuan/web/frontend.json: {sorted(missing)}"


def test_templates_carry_neither_inline_script_nor_inline_style() -> None:
    # The content security policy forbids both: the browser would drop them without a word.
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|javascript:", re.I)
    data_block = re.compile(r'<script[^>]*type="application/json"', re.I)
    found = [
        f"{short(path)}:{number}"
        for path in sources(".html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if inline.search(line) and not data_block.search(line)
    ]
    assert not found
