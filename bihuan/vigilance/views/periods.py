"""The calendar of sensitive periods: the list, marking one, one of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.kernel.errors import Refused
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.vigilance import services
from bihuan.vigilance.forms import PeriodForm
from bihuan.vigilance.models import SensitivePeriod
from bihuan.vigilance.states import PeriodKind
from bihuan.web.access import needs
from bihuan.web.lists import ChoiceFilter, Column, DateRangeFilter, Empty, ListPage, TextFilter
from bihuan.web.lists.page import Action
from bihuan.web.requests import UserRequest
from bihuan.web.told import tell


class PeriodList(ListPage):
    """Periods of the user's area, and those marked above it."""

    title = "敏感时期"
    need = Capability.DUTY_VIEW
    columns = (
        Column("name", "名称", link=True, width=28),
        Column("kind", "类别", value=lambda row: row.get_kind_display()),
        Column("organisation.name", "划定单位"),
        Column("starts_on", "开始", kind="day", sort="starts_on"),
        Column("ends_on", "结束", kind="day", sort="ends_on"),
        Column("cancelled_on", "取消", kind="day"),
    )
    filters = (
        TextFilter("q", "名称", fields=("name",)),
        ChoiceFilter("kind", "类别", PeriodKind.choices),
        DateRangeFilter("day", "开始日期", field="starts_on"),
    )
    default_sort = "-starts_on"

    def actions(self, request: UserRequest) -> list[Action]:
        """Marking one is for those who manage duties."""
        if not request.user.can(Capability.DUTY_MANAGE):
            return []
        return [Action("划定敏感时期", "/vigilance/new/", is_primary=True)]

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty(
            "没有划定敏感时期",
            "元旦、春节、两会、国庆、汛期和生产繁忙时期可以在这里划定，期间自动从严。",
        )

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the periods that concern the user."""
        return SensitivePeriod.objects.visible_to(request.user).select_related("organisation")


@needs(Capability.DUTY_MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Ask for the days and the measures, and mark the period."""
    form = PeriodForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.mark_period(given=form.given(), by=request.user, at=now())
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect(made)
    return render(request, "vigilance/new.html", {"form": form}, status=422 if form.errors else 200)


def _period(user: User, pk: int) -> SensitivePeriod:
    rows = SensitivePeriod.objects.visible_to(user).select_related("organisation", "created_by")
    found = rows.prefetch_related("raised").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.DUTY_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the period, what it asks for, and the rules it brought."""
    return _page(request, _period(request.user, pk))


def _page(request: UserRequest, found: SensitivePeriod, *, problem: str = "") -> HttpResponse:
    today = localdate()
    is_own = SensitivePeriod.objects.owned_by(request.user).filter(pk=found.pk).exists()
    context = {
        "period": found,
        "rules": services.rules_of(found),
        "raised": found.raised.all(),
        "may_cancel": (
            is_own and request.user.can(Capability.DUTY_MANAGE)
            and found.cancelled_on is None and found.ends_on >= today
        ),
        "problem": problem,
        "today": today,
    }  # fmt: skip
    return render(request, "vigilance/detail.html", context, status=422 if problem else 200)


@needs(Capability.DUTY_MANAGE)
@require_POST
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Cancel the period with the reason."""
    found = _period(request.user, pk)
    try:
        services.cancel_period(
            period_id=pk, reason=request.POST.get("reason", ""), by=request.user, at=now()
        )
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(request, found, problem=refusal.message)
    return redirect("vigilance:detail", pk)
