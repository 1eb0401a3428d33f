"""What the tests of the library share."""

from __future__ import annotations

import pytest

from bihuan.people.tests.given import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    return the_cast()
