"""Who sees what passes between bodies: both sides, and nobody else."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model, Q

from bihuan.people.models import User
from bihuan.people.scoping import ScopedQuerySet

T = TypeVar("T", bound=Model)


class TwoSidedQuerySet(ScopedQuerySet[T]):
    """Rows of two areas: ``area`` where it is to be handled, ``from_area`` where it comes from.

    Both columns are indexed, so the two ranges are two index scans.
    """

    enterprise_field = None

    def visible_to(self, user: User) -> Self:
        """Keep what one of the two sides lies in the person's area; enterprises see none."""
        scope = user.scope
        if scope is None or scope.enterprise_id is not None:
            return self.none()
        low, high = scope.area.low, scope.area.high
        return self.filter(
            Q(area__gte=low, area__lte=high) | Q(from_area__gte=low, from_area__lte=high)
        )


class SharedQuerySet(ScopedQuerySet[T]):
    """Rows of a host's area that bodies of other areas take part in, by ``seat_path``."""

    enterprise_field = None
    seat_path = ""

    def visible_to(self, user: User) -> Self:
        """Keep what is hosted in the person's area, or has a participant there."""
        scope = user.scope
        if scope is None or scope.enterprise_id is not None:
            return self.none()
        low, high = scope.area.low, scope.area.high
        hosted = Q(area__gte=low, area__lte=high)
        taking_part = self.model._default_manager.filter(
            **{f"{self.seat_path}__area__gte": low, f"{self.seat_path}__area__lte": high}
        )
        return self.filter(hosted | Q(pk__in=taking_part.order_by().values("pk")))
