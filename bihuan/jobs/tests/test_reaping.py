"""A job whose worker died is queued again, wherever in its life that happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from bihuan.jobs import registry
from bihuan.jobs.models import Job
from bihuan.jobs.services import MAX_ATTEMPTS, JobRun, reap, run_job, start_job
from bihuan.jobs.states import JobState

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    """A queued job that does nothing."""

    def nothing(run: JobRun) -> None:
        run.finish(message="完成")

    monkeypatch.setitem(registry._handlers, "test.nothing", nothing)
    return start_job(kind="test.nothing", title="示例", payload={}, area=1, by=None, at=NOON)


def test_a_silent_job_is_queued_again_and_done(job: Job) -> None:
    DBTaskResult.objects.all().delete()
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=NOON, attempts=1)
    assert reap(at=LATER) == 1
    assert DBTaskResult.objects.ready().count() == 1
    assert run_job(job.pk, clock=lambda: LATER).state == JobState.DONE


def test_a_living_job_is_left_alone(job: Job) -> None:
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=LATER)
    assert reap(at=LATER) == 0


def test_a_job_that_keeps_dying_is_given_up(job: Job) -> None:
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=NOON, attempts=MAX_ATTEMPTS)
    assert reap(at=LATER) == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "多次中断" in job.message


def test_a_job_taken_from_the_queue_but_never_begun_is_queued_again(job: Job) -> None:
    DBTaskResult.objects.all().delete()  # its worker died right after taking it
    assert reap(at=LATER) == 1
    assert DBTaskResult.objects.ready().count() == 1


def test_a_job_that_waits_its_turn_is_not_queued_twice(job: Job) -> None:
    assert reap(at=LATER) == 0
    assert DBTaskResult.objects.ready().count() == 1
