"""Keeping processes going, with real ones."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")

# A supervisor over one vital child that sleeps and one that notes its start and sleeps.
SUPERVISOR = """
import sys
from bihuan.config.supervise import Child, supervise
notes, second, vital = sys.argv[1:]
note = f"import os, time; print(os.getpid(), file=open({notes!r}, 'a')); "
sys.exit(supervise([
    Child("vital", [sys.executable, "-c", vital], vital=True),
    Child("other", [sys.executable, "-c", note + second]),
]))
"""


FOREVER = "import time; time.sleep(60)"


@contextmanager
def supervisor(notes: Path, *, vital: str = FOREVER) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", SUPERVISOR, str(notes), "time.sleep(60)", vital]
    with subprocess.Popen(command) as process:
        try:
            yield process
        finally:
            process.terminate()


def until(notes: Path, starts: int) -> list[int]:
    for _ in range(200):
        pids = [int(line) for line in notes.read_text().split()] if notes.exists() else []
        if len(pids) >= starts:
            return pids
        time.sleep(0.05)
    raise AssertionError(f"fewer than {starts} starts")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{pid}/status").read_text()  # nobody may reap it here


def test_a_child_that_dies_is_started_again_and_a_stop_stops_all(tmp_path: Path) -> None:
    notes = tmp_path / "starts"
    with supervisor(notes) as process:
        first = until(notes, 1)[0]
        os.kill(first, signal.SIGKILL)
        second = until(notes, 2)[1]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert not alive(second)


def test_the_end_of_a_vital_child_ends_the_rest_with_its_code(tmp_path: Path) -> None:
    notes = tmp_path / "starts"
    wait = f"while not os.path.exists({str(notes)!r}): time.sleep(0.05)"
    with supervisor(notes, vital=f"import os, time\n{wait}\nraise SystemExit(3)") as process:
        pid = until(notes, 1)[0]
        assert process.wait(10) == 3
        assert not alive(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal")
def test_no_child_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    notes = tmp_path / "starts"
    with supervisor(notes) as process:
        pid = until(notes, 1)[0]
        process.kill()
        process.wait(10)
        assert gone(pid)


def gone(pid: int) -> bool:
    for _ in range(100):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False
