"""What the pages of decomposition need: the lower plan, the receipt, who belongs where."""

from __future__ import annotations

from django.http import Http404

from bihuan.cascade.models import Receipt, SubPlan
from bihuan.kernel.areas import range_of
from bihuan.people.models import User


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
