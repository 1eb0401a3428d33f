"""Whose records count for a campaign: a higher domain that joins campaigns says so.

::

    @family
    def of_campaign(campaign: int) -> Family | None:
        ...

Without an answer a campaign counts its own records alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.kernel.areas import AreaRange


@dataclass(frozen=True, slots=True)
class Family:
    """``counted`` are the campaign and those below it, whose records count wholly.

    Of the campaigns ``above``, what happened inside ``area`` counts; where ``enterprises`` is
    given, only what concerns these.
    """

    counted: tuple[int, ...]
    above: tuple[int, ...] = ()
    area: AreaRange | None = None
    enterprises: QuerySet[Any] | None = None

    def rows(self, *, campaign: str, area: str, enterprise: str | None) -> Q:
        """Return the condition on a table's columns."""
        own = Q(**{f"{campaign}__in": self.counted})
        if not self.above or self.area is None:
            return own
        if self.enterprises is not None and enterprise is None:
            return own
        inherited = Q(**{
            f"{campaign}__in": self.above,
            f"{area}__gte": self.area.low,
            f"{area}__lte": self.area.high,
        })  # fmt: skip
        if self.enterprises is not None:
            inherited &= Q(**{f"{enterprise}__in": self.enterprises})
        return own | inherited


Resolver = Callable[[int], Family | None]
_resolvers: list[Resolver] = []


def family(resolver: Resolver) -> Resolver:
    """Let the decorated function answer for campaigns."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)
    return resolver


_remembered: ContextVar[dict[int, Family | None] | None] = ContextVar("families", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Ask for each campaign's family once while the block runs: a page that only reads."""
    outer = _remembered.get()
    token = _remembered.set({} if outer is None else outer)
    try:
        yield
    finally:
        _remembered.reset(token)


def family_of(campaign: int) -> Family | None:
    """Return the family of a campaign; None when it stands alone."""
    known = _remembered.get()
    if known is not None and campaign in known:
        return known[campaign]
    found = next((answer for one in _resolvers if (answer := one(campaign)) is not None), None)
    if known is not None:
        known[campaign] = found
    return found
