"""领导小组: its seats and who holds them, its office, and what the office has open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from bihuan.campaigns.group_forms import ClassForm, NamingForm, OfficeForm, SeatForm
from bihuan.campaigns.group_models import GroupMember, LeadingGroup
from bihuan.campaigns.groups import blanks_of, campaign_todos, kind_name, members_of, open_kinds
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.queries import area_seen, campaign_or_404
from bihuan.campaigns.seats import seats_of
from bihuan.campaigns.services import groups as services
from bihuan.kernel.errors import Refused
from bihuan.loop.models import Todo, TrailRow
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import BooleanFilter, ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.lists.filters import Choices, Rows
from bihuan.web.requests import UserRequest

FIRST_SHOWN = 10
CHANGES_SHOWN = 20


@needs(Capability.PLAN_VIEW)
@require_GET
def group(request: UserRequest, pk: int) -> HttpResponse:
    """Show the leading group; ``?fill=`` opens the form for one open seat."""
    campaign = campaign_or_404(request.user, pk)
    asked = request.GET.get("fill", "")
    member = None
    if asked.isdecimal():
        member = GroupMember.objects.filter(
            group__campaign=campaign, pk=int(asked), held_role=""
        ).first()
    return _page(request, campaign, filling=member)


def _page(
    request: UserRequest, campaign: Campaign, *, filling: GroupMember | None = None,
    form: forms.Form | None = None, problem: str = "",
) -> HttpResponse:  # fmt: skip
    """Show the page, with ``form`` as it was sent in place of an empty one of its class."""
    found = LeadingGroup.objects.filter(campaign=campaign).select_related("office").first()
    rows = members_of(found) if found else []
    today, may_edit = localdate(), _may_edit(request.user, campaign)
    todos = campaign_todos(campaign, area=area_seen(request.user, campaign))
    kinds = open_kinds(todos, on=today)
    context: dict[str, Any] = {
        "campaign": campaign,
        "group": found,
        "rows": rows,
        "blanks": blanks_of(rows),
        "seats_read": 0 if found else len(list(seats_of(campaign.draft))),
        "may_edit": may_edit,
        "kinds": kinds,
        "open": sum(one.open for one in kinds),
        "late": sum(one.late for one in kinds),
        "todos": [
            (todo, kind_name(todo.case_kind), owner_of(todo)) for todo in todos[:FIRST_SHOWN]
        ],
        "changes": TrailRow.objects.filter(
            case_kind=campaign.kind, case_id=campaign.pk, step="group"
        ).order_by("-number")[:CHANGES_SHOWN],
        "filling": filling,
        "problem": problem,
        "today": today,
    }
    if may_edit and found:
        kept = {type(form): form} if form is not None else {}
        who: dict[str, Any] = {"campaign": campaign, "user": request.user}
        context["seat_form"] = kept.get(SeatForm) or SeatForm(**who, prefix="seat")
        context["class_form"] = kept.get(ClassForm) or ClassForm(**who, prefix="class")
        context["office_form"] = kept.get(OfficeForm) or OfficeForm(
            **who, prefix="office", initial={"office": found.office_id, "words": found.office_words}
        )
        if filling is not None:
            context["fill_form"] = kept.get(NamingForm) or NamingForm(**who, prefix="fill")
    status = 422 if problem or (form is not None and form.errors) else 200
    return render(request, "campaigns/group.html", context, status=status)


def _may_edit(user: User, campaign: Campaign) -> bool:
    return services.may_change(user) and not campaign.is_final


def _answer(
    request: UserRequest, campaign: Campaign, form: forms.Form, act: Callable[[], object],
    *, done: str, filling: GroupMember | None = None,
) -> HttpResponse:  # fmt: skip
    """Do what the form asks; what is wrong comes back beside it."""
    if not form.is_valid():
        return _page(request, campaign, form=form, filling=filling)
    try:
        act()
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(request, campaign, form=form, filling=filling, problem=refusal.message)
    messages.success(request, done)
    return redirect("campaigns:group", campaign.pk)


@needs(services.may_change)
@require_POST
def set_up(request: UserRequest, pk: int) -> HttpResponse:
    """Set the group up from the plan."""
    services.set_up_group(campaign_id=pk, by=request.user, at=now())
    messages.success(request, "已成立领导小组。请核对席位，补上空缺。")
    return redirect("campaigns:group", pk)


@needs(services.may_change)
@require_POST
def add(request: UserRequest, pk: int) -> HttpResponse:
    """Add one seat."""
    campaign = campaign_or_404(request.user, pk)
    form = SeatForm(request.POST, campaign=campaign, user=request.user, prefix="seat")

    def act() -> object:
        return services.add_member(
            campaign_id=pk, role=form.cleaned_data["role"], naming=form.naming(),
            by=request.user, at=now(),
        )  # fmt: skip

    return _answer(request, campaign, form, act, done="已添加。")


@needs(services.may_change)
@require_POST
def add_class(request: UserRequest, pk: int) -> HttpResponse:
    """Add a whole class of posts."""
    campaign = campaign_or_404(request.user, pk)
    form = ClassForm(request.POST, campaign=campaign, user=request.user, prefix="class")

    def act() -> object:
        return services.add_member(
            campaign_id=pk, role=form.cleaned_data["role"], naming=form.naming(),
            by=request.user, at=now(),
        )  # fmt: skip

    return _answer(request, campaign, form, act, done="已把这一类岗位列入领导小组。")


@needs(services.may_change)
@require_POST
def fill(request: UserRequest, pk: int, member_id: int) -> HttpResponse:
    """Say who takes an open seat."""
    campaign = campaign_or_404(request.user, pk)
    member = get_object_or_404(GroupMember, group__campaign=campaign, pk=member_id)
    form = NamingForm(request.POST, campaign=campaign, user=request.user, prefix="fill")

    def act() -> object:
        return services.fill_seat(
            campaign_id=pk, member_id=member_id, naming=form.naming(),
            seen=request.POST.get("seen", ""), by=request.user, at=now(),
        )  # fmt: skip

    return _answer(request, campaign, form, act, done="已填写。", filling=member)


@needs(services.may_change)
@require_POST
def remove(request: UserRequest, pk: int, member_id: int) -> HttpResponse:
    """Take a seat out of the group."""
    services.remove_member(
        campaign_id=pk, member_id=member_id, reason=request.POST.get("reason", ""),
        by=request.user, at=now(),
    )  # fmt: skip
    messages.success(request, "已移出领导小组。")
    return redirect("campaigns:group", pk)


@needs(services.may_change)
@require_POST
def office(request: UserRequest, pk: int) -> HttpResponse:
    """Say where the group's office sits."""
    campaign = campaign_or_404(request.user, pk)
    form = OfficeForm(request.POST, campaign=campaign, user=request.user, prefix="office")

    def act() -> object:
        body = form.cleaned_data["office"]
        return services.set_office(
            campaign_id=pk, office_id=body.pk if body else None, words=form.cleaned_data["words"],
            by=request.user, at=now(),
        )  # fmt: skip

    return _answer(request, campaign, form, act, done="已设办公室。")


