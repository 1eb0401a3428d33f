"""What the tests of plans share."""

from __future__ import annotations

import pytest

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.given import a_draft, two_metrics
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


@pytest.fixture(autouse=True)
def _metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two metrics, whatever this build declares."""
    monkeypatch.setattr(registry, "_metrics", two_metrics())
