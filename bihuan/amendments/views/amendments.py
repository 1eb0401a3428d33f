"""A campaign's amendments and versions, and handing a revised document in."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.amendments.forms import RevisionForm
from bihuan.amendments.models import Amendment
from bihuan.amendments.queries import version_on, versions_of
from bihuan.amendments.services.comparing import PASTED, draft_amendment
from bihuan.amendments.states import OPEN, AmendmentState
from bihuan.campaigns.forms import TOO_LARGE
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import UNLAUNCHED, CampaignState
from bihuan.campaigns.uploads import CappedUploadHandler
from bihuan.kernel.errors import Refused
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.planparse.readers import MAX_FILE_BYTES
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest
from bihuan.web.told import tell
from bihuan.web.tones import Tone

TONES = {
    AmendmentState.COMPARING: Tone.DOING,
    AmendmentState.PENDING: Tone.SOON,
    AmendmentState.APPLYING: Tone.DOING,
    AmendmentState.IN_FORCE: Tone.DONE,
    AmendmentState.DISCARDED: Tone.UNTRACKED,
}
PASTE_TOO_LONG = "粘贴的文字太长，没有收下。请改为上传文件。"


def amendment_of(user: User, pk: int) -> Amendment:
    """Return an amendment in the user's scope."""
    rows = Amendment.objects.visible_to(user)
    found = rows.select_related("campaign__organisation", "created_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.PLAN_VIEW)
@require_GET
def campaign(request: UserRequest, pk: int) -> HttpResponse:
    """List the amendments and the versions, and say which text was in force on a day."""
    found = campaign_or_404(request.user, pk, without=UNLAUNCHED)
    amendments = found.amendments.select_related("created_by").all()
    versions = list(versions_of(found))
    given = request.GET.get("on", "")
    day = localdate()
    try:
        day = day.fromisoformat(given) if given else day
    except ValueError:
        given = ""
    context = {
        "campaign": found,
        "amendments": [(one, TONES[AmendmentState(one.state)]) for one in amendments],
        "versions": versions,
        "day": day,
        "asked": bool(given),
        "on_day": version_on(found, day),
        "before_launch": found.launched_on is not None and day < found.launched_on,
        "may_amend": (
            request.user.can(Capability.PLAN_CONFIRM)
            and found.state == CampaignState.RUNNING
            and not any(one.state in OPEN for one in amendments)
        ),
    }
    return render(request, "amendments/campaign.html", context)


@csrf_exempt  # checked by _new, after the handlers are chosen
@needs(Capability.PLAN_CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest, pk: int) -> HttpResponseBase:
    """Ask for the revised document, or take it in and show the comparison."""
    capped = CappedUploadHandler(request, limit=MAX_FILE_BYTES)
    request.upload_handlers.insert(0, capped)
    found = campaign_or_404(request.user, pk, without=UNLAUNCHED)
    try:
        return _new(request, found, capped)
    except RequestDataTooBig:
        form = RevisionForm({})
        form.errors.clear()
        form.add_error("text", PASTE_TOO_LONG)
        return _form(request, found, form, status=422)


@csrf_protect
def _new(request: UserRequest, found: Campaign, capped: CappedUploadHandler) -> HttpResponse:
    if request.method != "POST":
        return _form(request, found, RevisionForm())
    form = RevisionForm(request.POST, request.FILES)
    if capped.skipped:
        form.errors.clear()
        form.add_error("file", TOO_LARGE)
    if form.errors or not form.is_valid():
        return _form(request, found, form, status=422)
    given = form.cleaned_data
    try:
        made = draft_amendment(
            campaign_id=found.pk, by=request.user, at=now(), reason=given["reason"],
            data=given["file"].read() if given["file"] else given["text"].encode(),
            name=given["file"].name if given["file"] else PASTED,
            document_number=given["document_number"], issued_on=given["issued_on"],
        )  # fmt: skip
    except Refused as refusal:
        tell(form, refusal)
        return _form(request, found, form, status=refusal.status)
    return redirect(made)


def _form(
    request: UserRequest, found: Campaign, form: RevisionForm, *, status: int = 200
) -> HttpResponse:
    context = {"campaign": found, "form": form}
    return render(request, "amendments/new.html", context, status=status)


@needs(Capability.PLAN_VIEW)
@require_GET
def file(request: UserRequest, pk: int) -> FileResponse:
    """Give the revised document back as it was handed in."""
    amendment = amendment_of(request.user, pk)
    try:
        content = amendment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=amendment.file_name)
