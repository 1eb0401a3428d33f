"""Find what a page is about: out of scope is 404."""

from __future__ import annotations

from django.db.models import Q

from bihuan.archives.models import Handover, Summary
from bihuan.campaigns.models import Campaign
from bihuan.kernel.errors import NotFound
from bihuan.web.requests import UserRequest


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
