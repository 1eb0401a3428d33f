"""What the pages of decomposition need: the campaign, the lower plan, who belongs where."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from bihuan.campaigns.models import Campaign
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import BadInput, Problem
from bihuan.people.models import User
from bihuan.web.requests import UserRequest

LONGEST_VERSION = 9


def campaign_or_404(user: User, pk: int) -> Campaign:
    """Return the campaign when it is in the person's scope."""
    row = Campaign.objects.visible_to(user).select_related("organisation").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def sub_plan_or_404(user: User, pk: int) -> SubPlan:
    """Return the lower plan when it is in the person's scope."""
    rows = SubPlan.objects.visible_to(user).select_related(
        "parent__organisation", "organisation", "child"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def receipt_or_404(user: User, pk: int) -> Receipt:
    """Return the receipt when it is in the person's scope."""
    rows = Receipt.objects.visible_to(user).select_related(
        "campaign__organisation", "enterprise", "organisation"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def is_of(user: User, organisation_id: int) -> bool:
    """Whether the person holds a post in that body itself."""
    return user.scope is not None and user.scope.organisation_id == organisation_id


def within(user: User, area: int) -> bool:
    """Whether a place lies in what the person may see."""
    return user.scope is not None and user.scope.area.covers(range_of(area))


def version_in(request: UserRequest) -> int:
    """Return the version that the page was made of.

    Raises:
        BadInput: it is missing or was tampered with.
    """
    text = request.POST.get("version", "")
    if not text.isdecimal() or len(text) > LONGEST_VERSION:
        raise BadInput([Problem("页面", "内容不完整，请刷新后重试。")])
    return int(text)


def key_in(request: UserRequest) -> UUID:
    """Return the request's key, so that a double click is one step.

    Raises:
        BadInput: it is missing or was tampered with.
    """
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadInput([Problem("页面", "内容不完整，请刷新后重试。")]) from None
