"""Checklists: the list, one version, drafting, publishing, Excel both ways."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from bihuan.kernel.errors import BadInput, NotFound, Refused
from bihuan.people.states import Capability
from bihuan.standards import services
from bihuan.standards.citing import basis_pieces
from bihuan.standards.forms import (
    ChecklistForm,
    ItemRows,
    NewChecklistForm,
    UploadForm,
    initial_rows,
    items_of,
)
from bihuan.standards.models import CheckItem, Checklist
from bihuan.standards.services import NewItem
from bihuan.standards.services.exchange import read_items, write_items
from bihuan.standards.states import ChecklistState
from bihuan.web.access import needs
from bihuan.web.lists import Action, ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATE_TONES = {
    ChecklistState.DRAFT: Tone.TODO,
    ChecklistState.PUBLISHED: Tone.DOING,
    ChecklistState.RETIRED: Tone.UNTRACKED,
}


def state_of(checklist: Checklist) -> tuple[Tone, str]:
    """Return the state as a pill."""
    return STATE_TONES[ChecklistState(checklist.state)], checklist.get_state_display()


class ChecklistList(ListPage):
    """检查标准."""

    title = "检查标准"
    unit = "个"
    need = Capability.STANDARD_VIEW
    columns = (
        Column("name", "名称", link=True, sort="name", width=36),
        Column("version", "版次", value=lambda one: f"第 {one.version} 版"),
        Column("state", "状态", value=state_of, kind="state"),
        Column("item_count", "检查项", kind="number"),
        Column("organisation.name", "制定单位", width=24),
        Column("source", "来源", width=36, on_phone=False),
        Column("published_at", "发布时间", kind="datetime", sort="published_at"),
    )
    filters = (
        TextFilter("q", "名称", fields=("name", "source")),
        ChoiceFilter("state", "状态", ChecklistState.choices),
    )
    default_sort = "name"

    def queryset(self, request: UserRequest) -> QuerySet[Checklist]:
        """Return the checklists the person may see, with how many items each has."""
        rows = Checklist.objects.visible_to(request.user).select_related("organisation")
        return rows.annotate(item_count=Count("items"))

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Offer a new checklist to those who keep standards."""
        if not request.user.can(Capability.STANDARD_EDIT):
            return ()
        return (Action("拟定检查标准", "/standards/new/", icon="plus", is_primary=True),)

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say how checklists get here."""
        return Empty("还没有检查标准", "发起行动时由方案生成，也可以自行拟定。")


@needs(Capability.STANDARD_VIEW)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one version, its items by group; printable."""
    checklist = _visible(request, pk)
    return render(request, "standards/detail.html", _shown(request, checklist))


def _shown(request: UserRequest, checklist: Checklist, **more: Any) -> dict[str, Any]:
    items = list(checklist.items.all())
    pieces = basis_pieces(items, request.user, on=localdate())
    is_ours = (
        request.user.can(Capability.STANDARD_EDIT)
        and Checklist.objects.owned_by(request.user).filter(pk=checklist.pk).exists()
    )
    versions = Checklist.objects.visible_to(request.user).filter(series=checklist.series)
    return {
        "checklist": checklist,
        "state": state_of(checklist),
        "groups": [
            (name, [(one, pieces.get(one.pk, [])) for one in rows])
            for name, rows in groupby(items, key=lambda one: one.group)
        ],
        "item_count": len(items),
        "may_edit": is_ours,
        "is_draft": checklist.state == ChecklistState.DRAFT,
        "is_published": checklist.state == ChecklistState.PUBLISHED,
        "versions": versions.order_by("-version"),
        "upload_form": UploadForm() if is_ours else None,
        **more,
    }


@needs(Capability.STANDARD_EDIT)
def new(request: UserRequest) -> HttpResponse:
    """Draft a checklist."""
    form = NewChecklistForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            items = _uploaded(data["file"]) if data["file"] else []
            made = services.create_checklist(
                name=data["name"], source=data["source"], organisation=data["organisation"],
                items=items, by=request.user, at=now(),
            )  # fmt: skip
        except BadInput as refusal:
            for problem in refusal.problems:
                form.add_error("file", str(problem))
        else:
            return redirect("standards:detail" if items else "standards:edit", pk=made.pk)
    context = {"form": form}
    return render(request, "standards/new.html", context, status=422 if form.errors else 200)


