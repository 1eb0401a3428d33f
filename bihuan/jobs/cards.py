"""A job in the shape that ``web/_job.html`` shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from bihuan.jobs.models import Job
from bihuan.jobs.states import JobState
from bihuan.kernel.chinese import span_text

SHOWN_STATES = {JobState.QUEUED: "running", JobState.RUNNING: "running", JobState.DONE: "done"}
RESTARTABLE = (JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobCard:
    """One job as people see it; ``state`` is running (also when it waits), done or failed."""

    title: str
    state: str
    state_label: str
    done: int
    total: int
    failed: int
    percent: int
    rate_per_minute: int
    remaining_text: str
    message: str
    result_url: str
    poll_url: str
    cancel_url: str
    retry_url: str
    result_label: str = "查看结果"
    failures_url: str = ""


def card_of(job: Job, *, at: datetime) -> JobCard:
    """Return the card of ``job`` as it stands at ``at``."""
    remaining = job.remaining(at=at)
    is_stopping = job.is_open and job.cancel_asked
    return JobCard(
        title=job.title,
        state=SHOWN_STATES.get(JobState(job.state), "failed"),
        state_label="正在停止" if is_stopping else job.get_state_display(),
        done=job.done, total=job.total, failed=job.failed, percent=job.percent,
        rate_per_minute=_rate(job, at),
        remaining_text=span_text(remaining.total_seconds()) if remaining else "",
        message=job.message,
        result_url=job.result_url if job.state == JobState.DONE else "",
        poll_url=reverse("jobs:card", args=[job.public_id]),
        cancel_url=(
            reverse("jobs:cancel", args=[job.public_id]) if job.is_open and not is_stopping else ""
        ),
        retry_url=reverse("jobs:retry", args=[job.public_id]) if job.state in RESTARTABLE else "",
    )  # fmt: skip


def _rate(job: Job, at: datetime) -> int:
    if not job.started_at or not job.done:
        return 0
    seconds = (at - job.started_at).total_seconds()
    return round(job.done * 60 / seconds) if seconds > 0 else 0
