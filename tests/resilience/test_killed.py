"""Kill −9 the worker or the server in the middle of a launch: afterwards it is whole."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="Windows 没有 kill -9"),
]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A prepared data directory and what is known about it."""
    var = tmp_path_factory.mktemp("stage")
    done = subprocess.run(
        [sys.executable, "-m", "tests.resilience.stage"],
        env=environment(var), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return var, json.loads(done.stdout)


@pytest.fixture
def launched(stage: tuple[Path, dict[str, Any]], tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """A data directory in which the launch is queued and nothing of it is done."""
    return Path(shutil.copytree(stage[0], tmp_path / "var")), stage[1]


@pytest.fixture
def draft(launched: tuple[Path, dict[str, Any]]) -> tuple[Path, dict[str, Any]]:
    """A data directory in which the plan is confirmed and not launched."""
    var, told = launched
    (var / "draft.sqlite3").replace(var / "bihuan.sqlite3")
    return var, told


def environment(var: Path) -> dict[str, str]:
    """Return the environment of a site of its own in ``var``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {
        **kept, "BIHUAN_VAR_DIR": str(var), "BIHUAN_JOB_STALE_SECONDS": "2", "BIHUAN_DEBUG": "1",
    }  # fmt: skip


def start(var: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start ``bihuan`` with these words."""
    with (var / "log.txt").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "bihuan.config.cli", *words],
            env=environment(var), cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[bytes]]]:
    """What a test started; nothing of it outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for one in started:
        one.kill()
        one.wait()


def ask(var: Path, question: str, *values: object) -> Any:
    """Return the first column of the first row, read beside the program."""
    with closing(sqlite3.connect(f"file:{var}/bihuan.sqlite3?mode=ro", uri=True, timeout=20)) as db:
        row = db.execute(question, values).fetchone()
    return row[0] if row else None


def until(
    what: str, happened: Callable[[], object], *, by: subprocess.Popen[bytes], pause: float = 0.01
) -> None:
    """Wait until something happened; whoever is to do it must live."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert by.poll() is None, f"{what}: the process ended by itself"
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(pause)


def included(var: Path) -> int:
    return int(ask(var, "SELECT COUNT(*) FROM campaigns_participation"))


def state(var: Path) -> str:
    return str(ask(var, "SELECT state FROM campaigns_campaign"))


def assert_whole(var: Path, enterprises: int) -> None:
    """Everything a launch makes is there, exactly once."""

    def count(table: str, more: str = "") -> int:
        return int(ask(var, f"SELECT COUNT(*) FROM {table} {more}"))

    assert state(var) == "running"
    assert included(var) == enterprises
    assert count("inspections_selfcheck") == enterprises
    assert (
        ask(var, "SELECT COUNT(DISTINCT enterprise_id) FROM inspections_selfcheck") == enterprises
    )
    assert count("loop_trailrow", "WHERE case_kind='self_check' AND number=1") == enterprises
    assert count("loop_trailrow", "WHERE case_kind='self_check'") == enterprises
    assert count("loop_todo", "WHERE case_kind='self_check'") == enterprises
    assert count("duties_dutyrule") == 2
    assert count("duties_duty", "WHERE enterprise_id IS NOT NULL") == enterprises
    assert ask(var, "SELECT COUNT(DISTINCT enterprise_id) FROM duties_duty") == enterprises
    assert count("duties_duty", "WHERE post_id IS NOT NULL") == 1
    assert count("loop_trailrow", "WHERE case_kind='duty'") == enterprises + 1
    assert count("campaigns_deliverable") == 1
    assert count("campaigns_phase") == 2
    assert count("campaigns_target") == 2
    assert count("standards_checklist") == 1
    assert count("standards_checkitem") == 2
    assert count("loop_trailrow", "WHERE case_kind='campaign' AND step='launch'") == 1
    assert count("loop_trailrow", "WHERE case_kind='campaign' AND step='start'") == 1
    assert count("jobs_job") == 1
    assert ask(var, "SELECT state FROM jobs_job") == "done"


