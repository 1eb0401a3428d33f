"""How the parser reads plans that it was not made for: floors, so that it does not get worse."""

from __future__ import annotations

import pytest

from bihuan.packs.loading import all_packs
from bihuan.packs.tests.scoring import LISTS, Score, drafts_of, expected, scored

CODES = list(all_packs())
FLOORS = {  # kind: (precision, recall) over all samples at the first reading, before any mending
    "phases": (1.0, 1.0),
    "targets": (0.98, 0.91),
    "duties": (0.92, 0.96),
    "deliverables": (1.0, 0.87),
}


@pytest.mark.parametrize("code", CODES)
def test_one_plan_with_its_title_is_read(code: str) -> None:
    (draft,) = drafts_of(code)
    assert draft["title"] == expected(code)["title"]


@pytest.mark.parametrize("kind", LISTS)
def test_the_samples_are_read_as_well_as_at_first_sight(kind: str) -> None:
    whole = Score()
    for code in CODES:
        one = scored(drafts_of(code)[0], expected(code))[kind]
        whole.found += one.found
        whole.extra += one.extra
        whole.missed += one.missed
    precision, recall = FLOORS[kind]
    assert whole.found > 0
    assert whole.precision >= precision, whole.extra
    assert whole.recall >= recall, whole.missed


@pytest.mark.parametrize("code", CODES)
def test_every_expectation_quotes_the_plan(code: str) -> None:
    text = all_packs()[code].plan
    for kind in LISTS:
        for one in expected(code)[kind]:
            assert one["key"] in text
