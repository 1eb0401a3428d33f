"""Jobs as pages: the card that refreshes itself, stopping, starting again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from bihuan.jobs import registry
from bihuan.jobs.models import Job
from bihuan.jobs.services import JobRun, run_job, start_job
from bihuan.jobs.states import JobState
from bihuan.people.models import User
from bihuan.people.tests.given import TOWN_ONE, Cast, the_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture(autouse=True)
def _handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    def count_to_four(run: JobRun) -> None:
        run.expect(4)
        for _ in range(4):
            run.progress()
        run.finish(message="办结 4 项。", result_url="/loop/todos/")

    def break_down(run: JobRun) -> None:
        run.expect(4, done=2)
        raise ZeroDivisionError

    handlers = {"test_count": count_to_four, "test_break": break_down}
    monkeypatch.setattr(registry, "_handlers", {**registry._handlers, **handlers})


def a_job(cast: Cast, kind: str = "test_count") -> Job:
    return start_job(kind=kind, title="示例任务", payload={}, area=TOWN_ONE, by=cast.zhou, at=now())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_waiting_card_asks_again_and_a_finished_one_leads_to_the_result(cast: Cast) -> None:
    job, client = a_job(cast), signed_in(cast.zhao)
    card = client.get(f"/jobs/{job.public_id}/card/").content.decode()
    assert f'hx-get="/jobs/{job.public_id}/card/"' in card
    assert "排队中" in card
    run_job(job.pk, clock=now)
    page = client.get(f"/jobs/{job.public_id}/").content.decode()
    assert 'hx-trigger="every 1s"' not in page
    assert "办结 4 项。" in page
    assert 'href="/loop/todos/"' in page


def test_stopping_is_asked_once_and_takes_effect(cast: Cast) -> None:
    job, client = a_job(cast), signed_in(cast.zhou)
    page = client.post(f"/jobs/{job.public_id}/cancel/", follow=True).content.decode()
    assert "正在停止" in page
    assert (
        "data-confirm-yes" not in page.partition('class="card job"')[2].partition("</section>")[0]
    )
    run_job(job.pk, clock=now)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.CANCELLED, 1)
    assert client.post(f"/jobs/{job.public_id}/cancel/").status_code == 409


def test_a_job_that_broke_says_so_and_starts_again(cast: Cast) -> None:
    job, client = a_job(cast, "test_break"), signed_in(cast.zhou)
    assert client.post(f"/jobs/{job.public_id}/retry/").status_code == 409
    run_job(job.pk, clock=now)
    page = client.get(f"/jobs/{job.public_id}/").content.decode()
    assert "系统处理时出错" in page
    assert f'action="/jobs/{job.public_id}/retry/"' in page
    assert (
        "已重新排队" in client.post(f"/jobs/{job.public_id}/retry/", follow=True).content.decode()
    )
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_another_town_finds_no_job(cast: Cast) -> None:
    job, client = a_job(cast), signed_in(cast.sun)
    for url in ("", "card/"):
        assert client.get(f"/jobs/{job.public_id}/{url}").status_code == 404
    for url in ("cancel/", "retry/"):
        assert client.post(f"/jobs/{job.public_id}/{url}").status_code == 404
    assert "示例任务" not in client.get("/jobs/").content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_at_3_and_at_30(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        a_job(cast)
    client = signed_in(cast.zhou)
    client.get("/jobs/")
    with django_assert_num_queries(6):
        assert client.get("/jobs/").content.decode().count("示例任务") >= count
