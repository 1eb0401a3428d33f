"""How the confirmation page answers: one card, one decision with its counts, or everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from bihuan.campaigns.cards import Card, Conflict, as_told
from bihuan.campaigns.desk import card_of, items_shown, workspace
from bihuan.campaigns.forms import ItemForm, metric_choices
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import Decision
from bihuan.kernel.errors import StaleVersion
from bihuan.web.middleware import is_htmx
from bihuan.web.requests import UserRequest


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person wanted of an item that somebody else had changed meanwhile."""

    verb: str
    word: str
    data: Mapping[str, Any]


def decided(request: UserRequest, campaign: Campaign, done: PlanItem) -> HttpResponse:
    """Answer a decision on one item: its card, and the counts and the text that changed with it."""
    if not is_htmx(request):
        return redirect(f"{reverse('campaigns:confirm', args=[campaign.pk])}#item-{done.pk}")
    campaign.refresh_from_db(fields=["revision", "title"])
    work = workspace(request.user, campaign, at=now())
    card = next(card for card in work.cards if card.item.pk == done.pk)
    context = {"card": card, "work": work, "campaign": campaign, "oob": True}
    # accepting changes no sentence's bar; everything else may
    context["text_changed"] = done.decision not in (Decision.ACCEPTED, Decision.CORRECTED)
    return render(request, "campaigns/_decided.html", context)


def whole(
    request: UserRequest, campaign: Campaign, *, told: str, focus: int | None = None,
    done: int | None = None,
) -> HttpResponse:  # fmt: skip
    """Answer what may have changed many items: all cards, the counts and the text.

    The page goes to the item ``focus``, or to the next that waits after ``done``.
    """
    if not is_htmx(request):
        return redirect("campaigns:confirm", campaign.pk)
    campaign.refresh_from_db(fields=["revision", "title"])
    work = workspace(request.user, campaign, at=now())
    context = {"work": work, "campaign": campaign, "oob": True, "told": told, "focus": focus}
    context["done"] = done
    return into(render(request, "campaigns/_whole.html", context), "#items")


def one_card(
    request: UserRequest, found: PlanItem, *, form: ItemForm | None = None, notice: str = "",
    conflict: Conflict | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Answer with one item's card, in the page or as a page of its own."""
    card = card_of(found, request.user, notice=notice, form=form, conflict=conflict)
    return _show(request, found, card, status=status)


def _show(request: UserRequest, found: PlanItem, card: Card, *, status: int) -> HttpResponse:
    context = {"card": card, "campaign": found.campaign}
    template = "campaigns/_item.html" if is_htmx(request) else "campaigns/item.html"
    response = render(request, template, context, status=status)
    return into(response, f"#item-{found.pk}")


def stale(request: UserRequest, found: PlanItem, error: StaleVersion, mine: Mine) -> HttpResponse:
    """Answer somebody who came second with both versions side by side, to choose from."""
    fresh = items_shown(found.campaign).get(pk=found.pk)
    fresh.campaign = found.campaign
    metrics = dict(metric_choices())
    theirs = as_told(fresh.kind, fresh.data, metrics)
    ours = as_told(fresh.kind, {**fresh.data, **mine.data}, metrics)
    rows = [("核对结论", fresh.get_decision_display(), mine.word)]
    rows += [
        (label, theirs[label], ours[label]) for label in theirs if theirs[label] != ours[label]
    ]
    kept = {
        name: str(value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "version")
    }
    conflict = Conflict(
        error.message, rows, mine.verb,
        reverse(f"campaigns:{mine.verb}_item", args=[found.campaign_id, found.pk]), kept,
    )  # fmt: skip
    return one_card(request, fresh, conflict=conflict, status=422)


def into(response: HttpResponse, place: str) -> HttpResponse:
    """Let htmx put the answer where it belongs, wherever the request had pointed."""
    response["HX-Retarget"] = place
    response["HX-Reswap"] = "outerHTML"
    return response
