"""A document's page and files for the office, and its verification for everybody."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.documents.forms import CodeForm, FileForm
from bihuan.documents.models import IssuedDocument
from bihuan.documents.responses import attachment
from bihuan.documents.services import FileKind, compare, find_by_code, stored_file
from bihuan.kernel.errors import NotFound
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import Column, DateRangeFilter, Empty, ListPage, TextFilter
from bihuan.web.requests import UserRequest

NO_SUCH_CODE = (
    "没有找到这个核验码对应的公文。请核对是否输错；如确认无误，该文件可能不是本单位印发。"
)


class DocumentList(ListPage):
    """Issued documents of the person's area, newest first."""

    title = "公文"
    unit = "份"
    need = Capability.BULLETIN_VIEW
    columns = (
        Column("title", "标题", link=True, width=48),
        Column("number", "发文字号", width=24),
        Column("organisation", "发文机关", value=lambda issued: issued.organisation.name, width=28),
        Column("issued_on", "成文日期", kind="day", sort="issued_on"),
        Column("issued_by", "签发人", value=lambda issued: issued.issued_by.name, optional=True),
        Column("code", "核验码", optional=True, width=28),
    )
    filters = (
        TextFilter("q", "标题或文号", fields=("title", "number")),
        DateRangeFilter("on", "成文日期", field="issued_on"),
    )
    default_sort = "-issued_on"

    def queryset(self, request: UserRequest) -> QuerySet[IssuedDocument]:
        """Return the documents without their content, which a list does not show."""
        shown = IssuedDocument.objects.visible_to(request.user)
        return shown.select_related("organisation", "issued_by").defer("snapshot", "provenance")

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say where documents come from."""
        return Empty("还没有印发过公文", "通报等公文签发后，会自动编号并存入这里。")


@needs(Capability.BULLETIN_VIEW)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what is kept of an issued document."""
    return render(request, "documents/detail.html", {"document": _visible(request, pk)})


@needs(Capability.BULLETIN_VIEW)
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
