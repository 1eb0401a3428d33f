"""The top bar's search box: each domain answers for its own records.

::

    @searcher("企业", order=10)
    def enterprises(request: UserRequest, words: str, limit: int) -> list[Result]:
        found = Enterprise.objects.visible_to(request.user).filter(name__icontains=words)[:limit]
        return [Result(one.name, one.get_absolute_url(), hint=one.area.name) for one in found]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.web.need import Need, permits
from bihuan.web.requests import UserRequest

LIMIT = 10


@dataclass(frozen=True, slots=True)
class Result:
    """One record found."""

    label: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What one searcher found; ``more`` when there is more than is shown."""

    label: str
    rows: list[Result]
    more: bool


Search = Callable[[UserRequest, str, int], list[Result]]


@dataclass(frozen=True, slots=True)
class _Registered:
    label: str
    order: int
    need: Need
    find: Search


_searchers: dict[str, _Registered] = {}


def searcher(label: str, *, order: int = 100, need: Need = None) -> Callable[[Search], Search]:
    """Register the decorated function; ``label`` heads its group of results."""

    def register(find: Search) -> Search:
        _searchers[f"{find.__module__}.{find.__qualname__}"] = _Registered(label, order, need, find)
        return find

    return register


def labels_for(request: UserRequest) -> list[str]:
    """Return what can be searched for, for the box's placeholder."""
    ordered = sorted(_searchers.values(), key=lambda one: one.order)
    return [one.label for one in ordered if permits(request.user, one.need)]


def search(request: UserRequest, words: str) -> list[Results]:
    """Return what each searcher found for ``words``, groups with results only."""
    groups = []
    for one in sorted(_searchers.values(), key=lambda one: one.order):
        if not permits(request.user, one.need):
            continue
        rows = one.find(request, words, LIMIT + 1)
        if rows:
            groups.append(Results(one.label, rows[:LIMIT], more=len(rows) > LIMIT))
    return groups
