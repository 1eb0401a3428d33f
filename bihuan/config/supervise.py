"""Keep a few child processes going as one: what dies is started again, what is stopped stops all."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

GRACE = 25.0  # seconds from "please stop" to "stop"
STEADY = 30.0  # seconds after which a child counts as having started well
LONGEST_PAUSE = 30.0  # seconds between two tries, at most
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Child:
    """One process to keep: its command, and whether the others make sense without it."""

    name: str
    command: Sequence[str]
    vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    tries: int = field(default=0)
    not_before: float = 0.0


def supervise(children: Sequence[Child], *, tick: float = 0.2) -> int:
    """Run the children until a vital one ends or this process is told to stop.

    A child that is not vital is started again, after a pause that doubles while it keeps
    dying at once. Returns the vital child's exit code, or 0 after SIGTERM or Ctrl-C.
    """
    stopping = _stop_flag()
    try:
        while not stopping():
            for child in children:
                if child.process is None and time.monotonic() >= child.not_before:
                    _start(child)
                code = child.process.poll() if child.process else None
                if code is not None:
                    if child.vital:
                        logger.error("%s 已退出（%s）", child.name, code)
                        return code
                    _plan_restart(child, code)
            time.sleep(tick)
        return 0
    finally:
        _stop(children)


def _stop_flag() -> Callable[[], bool]:
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: asked.append(got))
    return lambda: bool(asked)


def _start(child: Child) -> None:
    child.started = time.monotonic()
    linux = sys.platform == "linux"
    child.process = subprocess.Popen(  # noqa: S603  # our own commands
        child.command,
        # Ctrl-C reaches the supervisor alone, which then stops the children in order.
        start_new_session=os.name != "nt",
        preexec_fn=_end_with_parent if linux else None,  # noqa: PLW1509  # no threads run here
    )


def _end_with_parent() -> None:
    # A supervisor that is killed outright cannot stop anybody; the kernel does it for it.
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _plan_restart(child: Child, code: int) -> None:
    now = time.monotonic()
    child.tries = 0 if now - child.started > STEADY else child.tries + 1
    pause = min(0.5 * 2**child.tries, LONGEST_PAUSE)
    logger.error("%s 已退出（%s），%.0f 秒后重新启动", child.name, code, pause)
    child.process, child.not_before = None, now + pause


def _stop(children: Sequence[Child]) -> None:
    running = [child.process for child in children if child.process]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
