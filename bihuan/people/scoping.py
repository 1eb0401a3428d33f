"""What a person may see: an area range, or one enterprise; and the queryset that obeys it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from bihuan.kernel.areas import AreaLevel, AreaRange, at_level
from bihuan.kernel.errors import NotFound

if TYPE_CHECKING:
    from bihuan.people.models import User

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the world a post answers for.

    ``enterprise_id`` narrows to one enterprise; otherwise everything in ``area`` is visible.
    """

    area: AreaRange
    organisation_id: int
    enterprise_id: int | None = None


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that carry an area code and maybe an enterprise, filtered by who asks.

    A model names its columns by ``area_field`` and ``enterprise_field``; a model that is not
    for enterprises leaves the latter None and an enterprise sees no row of it.
    """

    area_field: ClassVar[str] = "area"
    enterprise_field: ClassVar[str | None] = "enterprise_id"

    def visible_to(self, user: User) -> Self:
        """Keep the rows ``user`` may see; nobody without a post sees anything."""
        scope = user.scope
        if scope is None:
            return self.none()
        if scope.enterprise_id is not None:
            if self.enterprise_field is None:
                return self.none()
            return self.filter(**{self.enterprise_field: scope.enterprise_id})
        return self.within(scope.area)

    def within(self, area: AreaRange) -> Self:
        """Keep the rows of an area range."""
        return self.filter(self._inside(area))

    def _inside(self, area: AreaRange) -> Q:
        return Q(**{f"{self.area_field}__gte": area.low, f"{self.area_field}__lte": area.high})

    def locked(self, pk: int) -> M:
        """Return one row locked until the transaction ends.

        Raises:
            NotFound: there is no such row among those visible.
        """
        row = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise NotFound
        return row


class HandedDownQuerySet(ScopedQuerySet[M]):
    """Rows that a body keeps for its whole area: those below see them too, enterprises none."""

    enterprise_field = None

    def visible_to(self, user: User) -> Self:
        """Keep what belongs to the person's area, and what belongs to the places above it."""
        scope = user.scope
        if scope is None or scope.enterprise_id is not None:
            return self.none()
        above = [at_level(scope.area.low, level) for level in AreaLevel]
        return self.filter(self._inside(scope.area) | Q(**{f"{self.area_field}__in": above}))

    def owned_by(self, user: User) -> Self:
        """Keep what belongs to the person's own area: what he may change, if he may change any."""
        return super().visible_to(user)
