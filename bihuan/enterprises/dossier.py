"""What else stands in a dossier: panels that higher domains register.

::

    @dossier_panel(order=20)
    def open_hazards(request: UserRequest, enterprise: Enterprise) -> Panel | None:
        return Panel("未销号隐患", "hazards/_of_enterprise.html", {...}, url=...)

A panel that returns nothing is left out for that enterprise on that day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.enterprises.models import Enterprise
from bihuan.web.need import Need, permits
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Column, Panel

Maker = Callable[[UserRequest, Enterprise], Panel | None]


@dataclass(frozen=True, slots=True)
class _Registered:
    order: int
    column: Column
    need: Need
    make: Maker


_panels: dict[str, _Registered] = {}


def dossier_panel(
    *, order: int, column: Column = "left", need: Need = None
) -> Callable[[Maker], Maker]:
    """Register the decorated function as a panel of every dossier."""

    def register(make: Maker) -> Maker:
        _panels[f"{make.__module__}.{make.__qualname__}"] = _Registered(order, column, need, make)
        return make

    return register


def panels_of(request: UserRequest, enterprise: Enterprise) -> dict[Column, list[Panel]]:
    """Return the panels this person sees in that dossier, by column and in order."""
    columns: dict[Column, list[Panel]] = {"left": [], "right": []}
    for one in sorted(_panels.values(), key=lambda one: one.order):
        if permits(request.user, one.need) and (made := one.make(request, enterprise)):
            columns[one.column].append(made)
    return columns
