"""Rules and their register: a pattern, what it reads, what it leaves alone, in one place.

Both lists of examples are run as tests (``tests/test_rules.py``), so a rule without
examples is refused at import.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bihuan.planparse.brief import brief
from bihuan.planparse.clauses import Node
from bihuan.planparse.context import Plan
from bihuan.planparse.schema import Span

EXAMPLE_YEAR = 2026


@dataclass(frozen=True, slots=True)
class Found:
    """One match of a rule's pattern in a plan."""

    match: re.Match[str]
    plan: Plan
    rule: str
    confidence: float

    @property
    def start(self) -> int:
        """Return where the match starts in the view."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Return where the match ends in the view."""
        return self.match.end()

    @property
    def node(self) -> Node:
        """Return the clause the match stands in."""
        return self.plan.node_at(self.match.start())

    def __getitem__(self, group: str) -> str:
        """Return what a named group matched, empty if it did not."""
        return self.match.group(group) or ""


Reader = Callable[[Found], Iterable[Span]]
ClauseReader = Callable[[Plan, str, float], Iterable[Span]]
Expected = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule; ``run`` yields items with exact spans."""

    name: str
    group: str
    says: str
    confidence: float
    reads: dict[str, Expected]
    leaves: tuple[str, ...]
    run: Callable[[Plan], Iterator[Span]]

    def on(self, text: str) -> tuple[str, ...]:
        """Return, in brief, what the rule makes of a fragment of text."""
        return tuple(brief(item) for item in self.run(Plan.of(text, year=EXAMPLE_YEAR)))


RULES: dict[str, Rule] = {}


def _group(module: str) -> str:
    """Return which kind of item a rule is about: the module or package right under ``rules``."""
    return module.split(".rules.", 1)[-1].split(".", maxsplit=1)[0]


def _stretches(plan: Plan, hint: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Yield what a rule searches: everything, or the units of the text that hold its cue."""
    if hint is None:
        yield 0, len(plan.text)
        return
    reached = 0
    while (match := hint.search(plan.text, reached)) is not None:
        start, end = plan.unit_at(match.start())
        yield max(start, reached), end
        reached = max(end, match.end())


def _register(rule: Rule) -> None:
    if not rule.reads or not rule.leaves:
        raise ValueError(f"rule {rule.name} needs examples of what it reads and what it leaves")
    if rule.name in RULES:
        raise ValueError(f"two rules are called {rule.name}")
    RULES[rule.name] = rule


def rule(
    pattern: str,
    *,
    confidence: float,
    reads: dict[str, Expected],
    leaves: tuple[str, ...],
    cue: str = "",
) -> Callable[[Reader], Reader]:
    """Register a function that is called with every match of ``pattern``.

    ``cue`` is a cheap pattern that stands in every match: with it, only the stretches between
    full stops and semicolons that hold the cue are searched for a pattern that is dear.
    """
    compiled = re.compile(pattern)
    hint = re.compile(cue) if cue else None

    def register(reader: Reader) -> Reader:
        name, group = reader.__name__, _group(reader.__module__)

        def run(plan: Plan) -> Iterator[Span]:
            for start, end in _stretches(plan, hint):
                for match in compiled.finditer(plan.text, start, end):
                    yield from reader(Found(match, plan, name, confidence))

        says = (reader.__doc__ or "").strip().splitlines()[0]
        _register(Rule(name, group, says, confidence, reads, leaves, run))
        return reader

    return register


def clause_rule(
    *,
    confidence: float,
    reads: dict[str, Expected],
    leaves: tuple[str, ...],
) -> Callable[[ClauseReader], ClauseReader]:
    """Register a function that reads the whole clause tree at once."""

    def register(reader: ClauseReader) -> ClauseReader:
        name, group = reader.__name__, _group(reader.__module__)

        def run(plan: Plan) -> Iterator[Span]:
            yield from reader(plan, name, confidence)

        says = (reader.__doc__ or "").strip().splitlines()[0]
        _register(Rule(name, group, says, confidence, reads, leaves, run))
        return reader

    return register


def rules_of(group: str) -> list[Rule]:
    """Return the rules of one module under ``rules``, in the order they were written."""
    return [item for item in RULES.values() if item.group == group]
