"""What goes on around the checking: others at the same draft, undoing, the outline."""

from __future__ import annotations

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.campaigns.desk import outline_of, workspace
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services.presence import give_sign, others_here
from bihuan.campaigns.services.undoing import undo_last
from bihuan.campaigns.states import CampaignState
from bihuan.campaigns.views.answers import whole
from bihuan.campaigns.views.finding import campaign_for
from bihuan.kernel.errors import NotFound
from bihuan.people.states import Capability
from bihuan.web.middleware import is_htmx
from bihuan.web.requests import UserRequest


@login_required
@require_POST
def pulse(request: UserRequest, pk: int) -> HttpResponse:
    """Take a sign of life from an open page; answer with what others changed since, or nothing.

    ``since`` is the revision the page shows, ``item`` where the person is, ``here`` the others
    the page shows. The usual answer is 204 after three small queries.
    """
    rows = Campaign.objects.visible_to(request.user)
    found = rows.filter(pk=pk).values_list("revision", "state").first()
    if found is None or not request.user.can(Capability.PLAN_VIEW):
        raise NotFound
    revision, state = found
    at, item_id = now(), request.POST.get("item", "")
    if state == CampaignState.DRAFT:
        known = PlanItem.objects.filter(campaign=pk, pk=item_id) if _is_number(item_id) else None
        is_there = known is not None and known.exists()
        give_sign(
            campaign_id=pk, item_id=int(item_id) if is_there else None, by=request.user, at=at
        )
    others = others_here(campaign_id=pk, by=request.user, at=at)
    here = "|".join(f"{one.user_id}:{one.item_id}" for one in others)
    here = hashlib.sha256(here.encode()).hexdigest()[:12]
    since = request.POST.get("since", "")
    if since == str(revision) and request.POST.get("here", "") == here:
        return HttpResponse(status=204)
    context = {"others": others, "here": here, "revision": revision}
    if since == str(revision) or not _is_number(since):
        return render(request, "campaigns/_pulse.html", context)
    campaign = campaign_for(request, pk, Capability.PLAN_VIEW)
    work = workspace(request.user, campaign, at=at)
    fresh = [card for card in work.cards if card.item.changed_in > int(since)]
    context |= {"campaign": campaign, "work": work, "fresh": fresh}
    return render(request, "campaigns/_pulse.html", context)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 10  # noqa: PLR2004 - no revision is that large


@login_required
@require_POST
def undo_act(request: UserRequest, pk: int) -> HttpResponse:
    """Take back what this person did last in the draft, and go to it."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    undone = undo_last(campaign_id=campaign.pk, by=request.user, at=now())
    told = f"已撤销：{undone.label}。"
    if undone.left:
        told += f"其中 {undone.left} 项之后又有改动，没有撤销。"
    return whole(request, campaign, told=told, focus=undone.items[0].pk)


@login_required
@require_safe
def outline(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's sections with how many items each holds; a panel, or a page of its own."""
    campaign = campaign_for(request, pk, Capability.PLAN_VIEW)
    template = "campaigns/_outline.html" if is_htmx(request) else "campaigns/outline.html"
    context = {"campaign": campaign, "sections": outline_of(campaign)}
    return render(request, template, context)
