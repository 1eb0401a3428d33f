"""``bihuan serve``, up to the point where it would start processes."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from bihuan.config.management.commands import serve
from bihuan.config.supervise import Child


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """Catch the children instead of starting them."""
    caught: list[Child] = []

    def catch(children: Sequence[Child]) -> int:
        caught.extend(children)
        return 0

    monkeypatch.setattr(serve, "supervise", catch)
    return caught


@pytest.mark.django_db(transaction=True)
def test_it_starts_a_web_server_and_a_worker(started: list[Child]) -> None:
    out = StringIO()
    call_command("serve", host="127.0.0.1", port=8123, stdout=out)
    assert [(child.name, child.vital) for child in started] == [("网站", True), ("后台任务", False)]
    assert "127.0.0.1:8123" in started[0].command
    assert "http://127.0.0.1:8123/" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_it_can_leave_the_worker_to_another_machine(started: list[Child]) -> None:
    call_command("serve", no_worker=True, stdout=StringIO())
    assert [child.name for child in started] == ["网站"]


@pytest.mark.django_db(transaction=True)
def test_it_refuses_a_database_that_is_behind(started: list[Child]) -> None:
    newest = MigrationRecorder.Migration.objects.filter(app="loop").latest("id")
    newest.delete()
    try:
        with pytest.raises(CommandError, match=r"数据库结构还差 \d+ 步更新"):
            call_command("serve", stdout=StringIO())
    finally:
        newest.save()
    assert started == []


@pytest.mark.django_db(transaction=True)
def test_a_demo_shows_who_may_sign_in(
    started: list[Child], settings: Settings, tmp_path: Path
) -> None:
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    (tmp_path / "demo-logins.txt").write_text("lin  检查人员\n", encoding="utf-8")
    out = StringIO()
    call_command("serve", stdout=out)
    assert "演示账号：\nlin  检查人员" in out.getvalue()
    assert len(started) == 2
