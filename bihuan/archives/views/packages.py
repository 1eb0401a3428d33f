"""Make, hand out and prove packages."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.archives.forms import PackageForm
from bihuan.archives.models import Archive
from bihuan.archives.proving import prove
from bihuan.archives.services.archiving import archive_for, start_archive
from bihuan.archives.views.ending import ending_page
from bihuan.campaigns.queries import campaign_or_404
from bihuan.documents.responses import file_name
from bihuan.kernel.errors import Refused
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_LAUNCH)
@require_POST
def make(request: UserRequest, pk: int) -> HttpResponse:
    """Start making the package; the page shows its progress."""
    campaign = campaign_or_404(request.user, pk)
    try:
        start_archive(campaign_id=pk, by=request.user, at=now())
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return ending_page(request, campaign, problem=refusal.message)
    return redirect("archives:ending", pk)


@needs(Capability.PLAN_VIEW)
@require_safe
def download(request: UserRequest, pk: int) -> FileResponse:
    """Hand out a package."""
    archive = archive_for(pk, request.user)
    name = file_name(f"{archive.campaign.title} 归档 {archive.package_digest[:8]}.zip")
    response = FileResponse(archive.file.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = "application/zip"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@needs(Capability.PLAN_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: UserRequest) -> HttpResponse:
    """Prove an uploaded package, and say whether it is one that this site made."""
    form = PackageForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            file = form.cleaned_data["file"]
            report = prove(file)
            known = Archive.objects.filter(package_digest=report.digest).exists()
            context |= {"report": report, "name": file.name, "known": known}
        else:
            status = 422
    return render(request, "archives/verify.html", context, status=status)
