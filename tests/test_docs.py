"""What the documentation points at is there, and what it lists is what the code holds."""

import re
import tomllib
from pathlib import Path

import pytest

from bihuan.config.env import PREFIX, Env
from bihuan.demo.build import PASSWORD
from bihuan.people.states import Role

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "bihuan"
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:bihuan|tests|docs|benchmarks)/[\w./-]+|x\.py|pyproject\.toml)`")


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


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


@pytest.mark.parametrize("document", DECISIONS, ids=short)
def test_a_decision_has_its_five_parts_and_its_number(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    parts = ["Status", "Context", "Decision", "Consequences", "Alternatives"]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == parts
    assert text.startswith(f"# {int(document.name[:4])}. ")


def test_the_index_lists_every_decision_by_its_title() -> None:
    titles = {
        document.name: document.read_text(encoding="utf-8").partition("\n")[0].partition(". ")[2]
        for document in DECISIONS
    }
    index = text_of("docs/adr/README.md")
    assert {
        name: title for title, name in re.findall(r"\[([^\]]+)\]\((\d[^)]+)\)", index)
    } == titles


def test_the_picture_shows_the_layers_of_the_contract() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = [re.sub(r"[() ]", "", layer) for layer in contracts[0]["layers"]]
    picture = re.search(r"```layers\n(.+?)```", text_of("docs/architecture.md"), re.DOTALL)
    assert picture
    shown = [line.partition("  ")[0].replace(" ", "") for line in picture[1].splitlines()]
    assert shown == layers


def test_every_picture_of_the_handbook_is_shown() -> None:
    shown = {
        (document.parent / target).resolve()
        for document in DOCS
        for target in LINK.findall(document.read_text(encoding="utf-8"))
    }
    pictures = sorted((ROOT / "docs" / "handbook" / "images").glob("*"))
    assert pictures
    assert not [short(one) for one in pictures if one.resolve() not in shown]


def test_the_settings_of_a_site_are_listed_with_their_names() -> None:
    text = text_of("docs/how-to/deploy.md")
    listed = re.findall(rf"^\| `({PREFIX}\w+)` \|", text, re.MULTILINE)
    assert sorted(listed) == sorted(f"{PREFIX}{name}".upper() for name in Env.model_fields)


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "docs/handbook/01-start.md"])
def test_the_demos_password_is_the_one_it_is_built_with(document: str) -> None:
    assert f"`{PASSWORD}`" in text_of(document)


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "docs/handbook/01-start.md"])
def test_the_demos_accounts_are_named_as_they_are_made(document: str) -> None:
    named = re.findall(r"`(county|t101|e1)-(\w+)`", text_of(document))
    assert named
    staff = {role for body, role in named if body != "e1"}
    assert staff <= set(Role.values)
    assert {role for body, role in named if body == "e1"} <= {"manager", "head"}


def test_the_changelog_begins_with_the_present_version() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert re.findall(r"^## (\S+)", text_of("CHANGELOG.md"), re.MULTILINE)[0] == version


def test_the_glossarys_identifiers_stand_in_the_code() -> None:
    terms = text_of("docs/glossary.md").partition("## Enumerations")[0]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CODE.rglob("*.py")))
    words = set(re.findall(r"\w+", code))
    missing = [
        name
        for line in terms.splitlines()
        if line.startswith("| ") and "(reserved)" not in line
        for name in re.findall(r"`([\w.:]+)`", line.split("|")[3])
        if not set(re.split(r"[.:]", name)) <= words
    ]
    assert not missing


def test_the_handbook_names_buttons_and_places_as_the_pages_do() -> None:
    sources = [path for path in CODE.rglob("*") if path.suffix in {".html", ".py", ".js"}]
    raw = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sources
        if not {"tests", "vendor"} & set(path.parts)
    )
    pages = raw + re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", "", raw)
    unknown = [
        f"{short(page)}: {words}"
        for page in sorted((ROOT / "docs" / "handbook").glob("*.md"))
        for quoted in re.findall(r"「([^「」]+)」", page.read_text(encoding="utf-8"))
        for words in quoted.split(" → ")
        if not re.search(r"\d|\bn\b", words) and words not in pages
    ]
    assert not unknown
