"""Take in a workbook of enterprises and follow it."""

from __future__ import annotations

from dataclasses import replace

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from bihuan.enterprises import services, workbooks
from bihuan.enterprises.forms import ImportForm
from bihuan.enterprises.models import EnterpriseImport
from bihuan.jobs.cards import card_of
from bihuan.kernel.errors import BadInput
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

SHOWN_IMPORTS = 10
SHOWN_PROBLEMS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    """Show how far an import is, and what was left out."""
    one = _one(request, pk)
    assert one.job is not None
    card = card_of(one.job, at=now())
    card = replace(
        card, failed=one.bad_rows, result_label="查看企业名录",
        result_url=reverse("enterprises:list") if card.result_url else "",
        failures_url=reverse("enterprises:import-mend", args=[pk]) if one.problems else "",
    )  # fmt: skip
    context = {"import": one, "job": card, "problems": one.problems[:SHOWN_PROBLEMS]}
    return render(request, "enterprises/import_result.html", context)


@needs(Capability.ENTERPRISE_EDIT)
@require_safe
def mend(request: UserRequest, pk: int) -> FileResponse:
    """Send the rows that were left out, with what is wrong."""
    one = _one(request, pk)
    return FileResponse(
        workbooks.rows_to_mend(one), as_attachment=True, filename="需修改的企业.xlsx",
        content_type=XLSX,
    )  # fmt: skip


def _one(request: UserRequest, pk: int) -> EnterpriseImport:
    rows = EnterpriseImport.objects.visible_to(request.user).select_related("job", "created_by")
    return get_object_or_404(rows, pk=pk)
