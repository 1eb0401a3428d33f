"""Whose records count for a campaign, and that a page asks only once."""

from __future__ import annotations

import pytest

from bihuan.kernel.areas import AreaRange
from bihuan.metrics import families
from bihuan.metrics.families import Family, family_of, remembered


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The campaigns that were asked about; 7 stands above 8."""
    seen: list[int] = []

    def answer(campaign: int) -> Family | None:
        seen.append(campaign)
        return Family((7, 8)) if campaign == 7 else None

    monkeypatch.setattr(families, "_resolvers", [answer])
    return seen


def test_a_page_asks_once_and_the_next_page_asks_anew(asked: list[int]) -> None:
    for _ in range(2):
        with remembered():
            assert family_of(7) == Family((7, 8))
            with remembered():
                assert family_of(7) == Family((7, 8))
                assert family_of(9) is None
            assert family_of(9) is None
    assert asked == [7, 9, 7, 9]
    family_of(7)
    family_of(7)
    assert asked[4:] == [7, 7]


def test_of_campaigns_above_only_the_own_area_counts() -> None:
    inside = Family((8,), above=(7,), area=AreaRange(10, 19))
    told = str(inside.rows(campaign="campaign_ref", area="area", enterprise="enterprise_id"))
    assert "('campaign_ref__in', (8,))" in told
    assert "('area__gte', 10)" in told
    assert "('area__lte', 19)" in told
    alone = Family((8,)).rows(campaign="c", area="a", enterprise=None)
    assert "(7,)" not in str(alone)
