"""The command line: JSON on the screen or in a file, explanations, and what a person is told."""

from pathlib import Path

import pytest

from bihuan.planparse.command import main
from bihuan.planparse.schema import load

PLAN = Path(__file__).parent / "golden" / "small-premises" / "plan.txt"


def test_parse_prints_one_object_per_plan(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(PLAN)]) == 0
    (draft,) = load(capsys.readouterr().out)
    assert draft.source.file == "plan.txt"
    assert draft.source.chars == len(PLAN.read_text("utf-8"))


def test_parse_writes_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert main(["parse", str(PLAN), "--json", str(out)]) == 0
    assert len(load(out.read_bytes())) == 1


def test_explain_names_the_rule_and_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(PLAN)]) == 0
    told = capsys.readouterr().out
    assert "规则 phases_by_clause" in told
    assert "（标题）" in told


def test_a_missing_file_is_said_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["parse", str(tmp_path / "none.txt")]) == 1
    assert "读不到文件" in capsys.readouterr().err


def test_an_old_word_file_is_refused_with_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "plan.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert main(["parse", str(old)]) == 1
    assert "docx" in capsys.readouterr().err
