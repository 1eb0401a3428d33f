"""Who cites a text: each domain above answers for its own records.

::

    @cited_by("检查标准", order=10)
    def check_items(user: User, regulation: Regulation, limit: int) -> list[Citing]:
        ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from bihuan.people.models import User
from bihuan.regulations.models import Regulation
from bihuan.regulations.rules import base_title, standard_of
from bihuan.web.need import Need, permits

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Citing:
    """One record that cites the text."""

    label: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CitingGroup:
    """What one domain found; ``more`` when there is more than is shown."""

    label: str
    rows: list[Citing]
    more: bool


Finder = Callable[[User, Regulation, int], list[Citing]]
_finders: dict[str, tuple[int, str, Need, Finder]] = {}


def cited_by(label: str, *, order: int, need: Need = None) -> Callable[[Finder], Finder]:
    """Register the decorated function; ``label`` heads what it finds."""

    def register(find: Finder) -> Finder:
        _finders[f"{find.__module__}.{find.__qualname__}"] = (order, label, need, find)
        return find

    return register


def citing_groups(user: User, regulation: Regulation) -> list[CitingGroup]:
    """Return what cites a text, by domain, groups with rows only."""
    groups = []
    for _order, label, need, find in sorted(_finders.values(), key=lambda one: one[0]):
        if not permits(user, need):
            continue
        if rows := find(user, regulation, SHOWN + 1):
            groups.append(CitingGroup(label, rows[:SHOWN], more=len(rows) > SHOWN))
    return groups


def words_citing(regulation: Regulation, field: str) -> Q:
    """The condition that a column of words names the text, by title or by number."""
    wanted = Q(**{f"{field}__icontains": base_title(regulation.title)})
    for number in {regulation.number, regulation.number.replace(" ", "")} - {""}:
        wanted |= Q(**{f"{field}__icontains": number})
    if standard := standard_of(regulation.number):
        wanted |= Q(**{f"{field}__icontains": f"{standard[0]}的"})
    return wanted
