"""Enterprises in the top bar's search."""

from __future__ import annotations

from django.db.models import Q

from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.rules import normal_credit_code
from bihuan.kernel.areas import AreaLevel, at_level
from bihuan.people.queries import area_names
from bihuan.people.states import Capability
from bihuan.reference.sectors import sector_name
from bihuan.web.requests import UserRequest
from bihuan.web.search import Result, searcher


@searcher("企业", order=10, need=Capability.ENTERPRISE_VIEW)
def enterprises(request: UserRequest, words: str, limit: int) -> list[Result]:
    """Find enterprises by a part of the name or the beginning of the credit code."""
    match = Q(credit_code__startswith=normal_credit_code(words))
    named = Q()
    for word in words.split():
        named &= Q(name__icontains=word)
    rows = Enterprise.objects.visible_to(request.user).filter(match | named)
    found = list(rows.order_by("area", "id")[:limit])
    towns = {one.pk: at_level(one.area, AreaLevel.TOWN) for one in found}
    names = area_names(towns.values())
    return [
        Result(
            one.name,
            one.get_absolute_url(),
            hint=f"{names.get(towns[one.pk], '')} {sector_name(one.sector)}",
        )
        for one in found
    ]
