"""Plans and campaigns in the top bar's search."""

from __future__ import annotations

from django.db.models import Q

from bihuan.campaigns.models import Campaign
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest
from bihuan.web.search import Result, searcher


@searcher("方案", order=20, need=Capability.PLAN_VIEW)
def plans(request: UserRequest, words: str, limit: int) -> list[Result]:
    """Return plans by title or document number, newest first."""
    found = (
        Campaign.objects.visible_to(request.user)
        .filter(Q(title__icontains=words) | Q(document_number__icontains=words))
        .defer("text", "draft")[:limit]
    )
    return [Result(one.title, one.get_absolute_url(), hint=one.state_label) for one in found]
