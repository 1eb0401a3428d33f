"""A job's page and its card, stopping and starting it again, the recent jobs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.jobs.cards import card_of
from bihuan.jobs.models import Job
from bihuan.jobs.services import cancel_job, retry_job
from bihuan.jobs.states import JobState
from bihuan.kernel.errors import NotFound
from bihuan.web.access import needs
from bihuan.web.lists import ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

TONES = {
    JobState.QUEUED: Tone.TODO,
    JobState.RUNNING: Tone.DOING,
    JobState.DONE: Tone.DONE,
    JobState.FAILED: Tone.OVERDUE,
    JobState.CANCELLED: Tone.UNTRACKED,
}


class JobList(ListPage):
    """The jobs of the person's area, newest first."""

    title = "后台任务"
    unit = "项"
    columns = (
        Column("title", "任务", link=True, width=40),
        Column("state", "状态", kind="state",
               value=lambda job: (TONES[JobState(job.state)], job.get_state_display())),
        Column("progress", "进度", value=lambda job: f"{job.done}/{job.total}" if job.total else ""),
        Column("failed", "失败", kind="count"),
        Column("by", "提交人", value=lambda job: job.created_by.name if job.created_by else "系统"),
        Column("created_at", "提交时间", kind="datetime", sort="created_at"),
        Column("finished_at", "结束时间", kind="datetime", on_phone=False),
        Column("message", "说明", on_phone=False, width=40),
    )  # fmt: skip
    filters = (
        ChoiceFilter("state", "状态", JobState.choices),
        TextFilter("q", "任务", fields=("title",)),
    )
    default_sort = "-created_at"

    def queryset(self, request: UserRequest) -> QuerySet[Job]:
        """Return the visible jobs."""
        return Job.objects.visible_to(request.user).select_related("created_by")

    def empty(self, request: UserRequest) -> Empty:
        """Say what would be here."""
        del request
        return Empty("没有后台任务", "导入、发起行动等需要较长时间的工作会列在这里。")


@needs(None)
@require_safe
def job(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Show one job; its card keeps itself up to date."""
    item = _visible(request, public_id)
    return render(request, "jobs/job.html", {"item": item, "job": card_of(item, at=now())})


@needs(None)
@require_safe
def card(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Answer with the card alone."""
    item = _visible(request, public_id)
    return render(request, "web/_job.html", {"job": card_of(item, at=now())})


@needs(None)
@require_POST
def cancel(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Ask the job to stop."""
    item = cancel_job(job_id=_visible(request, public_id).pk, by=request.user)
    messages.success(request, "已要求停止，正在办理的一项办完即停。")
    return redirect(item)


@needs(None)
@require_POST
def retry(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Start the job again."""
    item = retry_job(job_id=_visible(request, public_id).pk, by=request.user)
    messages.success(request, "已重新排队，已办结的部分不会重复办理。")
    return redirect(item)


def _visible(request: UserRequest, public_id: UUID) -> Job:
    item = Job.objects.visible_to(request.user).filter(public_id=public_id).first()
    if item is None:
        raise NotFound
    return item
