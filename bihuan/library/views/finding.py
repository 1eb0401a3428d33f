"""Find the plan a page is about: what somebody may not read is 404."""

from __future__ import annotations

from bihuan.campaigns.models import Campaign
from bihuan.kernel.errors import NotFound
from bihuan.library.queries import plans_open_to
from bihuan.web.requests import UserRequest


def plan_for(request: UserRequest, pk: int) -> Campaign:
    """Return a plan that the person may read, a superior's launched one included.

    Raises:
        NotFound: there is none, or not for this person.
    """
    campaign = plans_open_to(request.user).select_related("organisation").filter(pk=pk).first()
    if campaign is None:
        raise NotFound
    return campaign
