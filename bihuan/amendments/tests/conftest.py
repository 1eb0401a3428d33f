"""What the tests of amendments share."""

from __future__ import annotations

import pytest

from bihuan.amendments.tests.given import a_running_plan
from bihuan.campaigns.models import Campaign
from bihuan.people.tests.given import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, by surname."""
    return the_cast()


@pytest.fixture
def running(cast: Cast) -> Campaign:
    """The plan of the test world, running for three factories since June 1."""
    return a_running_plan(cast)
