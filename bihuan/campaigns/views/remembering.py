"""Using what was learned from earlier plans and built-in standards; the list of what was learned."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.campaigns.lessons import told
from bihuan.campaigns.memory_models import Lesson
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services import matching, memory, suggestions
from bihuan.campaigns.states import ItemKind, LessonKind
from bihuan.campaigns.views.answers import Mine, decided, stale, whole
from bihuan.campaigns.views.confirm import what_changed
from bihuan.campaigns.views.finding import campaign_for, item_for
from bihuan.kernel.errors import NotFound, StaleVersion
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.posted import number_in
from bihuan.web.requests import UserRequest


@login_required
@require_POST
def use(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Change an item as the same one of an earlier plan was changed."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    try:
        done, *touched = suggestions.use_suggestion(
            item_id=found.pk, by=request.user, at=now(), version=number_in(request, "version")
        )
    except StaleVersion as error:
        return stale(request, found, error, Mine("use", "沿用上次的改法", {}))
    if found.kind == ItemKind.ANOMALY:
        return whole(request, found.campaign, told=what_changed(done, touched), done=done.pk)
    return decided(request, found.campaign, done)


@login_required
@require_POST
def use_all(request: UserRequest, pk: int) -> HttpResponse:
    """Use every suggestion that comes from the very same sentence."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    done = suggestions.use_all(campaign_id=campaign.pk, by=request.user, at=now())
    return whole(request, campaign, told=f"已沿用上次的改法 {len(done)} 项。")


@login_required
@require_POST
def standard(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Take a built-in standard over for a check item, or none (an empty ``number``)."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    number = number_in(request, "number") if request.POST.get("number") else None
    try:
        done = matching.choose_standard(
            item_id=found.pk, number=number, by=request.user, at=now(),
            version=number_in(request, "version"),
        )  # fmt: skip
    except StaleVersion as error:
        return stale(request, found, error, Mine("standard", "对应内置标准", {}))
    return decided(request, found.campaign, done)


class LessonList(ListPage):
    """改法记录: what was changed by hand and is offered for the next similar plan."""

    title = "改法记录"
    unit = "条"
    need = Capability.PLAN_CONFIRM
    default_sort = "-id"
    columns = (
        Column("quote", "原文", link=True, value=lambda one: _short(one.quote), width=40),
        Column("item_kind", "类别", value=lambda one: one.get_item_kind_display()),
        Column("lesson", "改法", value=lambda one: one.get_lesson_display()),
        Column("used", "已沿用", kind="number"),
        Column("by_name", "核对人"),
        Column(
            "campaign", "来自方案", value=lambda one: one.campaign.title, width=36, on_phone=False
        ),
        Column("organisation", "单位", value=lambda one: one.organisation.name, on_phone=False),
        Column("at", "时间", kind="datetime", sort="at"),
    )
    filters = (
        TextFilter("q", "原文", fields=("quote",)),
        ChoiceFilter("item_kind", "类别", choices=ItemKind.choices),
        ChoiceFilter("lesson", "改法", choices=LessonKind.choices),
    )

    def queryset(self, request: UserRequest) -> QuerySet[Lesson]:
        """Return what applies to this person's plans."""
        used = Count("suggestions", filter=Q(suggestions__used_at__isnull=False))
        return (
            Lesson.objects.visible_to(request.user)
            .select_related("organisation", "campaign")
            .defer("campaign__text", "campaign__draft")
            .annotate(used=used)
        )

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say how lessons come about."""
        return Empty(
            "还没有改法记录", "核对方案时修正、弃用、补充的条目会记在这里，供下一份同类方案沿用。"
        )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"  # noqa: PLR2004 - a line of the list


@needs(Capability.PLAN_CONFIRM)
@require_safe
def lesson(request: UserRequest, pk: int) -> HttpResponse:
    """Show what one change was, from which plan, and where it was used again."""
    found = (
        Lesson.objects.visible_to(request.user)
        .select_related("campaign", "organisation")
        .filter(pk=pk)
    ).first()
    if found is None:
        raise NotFound
    uses = found.suggestions.filter(
        used_at__isnull=False, item__campaign__in=Campaign.objects.visible_to(request.user)
    ).select_related("item__campaign", "item__decided_by")
    context = {
        "lesson": found,
        "rows": told(found.item_kind, found.lesson, found.changes),
        "uses": uses,
        "may_forget": Lesson.objects.owned_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "campaigns/lesson.html", context)


@needs(Capability.PLAN_CONFIRM)
@require_POST
def forget(request: UserRequest, pk: int) -> HttpResponse:
    """Delete a lesson."""
    memory.forget(lesson_id=pk, by=request.user)
    messages.success(request, "已删除，以后的方案不再提示这一改法。")
    return redirect("campaigns:lessons")
