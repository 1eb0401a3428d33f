"""Declare metrics and find them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet

from bihuan.metrics.where import Where

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Tally:
    """The records that are counted; ``whole`` is set when the number is a share of them.

    ``part`` must be a subset of ``whole``. ``area`` names the column by which both are grouped.
    """

    part: QuerySet[Any]
    whole: QuerySet[Any] | None = None
    area: str = "area"


@dataclass(frozen=True, slots=True)
class Metric:
    """指标: one number with one definition.

    ``headline`` is the place among the key figures of the workbench; None keeps it off.
    """

    key: str
    name: str
    unit: str
    better: Better
    definition: str
    basis: str
    part_name: str
    whole_name: str
    tally: Callable[[Where], Tally]
    headline: int | None = None

    @property
    def is_ratio(self) -> bool:
        """Whether the number is a share rather than a count."""
        return self.unit == "%"


_metrics: dict[str, Metric] = {}


def metric(
    key: str,
    name: str,
    unit: str,
    *,
    better: Better,
    definition: str,
    basis: str,
    part: str,
    whole: str = "",
    headline: int | None = None,
) -> Callable[[Callable[[Where], Tally]], Callable[[Where], Tally]]:
    """Declare the decorated function as the one definition of a number.

    ``part`` and ``whole`` name the counted records (分子、分母) for people. A unit of ``%``
    means a ratio and needs ``whole``. ``headline`` puts it among the workbench's key figures.
    """
    assert (unit == "%") == bool(whole), f"{key}: a ratio needs a whole, a count has none"

    def register(function: Callable[[Where], Tally]) -> Callable[[Where], Tally]:
        known = _metrics.get(key)
        assert known is None or known.tally is function, f"two definitions of {key}"
        _metrics[key] = Metric(
            key, name, unit, better, definition, basis, part, whole, function, headline
        )
        return function

    return register


def metric_of(key: str) -> Metric:
    """Return the metric of that key.

    Raises:
        KeyError: no app declares it.
    """
    return _metrics[key]


def all_metrics() -> list[Metric]:
    """Return every metric, by key."""
    return [_metrics[key] for key in sorted(_metrics)]


def headlines(most: int) -> list[Metric]:
    """Return the key figures of the workbench, in the order their apps gave them."""
    chosen = [item for item in all_metrics() if item.headline is not None]
    return sorted(chosen, key=lambda item: (item.headline or 0, item.key))[:most]
