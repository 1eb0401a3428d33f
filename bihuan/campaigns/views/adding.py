"""Selected words of the plan become an item."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.campaigns import items as kinds
from bihuan.campaigns.forms import ItemForm
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.rereading import read_passage
from bihuan.campaigns.services import items as service
from bihuan.campaigns.states import ItemKind
from bihuan.campaigns.views.answers import into, whole
from bihuan.campaigns.views.finding import campaign_for
from bihuan.kernel.errors import BadInput, Problem
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest

ADDABLE = [(kind.value, kind.label) for kind in ItemKind if kind != ItemKind.ANOMALY]


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
    return whole(request, campaign, told=f"已添加{made.get_kind_display()}。", focus=made.pk)


def _chosen(given: Mapping[str, str], campaign: Campaign) -> tuple[str, int, int]:
    kind = given.get("kind", "")
    if kind not in dict(ADDABLE):
        raise BadInput([Problem("类别", "请从列出的类别中选择。")])
    numbers = [given.get(name, "") for name in ("start", "end")]
    if not all(one.isdecimal() and len(one) < 10 for one in numbers):  # noqa: PLR2004
        raise BadInput([Problem("选中的文字", "不在方案原文中，请重新选择。")])
    start, end = service.passage(campaign.text, *map(int, numbers))
    return kind, start, end


def _new_form(
    request: UserRequest, campaign: Campaign, form: ItemForm, start: int, end: int, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "campaign": campaign, "form": form, "start": start, "end": end,
        "kind_label": ItemKind(form.kind).label, "quote": campaign.text[start:end],
    }  # fmt: skip
    response = render(request, "campaigns/_new_item.html", context, status=status)
    return into(response, "#new-item")
