"""What the tests of decomposition share."""

from __future__ import annotations

import pytest

from bihuan.campaigns.models import Campaign
from bihuan.cascade.models import SubPlan
from bihuan.cascade.tests.given import a_county_campaign, assigned
from bihuan.people.tests.given import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, by surname."""
    return the_cast()


@pytest.fixture
def parent(cast: Cast) -> Campaign:
    """The county's campaign, running for four factories in two towns."""
    return a_county_campaign(cast)


@pytest.fixture
def sub_plan(cast: Cast, parent: Campaign) -> SubPlan:
    """What the first town was given of it."""
    return assigned(parent, cast, cast.town_one)[0]
