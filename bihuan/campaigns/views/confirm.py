"""The confirmation page: the plan's text beside what was read in it, decided item by item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.campaigns import items as kinds
from bihuan.campaigns.desk import SURE, card_of, workspace
from bihuan.campaigns.forms import HeadForm, ItemForm
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.passages import Notice
from bihuan.campaigns.rereading import read_passage
from bihuan.campaigns.services import doubts, importing
from bihuan.campaigns.services import items as service
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.views.finding import campaign_for, item_for
from bihuan.campaigns.views.listing import state_of
from bihuan.kernel.errors import BadInput, Problem, StaleVersion
from bihuan.people.states import Capability
from bihuan.web.middleware import is_htmx
from bihuan.web.posted import number_in
from bihuan.web.requests import UserRequest

ADDABLE = [(kind.value, kind.label) for kind in ItemKind if kind != ItemKind.ANOMALY]


@login_required
@require_safe
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's text and its items."""
    campaign = campaign_for(request, pk, Capability.PLAN_VIEW)
    context = {
        "work": workspace(request.user, campaign),
        "campaign": campaign,
        "state": state_of(campaign),
        "addable": ADDABLE,
        "notices": list(Notice),
    }
    return render(request, "campaigns/confirm.html", context)


@login_required
@require_safe
def item(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Show one item's card, as after cancelling a correction."""
    found = item_for(request, pk, item_id, Capability.PLAN_VIEW)
    return _card(request, found)


@login_required
@require_safe
def edit(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Show one item's card with its fields open."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    form = ItemForm(found.kind, initial=found.data, prefix=f"i{found.pk}")
    return _card(request, found, form=form)


@login_required
@require_POST
def accept(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Accept an item as read; a target with the metric that stands in its box."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    data = None
    if found.kind == ItemKind.TARGET and "metric_key" in request.POST:
        data = {"metric_key": request.POST["metric_key"]}
    return _decide(request, found, Decision.ACCEPTED, data=data)


@login_required
@require_POST
def correct(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Correct an item, or answer with its form and the errors in it."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    form = ItemForm(found.kind, request.POST, prefix=f"i{found.pk}")
    if not form.is_valid():
        return _card(request, found, form=form, status=422)
    return _decide(request, found, Decision.CORRECTED, data=form.cleaned)


@login_required
@require_POST
def reject(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Leave an item out."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    return _decide(request, found, Decision.REJECTED)


@login_required
@require_POST
def undo(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Take the decision on an item back."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    version = number_in(request, "version")
    try:
        done = service.undo(item_id=found.pk, by=request.user, at=now(), version=version)
    except StaleVersion as stale:
        return _stale(request, found, stale)
    return _decided(request, found.campaign, done)


@login_required
@require_POST
def settle(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Settle a doubt: use a reading, keep the text, or just acknowledge it."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    version = number_in(request, "version")
    reading = None if request.POST.get("how") == "keep" else request.POST.get("reading", "")
    try:
        settled, *touched = doubts.settle_anomaly(
            item_id=found.pk, reading=reading, by=request.user, at=now(), version=version
        )
    except StaleVersion as stale:
        return _stale(request, found, stale)
    except BadInput as wrong:
        return _card(request, found, notice=wrong.message, status=422)
    return _whole(request, found.campaign, told=_what_changed(settled, touched))


def _what_changed(settled: PlanItem, touched: list[PlanItem]) -> str:
    if settled.decision == Decision.REJECTED:
        return "已保留原文。"
    reading = settled.data.get("reading")
    if not reading:
        return "已知悉。"
    if touched:
        told = "、".join(
            f"{one.get_kind_display()}「{kinds.summary(one.kind, one.data)}」" for one in touched
        )
        waits = any(one.decision == Decision.PENDING for one in touched)
        return f"已按「{reading}」读出：{told}。{'请接着核对它的对应指标。' if waits else ''}"
    if settled.data.get("kind") in doubts.CHANGES_ITEMS:
        return f"已记下「{reading}」，但未能据此读出条目；需要跟踪的，请选中原文手工添加。"
    return f"已记下「{reading}」。"


@login_required
@require_POST
def accept_sure(request: UserRequest, pk: int) -> HttpResponse:
    """Accept every item the parser is sure of."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    done = service.bulk_accept(
        campaign_id=campaign.pk, min_confidence=SURE, by=request.user, at=now()
    )
    return _whole(request, campaign, told=f"已采纳 {len(done)} 项。")


@login_required
@require_safe
def new_item(request: UserRequest, pk: int) -> HttpResponse:
    """Show the form of a new item for a selected passage, filled with what the passage says."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    kind, start, end = _chosen(request.GET, campaign)
    quote = campaign.text[start:end]
    read = read_passage(quote, kind, context=campaign.title)
    read.pop("metric_key", None)
    initial = read or {kinds.MAIN_FIELD[ItemKind(kind)]: quote}
    form = ItemForm(kind, initial=initial, prefix="new")
    return _new_form(request, campaign, form, start, end)


@login_required
@require_POST
def add(request: UserRequest, pk: int) -> HttpResponse:
    """Add an item for a passage, or answer with its form and the errors in it."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    kind, start, end = _chosen(request.POST, campaign)
    form = ItemForm(kind, request.POST, prefix="new")
    if not form.is_valid():
        return _new_form(request, campaign, form, start, end, status=422)
    made = service.add_item(
        campaign_id=campaign.pk, kind=kind, start=start, end=end, data=form.cleaned,
        by=request.user, at=now(),
    )  # fmt: skip
    return _whole(request, campaign, told=f"已添加{made.get_kind_display()}。", focus=made.pk)


@login_required
def head(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's name, number, issuer and day, or write them."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    initial = {name: getattr(campaign, name) for name in HeadForm.base_fields}
    form = HeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        importing.describe_draft(
            campaign_id=campaign.pk, by=request.user, at=now(), **form.cleaned_data
        )
        return redirect("campaigns:confirm", campaign.pk)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/head.html", context, status=status)


def _chosen(given: Mapping[str, str], campaign: Campaign) -> tuple[str, int, int]:
    kind = given.get("kind", "")
    if kind not in dict(ADDABLE):
        raise BadInput([Problem("类别", "请从列出的类别中选择。")])
    numbers = [given.get(name, "") for name in ("start", "end")]
    if not all(one.isdecimal() and len(one) < 10 for one in numbers):  # noqa: PLR2004
        raise BadInput([Problem("选中的文字", "不在方案原文中，请重新选择。")])
    start, end = service.passage(campaign.text, *map(int, numbers))
    return kind, start, end


def _decide(
    request: UserRequest, found: PlanItem, decision: str, *, data: Mapping[str, Any] | None = None
) -> HttpResponse:
    try:
        done = service.decide(
            item_id=found.pk, decision=decision, by=request.user, at=now(),
            version=number_in(request, "version"), data=data,
        )  # fmt: skip
    except StaleVersion as stale:
        return _stale(request, found, stale)
    except BadInput as wrong:
        form = ItemForm(found.kind, initial={**found.data, **(data or {})}, prefix=f"i{found.pk}")
        return _card(request, found, form=form, notice=wrong.message, status=422)
    return _decided(request, found.campaign, done)


def _stale(request: UserRequest, found: PlanItem, stale: StaleVersion) -> HttpResponse:
    """Answer somebody who came second with the item as it is now and who changed it."""
    if not is_htmx(request):
        raise stale
    found.refresh_from_db()
    return _card(request, found, notice=stale.message, status=422)


def _decided(request: UserRequest, campaign: Campaign, done: PlanItem) -> HttpResponse:
    """Answer a decision on one item: its card, and the counts and the text that changed with it."""
    if not is_htmx(request):
        return redirect(f"{reverse('campaigns:confirm', args=[campaign.pk])}#item-{done.pk}")
    work = workspace(request.user, campaign)
    card = next(card for _, cards in work.sections for card in cards if card.item.pk == done.pk)
    context = {"card": card, "work": work, "campaign": campaign, "oob": True}
    # accepting changes no sentence's bar; everything else may
    context["text_changed"] = done.decision not in (Decision.ACCEPTED, Decision.CORRECTED)
    return render(request, "campaigns/_decided.html", context)


def _whole(
    request: UserRequest, campaign: Campaign, *, told: str, focus: int | None = None
) -> HttpResponse:
    """Answer what may have changed many items: all cards, the counts and the text."""
    if not is_htmx(request):
        return redirect("campaigns:confirm", campaign.pk)
    work = workspace(request.user, campaign)
    context = {"work": work, "campaign": campaign, "oob": True, "told": told, "focus": focus}
    return render(request, "campaigns/_whole.html", context)


def _card(
    request: UserRequest, found: PlanItem, *, form: ItemForm | None = None, notice: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    card = card_of(found, request.user, notice=notice, form=form)
    context = {"card": card, "campaign": found.campaign}
    template = "campaigns/_item.html" if is_htmx(request) else "campaigns/item.html"
    response = render(request, template, context, status=status)
    return _into(response, f"#item-{found.pk}")


def _into(response: HttpResponse, place: str) -> HttpResponse:
    """Let htmx put the answer where it belongs, wherever the request had pointed."""
    response["HX-Retarget"] = place
    response["HX-Reswap"] = "outerHTML"
    return response


def _new_form(
    request: UserRequest, campaign: Campaign, form: ItemForm, start: int, end: int, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "campaign": campaign, "form": form, "start": start, "end": end,
        "kind_label": ItemKind(form.kind).label, "quote": campaign.text[start:end],
    }  # fmt: skip
    response = render(request, "campaigns/_new_item.html", context, status=status)
    return _into(response, "#new-item")
