"""News from a lower domain to a higher one.

A subscriber runs inside the announcer's transaction and may only write to the database (or
queue a background job there): so an event and what follows from it happen together or not at
all, also when the machine loses power between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register the decorated function for events of that type."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        if handler not in _subscribers[event]:
            _subscribers[event].append(handler)
        return handler

    return register


def announce(event: object) -> None:
    """Run every subscriber of the event's type, in the order they registered."""
    for handler in _subscribers[type(event)]:
        handler(event)
