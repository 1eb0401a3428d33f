"""What the tests of phases share."""

from __future__ import annotations

import pytest

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.running import a_plan, factories, launched
from bihuan.people.tests.given import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, by surname."""
    return the_cast()


@pytest.fixture
def running(cast: Cast) -> Campaign:
    """A plan of three phases, running for three factories since June 1."""
    factories(cast, 3)
    return launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
