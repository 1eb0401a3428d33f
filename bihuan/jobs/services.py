"""Start, run, resume and cancel background jobs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from bihuan.jobs.models import Job
from bihuan.jobs.registry import handler_of
from bihuan.jobs.states import OPEN, JobState
from bihuan.kernel.errors import Refused
from bihuan.people.models import User

logger = logging.getLogger("bihuan.jobs")
MAX_ATTEMPTS = 5


class Cancelled(Exception):  # noqa: N818 - it stops a handler; nothing went wrong
    """Somebody asked for the job to stop."""


class JobRun:
    """What a handler holds while it works: the payload, and progress to report."""

    def __init__(self, job: Job, clock: Any) -> None:
        """Bind the row; ``clock()`` returns the present moment."""
        self.job = job
        self.payload: dict[str, Any] = job.payload
        self._clock = clock

    @property
    def at(self) -> datetime:
        """The present moment."""
        now: datetime = self._clock()
        return now

    def expect(self, total: int, *, done: int = 0) -> None:
        """Say how much there is to do and how much was done by an earlier start."""
        self._update(total=total, done=done, heartbeat_at=self.at)

    def progress(self, count: int = 1, *, failed: int = 0) -> None:
        """Report finished items; also the sign of life.

        Raises:
            Cancelled: somebody asked for the job to stop.
        """
        self._update(done=F("done") + count, failed=F("failed") + failed, heartbeat_at=self.at)
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled

    def finish(self, *, message: str, result_url: str = "") -> None:
        """Say what came of it, for the card that people see."""
        self._update(message=message, result_url=result_url)

    def _update(self, **columns: Any) -> None:
        Job.objects.filter(pk=self.job.pk).update(**columns)


@transaction.atomic
def start_job(
    *, kind: str, title: str, payload: Mapping[str, Any], area: int, by: User | None,
    at: datetime, enterprise_id: int | None = None, result_url: str = "",
) -> Job:  # fmt: skip
    """Write the job's row and queue it, both in the caller's transaction."""
    handler_of(kind)
    job = Job.objects.create(
        kind=kind, title=title, payload=dict(payload), area=area, created_by=by, created_at=at,
        enterprise_id=enterprise_id, result_url=result_url,
    )  # fmt: skip
    run_job_task.enqueue(job.pk)
    return job


@task()
def run_job_task(job_id: int) -> None:
    """Queue item: run one job."""
    from django.utils import timezone  # the clock is read at this edge

    run_job(job_id, clock=timezone.now)


def run_job(job_id: int, *, clock: Any) -> Job:
    """Take the job unless it is finished or somebody alive is on it; then do it.

    An error of the program is logged with its traceback and leaves the job ``FAILED`` with a
    plain sentence; the work done so far stays.
    """
    now = clock()
    idle = Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=now - settings.JOB_STALE_AFTER)
    claimed = (
        Job.objects.filter(pk=job_id, state__in=OPEN)
        .filter(Q(state=JobState.QUEUED) | idle)
        .update(
            state=JobState.RUNNING, heartbeat_at=now, attempts=F("attempts") + 1,
            started_at=now, failed=0,
        )
    )  # fmt: skip
    job = Job.objects.get(pk=job_id)
    if not claimed:
        return job
    try:
        handler_of(job.kind)(JobRun(job, clock))
        _close(job, JobState.DONE, clock())
    except Cancelled:
        _close(job, JobState.CANCELLED, clock(), "已按要求停止，已办结的部分保留。")
    except Refused as refusal:
        _close(job, JobState.FAILED, clock(), refusal.message)
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        text = "系统处理时出错，已记入日志。请稍后点“重新运行”，已办结的部分不会重复办理。"
        _close(job, JobState.FAILED, clock(), text)
    job.refresh_from_db()
    return job


def _close(job: Job, state: str, at: datetime, message: str | None = None) -> None:
    columns: dict[str, Any] = {"state": state, "finished_at": at}
    if message is not None:
        columns["message"] = message
    Job.objects.filter(pk=job.pk).update(**columns)


@transaction.atomic
def cancel_job(*, job_id: int, by: User) -> Job:
    """Ask a job to stop after the item it is on."""
    job = Job.objects.visible_to(by).locked(job_id)
    if not job.is_open:
        raise Refused(f"任务{job.get_state_display()}，不能取消。")
    job.cancel_asked = True
    job.save(update_fields=["cancel_asked"])
    return job


@transaction.atomic
def retry_job(*, job_id: int, by: User) -> Job:
    """Queue a failed or cancelled job again; what it finished is not done twice."""
    job = Job.objects.visible_to(by).locked(job_id)
    if job.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Refused(f"任务{job.get_state_display()}，不需要重新运行。")
    job.state, job.cancel_asked, job.message = JobState.QUEUED, False, ""
    job.heartbeat_at = job.finished_at = None
    job.save()
    run_job_task.enqueue(job.pk)
    return job


def reap(*, at: datetime) -> int:
    """Queue again every job whose worker died; give up after ``MAX_ATTEMPTS`` starts."""
    silent = at - settings.JOB_STALE_AFTER
    count = _requeue_forgotten(silent)
    stale = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=silent)
    for job_id in stale.values_list("pk", flat=True):
        with transaction.atomic():
            job = Job.objects.select_for_update().get(pk=job_id)
            if job.state != JobState.RUNNING or job.heartbeat_at is None:
                continue
            if job.heartbeat_at >= silent:
                continue
            if job.attempts >= MAX_ATTEMPTS:
                text = "多次中断，已停止自动重试。请联系管理员后点“重新运行”。"
                _close(job, JobState.FAILED, at, text)
                continue
            Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, heartbeat_at=None)
            run_job_task.enqueue(job.pk)
            count += 1
    return count


def _requeue_forgotten(silent: datetime) -> int:
    """Queue the jobs whose worker died between taking the queue item and taking the job.

    They wait though nothing waits in the queue. Queueing one that is about to start is
    harmless: whoever comes second finds it taken.
    """
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=silent)
    job_ids = list(waiting.values_list("pk", flat=True))
    if not job_ids or DBTaskResult.objects.ready().exists():
        return 0
    for job_id in job_ids:
        run_job_task.enqueue(job_id)
    return len(job_ids)