def test_a_worker_killed_in_a_launch_finishes_it_after_its_restart(
    launched: tuple[Path, dict[str, Any]], processes: list[subprocess.Popen[bytes]]
) -> None:
    var, told = launched
    processes.append(start(var, "worker"))
    until("the first enterprises are in", lambda: included(var) > 0, by=processes[0])
    processes[0].kill()
    processes[0].wait()
    so_far = included(var)
    assert 0 < so_far < told["enterprises"], "the worker was killed in the middle"
    assert state(var) == "launching"
    processes.append(start(var, "worker"))
    until(
        "the job is done",
        lambda: ask(var, "SELECT state FROM jobs_job") == "done",
        by=processes[-1],
        pause=0.1,
    )
    assert_whole(var, told["enterprises"])
    assert ask(var, "SELECT attempts FROM jobs_job") == 2


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(var: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the web server alone and wait until it answers."""
    server = start(var, "manage", "runserver", f"127.0.0.1:{port}", "--noreload")

    def answers() -> bool:
        with closing(socket.socket()) as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    until("the server answers", answers, by=server, pause=0.1)
    return server


def press(port: int, told: dict[str, Any]) -> http.client.HTTPConnection:
    """Send the launch form; the answer is not read."""
    token = "a" * 32
    form = urlencode(
        {
            "csrfmiddlewaretoken": token, "areas": told["areas"], "version": told["version"],
            "key": told["key"], "self_check_due_on": told["self_check_due_on"], **told["holders"],
        }
    )  # fmt: skip
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    wire.request(
        "POST", f"/campaigns/{told['campaign']}/launch/", form,
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={told['session']}; csrftoken={token}",
        },
    )  # fmt: skip
    return wire


def test_a_server_killed_while_it_takes_a_launch_leaves_all_or_nothing(
    draft: tuple[Path, dict[str, Any]], processes: list[subprocess.Popen[bytes]]
) -> None:
    var, told = draft
    port = free_port()
    processes.append(serve(var, port))
    with closing(press(port, told)):
        time.sleep(0.05)
        processes[0].kill()
        processes[0].wait()
    jobs = ask(var, "SELECT COUNT(*) FROM jobs_job")
    queued = ask(var, "SELECT COUNT(*) FROM django_tasks_database_dbtaskresult")
    rows = ask(var, "SELECT COUNT(*) FROM loop_trailrow WHERE step='launch'")
    expected = {"draft": 0, "launching": 1}[state(var)]
    assert (jobs, queued, rows) == (expected, expected, expected)

    processes.append(serve(var, port))
    with closing(press(port, told)) as wire:
        answer = wire.getresponse()
        assert answer.status == 302, answer.read().decode(errors="replace")[-3000:]
    processes[1].kill()
    processes.append(start(var, "worker"))
    until(
        "the job is done",
        lambda: ask(var, "SELECT state FROM jobs_job") == "done",
        by=processes[-1],
        pause=0.1,
    )
    assert_whole(var, told["enterprises"])


def test_one_byte_flipped_in_the_database_file_is_found_and_named(
    launched: tuple[Path, dict[str, Any]],
) -> None:
    var, told = launched
    file = var / "bihuan.sqlite3"
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
        row, facts = db.execute(
            "SELECT id, facts FROM loop_trailrow WHERE case_kind='campaign' AND step='launch'"
        ).fetchone()
    octets = bytearray(file.read_bytes())
    at = octets.index(facts.encode()) + facts.encode().index(b"launched_on") + len("launched_on")
    while not chr(octets[at]).isdigit():
        at += 1
    octets[at] ^= 1
    file.write_bytes(octets)
    done = subprocess.run(
        [sys.executable, "-m", "bihuan.config.cli", "trail", "verify"],
        env=environment(var), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"留痕 {row}（campaign#{told['campaign']} " in done.stdout
