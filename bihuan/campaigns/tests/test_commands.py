"""Plans from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.given import PLAN, TITLE
from bihuan.people.tests.given import Cast


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, "utf-8")
    return path


def test_importing_twice_gives_one_draft(cast: Cast, file: Path) -> None:
    told = io.StringIO()
    for _ in range(2):
        told = io.StringIO()
        call_command(
            "plan_import", str(file), organisation=cast.town_one.name, json=True, stdout=told
        )
    campaign = Campaign.objects.get()
    (answer,) = json.loads(told.getvalue())
    assert (answer["id"], answer["title"]) == (campaign.pk, TITLE)
    assert answer["items"] == campaign.items.count()


def test_a_body_that_is_not_there_and_a_bad_file_are_told(
    cast: Cast, file: Path, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="没有叫“示例三镇”的机构"):
        call_command("plan_import", str(file), organisation="示例三镇")
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("plan_import", str(tmp_path / "无.txt"), organisation=cast.town_one.name)
    empty = tmp_path / "空.txt"
    empty.touch()
    with pytest.raises(CommandError, match="空的"):
        call_command("plan_import", str(empty), organisation=cast.town_one.name)
    assert not Campaign.objects.exists()


def test_parsing_prints_one_draft_per_plan(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("plan_parse", str(file))
    (draft,) = json.loads(capsys.readouterr().out)
    assert (draft["schema"], draft["title"]) == ("bihuan.plan/1", TITLE)


def test_explaining_names_the_rules(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("plan_explain", str(file))
    assert "企业自查率达到100%" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("plan_parse", "plan_explain"):
        with pytest.raises(SystemExit) as stop:
            call_command(name, str(tmp_path / "无.txt"))
        assert stop.value.code == 1
        assert "读不到文件" in capsys.readouterr().err
