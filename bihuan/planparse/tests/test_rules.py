"""Every rule reads what it says it reads and leaves what it says it leaves."""

from collections.abc import Iterable

import pytest

from bihuan.planparse import rules
from bihuan.planparse.context import Plan
from bihuan.planparse.registry import RULES, Found, clause_rule, rule
from bihuan.planparse.schema import Span

assert rules.__all__  # importing the rules is what fills the register

READS = [(name, text) for name, one in RULES.items() for text in one.reads]
LEAVES = [(name, text) for name, one in RULES.items() for text in one.leaves]


@pytest.mark.parametrize(("name", "text"), READS)
def test_a_rule_reads_its_examples(name: str, text: str) -> None:
    expected = RULES[name].reads[text]
    assert RULES[name].on(text) == ((expected,) if isinstance(expected, str) else expected)


@pytest.mark.parametrize(("name", "text"), LEAVES)
def test_a_rule_leaves_what_is_not_its_own(name: str, text: str) -> None:
    assert RULES[name].on(text) == ()


def test_every_rule_says_in_one_line_what_it_reads() -> None:
    assert [name for name, one in RULES.items() if not one.says.endswith((".", "”"))] == []


def no_match(_found: Found) -> Iterable[Span]:
    """Nothing."""
    return []


def target_in_percent(_plan: Plan, _name: str, _confidence: float) -> Iterable[Span]:
    """Nothing."""
    return []


def test_a_rule_without_examples_is_refused() -> None:
    with pytest.raises(ValueError, match="needs examples"):
        rule("示例", confidence=0.5, reads={}, leaves=())(no_match)


def test_two_rules_may_not_share_a_name() -> None:
    with pytest.raises(ValueError, match="two rules"):
        clause_rule(confidence=0.5, reads={"示例": "示例"}, leaves=("示例",))(target_in_percent)
