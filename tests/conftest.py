"""The shared world, on the day its pages are opened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.world import TODAY, World, the_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """One object for every page, at ``TODAY``."""
    made = the_world()
    with time_machine.travel(TODAY, tick=False):
        yield made
