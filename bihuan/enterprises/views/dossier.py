"""The dossier 一企一档: read, open, change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from bihuan.enterprises import services
from bihuan.enterprises.dossier import panels_of
from bihuan.enterprises.forms import (
    AccountForm,
    EnterpriseForm,
    ResponsibleForm,
    StatusForm,
    put_beside_fields,
)
from bihuan.enterprises.models import Enterprise, EnterpriseChange
from bihuan.enterprises.queries import fact_sources
from bihuan.enterprises.rules import safety_staffing
from bihuan.enterprises.services.facts import COLUMNS, LABELS, in_words
from bihuan.enterprises.views.register import status_of
from bihuan.kernel.chinese import day_text
from bihuan.kernel.errors import BadInput, Refused
from bihuan.people import services as people
from bihuan.people.models import Post
from bihuan.people.queries import area_name, town_name, who_answers_for
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

SHOWN_CHANGES = 20


def _visible(request: UserRequest) -> QuerySet[Enterprise]:
    return Enterprise.objects.visible_to(request.user).select_related("supervisor")


@needs(Capability.ENTERPRISE_VIEW)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show everything that is held about one enterprise, each fact with its source."""
    enterprise = get_object_or_404(
        _visible(request).annotate(area_name=area_name(), town_name=town_name()), pk=pk
    )
    return render(request, "enterprises/detail.html", _shown(request, enterprise))


def _shown(request: UserRequest, enterprise: Enterprise, **forms: Any) -> dict[str, Any]:
    user = request.user
    may_edit = user.can(Capability.ENTERPRISE_EDIT)
    may_assign = user.can(Capability.DUTY_MANAGE)
    changes = enterprise.changes.select_related("by")[:SHOWN_CHANGES]
    tags = enterprise.tags
    return {
        "enterprise": enterprise,
        "tags": tags,
        "status": status_of(enterprise),
        "facts": _facts(enterprise),
        "registered": enterprise.changes.select_related("by").filter(version=1).last(),
        "staffing": safety_staffing(
            sector=enterprise.sector, tags=tags, employees=enterprise.employees
        ),
        "panels": panels_of(request, enterprise),
        "responsible": who_answers_for(
            enterprise.area, on=localdate(), enterprise_ref=enterprise.pk
        ),
        "accounts": Post.objects.filter(
            organisation__enterprise_ref=enterprise.pk, until__isnull=True
        ).select_related("user"),
        "changes": [_change_row(change) for change in changes],
        "is_own": user.scope is not None and user.scope.enterprise_id == enterprise.pk,
        "may_edit": may_edit,
        "may_assign": may_assign,
        "status_form": StatusForm(initial={"version": enterprise.version}) if may_edit else None,
        "account_form": AccountForm() if may_edit else None,
        "responsible_form": (
            ResponsibleForm(user=user, initial={"since": localdate()}) if may_assign else None
        ),
        **forms,
    }


def _facts(enterprise: Enterprise) -> list[tuple[str, str, str]]:
    """Return the facts; one that was changed after the registration says by whom and when."""
    sources = fact_sources(enterprise)
    return [
        (LABELS[name], in_words(name, getattr(enterprise, name)), _source(sources.get(name)))
        for name in COLUMNS
        if name not in ("name", "risk_colour")
    ]


def _source(change: EnterpriseChange | None) -> str:
    if change is None or change.version == 1:
        return ""
    return f"{day_text(localdate(change.at), today=localdate())} {_who(change)}更新"


def _who(change: EnterpriseChange) -> str:
    return change.by.name if change.by else "系统"


def _change_row(change: EnterpriseChange) -> dict[str, Any]:
    """Return a change as the timeline shows it; a registration does not repeat every fact."""
    is_first = change.version == 1 and bool(change.changes)
    note = change.note or (f"登记 {len(change.changes)} 项内容" if is_first else "")
    return {
        "step": change.get_kind_display(),
        "who": _who(change),
        "when": change.at,
        "note": note,
        "changes": []
        if is_first
        else [(LABELS.get(name, name), before, after) for name, before, after in change.changes],
    }


