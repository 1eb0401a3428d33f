"""Registering a partner and keeping the entry true."""

from __future__ import annotations

from dataclasses import fields

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.cooperation.forms import InstituteForm
from bihuan.cooperation.models import Institute
from bihuan.cooperation.services.institutes import Partner, keep_institute
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import Refused
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest
from bihuan.web.told import told_by


def _visible(request: UserRequest, pk: int) -> Institute:
    rows = Institute.objects.visible_to(request.user).select_related("organisation")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@needs(Capability.COOPERATION_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a partner."""
    row = _visible(request, pk)
    is_ours = Institute.objects.owned_by(request.user).filter(pk=pk).exists()
    context = {
        "row": row,
        "may_edit": is_ours and request.user.can(Capability.COOPERATION_HANDLE),
        "facts": [
            ("类别", row.get_kind_display()), ("专长领域", row.expertise),
            ("联系人", row.contact), ("联系电话", row.phone),
            ("合作期限", date_text(row.agreed_until) if row.agreed_until else ""),
            ("合作情况", "合作中" if row.is_active else "已停止"),
            ("登记单位", row.organisation.name), ("说明", row.note),
        ],
    }  # fmt: skip
    return render(request, "cooperation/institute.html", context)


@needs(Capability.COOPERATION_HANDLE)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Register a partner."""
    return _form(request, None)


@needs(Capability.COOPERATION_HANDLE)
@require_http_methods(["GET", "POST"])
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change an entry of the own area."""
    row = Institute.objects.owned_by(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return _form(request, row)


def _form(request: UserRequest, row: Institute | None) -> HttpResponse:
    initial = {one.name: getattr(row, one.name) for one in fields(Partner)} if row else {}
    form = InstituteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_institute(
                partner=Partner(**form.cleaned_data), by=request.user, at=now(),
                institute_id=row.pk if row else None,
            )  # fmt: skip
        except Refused as refusal:
            for line in told_by(refusal):
                form.add_error(None, line)
        else:
            messages.success(request, "已保存。")
            return redirect(kept)
    context = {
        "form": form, "heading": row.name if row else "登记合作机构", "button": "保存",
        "list_label": "合作机构", "list_url": "/cooperation/institutes/",
    }  # fmt: skip
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)
