"""Templates: list, make, edit, and start a new year's plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.campaigns.items import summary
from bihuan.campaigns.states import ItemKind
from bihuan.kernel.errors import NotFound, Refused
from bihuan.library.forms import StartForm, TemplateForm
from bihuan.library.models import PlanTemplate
from bihuan.library.services import templates as service
from bihuan.library.views.finding import plan_for
from bihuan.library.views.searching import tabs
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import BooleanFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone


class TemplateList(ListPage):
    """Templates of the own range and of the bodies above."""

    title = "方案模板"
    unit = "个"
    need = Capability.PLAN_VIEW
    template = "library/templates.html"
    columns = (
        Column("name", "名称", link=True, width=40),
        Column("organisation.name", "单位"),
        Column("items", "条目", kind="number", value=lambda row: len(row.items)),
        Column(
            "retired", "状态", kind="state",
            value=lambda row: (Tone.UNTRACKED, "已停用") if row.retired else (Tone.DONE, "可用"),
        ),
        Column("created_at", "建立时间", kind="datetime", sort="created_at"),
    )  # fmt: skip
    filters = (
        TextFilter("q", "名称", fields=("name", "title")),
        BooleanFilter(
            "usable", "只看可用", apply=lambda rows, _request: rows.filter(retired=False)
        ),
    )
    default_sort = "-created_at"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty(
            "还没有模板", "打开一份下达过的方案，点“存为模板”，明年可以从它开始起草。",
            "/library/", "去方案库",
        )  # fmt: skip

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the templates that may be used, without their text."""
        rows: QuerySet[Any] = service.templates_open_to(request.user)
        return rows.select_related("organisation").defer("text")

    def more(self, request: UserRequest) -> dict[str, object]:  # noqa: ARG002
        """Return the library's tabs."""
        return {"tabs": tabs("templates")}


def _template(request: UserRequest, pk: int) -> PlanTemplate:
    rows = service.templates_open_to(request.user).select_related("organisation")
    found: PlanTemplate | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@needs(Capability.PLAN_IMPORT)
@require_http_methods(["GET", "POST"])
def make(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for a name and keep the plan as a template."""
    campaign = plan_for(request, pk)
    form = TemplateForm(request.POST or None, initial={"name": campaign.title[:120]})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = service.make_template(
                campaign_id=pk, name=form.cleaned_data["name"], notes=form.cleaned_data["notes"],
                by=request.user, at=now(),
            )  # fmt: skip
            return redirect(made)
        except Refused as refusal:
            if refusal.status in (403, 404):
                raise
            problem = refusal.message
    context = {"campaign": campaign, "form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "library/make_template.html", context, status=status)


def _page(
    request: UserRequest, template: PlanTemplate, *, edit_form: TemplateForm | None = None,
    start_form: StartForm | None = None, problem: str = "",
) -> HttpResponse:  # fmt: skip
    post = request.user.post
    may = request.user.can(Capability.PLAN_IMPORT)
    is_own = may and post is not None and post.organisation_id == template.organisation_id
    next_year = localdate().year + (1 if template.base.year >= localdate().year else 0)
    day = min(template.base.day, 28)
    initial = {
        "starts_on": template.base.replace(year=max(next_year, template.base.year + 1), day=day)
    }
    words = {"name": template.name, "notes": template.notes, "version": template.version}
    context = {
        "template": template,
        "source": service.source_of(template, request.user),
        "edit_form": (edit_form or TemplateForm(initial=words)) if is_own else None,
        "start_form": (start_form or StartForm(initial=initial))
        if may and not template.retired
        else None,
        "is_own": is_own,
        "rows": [_row(one) for one in template.items],
        "problem": problem,
    }
    wrong = problem or (edit_form and edit_form.errors) or (start_form and start_form.errors)
    return render(request, "library/template.html", context, status=422 if wrong else 200)


def _row(item: dict[str, Any]) -> tuple[str, str, str]:
    """Tell an item: its kind, what it says without days, and when it is due from the start."""
    kind = ItemKind(item["kind"])
    data = {**item["data"]}
    if kind is ItemKind.TARGET and data.get("value") is None:
        told = f"{data.get('subject') or ''}{data.get('metric') or ''}（数值每年另定）"
    elif kind is ItemKind.PHASE:
        told = str(data["name"])
    else:
        told = summary(kind, data)
    days = sorted(set(item["days"].values()))
    return kind.label, told, "、".join(f"开始后第 {day} 天" if day else "开始当天" for day in days)


@needs(Capability.PLAN_VIEW)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what the template holds, and start from it."""
    return _page(request, _template(request, pk))


@needs(Capability.PLAN_IMPORT)
@require_POST
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change name and notes."""
    template = _template(request, pk)
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return _page(request, template, edit_form=form)
    given = form.cleaned_data
    try:
        service.edit_template(
            template_id=pk, name=given["name"], notes=given["notes"],
            version=given["version"] or 0, by=request.user,
        )  # fmt: skip
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(request, template, edit_form=form, problem=refusal.message)
    return redirect("library:template", pk)


@needs(Capability.PLAN_IMPORT)
@require_POST
def retire(request: UserRequest, pk: int) -> HttpResponse:
    """Put the template out of use, or back into it."""
    _template(request, pk)
    service.retire_template(template_id=pk, retired=request.POST.get("on") == "1", by=request.user)
    return redirect("library:template", pk)


@needs(Capability.PLAN_IMPORT)
@require_POST
def start(request: UserRequest, pk: int) -> HttpResponse:
    """Open a draft from the template and go on to check it."""
    template = _template(request, pk)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, template, start_form=form)
    try:
        campaign = service.start_from_template(
            template_id=pk, starts_on=form.cleaned_data["starts_on"], by=request.user, at=now()
        )
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(request, template, start_form=form, problem=refusal.message)
    messages.success(request, "已从模板起草，日期已推算到新的一年，请逐项核对。")
    return redirect("campaigns:confirm", campaign.pk)
