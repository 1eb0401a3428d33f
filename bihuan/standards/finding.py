"""Checklists in the top bar's search."""

from __future__ import annotations

from bihuan.people.states import Capability
from bihuan.standards.models import Checklist
from bihuan.web.requests import UserRequest
from bihuan.web.search import Result, searcher


@searcher("检查标准", order=60, need=Capability.STANDARD_VIEW)
def checklists(request: UserRequest, words: str, limit: int) -> list[Result]:
    """Find checklists by a part of the name."""
    rows = Checklist.objects.visible_to(request.user).filter(name__icontains=words)
    return [
        Result(str(one), one.get_absolute_url(), hint=one.get_state_display())
        for one in rows[:limit]
    ]
