"""Receipts: the list of who signed and who has not, and the page on which a receiver signs."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.db.models import Count, F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from bihuan.campaigns.items import summary
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.rules import ENTERPRISES
from bihuan.campaigns.states import STANDING, ItemKind
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.cascade.services.receipts import may_sign, sign_receipt
from bihuan.cascade.states import RECEIPT, SUB_PLAN, ReceiptState, SubPlanState
from bihuan.cascade.tones import RECEIPT_TONES, SUB_PLAN_TONES
from bihuan.cascade.views.shared import receipt_or_404
from bihuan.hazards.filters import late_filter
from bihuan.inspections.models import SelfCheck
from bihuan.kernel.chinese import date_text
from bihuan.loop.timelines import timeline_rows
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import ChoiceFilter, Column, DateRangeFilter, Empty, ListPage, TextFilter
from bihuan.web.lists.areas import area_filter
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest

HEAVY = ("text", "draft", "outline", "bindings")
"""What a list needs of no campaign."""


def _parents(request: UserRequest) -> list[tuple[int, str]]:
    rows = SubPlan.objects.visible_to(request.user).order_by("-parent_id")
    return list(rows.values_list("parent_id", "parent__title").distinct())


def _signing(request: UserRequest) -> list[tuple[int, str]]:
    rows = Receipt.objects.visible_to(request.user)
    return list(
        rows.order_by("-campaign_id").values_list("campaign_id", "campaign__title").distinct()
    )


class SubPlanList(ListPage):
    """下级方案: what was asked of the bodies in the person's area."""

    title = "下级方案"
    unit = "份"
    need = Capability.PLAN_VIEW
    columns = (
        Column("organisation.name", "承接单位", link=True, width=26),
        Column("parent.title", "上级方案", width=36),
        Column(
            "state", "状态", kind="state",
            value=lambda row: (SUB_PLAN_TONES[SubPlanState(row.state)], row.state_label),
        ),
        Column(
            "due_on", "期限", kind="deadline", sort="due_on",
            value=lambda row: (row.due_on, not row.is_final),
        ),
        Column("asked_by", "要求日期", kind="day", sort="asked_by"),
        Column("first_filed_on", "首次报备", kind="day", sort="first_filed_on", on_phone=False),
        Column("child", "本级方案", value=lambda row: row.child.title if row.child else "", width=36,
               on_phone=False),
        Column("items", "承接条目", kind="number", value=lambda row: row.item_count, optional=True),
    )  # fmt: skip
    filters = (
        TextFilter("q", "单位或方案", fields=("organisation__name", "parent__title")),
        ChoiceFilter("state", "状态", SubPlanState.choices),
        ChoiceFilter("parent", "上级方案", _parents, field="parent_id"),
        DateRangeFilter("asked", "要求日期", field="asked_by"),
        late_filter(SUB_PLAN.end),
        area_filter(),
    )
    default_sort = "due_on"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say how a row comes about."""
        return Empty("没有下级方案", "上级行动在“上下分解”页分解后，各单位的实施方案会列在这里。")

    def queryset(self, request: UserRequest) -> QuerySet[SubPlan]:
        """Return the lower plans in scope."""
        return (
            SubPlan.objects.visible_to(request.user)
            .select_related("organisation", "parent", "child")
            .defer(*(f"{plan}__{name}" for plan in ("parent", "child") for name in HEAVY))
            .annotate(item_count=Count("inherited"))
        )


class ReceiptList(ListPage):
    """签收: who was asked to sign for which campaign."""

    title = "签收"
    unit = "份"
    need = Capability.DUTY_VIEW
    columns = (
        Column("receiver", "签收单位", link=True, width=28),
        Column("campaign.title", "行动", width=36),
        Column(
            "state", "状态", kind="state",
            value=lambda row: (RECEIPT_TONES[ReceiptState(row.state)], row.state_label),
        ),
        Column(
            "asked_by", "签收期限", kind="deadline", sort="asked_by",
            value=lambda row: (row.asked_by, not row.is_final),
        ),
        Column("signed_on", "签收日期", kind="day", sort="signed_on"),
    )  # fmt: skip
    filters = (
        TextFilter("q", "企业名称", fields=("enterprise__name",)),
        ChoiceFilter("state", "状态", ReceiptState.choices),
        ChoiceFilter("campaign", "行动", _signing, field="campaign_id"),
        late_filter(RECEIPT.end),
        area_filter(),
    )
    default_sort = "asked_by"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say how a row comes about."""
        return Empty("没有签收事项", "要求企业或村（社区）签收行动后，会列在这里。")

    def queryset(self, request: UserRequest) -> QuerySet[Receipt]:
        """Return the receipts in scope."""
        return (
            Receipt.objects.visible_to(request.user)
            .select_related("campaign", "enterprise", "organisation")
            .defer(*(f"campaign__{name}" for name in HEAVY))
        )


@needs(Capability.DUTY_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what was received, and the button to sign."""
    row = receipt_or_404(request.user, pk)
    campaign = row.campaign
    context = {
        "row": row,
        "tone": RECEIPT_TONES[ReceiptState(row.state)],
        "facts": [
            ("行动", campaign.title),
            ("发文字号", campaign.document_number),
            ("组织单位", campaign.organisation.name),
            ("起止", _span(campaign)),
            ("签收单位", row.receiver),
            ("签收期限", date_text(row.asked_by)),
        ],
        "asks": _asks(row),
        "phases": campaign.phases.order_by(F("start").asc(nulls_last=True), "number"),
        "checks": _checks(row, request),
        "may_sign": may_sign(row, request.user) and row.state == ReceiptState.SENT,
        "timeline": timeline_rows(row, viewer=request.user),
        "key": uuid4(),
        "today": localdate(),
    }
    return render(request, "cascade/receipt.html", context)


def _span(campaign: Campaign) -> str:
    days = [date_text(day) for day in (campaign.starts_on, campaign.ends_on) if day]
    return " 至 ".join(days)


def _asks(row: Receipt) -> list[tuple[str, list[str]]]:
    """Return what is asked of the receiver, kind by kind: its share, or what enterprises do."""
    items = row.campaign.items.filter(decision__in=STANDING).order_by("position", "pk")
    if row.items:
        chosen = list(items.filter(pk__in=row.items))
    else:
        duties = {
            int(pk)
            for pk, holder in row.campaign.bindings.get("duties", {}).items()
            if holder == ENTERPRISES
        }
        chosen = [
            item for item in items.filter(kind__in=(ItemKind.CHECK_ITEM, ItemKind.DUTY))
            if item.kind == ItemKind.CHECK_ITEM or item.pk in duties
        ]  # fmt: skip
    found: dict[str, list[str]] = {}
    for item in chosen:
        found.setdefault(item.get_kind_display(), []).append(summary(item.kind, item.data))
    return list(found.items())


def _checks(row: Receipt, request: UserRequest) -> list[SelfCheck]:
    if row.enterprise_id is None:
        return []
    rows = SelfCheck.objects.visible_to(request.user).filter(
        enterprise_id=row.enterprise_id, campaign_ref=row.campaign_id
    )
    return list(rows.order_by("pk"))


@needs(Capability.DUTY_PERFORM)
@require_POST
def sign(request: UserRequest, pk: int) -> HttpResponse:
    """Sign."""
    receipt_or_404(request.user, pk)
    sign_receipt(receipt_id=pk, note=request.POST.get("note", ""), **step_in(request))
    messages.success(request, "已签收。")
    return redirect("cascade:receipt", pk)
