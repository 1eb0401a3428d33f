"""Reads about people and places that other domains ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bihuan.kernel.areas import AreaLevel
from bihuan.people.models import Area, Assignment, Organisation, Post, User
from bihuan.people.states import OrganisationKind


def area_names(codes: Iterable[int], *, full: bool = False) -> dict[int, str]:
    """Return the names of areas by code, in one query; an unknown code has no entry."""
    wanted = set(codes)
    if not wanted:
        return {}
    name = "full_name" if full else "name"
    return dict(Area.objects.filter(code__in=wanted).values_list("code", name))


def area_name(field: str = "area") -> Subquery:
    """Return the name of a row's area, to annotate a list with: no query per row.

    ::

        Enterprise.objects.annotate(area_name=area_name())
    """
    return Subquery(Area.objects.filter(code=OuterRef(field)).values("name")[:1])


def town_name(field: str = "area") -> Coalesce:
    """Return the name of the town a row lies in; above a town, of the row's own area."""
    span = AreaLevel.TOWN.span
    town = Area.objects.annotate(rest=F("code") % span).filter(
        code=OuterRef(field) - OuterRef(field) % span
    )
    return Coalesce(Subquery(town.values("name")[:1]), area_name(field))


def areas_of(user: User, *, down_to: AreaLevel = AreaLevel.VILLAGE) -> list[Area]:
    """Return the areas within the person's scope in code order, from large to small."""
    found = Area.objects.visible_to(user).filter(level__lte=down_to.value)
    return list(found.order_by("code"))


def office_for(area: int) -> Organisation | None:
    """Return the body that supervises a place when nobody says otherwise.

    The safety office of its town, else the nearest committee office or bureau above it.
    """
    for level in (AreaLevel.TOWN, AreaLevel.COUNTY, AreaLevel.CITY, AreaLevel.PROVINCE):
        code = area // level.span * level.span
        kinds = (
            [OrganisationKind.TOWN_OFFICE]
            if level is AreaLevel.TOWN
            else [OrganisationKind.EMERGENCY_BUREAU, OrganisationKind.COMMITTEE_OFFICE]
        )
        found = Organisation.objects.filter(area=code, kind__in=kinds).order_by("id").first()
        if found is not None:
            return found
    return None


def people_of(user: User) -> QuerySet[Post]:
    """Return the posts held today by officials within the person's scope, with their holders."""
    return (
        Post.objects.visible_to(user)
        .filter(until__isnull=True, user__is_active=True, organisation__enterprise_ref__isnull=True)
        .select_related("user", "organisation")
        .order_by("organisation__area", "organisation_id", "id")
    )


def who_answers_for(
    area: int, *, on: date, enterprise_ref: int | None = None
) -> QuerySet[Assignment]:
    """Return the assignments in force for an enterprise, or for exactly that area."""
    rows = Assignment.objects.current(on=on).select_related("user")
    if enterprise_ref is not None:
        return rows.filter(enterprise_ref=enterprise_ref)
    return rows.filter(area=area, enterprise_ref__isnull=True)
