"""包保、挂钩、席位、网格: who answers for which place."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now

from bihuan.kernel import areas
from bihuan.kernel.errors import Refused
from bihuan.people import services
from bihuan.people.forms.people import AssignmentForm, EndAssignmentForm, area_choices
from bihuan.people.models import Assignment, User
from bihuan.people.queries import area_name, town_name
from bihuan.people.states import AssignmentKind, Capability
from bihuan.web.access import needs
from bihuan.web.lists import (
    Action,
    BooleanFilter,
    ChoiceFilter,
    Column,
    Empty,
    ListPage,
    TextFilter,
)
from bihuan.web.lists.filters import Choices, Rows
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone


def arranges(user: User) -> bool:
    """Whether the person names who answers for what."""
    return user.can(Capability.PEOPLE_MANAGE) or user.can(Capability.DUTY_MANAGE)


def _places(request: UserRequest) -> Choices:
    return area_choices(request.user)


def _inside(rows: Rows, value: str, request: UserRequest) -> Rows:  # noqa: ARG001 - a filter's shape
    place = areas.range_of(int(value))
    return rows.filter(area__gte=place.low, area__lte=place.high)


def _ended(rows: Rows, request: UserRequest) -> Rows:  # noqa: ARG001 - a filter's shape
    return rows.filter(until__isnull=False)


def _object(one: Assignment) -> str:
    return "查看企业" if one.enterprise_ref else "本区划"


def _enterprise_url(one: Assignment) -> str:
    return f"/enterprises/{one.enterprise_ref}/" if one.enterprise_ref else ""


def _state(one: Assignment) -> tuple[Tone, str]:
    return (Tone.DONE, "已结束") if one.until else (Tone.DOING, "在任")


def _end_url(one: Assignment) -> str:
    return "" if one.until else f"/people/assignments/{one.pk}/end/"


class AssignmentList(ListPage):
    """包保责任."""

    title = "包保网格"
    unit = "项"
    columns = (
        Column("user.name", "责任人", sort="user__name"),
        Column("kind", "方式", value=lambda one: one.get_kind_display(), sort="kind"),
        Column("town_name", "乡镇（街道）"),
        Column("area_name", "区划", sort="area"),
        Column("object", "对象", value=_object, link=_enterprise_url),
        Column("since", "开始", kind="day", sort="since"),
        Column("until", "结束", kind="day", on_phone=False),
        Column("state", "状态", value=_state, kind="state"),
        Column("end", "办理", value=lambda one: "" if one.until else "结束或移交", link=_end_url),
    )
    filters = (
        TextFilter("q", "责任人", fields=("user__name",)),
        ChoiceFilter("kind", "方式", AssignmentKind.choices),
        ChoiceFilter("area", "区划", _places, apply=_inside),
        BooleanFilter("ended", "只看已结束", apply=_ended),
    )
    default_sort = "area"

    def may_open(self, request: UserRequest) -> bool:
        """Whether the person arranges assignments."""
        return arranges(request.user)

    def queryset(self, request: UserRequest) -> QuerySet[Assignment]:
        """Return the assignments within the person's scope."""
        rows = Assignment.objects.visible_to(request.user).select_related("user")
        return rows.annotate(area_name=area_name(), town_name=town_name())

    def actions(self, request: UserRequest) -> Sequence[Action]:  # noqa: ARG002 - the list's shape
        """Offer to name somebody."""
        return (Action("指定责任人", "/people/assignments/new/", icon="plus", is_primary=True),)

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say what belongs here."""
        return Empty(
            "还没有包保和网格责任", "为每个网格、社区明确责任人，检查和待办才能落实到人。",
            "/people/assignments/new/", "指定责任人",
        )  # fmt: skip


@needs(arranges)
def new(request: UserRequest) -> HttpResponse:
    """Name who answers for a place."""
    form = AssignmentForm(request.POST or None, user=request.user, initial={"since": localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.assign(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "已指定责任人。")
            return redirect("people:assignments")
    context = {
        "form": form, "heading": "指定责任人", "verb": "指定", "back": "/people/assignments/", "up": "包保网格",
    }  # fmt: skip
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@needs(arranges)
def end(request: UserRequest, pk: int) -> HttpResponse:
    """End an assignment, and hand it over."""
    rows = Assignment.objects.visible_to(request.user).select_related("user")
    one = get_object_or_404(rows.annotate(area_name=area_name()), pk=pk)
    form = EndAssignmentForm(request.POST or None, user=request.user, initial={"on": localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_assignment(
                assignment_id=pk, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "已办理。")
            return redirect("people:assignments")
    heading = f"结束或移交：{one.user.name}的{one.get_kind_display()}责任"
    context = {
        "form": form,
        "heading": heading,
        "verb": "办理",
        "back": "/people/assignments/",
        "up": "包保网格",
    }
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
