"""Reads over bodies working together."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bihuan.kernel.areas import AreaLevel, at_level, range_of
from bihuan.people.models import Organisation, User
from bihuan.people.states import OrganisationKind


def partners_of(user: User) -> QuerySet[Organisation]:
    """Return the bodies one may work with: offices of one's county, and those of city and province.

    Enterprises are none of them, and of another town's villages only its office speaks. Names of
    offices are public; what passes between them is not.
    """
    scope = user.scope
    if scope is None or scope.enterprise_id is not None:
        return Organisation.objects.none()
    county = range_of(at_level(scope.area.low, AreaLevel.COUNTY))
    above = [at_level(scope.area.low, level) for level in (AreaLevel.PROVINCE, AreaLevel.CITY)]
    office = Q(area__gte=county.low, area__lte=county.high) & ~Q(kind=OrganisationKind.COMMUNITY)
    own = Q(area__gte=scope.area.low, area__lte=scope.area.high)
    rows = Organisation.objects.filter(office | own | Q(area__in=above)).exclude(
        kind=OrganisationKind.ENTERPRISE
    )
    return rows.order_by("area", "name")


def body_of(user: User) -> Organisation | None:
    """Return the body in whose name the person acts."""
    return user.post.organisation if user.post else None
