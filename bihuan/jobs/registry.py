"""Which function does a job of a kind, and what runs periodically."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bihuan.jobs.services import JobRun

Handler = Callable[["JobRun"], None]
_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the one that does jobs of ``kind``.

    It must be safe to start again from the beginning after a crash at any point.
    """

    def register(function: Handler) -> Handler:
        assert kind not in _handlers or _handlers[kind] is function, f"two handlers for {kind}"
        _handlers[kind] = function
        return function

    return register


def handler_of(kind: str) -> Handler:
    """Return the handler (a KeyError is a bug: the app that owns the kind is not installed)."""
    return _handlers[kind]


@dataclass(frozen=True, slots=True)
class DailyWork:
    """Something done once for every day, in ``order``."""

    order: int
    name: str
    run: Callable[[date, datetime], str]


_daily: list[DailyWork] = []


def daily(order: int, name: str) -> Callable[
    [Callable[[date, datetime], str]], Callable[[date, datetime], str]
]:  # fmt: skip
    """Register ``function(on, at) -> what happened`` as part of the daily tick.

    Running it twice for the same day must change nothing.
    """

    def register(function: Callable[[date, datetime], str]) -> Callable[[date, datetime], str]:
        if all(item.name != name for item in _daily):
            _daily.append(DailyWork(order, name, function))
        return function

    return register


def daily_work() -> list[DailyWork]:
    """Return the parts of the daily tick in order."""
    return sorted(_daily, key=lambda item: (item.order, item.name))
