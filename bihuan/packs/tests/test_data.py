"""The packs that come with the product are sound, and say of every clause whether it was checked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from bihuan.kernel.errors import NotFound
from bihuan.metrics.registry import all_metrics
from bihuan.packs.contents import Pack
from bihuan.packs.laws import UNCHECKED, cite, laws
from bihuan.packs.loading import FOLDER, all_packs, pack_by, read_pack
from bihuan.packs.samples import sample_plan
from bihuan.packs.states import PaperKind
from bihuan.standards.rules import item_problems

PACKS = list(all_packs().values())
every_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)


def test_there_is_a_pack_for_each_of_the_thirteen_plans() -> None:
    assert [one.code for one in PACKS] == [
        "coal", "two_bans", "civil_affairs", "housing_fire", "farm_products", "standard_reach",
        "bottled_water", "drugs", "ammonia_fuel", "town_points", "chemicals", "town_uplift",
        "big_check",
    ]  # fmt: skip


@every_pack
def test_a_pack_is_its_folder_and_its_checklist_can_be_published(pack: Pack) -> None:
    assert (FOLDER / pack.code).is_dir()
    assert item_problems(pack.new_items()) == []
    assert {PaperKind.PLAN, PaperKind.CHECKLIST, PaperKind.RECTIFY, PaperKind.SUMMARY} <= {
        paper.kind for paper in pack.papers
    }


@every_pack
def test_suggested_targets_name_metrics_that_are_there(pack: Pack) -> None:
    keys = {metric.key for metric in all_metrics()}
    assert {goal.metric for goal in pack.targets if goal.metric} <= keys


@every_pack
def test_no_name_of_an_existing_place_stands_in_a_sample_plan(pack: Pack) -> None:
    assert "云溪" in pack.plan or "春分镇" in pack.plan or pack.code == "civil_affairs"


def test_every_law_of_the_table_is_cited_somewhere() -> None:
    cited = {one.law.code for pack in PACKS for one in pack.sources}
    assert set(laws()) - cited == set()


def test_a_checked_clause_carries_no_mark_and_everything_else_does() -> None:
    assert str(cite("安全生产法 第三十条")) == "《中华人民共和国安全生产法》第三十条"
    assert str(cite("消防法 第二十八条")).endswith(f"第二十八条（{UNCHECKED}）")
    assert str(cite("煤矿判定")).endswith(f"（应急管理部令第21号）（{UNCHECKED}）")


@pytest.mark.parametrize("words", ["没有这部法 第一条", "安全生产法 第九百条"])
def test_what_nobody_vouches_for_cannot_be_cited(words: str) -> None:
    with pytest.raises(ValueError, match=r"laws\.yaml"):
        cite(words)


def test_an_unknown_pack_is_not_found() -> None:
    with pytest.raises(NotFound):
        pack_by("nothing")


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("sectors: [coal_mine]\n", "sectors: [moon_mine]\n", "unknown sector"),
        ("version: 1", "version: 0", "greater than or equal"),
        ("kind: notice", "kind: poem", "papers"),
        ("summary:", "colour: red\nsummary:", "Extra inputs"),
    ],
)
def test_a_pack_with_a_fault_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, wrong: str
) -> None:
    folder = _copy(tmp_path)
    file = folder / "pack.yaml"
    text = file.read_text(encoding="utf-8").replace("kind: bulletin", "kind: notice")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValidationError, match=wrong):
        read_pack(folder)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("basis: [煤矿规程], method", "basis: [煤矿规程], major: true, method", "makes this major"),
        ("basis: [煤矿规程], method", "basis: [], method", "basis"),
        ("evidence: 证照", "evidence: 感觉", "evidence"),
    ],
)
def test_a_check_item_with_a_fault_is_refused(
    tmp_path: Path, old: str, new: str, wrong: str
) -> None:
    folder = _copy(tmp_path)
    file = folder / "checklist.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValidationError, match=wrong):
        read_pack(folder)


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER / "coal", tmp_path / "coal"))


def test_the_sample_plan_moves_to_another_year_and_place() -> None:
    moved = sample_plan(
        pack_by("coal"), year=2028, county="示例县", town="示例一镇", numbered=False
    )
    assert "示例县小煤矿" in moved
    assert "从2028年4月到12月" in moved
    assert "示例煤安〔2028〕  号" in moved
    assert "云溪" not in moved
    assert "2026" not in moved


def test_a_plan_of_several_years_keeps_their_distance() -> None:
    assert "2030—2032年" in sample_plan(pack_by("housing_fire"), year=2030).replace(" ", "")


def test_a_sample_that_names_no_year_is_dated_at_its_end() -> None:
    assert sample_plan(pack_by("ammonia_fuel"), year=2027).endswith("2027年6月2日\n")
    assert sample_plan(pack_by("coal"), year=2026) == pack_by("coal").plan
