"""Texts of many hands: every listed item is found and nothing else."""

import pytest

from bihuan.planparse.tests.varied import Case, cases, lines_of

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_text_yields_what_a_reader_finds_in_it(case: Case) -> None:
    assert sorted(lines_of(case.text, like=case.expected)) == sorted(case.expected)
