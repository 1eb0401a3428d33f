"""What higher domains may forbid to be written into a case, whatever the step.

::

    @word_guard
    def nothing_about_persons(case: Case, texts: list[str]) -> list[Problem]:
        ...

Guards see the words that a step brings: the note, the columns it changes and the facts it puts
on the trail; of a new case all its words. They run inside the step's transaction, before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bihuan.kernel.errors import BadInput, Problem
from bihuan.loop.models import Case

WordGuard = Callable[[Case, list[str]], list[Problem]]

_guards: dict[str, WordGuard] = {}


def word_guard(guard: WordGuard) -> WordGuard:
    """Register a check of every word that goes into a case."""
    _guards[f"{guard.__module__}.{guard.__qualname__}"] = guard
    return guard


def require_words(case: Case, values: Iterable[object]) -> None:
    """Ask the higher domains whether these words may be written; what is no text is passed over.

    Raises:
        BadInput: what they hold against it.
    """
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    if not texts:
        return
    problems = [problem for guard in _guards.values() for problem in guard(case, texts)]
    if problems:
        raise BadInput(problems, code="words_refused")


def words_of(case: Case) -> list[object]:
    """Return the values of a case's own columns."""
    return [getattr(case, field.attname) for field in case._meta.concrete_fields]
