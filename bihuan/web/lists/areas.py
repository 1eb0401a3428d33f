"""A filter by place: everything inside one of the places that the person may see."""

from __future__ import annotations

from django.db.models import Q

from bihuan.kernel.areas import range_of
from bihuan.people.models import Area
from bihuan.web.lists.filters import ChoiceFilter, Rows
from bihuan.web.requests import UserRequest


def places_for(request: UserRequest) -> list[tuple[int, str]]:
    """Return the person's own place, those one level below, and the one in the address."""
    scope = request.user.scope
    if scope is None:
        return []
    asked = request.GET.get("area", "")
    wanted = {int(asked)} if asked.isdecimal() and len(asked) == 12 else set()  # noqa: PLR2004
    below = Area.objects.children_of(scope.area.low)
    found = Area.objects.filter(
        Q(code__in={scope.area.low} | wanted) | Q(code__in=below.values("code"))
    )
    return [(one.code, one.name) for one in found.order_by("code") if scope.area.covers(one.range)]


def area_filter(column: str = "area") -> ChoiceFilter:
    """Return the filter ``area`` on a column of codes."""

    def inside(rows: Rows, value: str, request: UserRequest) -> Rows:  # noqa: ARG001
        place = range_of(int(value))
        return rows.filter(**{f"{column}__gte": place.low, f"{column}__lte": place.high})

    return ChoiceFilter("area", "地区", choices=places_for, apply=inside)
