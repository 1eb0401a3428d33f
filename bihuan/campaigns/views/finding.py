"""Find the campaign a page is about: out of scope is 404, without the capability 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from bihuan.campaigns.models import Campaign, PlanFile, PlanItem
from bihuan.kernel.errors import NotFound
from bihuan.web.requests import UserRequest


def campaign_for(request: UserRequest, pk: int, need: str) -> Campaign:
    """Return the campaign.

    Raises:
        NotFound: there is none, or not for this person.
        PermissionDenied: the person may not do ``need``.
    """
    rows = Campaign.objects.visible_to(request.user).select_related("organisation", "plan_file")
    campaign = rows.filter(pk=pk).first()
    if campaign is None:
        raise NotFound
    _require(request, need)
    return campaign


def item_for(request: UserRequest, pk: int, item: int, need: str) -> PlanItem:
    """Return an item of the campaign, with the campaign loaded.

    Raises:
        NotFound, PermissionDenied: as ``campaign_for``.
    """
    campaign = campaign_for(request, pk, need)
    found = campaign.items.select_related("decided_by").filter(pk=item).first()
    if found is None:
        raise NotFound
    found.campaign = campaign
    return found


def plan_file_for(request: UserRequest, pk: int, need: str) -> PlanFile:
    """Return the plan file.

    Raises:
        NotFound, PermissionDenied: as ``campaign_for``.
    """
    file = PlanFile.objects.visible_to(request.user).filter(pk=pk).first()
    if file is None:
        raise NotFound
    _require(request, need)
    return file


def _require(request: UserRequest, need: str) -> None:
    if not request.user.can(need):
        raise PermissionDenied
