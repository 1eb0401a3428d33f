"""Find what a page is about: out of scope is 404."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from bihuan.archives.models import Handover, Summary
from bihuan.campaigns.models import Campaign
from bihuan.kernel.errors import BadInput, NotFound, Problem
from bihuan.web.requests import UserRequest


def campaign_for(request: UserRequest, pk: int) -> Campaign:
    """Return the campaign, or raise ``NotFound``."""
    rows = Campaign.objects.visible_to(request.user).select_related("organisation")
    campaign = rows.filter(pk=pk).first()
    if campaign is None:
        raise NotFound
    return campaign


def summary_for(request: UserRequest, pk: int) -> Summary:
    """Return the summary, or raise ``NotFound``."""
    rows = Summary.objects.visible_to(request.user)
    summary = rows.select_related("organisation", "campaign", "issued").filter(pk=pk).first()
    if summary is None:
        raise NotFound
    return summary


def handover_for(request: UserRequest, pk: int) -> Handover:
    """Return a handover that was given to the person's range or comes from it, or raise ``NotFound``."""
    given = Handover.objects.visible_to(request.user).values("pk")
    own = Campaign.objects.visible_to(request.user).values("pk")
    rows = Handover.objects.filter(Q(pk__in=given) | Q(campaign__in=own))
    found = rows.select_related("receiver", "person", "campaign").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def step_arguments(request: UserRequest) -> dict[str, object]:
    """Return the version the person saw and the request's key.

    Raises:
        BadInput: the page is too old to have them.
    """
    try:
        return {"version": int(request.POST["version"]), "key": UUID(request.POST["key"])}
    except (KeyError, ValueError) as error:
        raise BadInput([Problem("页面", "缺少版次，可能已过期", "，请刷新后重试。")]) from error