# --- 办公室待办 --------------------------------------------------------------------------------


def owner_of(todo: Any) -> str:
    """Return the name of whom the to-do waits for."""
    if todo.user is not None:
        return str(todo.user.name)
    return str(todo.organisation.name if todo.organisation else todo.enterprise_name or "企业")


def _queue(request: UserRequest, pk: int) -> QuerySet[Todo]:
    campaign = campaign_or_404(request.user, pk)
    return campaign_todos(campaign, area=area_seen(request.user, campaign))


def _kinds(request: UserRequest) -> Choices:
    assert request.resolver_match is not None, "a view is being answered"
    todos = _queue(request, request.resolver_match.kwargs["pk"])
    return [(one.kind, one.label) for one in open_kinds(todos, on=localdate())]


def _late(rows: Rows, _: UserRequest) -> Rows:
    return rows.filter(due_on__lt=localdate())


class OfficeQueue(ListPage):
    """Everything a campaign still has open, for the office of its leading group."""

    title = "办公室待办"
    unit = "项"
    need = Capability.PLAN_VIEW
    columns = (
        Column("title", "事项", link=lambda todo: todo.url, width=44),
        Column("case_kind", "类别", value=lambda todo: kind_name(todo.case_kind)),
        Column("owner", "责任者", value=owner_of, width=24),
        Column("state_label", "状态"),
        Column("due_on", "期限", kind="deadline", sort="due_on",
               value=lambda todo: (todo.due_on, True)),
    )  # fmt: skip
    filters = (
        BooleanFilter("overdue", "只看逾期", apply=_late),
        ChoiceFilter("kind", "类别", _kinds, field="case_kind"),
        TextFilter("q", "事项", fields=("title",)),
    )
    default_sort = "due_on"

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the open cases in the person's area."""
        return _queue(request, self.kwargs["pk"])

    def heading(self, request: UserRequest) -> str:
        """Say whose office it is."""
        return f"办公室待办：{campaign_or_404(request.user, self.kwargs['pk']).title}"

    def empty(self, request: UserRequest) -> Empty:
        """Say what fills the list."""
        del request
        return Empty(
            "没有待办事项",
            "行动发起后，自查、隐患、履职和报送中没有办结的都列在这里。",
            reverse("campaigns:group", args=[self.kwargs["pk"]]),
            "返回领导小组",
        )