@needs(Capability.ENTERPRISE_EDIT)
def new(request: UserRequest) -> HttpResponse:
    """Open a dossier."""
    form = EnterpriseForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_enterprise(by=request.user, at=now(), **form.facts())
        except BadInput as refusal:
            put_beside_fields(form, refusal)
        else:
            messages.success(request, f"已为“{made.name}”建档。")
            return redirect(made)
    context = {"form": form, "heading": "新建企业档案", "verb": "建档"}
    return render(request, "enterprises/edit.html", context, status=422 if form.errors else 200)


@needs(Capability.ENTERPRISE_EDIT)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a dossier."""
    enterprise = get_object_or_404(_visible(request), pk=pk)
    form = EnterpriseForm(request.POST or None, user=request.user, known=enterprise)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_enterprise(
                enterprise_id=pk, changes=form.facts(), note=form.cleaned_data["note"],
                expected_version=form.cleaned_data["version"], by=request.user, at=now(),
            )  # fmt: skip
        except BadInput as refusal:
            put_beside_fields(form, refusal)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "档案已更新。")
            return redirect(enterprise)
    context = {
        "form": form, "heading": f"修改档案：{enterprise.name}", "verb": "保存修改",
        "enterprise": enterprise,
    }  # fmt: skip
    return render(request, "enterprises/edit.html", context, status=422 if form.errors else 200)


@needs(Capability.ENTERPRISE_EDIT)
@require_POST
def status(request: UserRequest, pk: int) -> HttpResponse:
    """Note that an enterprise stopped, resumed or closed."""
    enterprise = get_object_or_404(_visible(request), pk=pk)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _again(request, enterprise, status_form=form)
    services.set_status(
        enterprise_id=pk, status=form.cleaned_data["status"], reason=form.cleaned_data["reason"],
        expected_version=form.cleaned_data["version"], by=request.user, at=now(),
    )  # fmt: skip
    messages.success(request, "经营状态已变更。")
    return redirect(enterprise)


@needs(Capability.ENTERPRISE_EDIT)
@require_POST
def account(request: UserRequest, pk: int) -> HttpResponse:
    """Open an account for the enterprise and show its first password once."""
    enterprise = get_object_or_404(_visible(request), pk=pk)
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _again(request, enterprise, account_form=form)
    password = people.new_password()
    try:
        made = services.open_account(
            enterprise=enterprise, password=password, by=request.user, at=now(),
            **form.cleaned_data,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _again(request, enterprise, account_form=form)
    context = {"person": made, "password": password, "back": enterprise.get_absolute_url()}
    return render(request, "people/first_password.html", context)


@needs(Capability.DUTY_MANAGE)
@require_POST
def responsible(request: UserRequest, pk: int) -> HttpResponse:
    """Name an official who answers for the enterprise."""
    enterprise = get_object_or_404(_visible(request), pk=pk)
    form = ResponsibleForm(request.POST, user=request.user)
    if not form.is_valid():
        return _again(request, enterprise, responsible_form=form)
    try:
        people.assign(
            area=enterprise.area, enterprise_ref=pk, by=request.user, at=now(), **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _again(request, enterprise, responsible_form=form)
    messages.success(request, "已指定责任人。")
    return redirect(enterprise)


def _again(request: UserRequest, enterprise: Enterprise, **forms: Any) -> HttpResponse:
    """Show the dossier again with a form's errors; the names of places are read once more."""
    shown = _visible(request).annotate(area_name=area_name(), town_name=town_name())
    enterprise = shown.get(pk=enterprise.pk)
    context = _shown(request, enterprise, **forms)
    return render(request, "enterprises/detail.html", context, status=422)


@login_required
@require_safe
def mine(request: UserRequest) -> HttpResponse:
    """Lead somebody of an enterprise to its own dossier."""
    scope = request.user.scope
    if scope is None or scope.enterprise_id is None:
        raise Http404
    return redirect("enterprises:detail", pk=scope.enterprise_id)
