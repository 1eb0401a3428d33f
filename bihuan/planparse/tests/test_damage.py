"""Damaged plans are read too: nothing raises, every quote is exact."""

from pathlib import Path

import pytest

from bihuan.planparse.parse import parse_text
from bihuan.planparse.tests.mutate import mutated

PLANS = sorted(Path(__file__).parent.glob("golden/*/plan.txt"))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_a_damaged_plan_is_still_read(path: Path, seed: int) -> None:
    text = mutated(path.read_text("utf-8"), seed)
    for draft in parse_text(text):
        assert all(text[span.start_char : span.end_char] == span.quote for span in draft.spans())
        assert all(
            phase.start is None or phase.end is None or phase.start <= phase.end
            for phase in draft.phases
        )
