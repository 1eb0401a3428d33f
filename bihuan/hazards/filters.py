"""Filters that lists of enterprises' cases share."""

from __future__ import annotations

from django.utils.timezone import localdate

from bihuan.kernel.areas import level_of, range_of
from bihuan.people.models import Area
from bihuan.web.lists import BooleanFilter, ChoiceFilter
from bihuan.web.lists.filters import Choices, Rows
from bihuan.web.requests import UserRequest

MOST_AREAS = 600


def _areas(request: UserRequest) -> Choices:
    """Return the areas inside the person's own, each with the town it belongs to."""
    scope = request.user.scope
    if scope is None or scope.enterprise_id is not None:
        return ()
    inside = Area.objects.visible_to(request.user).filter(level__gt=level_of(scope.area.low))
    return [(area.code, area.name) for area in inside.order_by("code")[:MOST_AREAS]]


def _within(rows: Rows, value: str, request: UserRequest) -> Rows:
    del request
    area = range_of(int(value))
    return rows.filter(area__gte=area.low, area__lte=area.high)


def area_filter() -> ChoiceFilter:
    """Return the filter by town or community."""
    return ChoiceFilter("area", "所在区划", _areas, apply=_within)


def late_filter(end: frozenset[str]) -> BooleanFilter:
    """Return the filter 只看逾期 for cases whose final states are ``end``."""

    def late(rows: Rows, _: UserRequest) -> Rows:
        return rows.exclude(state__in=end).filter(due_on__lt=localdate())

    return BooleanFilter("overdue", "只看逾期", apply=late)
