"""What a person may see: an area range, or one enterprise; and the queryset that obeys it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models

from bihuan.kernel.areas import AreaRange
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
        lookup: dict[str, Any] = {
            f"{self.area_field}__gte": area.low,
            f"{self.area_field}__lte": area.high,
        }
        return self.filter(**lookup)

    def locked(self, pk: int) -> M:
        """Return one row locked until the transaction ends.

        Raises:
            NotFound: there is no such row among those visible.
        """
        row = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise NotFound
        return row
