"""Organisations and areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from bihuan.kernel import areas
from bihuan.kernel.errors import Refused
from bihuan.people import services
from bihuan.people.forms.people import AreaForm, OrganisationForm
from bihuan.people.models import Area, Organisation, Post
from bihuan.people.queries import area_name, areas_of
from bihuan.people.states import Capability, OrganisationKind
from bihuan.web.access import needs
from bihuan.web.lists import Action, ChoiceFilter, Column, ListPage, TextFilter
from bihuan.web.requests import UserRequest

CRUMBS = (("人员", "/people/"),)


def _body_url(body: Organisation) -> str:
    return f"/people/organisations/{body.pk}/"


class OrganisationList(ListPage):
    """机构."""

    title = "机构"
    unit = "个"
    need = Capability.PEOPLE_MANAGE
    breadcrumbs = CRUMBS
    columns = (
        Column("name", "名称", link=_body_url, sort="name", width=30),
        Column("kind", "类别", value=lambda body: body.get_kind_display(), sort="kind"),
        Column("area_name", "区划", sort="area"),
        Column("short_name", "文号代字"),
        Column("parent.name", "上级机构", on_phone=False),
        Column("people", "在任人数", kind="number"),
    )
    filters = (
        TextFilter("q", "名称", fields=("name",)),
        ChoiceFilter(
            "kind",
            "类别",
            [choice for choice in OrganisationKind.choices if choice[0] != "enterprise"],
        ),
    )
    default_sort = "area"

    def queryset(self, request: UserRequest) -> QuerySet[Organisation]:
        """Return the offices within the person's scope, with how many people hold posts."""
        held = Count("posts", filter=Q(posts__until__isnull=True))
        return (
            Organisation.objects.visible_to(request.user)
            .exclude(kind=OrganisationKind.ENTERPRISE)
            .select_related("parent")
            .annotate(area_name=area_name(), people=held)
        )

    def actions(self, request: UserRequest) -> Sequence[Action]:  # noqa: ARG002 - the list's shape
        """Offer a new body."""
        return (Action("建立机构", "/people/organisations/new/", icon="plus", is_primary=True),)


@needs(Capability.PEOPLE_MANAGE)
def new_organisation(request: UserRequest) -> HttpResponse:
    """Make a body."""
    form = OrganisationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_organisation(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"已建立“{made.name}”，接下来可以为人员开通账号。")
            return redirect("people:organisation", pk=made.pk)
    context = {
        "form": form, "heading": "建立机构", "verb": "建立", "back": "/people/organisations/", "up": "机构",
    }  # fmt: skip
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@needs(Capability.PEOPLE_MANAGE)
def organisation(request: UserRequest, pk: int) -> HttpResponse:
    """Show a body with its people; change its name."""
    rows = Organisation.objects.visible_to(request.user).annotate(area_name=area_name())
    body = get_object_or_404(rows.select_related("parent"), pk=pk)
    form = OrganisationForm(request.POST or None, user=request.user, known=body)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_organisation(
                organisation_id=pk, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "机构资料已修改。")
            return redirect("people:organisation", pk=pk)
    posts = Post.objects.filter(organisation=body, until__isnull=True).select_related("user")
    context = {"body": body, "form": form, "posts": posts}
    return render(request, "people/organisation.html", context, status=422 if form.errors else 200)


@needs(Capability.PEOPLE_MANAGE)
@require_safe
def area_tree(request: UserRequest) -> HttpResponse:
    """Show the areas within the person's scope as a tree."""
    return render(request, "people/areas.html", _tree(request) | {"form": AreaForm()})


@needs(Capability.PEOPLE_MANAGE)
def new_area(request: UserRequest) -> HttpResponse:
    """Add an area, or give a known one another name."""
    form = AreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_area(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"已保存区划“{made.full_name}”。")
            return redirect("people:areas")
    context = _tree(request) | {"form": form}
    return render(request, "people/areas.html", context, status=422 if form.errors else 200)


def _tree(request: UserRequest) -> dict[str, Any]:
    """Return the areas with how deep each stands, and the bodies in each."""
    found: list[Area] = areas_of(request.user)
    top = min((area.level for area in found), default=0)
    levels = [level for level in areas.AreaLevel if level >= top]
    bodies: dict[int, list[Organisation]] = {}
    for body in Organisation.objects.visible_to(request.user).exclude(
        kind=OrganisationKind.ENTERPRISE
    ):
        bodies.setdefault(body.area, []).append(body)
    rows = [
        {"area": area, "depth": levels.index(areas.AreaLevel(area.level)),
         "bodies": bodies.get(area.code, [])}
        for area in found
    ]  # fmt: skip
    return {"rows": rows}
