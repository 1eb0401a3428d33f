"""Draw a stratified random sample that anybody can draw again, and say how sure a share is.

The share's interval is Wilson's (E. B. Wilson, 1927): it stays inside 0–1 and is honest for
small samples, where 10 of 10 is not 100%.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

CONFIDENCE_95 = 1.959963984540054
MAJOR_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that can be drawn: its id, its place, whether it was major."""

    key: int
    area: int
    major: bool = False


Stratum = tuple[int, bool]


def strata_of(units: Sequence[Unit]) -> dict[Stratum, list[int]]:
    """Return the ids of each stratum (place × severity), in order."""
    found: defaultdict[Stratum, list[int]] = defaultdict(list)
    for unit in sorted(units, key=lambda one: one.key):
        found[unit.area, unit.major].append(unit.key)
    return dict(sorted(found.items()))


def allocation(
    sizes: Mapping[Stratum, int], size: int, *, major_weight: int = 1
) -> dict[Stratum, int]:
    """Return how many to draw from each stratum: by weight of its size, the rest by largest share.

    Every stratum gives at least one while there are enough to give, none more than it has, and
    together they give ``size`` or all there is. ``major_weight`` counts a major one so many
    times.

    House rule.
    """
    size = min(size, sum(sizes.values()))
    order = sorted(sizes, key=lambda one: (-_weight(one, sizes, major_weight), one))
    given = dict.fromkeys(sorted(sizes), 0)
    for stratum in order[:size]:
        given[stratum] = 1
    left = size - sum(given.values())
    while left > 0:
        open_ones = [one for one in given if given[one] < sizes[one]]
        total = sum(_weight(one, sizes, major_weight) for one in open_ones)
        # the stratum furthest below its share takes the next one
        stratum = min(
            open_ones,
            key=lambda one: (given[one] - size * _weight(one, sizes, major_weight) / total, one),
        )
        given[stratum] += 1
        left -= 1
    return given


def _weight(stratum: Stratum, sizes: Mapping[Stratum, int], major_weight: int) -> int:
    return sizes[stratum] * (major_weight if stratum[1] else 1)


def draw(units: Sequence[Unit], size: int, *, seed: int, major_weight: int = 1) -> list[int]:
    """Return the ids drawn; the same units, size and seed always give the same ones."""
    strata = strata_of(units)
    given = allocation(
        {key: len(ids) for key, ids in strata.items()}, size, major_weight=major_weight
    )
    rng = Random(seed)  # noqa: S311 - drawn again by anybody, not kept secret
    return sorted(key for stratum, ids in strata.items() for key in rng.sample(ids, given[stratum]))


@dataclass(frozen=True, slots=True)
class Interval:
    """A share between its bounds, all 0–1."""

    share: float
    low: float
    high: float


def wilson(successes: int, trials: int, *, z: float = CONFIDENCE_95) -> Interval | None:
    """Return the share with its 95% interval; None without any trial."""
    if trials <= 0:
        return None
    share = successes / trials
    square = z * z
    scale = 1 + square / trials
    middle = (share + square / (2 * trials)) / scale
    half = z * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials)) / scale
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return Interval(share, min(low, share), max(high, share))


def weighted_share(strata: Sequence[tuple[int, int, int]]) -> float | None:
    """Return the share over the whole pool from (pool, judged, genuine) per stratum.

    Where one kind was drawn more densely than another, the plain share leans to it; this one
    gives each stratum the weight it has in the pool. Strata that nobody judged are left out.
    """
    judged = [one for one in strata if one[1]]
    whole = sum(pool for pool, _, _ in judged)
    if not whole:
        return None
    return sum(pool * genuine / count for pool, count, genuine in judged) / whole
