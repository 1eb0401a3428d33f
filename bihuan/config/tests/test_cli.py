"""The command ``bihuan``."""

import pytest
from django.core.management import get_commands

from bihuan.config.cli import WORDS, main


def test_alone_it_lists_only_commands_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    shown = capsys.readouterr().out
    listed = {line[2:24].strip() for line in shown.splitlines() if line.startswith("  ")}
    there = {" ".join(word.words) for word in WORDS if word.command in get_commands()}
    assert listed == there | {"manage"}
    assert {"serve", "doctor"} <= listed


def test_two_words_reach_one_management_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["trail", "verify", "--help"])
    assert done.value.code == 0
    assert "usage: bihuan trail verify" in capsys.readouterr().out


def test_half_a_command_names_the_other_half(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["trail"])
    assert done.value.code == 2
    assert "trail verify" in capsys.readouterr().err


def test_an_unknown_command_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["nonsense"])
    assert done.value.code == 2
    said = capsys.readouterr().err
    assert "没有“nonsense”这个命令。" in said
    assert "serve" in said


def test_manage_reaches_djangos_own_commands(capsys: pytest.CaptureFixture[str]) -> None:
    main(["manage", "diffsettings", "--output", "unified"])
    assert "ROOT_URLCONF" in capsys.readouterr().out
