"""What the tests of plans share."""

from __future__ import annotations

import pytest

from bihuan.campaigns.group_models import LeadingGroup
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.groups import set_up_group
from bihuan.campaigns.tests.given import GROUP, PLAN, a_draft, two_metrics
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.metrics import registry
from bihuan.people.tests.given import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, by surname."""
    return the_cast()


@pytest.fixture
def draft(cast: Cast) -> Campaign:
    """The plan of the test world, imported and waiting."""
    return a_draft(cast)


@pytest.fixture
def planned(cast: Cast) -> Campaign:
    """A draft whose plan writes its leading group down, with blanks."""
    return a_draft(cast, text=PLAN + GROUP, name="带领导小组.txt")


@pytest.fixture
def group(draft: Campaign, cast: Cast) -> LeadingGroup:
    """The empty group of a plan that says nothing about it."""
    return set_up_group(campaign_id=draft.pk, by=cast.zhou, at=JUNE_1)


@pytest.fixture(autouse=True)
def _metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two metrics, whatever this build declares."""
    monkeypatch.setattr(registry, "_metrics", two_metrics())
