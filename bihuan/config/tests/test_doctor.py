"""``bihuan doctor`` and the system checks."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from bihuan.config import checks
from bihuan.config.management.commands import doctor


@pytest.mark.django_db
def test_doctor_names_a_variable_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIHUAN_DEBGU", "1")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", json=True, stdout=out)
    found = {each["subject"]: each for each in json.loads(out.getvalue())}
    assert (found["环境变量"]["well"], found["环境变量"]["seen"]) == (False, "不认识：BIHUAN_DEBGU")
    assert found["数据库"]["well"]
    assert found["数据库结构"]["seen"] == "已是最新"


@pytest.mark.django_db
def test_doctor_is_content_with_a_whole_installation(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    out = StringIO()
    call_command("doctor", stdout=out)
    assert "✗" not in out.getvalue()


def test_a_font_folder_without_fonts_is_no_font_folder(settings: Settings, tmp_path: Path) -> None:
    settings.FONT_DIR = tmp_path
    found = {each.subject: each for each in (doctor._fonts(),)}
    assert not found["公文字体"].well


def test_a_missing_frontend_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert checks.frontend_is_installed() == []
    monkeypatch.setattr(checks, "VENDOR", tmp_path)
    [error] = checks.frontend_is_installed()
    assert "alpine/alpine-csp.min.js" in error.msg


def test_an_open_demo_is_named_by_the_deployment_check(settings: Settings) -> None:
    settings.DEMO = False
    assert checks.demo_is_off() == []
    settings.DEMO = True
    assert [warning.id for warning in checks.demo_is_off()] == ["bihuan.W001"]
