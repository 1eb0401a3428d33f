"""Take photos and files from a form, and hand them out to those who may see them."""

from __future__ import annotations

from uuid import UUID

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.kernel.errors import BadInput, NotFound, Problem, Refused
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import GONE, discard_evidence, keep_upload, thumbnail_of
from bihuan.loop.states import EvidenceKind
from bihuan.loop.uploads import Kept
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

AT_ONCE = 9
ONE_DAY = 24 * 60 * 60


@needs(None)
@require_safe
def evidence(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Show a photo, small with ``?size=thumb``; hand out anything else as a download."""
    item = _visible(request, public_id)
    if item.is_image and request.GET.get("size") == "thumb":
        response: HttpResponseBase = HttpResponse(thumbnail_of(item), content_type="image/jpeg")
    else:
        response = FileResponse(
            _opened(item), as_attachment=not item.is_image, filename=_file_name(item),
            content_type=item.content_type,
        )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"private, max-age={ONE_DAY}, immutable"
    return response


@needs(None)
@require_POST
def upload(request: UserRequest) -> HttpResponse:
    """Keep the files of ``file`` as ``kind`` and answer with one line per file.

    ``field`` is the name under which the form that asked will send the public ids. A file that
    cannot be used gets a line that says why; the others are kept.
    """
    kind, field = request.POST.get("kind", ""), request.POST.get("field", "evidence")
    if kind not in EvidenceKind.values or not field.isidentifier():
        raise Refused("上传请求无法识别，请刷新页面后重试。", code="bad_upload")
    files = request.FILES.getlist("file")
    if not files:
        raise BadInput([Problem("", "没有收到文件", "，请重新选择。")])
    if len(files) > AT_ONCE:
        raise BadInput([Problem("", f"一次最多上传 {AT_ONCE} 个文件", "，请分几次上传。")])
    kept = [_keep(request, item, kind) for item in files]
    return render(request, "loop/_uploaded.html", {"kept": kept, "field": field})


@needs(None)
@require_POST
def discard(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Throw away what the person just uploaded; the answer is empty, so the line disappears."""
    discard_evidence(evidence_id=_visible(request, public_id).pk, by=request.user)
    return HttpResponse("")


def _visible(request: UserRequest, public_id: UUID) -> Evidence:
    item = Evidence.objects.visible_to(request.user).filter(public_id=public_id).first()
    if item is None:
        raise NotFound
    return item


def _opened(item: Evidence) -> File[bytes]:
    try:
        opened: File[bytes] = item.file.open("rb")
    except FileNotFoundError as error:
        raise NotFound(GONE) from error
    return opened


def _file_name(item: Evidence) -> str:
    """Photos were re-encoded, so their name ends in .jpg whatever it was before."""
    if item.content_type == "image/jpeg":
        return f"{item.name.rpartition('.')[0] or item.name}.jpg"
    return item.name


def _keep(request: UserRequest, item: UploadedFile[bytes], kind: str) -> Kept:
    name = item.name or "文件"
    scope = request.user.scope
    if scope is None:
        raise Refused("您的账号还没有岗位，不能上传材料。请联系管理员。")
    try:
        found = keep_upload(
            item, name=name, kind=kind, area=scope.area.low, enterprise_id=scope.enterprise_id,
            by=request.user, at=now(),
        )  # fmt: skip
    except BadInput as refusal:
        return Kept(name, problem=refusal.message)
    return Kept(name, found)
