"""Take in a workbook of enterprises and follow it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.enterprises import services, workbooks
from bihuan.enterprises.forms import ImportForm
from bihuan.enterprises.models import EnterpriseImport
from bihuan.jobs.services import cancel_job, retry_job
from bihuan.jobs.states import JobState
from bihuan.kernel.chinese import span_text
from bihuan.kernel.errors import BadInput
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

SHOWN_IMPORTS = 10
SHOWN_PROBLEMS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JOB_TONES = {
    JobState.QUEUED: "running", JobState.RUNNING: "running", JobState.DONE: "done",
    JobState.FAILED: "failed", JobState.CANCELLED: "failed",
}  # fmt: skip


@needs(Capability.ENTERPRISE_EDIT)
def upload(request: UserRequest) -> HttpResponse:
    """Offer the template, take a workbook, list the last imports."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            one = services.start_import(data=file.read(), name=file.name, by=request.user, at=now())
        except BadInput as refusal:
            for problem in refusal.problems:
                form.add_error("file", str(problem))
        else:
            return redirect(one)
    recent = EnterpriseImport.objects.visible_to(request.user).select_related("created_by", "job")
    context = {"form": form, "recent": recent[:SHOWN_IMPORTS]}
    return render(request, "enterprises/import.html", context, status=422 if form.errors else 200)


@needs(Capability.ENTERPRISE_EDIT)
@require_safe
def template(request: UserRequest) -> FileResponse:
    """Send an empty workbook with drop-downs."""
    file = workbooks.template(request.user)
    return FileResponse(file, as_attachment=True, filename="企业名单模板.xlsx", content_type=XLSX)


@needs(Capability.ENTERPRISE_EDIT)
@require_safe
def follow(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far an import is and what was left out; htmx asks for the card alone."""
    one = _one(request, pk)
    context = {"import": one, "job": _job_card(one), "problems": one.problems[:SHOWN_PROBLEMS]}
    is_card = "HX-Request" in request.headers and context["job"]["state"] == "running"
    if "HX-Request" in request.headers and not is_card:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    name = "web/_job.html" if is_card else "enterprises/import_result.html"
    return render(request, name, context)


@needs(Capability.ENTERPRISE_EDIT)
@require_safe
def mend(request: UserRequest, pk: int) -> FileResponse:
    """Send the rows that were left out, with what is wrong."""
    one = _one(request, pk)
    return FileResponse(
        workbooks.rows_to_mend(one), as_attachment=True, filename="需修改的企业.xlsx",
        content_type=XLSX,
    )  # fmt: skip


@needs(Capability.ENTERPRISE_EDIT)
@require_POST
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Stop an import after the batch it is on."""
    one = _one(request, pk)
    assert one.job_id is not None
    cancel_job(job_id=one.job_id, by=request.user)
    return redirect(one)


@needs(Capability.ENTERPRISE_EDIT)
@require_POST
def retry(request: UserRequest, pk: int) -> HttpResponse:
    """Go on with an import that failed or was stopped."""
    one = _one(request, pk)
    assert one.job_id is not None
    retry_job(job_id=one.job_id, by=request.user)
    return redirect(one)


def _one(request: UserRequest, pk: int) -> EnterpriseImport:
    rows = EnterpriseImport.objects.visible_to(request.user).select_related("job", "created_by")
    return get_object_or_404(rows, pk=pk)


def _job_card(one: EnterpriseImport) -> dict[str, Any]:
    job = one.job
    assert job is not None
    left = job.remaining(at=now()) if job.is_open else None
    return {
        "title": job.title,
        "state": JOB_TONES[JobState(job.state)],
        "state_label": job.get_state_display(),
        "done": job.done,
        "total": job.total,
        "failed": one.bad_rows,
        "percent": job.percent,
        "remaining_text": span_text(left.total_seconds()) if left else "",
        "message": job.message,
        "poll_url": one.get_absolute_url(),
        "cancel_url": reverse("enterprises:import-cancel", args=[one.pk]),
        "result_url": reverse("enterprises:list") if job.state == JobState.DONE else "",
        "result_label": "查看企业名录",
        "failures_url": reverse("enterprises:import-mend", args=[one.pk]) if one.problems else "",
    }
