"""Laws and standards in the top bar's search."""

from __future__ import annotations

from bihuan.people.states import Capability
from bihuan.regulations.models import Regulation
from bihuan.web.requests import UserRequest
from bihuan.web.search import Result, searcher


@searcher("法规标准", order=65, need=Capability.STANDARD_VIEW)
def regulations(request: UserRequest, words: str, limit: int) -> list[Result]:
    """Find texts by a part of the title, of an alias or of the number."""
    rows = Regulation.objects.visible_to(request.user).filter(names__form__icontains=words)
    return [
        Result(one.title, one.get_absolute_url(), hint=one.number)
        for one in rows.order_by("title", "id").distinct()[:limit]
    ]
