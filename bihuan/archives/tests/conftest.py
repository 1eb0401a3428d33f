"""What the tests of ends share."""

from __future__ import annotations

import pytest

from bihuan.oversight.tests.given import World, a_world
from bihuan.people.tests.given import the_cast


@pytest.fixture
def world(db: None) -> World:
    """示例一镇 with a running campaign."""
    return a_world(the_cast())
