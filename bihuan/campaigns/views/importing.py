"""Hand a plan in: upload or paste, choose among several plans in one file."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.campaigns.drafting import items_of
from bihuan.campaigns.forms import TOO_LARGE, UploadForm
from bihuan.campaigns.models import Campaign, PlanFile
from bihuan.campaigns.services import importing as service
from bihuan.campaigns.states import CampaignState
from bihuan.campaigns.uploads import CappedUploadHandler
from bihuan.campaigns.views.finding import campaign_for, plan_file_for
from bihuan.kernel.chinese import moment_text
from bihuan.kernel.errors import BadInput
from bihuan.people.states import Capability
from bihuan.planparse.readers import MAX_FILE_BYTES
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

PASTE_TOO_LONG = "粘贴的文字太长，没有收下。请改为上传文件，或分成几份。"


@csrf_exempt  # checked by _upload, after the handlers are chosen
@needs(Capability.PLAN_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: UserRequest) -> HttpResponseBase:
    """Show the upload form, or take a plan in; a file too large is given up while it arrives."""
    capped = CappedUploadHandler(request, limit=MAX_FILE_BYTES)
    request.upload_handlers.insert(0, capped)
    try:
        return _upload(request, capped)
    except RequestDataTooBig:
        form = UploadForm({})
        form.errors.clear()
        form.add_error("text", PASTE_TOO_LONG)
        return _form(request, form, status=422)


@csrf_protect
def _upload(request: UserRequest, capped: CappedUploadHandler) -> HttpResponse:
    if request.method != "POST":
        return _form(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if capped.skipped:
        form.errors.clear()
        form.add_error("file", TOO_LARGE)
    if form.errors or not form.is_valid():
        return _form(request, form, status=422)
    given = form.cleaned_data
    post = request.user.post
    assert post is not None  # plan.import comes with a post
    at = now()
    field = "file" if given["file"] else "text"
    try:
        file = service.keep_plan_file(
            data=given["file"].read() if given["file"] else given["text"].encode(),
            name=given["file"].name if given["file"] else service.PASTED,
            organisation=post.organisation, by=request.user, at=at,
        )  # fmt: skip
    except BadInput as wrong:
        for problem in wrong.problems:
            place = "" if problem.where == "文件" else f"{problem.where}："
            form.add_error(field, f"{place}{problem.message}{problem.suggestion}")
        return _form(request, form, status=422)
    if len(file.drafts) > 1:
        return redirect(file)
    (campaign,) = service.draft_campaigns(
        file_id=file.pk, by=request.user, at=at,
        title=given["title"], document_number=given["document_number"],
    )  # fmt: skip
    if campaign.created_at != at:
        _tell_known(request, campaign)
    else:
        _tell_namesake(request, campaign)
    return redirect("campaigns:confirm", campaign.pk)


def _form(request: UserRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    return render(request, "campaigns/upload.html", {"form": form}, status=status)


def _tell_known(request: UserRequest, campaign: Campaign) -> None:
    who = campaign.created_by.name if campaign.created_by else "系统"
    when = moment_text(campaign.created_at, today=localtime().date())
    messages.warning(
        request,
        f"这份文件已由{who}于{when}导入，没有重复建立，下面是原有的记录（{campaign.state_label}）。",
    )


def _tell_namesake(request: UserRequest, campaign: Campaign) -> None:
    other = (
        Campaign.objects.visible_to(request.user)
        .filter(organisation=campaign.organisation, title=campaign.title)
        .exclude(pk=campaign.pk)
        .exclude(state=CampaignState.DISCARDED)
        .first()
    )
    if other is not None:
        when = moment_text(other.created_at, today=localtime().date())
        messages.warning(
            request,
            f"本单位已有同名方案（{when}导入，{other.state_label}）。若是重复上传，请作废其中一份。",
        )


@dataclass(frozen=True, slots=True)
class PlanShown:
    """One plan of a file, as the choice lists it."""

    number: int
    title: str
    opening: str
    count: int
    doubts: int
    campaign: Campaign | None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_file(request: UserRequest, pk: int) -> HttpResponse:
    """List the plans found in a file and open a draft for each one chosen."""
    file = plan_file_for(request, pk, Capability.PLAN_IMPORT)
    problem = ""
    if request.method == "POST":
        numbers = [int(one) for one in request.POST.getlist("plan") if one.isdecimal()]
        try:
            made = service.draft_campaigns(
                file_id=file.pk, numbers=numbers, by=request.user, at=now()
            )
        except BadInput as wrong:
            problem = wrong.message
        else:
            if len(made) == 1:
                return redirect("campaigns:confirm", made[0].pk)
            messages.success(request, f"已建立 {len(made)} 份待核对的草稿，请逐份核对。")
            return redirect("campaigns:list")
    context = {"file": file, "plans": _plans(file), "problem": problem}
    return render(request, "campaigns/file.html", context, status=422 if problem else 200)


def _plans(file: PlanFile) -> list[PlanShown]:
    known = {one.plan_number: one for one in file.campaigns.exclude(state=CampaignState.DISCARDED)}
    shown = []
    for number, draft in enumerate(file.drafts, start=1):
        items = list(items_of(draft))
        start = draft["clauses"][0]["start_char"] if draft.get("clauses") else 0
        opening = " ".join(file.text[start : start + 120].split())
        doubts = sum(1 for item in items if item.kind == "anomaly")
        title = draft.get("title") or "（没有标题）"
        shown.append(
            PlanShown(number, title, opening, len(items) - doubts, doubts, known.get(number))
        )
    return shown


@login_required
@require_safe
def original(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the file back as it was handed in."""
    campaign = campaign_for(request, pk, Capability.PLAN_VIEW)
    return FileResponse(
        campaign.file.open(), as_attachment=True, filename=campaign.file_name,
        content_type="application/octet-stream",
    )  # fmt: skip
