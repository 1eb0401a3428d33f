"""The confirmation page: the plan's text beside what was read in it, decided item by item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.campaigns import items as kinds
from bihuan.campaigns.desk import FILTERS, SURE, THRESHOLDS, workspace
from bihuan.campaigns.forms import HeadForm, ItemForm
from bihuan.campaigns.models import PlanItem, PlanItemChange
from bihuan.campaigns.passages import Notice
from bihuan.campaigns.queries import earlier_campaigns
from bihuan.campaigns.services import doubts, importing
from bihuan.campaigns.services import items as service
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.views.adding import ADDABLE
from bihuan.campaigns.views.answers import Mine, decided, one_card, stale, whole
from bihuan.campaigns.views.finding import campaign_for, item_for
from bihuan.campaigns.views.listing import state_of
from bihuan.kernel.errors import BadInput, Problem, StaleVersion
from bihuan.people.states import Capability
from bihuan.web.posted import number_in
from bihuan.web.requests import UserRequest


@login_required
@require_safe
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's text and its items; ``?state=`` and ``?kind=`` show some of them."""
    campaign = campaign_for(request, pk, Capability.PLAN_VIEW)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    context = {
        "work": workspace(request.user, campaign, at=now(), state=state, kind=kind),
        "campaign": campaign,
        "state": state_of(campaign),
        "addable": ADDABLE,
        "notices": list(Notice),
        "filters": FILTERS,
        "filter_state": state,
        "filter_kind": kind,
    }
    return render(request, "campaigns/confirm.html", context)


@login_required
@require_safe
def item(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Show one item's card, as after cancelling a correction."""
    return one_card(request, item_for(request, pk, item_id, Capability.PLAN_VIEW))


@login_required
@require_safe
def edit(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Show one item's card with its fields open."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    form = ItemForm(found.kind, initial=found.data, prefix=f"i{found.pk}")
    return one_card(request, found, form=form)


@login_required
@require_POST
def accept(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Accept an item as read; a target with the metric that stands in its box."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    data = None
    if found.kind == ItemKind.TARGET and "metric_key" in request.POST:
        data = {"metric_key": request.POST["metric_key"]}
    seen = {**_as_seen(found, number_in(request, "version")), **(data or {})}
    return _decide(request, found, Decision.ACCEPTED, Mine("accept", "采纳", seen), data=data)


@login_required
@require_POST
def correct(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Correct an item, or answer with its form and the errors in it."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    form = ItemForm(found.kind, request.POST, prefix=f"i{found.pk}")
    if not form.is_valid():
        return one_card(request, found, form=form, status=422)
    mine = Mine("correct", "修正", form.cleaned)
    return _decide(request, found, Decision.CORRECTED, mine, data=form.cleaned)


@login_required
@require_POST
def reject(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Leave an item out."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    return _decide(request, found, Decision.REJECTED, Mine("reject", "弃用", {}))


@login_required
@require_POST
def undo(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Take the decision on an item back."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    version = number_in(request, "version")
    try:
        done = service.undo(item_id=found.pk, by=request.user, at=now(), version=version)
    except StaleVersion as error:
        return stale(request, found, error, Mine("undo", "撤销核对", {}))
    return decided(request, found.campaign, done)


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
    except StaleVersion as error:
        word = "保留原文" if reading is None else "采用写法"
        return stale(request, found, error, Mine("settle", word, {"reading": reading}))
    except BadInput as wrong:
        return one_card(request, found, notice=wrong.message, status=422)
    return whole(request, found.campaign, told=what_changed(settled, touched), done=settled.pk)


def what_changed(settled: PlanItem, touched: list[PlanItem]) -> str:
    """Return what settling a doubt led to, as a sentence."""
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
    """Accept every waiting item of a kind (or of all) from a confidence on: ``pick=task:0.6``."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    kind, _, least = request.POST.get("pick", f":{SURE:g}").partition(":")
    offered = {f"{one:g}": one for one in THRESHOLDS}
    if least not in offered or (kind and kind not in ItemKind.values):
        raise BadInput([Problem("成批采纳", "没有这一档，请刷新页面后重新选择。")])
    done = service.bulk_accept(
        campaign_id=campaign.pk, min_confidence=offered[least], only=[kind] if kind else None,
        by=request.user, at=now(),
    )  # fmt: skip
    told = f"已采纳 {len(done)} 项。" if done else "没有可成批采纳的条目。"
    return whole(request, campaign, told=told)


@login_required
def head(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's name, number, issuer and day, or write them."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    initial = {name: getattr(campaign, name) for name in HeadForm.base_fields}
    form = HeadForm(
        request.POST or None, initial=initial, earlier=earlier_campaigns(request.user, campaign)
    )
    if request.method == "POST" and form.is_valid():
        importing.describe_draft(
            campaign_id=campaign.pk, by=request.user, at=now(), **form.cleaned_data
        )
        return redirect("campaigns:confirm", campaign.pk)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/head.html", context, status=status)


def _decide(
    request: UserRequest, found: PlanItem, decision: str, mine: Mine, *,
    data: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    try:
        done = service.decide(
            item_id=found.pk, decision=decision, by=request.user, at=now(),
            version=number_in(request, "version"), data=data,
        )  # fmt: skip
    except StaleVersion as error:
        return stale(request, found, error, mine)
    except BadInput as wrong:
        form = ItemForm(found.kind, initial={**found.data, **(data or {})}, prefix=f"i{found.pk}")
        return one_card(request, found, form=form, notice=wrong.message, status=422)
    return decided(request, found.campaign, done)


def _as_seen(found: PlanItem, version: int) -> dict[str, Any]:
    """Return the fields of an item as they were in a version that somebody still looks at."""
    if version == found.version:
        return dict(found.data)
    row = PlanItemChange.objects.filter(item=found, after__version=version).first()
    return dict(row.after["data"] if row else found.original)
