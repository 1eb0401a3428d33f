"""Build the whole demo world."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bihuan.demo.moments import moment
from bihuan.demo.plot import YEAR
from bihuan.demo.story import Progress, Story
from bihuan.demo.world import Sizes, set_up

PASSWORD = "Yunxi-2026-demo"  # noqa: S105 - of fictional people, and refused outside a demo


def build(sizes: Sizes, *, opening: date, seed: int, progress: Progress) -> None:
    """Fill an empty database; the same arguments give the same world."""
    rng = Random(seed)  # noqa: S311 - a story, not a secret
    first = opening - timedelta(days=YEAR)
    world = set_up(sizes, rng=rng, on=first, at=moment(first, 8), password=PASSWORD)
    Story(world, opening, rng, {}).run(progress)
