"""A document's page and files for the office, and its verification for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.documents.forms import CodeForm, FileForm
from bihuan.documents.models import IssuedDocument
from bihuan.documents.responses import attachment
from bihuan.documents.services import FileKind, compare, find_by_code, stored_file
from bihuan.kernel.errors import NotFound
from bihuan.web.requests import UserRequest

NO_SUCH_CODE = (
    "没有找到这个核验码对应的公文。请核对是否输错；如确认无误，该文件可能不是本单位印发。"
)


@login_required
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what is kept of an issued document."""
    return render(request, "documents/detail.html", {"document": _visible(request, pk)})


@login_required
@require_safe
def download(request: UserRequest, pk: int, kind: FileKind) -> HttpResponse:
    """Hand out the Word or the PDF file."""
    issued = _visible(request, pk)
    return attachment(stored_file(issued, kind), name=f"{issued.number} {issued.title}.{kind}")


@require_safe
def verify_start(request: HttpRequest) -> HttpResponse:
    """Ask for the code printed on a document."""
    if "code" not in request.GET:
        return render(request, "documents/verify_start.html", {"form": CodeForm()})
    form = CodeForm(request.GET)
    if form.is_valid():
        issued = find_by_code(form.cleaned_data["code"])
        if issued is not None:
            return redirect("documents:verify", issued.token)
        form.add_error("code", NO_SUCH_CODE)
    return render(request, "documents/verify_start.html", {"form": form}, status=404)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Show which document a code belongs to, and compare an uploaded file with the issued ones."""
    issued = find_by_code(token)
    if issued is None:
        form = CodeForm({"code": token})
        form.add_error("code", NO_SUCH_CODE)
        return render(request, "documents/verify_start.html", {"form": form}, status=404)
    context: dict[str, object] = {"document": issued, "form": FileForm()}
    status = 200
    if request.method == "POST":
        file_form = FileForm(request.POST, request.FILES)
        context["form"] = file_form
        if file_form.is_valid():
            upload = file_form.cleaned_data["file"]
            context |= {"compared": upload.name, "same_as": compare(issued, upload.chunks())}
        else:
            status = 422
    return render(request, "documents/verify.html", context, status=status)


def _visible(request: UserRequest, pk: int) -> IssuedDocument:
    shown = IssuedDocument.objects.visible_to(request.user)
    issued = shown.select_related("organisation", "issued_by").filter(pk=pk).first()
    if issued is None:
        raise NotFound
    return issued
