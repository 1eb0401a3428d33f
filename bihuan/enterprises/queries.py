"""Reads over the registry that higher domains and pages ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bihuan.enterprises.models import (
    Enterprise,
    EnterpriseChange,
    EnterpriseQuerySet,
    EnterpriseTag,
)
from bihuan.kernel import areas

Rows = TypeVar("Rows", bound="QuerySet[Any]")


@dataclass(frozen=True, slots=True)
class EnterpriseFilter:
    """Which enterprises a plan means: within each kind any of the words, across kinds all.

    An empty kind does not narrow. ``areas`` are twelve-digit codes and mean all inside.
    """

    areas: Sequence[int] = ()
    sectors: Sequence[str] = ()
    tags: Sequence[str] = ()
    sizes: Sequence[str] = ()


def enterprises_matching(wanted: EnterpriseFilter) -> EnterpriseQuerySet:
    """Return the enterprises in business that ``wanted`` describes, by area and number.

    Who asks is not considered: chain ``.visible_to(user)``.
    """
    rows = Enterprise.objects.all().operating()
    if wanted.areas:
        inside = Q()
        for code in wanted.areas:
            place = areas.range_of(code)
            inside |= Q(area__gte=place.low, area__lte=place.high)
        rows = rows.filter(inside)
    if wanted.sectors:
        rows = rows.filter(sector__in=wanted.sectors)
    if wanted.sizes:
        rows = rows.filter(size__in=wanted.sizes)
    if wanted.tags:
        rows = with_any_tag(rows, wanted.tags)
    return rows


def with_any_tag(rows: Rows, tags: Iterable[str]) -> Rows:
    """Keep the enterprises that carry at least one of ``tags``."""
    return rows.filter(
        Exists(EnterpriseTag.objects.filter(enterprise=OuterRef("pk"), tag__in=list(tags)))
    )


def tag_counts(rows: EnterpriseQuerySet) -> dict[str, int]:
    """Return how many of ``rows`` carry each tag, the most frequent first."""
    counted = (
        EnterpriseTag.objects.filter(enterprise__in=rows.order_by())
        .order_by()
        .values_list("tag")
        .annotate(n=Count("pk"))
        .order_by("-n", "tag")
    )
    return dict(counted)


def fact_sources(enterprise: Enterprise) -> dict[str, EnterpriseChange]:
    """Return for every fact the change that last set it: where it comes from and since when."""
    found: dict[str, EnterpriseChange] = {}
    for change in enterprise.changes.select_related("by").order_by("-id"):
        for name, _before, _after in change.changes:
            found.setdefault(name, change)
    return found