@needs(Capability.STANDARD_EDIT)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a draft's name and items; 「再加几行」 keeps what was typed."""
    checklist = _ours(request, pk)
    if checklist.state != ChecklistState.DRAFT:
        raise Refused("已发布的版本不能修改，请先修订出新版本。")
    initial = {"name": checklist.name, "source": checklist.source}
    form = ChecklistForm(request.POST or None, initial=initial)
    rows = ItemRows(request.POST or None, initial=initial_rows(list(checklist.items.all())))
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            services.update_draft(
                checklist_id=pk, items=items_of(rows), by=request.user, **form.cleaned_data
            )
        except BadInput as refusal:
            for problem in refusal.problems:
                form.add_error(None, str(problem))
        else:
            if "more" in request.POST:
                return redirect("standards:edit", pk=pk)
            messages.success(request, "已保存。")
            return redirect(checklist)
    context = {"form": form, "rows": rows, "checklist": checklist}
    status = 422 if form.errors or rows.total_error_count() else 200
    return render(request, "standards/edit.html", context, status=status)


@needs(Capability.STANDARD_EDIT)
@require_POST
def upload(request: UserRequest, pk: int) -> HttpResponse:
    """Replace a draft's items by those of a workbook."""
    checklist = _ours(request, pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.update_draft(
                checklist_id=pk, name=checklist.name, source=checklist.source,
                items=_uploaded(form.cleaned_data["file"]), by=request.user,
            )  # fmt: skip
        except BadInput as refusal:
            for problem in refusal.problems:
                form.add_error("file", str(problem))
        else:
            messages.success(request, "检查项已导入。")
            return redirect(checklist)
    context = _shown(request, checklist, upload_form=form)
    return render(request, "standards/detail.html", context, status=422)


@needs(Capability.STANDARD_EDIT)
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Publish a draft."""
    checklist = _ours(request, pk)
    services.publish(checklist_id=pk, by=request.user, at=now())
    messages.success(request, "已发布，可用于自查和检查。")
    return redirect(checklist)


@needs(Capability.STANDARD_EDIT)
@require_POST
def revise(request: UserRequest, pk: int) -> HttpResponse:
    """Draft the next version."""
    _ours(request, pk)
    draft = services.revise(checklist_id=pk, by=request.user, at=now())
    return redirect("standards:edit", pk=draft.pk)


@needs(Capability.STANDARD_EDIT)
@require_POST
def retire(request: UserRequest, pk: int) -> HttpResponse:
    """Take a version out of use."""
    checklist = _ours(request, pk)
    services.retire(checklist_id=pk, by=request.user)
    messages.success(request, "已停用，正在进行的自查不受影响。")
    return redirect(checklist)


@needs(Capability.STANDARD_VIEW)
@require_safe
def export(request: UserRequest, pk: int) -> FileResponse:
    """Send one version's items as a workbook."""
    checklist = _visible(request, pk)
    items = [_as_new(item) for item in checklist.items.all()]
    return _workbook(str(checklist), items)


@needs(Capability.STANDARD_EDIT)
@require_safe
def template(_request: UserRequest) -> FileResponse:
    """Send an empty workbook with one example row."""
    example = NewItem(
        "示例：疏散通道、安全出口畅通，没有占用、堵塞、上锁", "疏散", "《中华人民共和国消防法》"
    )
    return _workbook("检查项模板", [example])


def _workbook(name: str, items: list[NewItem]) -> FileResponse:
    file = write_items(name, items)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _as_new(item: CheckItem) -> NewItem:
    return NewItem(
        item.text, item.group, item.basis, item.severity, photo_required=item.photo_required
    )


def _uploaded(file: Any) -> list[NewItem]:
    return read_items(file.read(), name=file.name)


def _visible(request: UserRequest, pk: int) -> Checklist:
    rows = Checklist.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(rows, pk=pk)


def _ours(request: UserRequest, pk: int) -> Checklist:
    found = Checklist.objects.owned_by(request.user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
