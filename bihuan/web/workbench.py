"""The panels of the 工作台, registered by the domains that own what they show.

::

    @panel(order=10, column="left", need=lambda user: user.can("todo.view"))
    def first_things(request: UserRequest) -> Panel | None:
        return Panel("先办这些", "loop/_first_things.html", {"todos": todos_of(request.user)})

A panel that returns nothing is left out for that person on that day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bihuan.web.need import Need, permits
from bihuan.web.requests import UserRequest

Column = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Panel:
    """One card of the workbench: heading, template and what the template shows."""

    title: str
    template: str
    context: dict[str, object] = field(default_factory=dict)
    url: str = ""
    url_label: str = "全部"


Maker = Callable[[UserRequest], Panel | None]


@dataclass(frozen=True, slots=True)
class _Registered:
    order: int
    column: Column
    need: Need
    make: Maker


_panels: dict[str, _Registered] = {}


def panel(*, order: int, column: Column = "left", need: Need = None) -> Callable[[Maker], Maker]:
    """Register the decorated function as a panel of the workbench."""

    def register(make: Maker) -> Maker:
        name = f"{make.__module__}.{make.__qualname__}"
        _panels[name] = _Registered(order, column, need, make)
        return make

    return register


def panels_for(request: UserRequest) -> dict[Column, list[Panel]]:
    """Return the panels the signed-in person sees, by column and in order."""
    columns: dict[Column, list[Panel]] = {"left": [], "right": []}
    for registered in sorted(_panels.values(), key=lambda one: one.order):
        if not permits(request.user, registered.need):
            continue
        if made := registered.make(request):
            columns[registered.column].append(made)
    return columns
