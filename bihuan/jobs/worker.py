"""The worker process: runs queued jobs, seals the trail, and beats the daily tick."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from bihuan.jobs.services import reap
from bihuan.jobs.tick import tick

logger = logging.getLogger("bihuan.jobs")
QUEUE_INTERVAL = 0.5


@dataclass(frozen=True, slots=True)
class Periodic:
    """Something the worker does every so many seconds."""

    name: str
    seconds: float
    run: Callable[[datetime], object]


_periodic: list[Periodic] = []


def every(seconds: float, name: str, run: Callable[[datetime], object]) -> None:
    """Have each worker call ``run(now)`` about every ``seconds``; safe with several workers."""
    if all(item.name != name for item in _periodic):
        _periodic.append(Periodic(name, seconds, run))


def run_worker() -> None:
    """Run until told to stop by a signal."""
    stop = threading.Event()
    beats = threading.Thread(target=_beat, args=(stop,), daemon=True, name="beat")
    beats.start()
    worker = Worker(
        queue_names=["*"], interval=QUEUE_INTERVAL, batch=False, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=get_random_string(16),
        excluded_queue_names=[],
    )  # fmt: skip
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stop.set()
        beats.join(timeout=5)


def _beat(stop: threading.Event) -> None:
    work = [
        Periodic("reap", min(10, settings.JOB_STALE_AFTER.total_seconds()), lambda at: reap(at=at)),
        Periodic("tick", 60, _tick_now),
        *_periodic,
    ]
    due = {item.name: 0.0 for item in work}
    clock = 0.0
    while not stop.is_set():
        for item in work:
            if clock >= due[item.name]:
                _run(item)
                due[item.name] = clock + item.seconds
        stop.wait(0.5)
        clock += 0.5
    connection.close()


def _run(item: Periodic) -> None:
    close_old_connections()
    try:
        item.run(timezone.now())
    except Exception:
        logger.exception("periodic work %s failed; it is tried again", item.name)


def _tick_now(at: datetime) -> None:
    for line in tick(on=timezone.localdate(at), at=at):
        logger.info(line)
