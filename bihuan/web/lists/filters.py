"""Filters of a list: read from the address, applied to the queryset, told back as chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import QueryDict

from bihuan.kernel.chinese import day_text
from bihuan.web.requests import UserRequest

Rows = QuerySet[Any]
Choices = Sequence[tuple[Any, str]]
ISO_DAY_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """What one filter read from the address.

    ``chips`` tell it in words, each with the parameter and the value that it stands for;
    ``problem`` says what could not be read and was left out.
    """

    values: dict[str, Any] = field(default_factory=dict)
    chips: tuple[tuple[str, str, str], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A filter with what was read, as the form shows it."""

    filter: Filter
    reading: Reading
    choices: Choices = ()

    @property
    def values(self) -> dict[str, Any]:
        """What was read."""
        return self.reading.values


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: ``name`` is its parameter, ``label`` its word."""

    name: str
    label: str
    template: ClassVar[str] = ""

    def options(self, request: UserRequest) -> Choices:  # noqa: ARG002
        """Return what can be chosen, where there is a choice."""
        return ()

    def read(self, query: QueryDict, options: Choices) -> Reading:
        """Read the address."""
        raise NotImplementedError

    def narrow(self, rows: Rows, reading: Reading, request: UserRequest) -> Rows:
        """Keep the rows that match; called only when something was read."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class TextFilter(Filter):
    """Rows where any of ``fields`` contains the words typed, each of them somewhere."""

    fields: Sequence[str] = ()
    template: ClassVar[str] = "web/_filter_text.html"

    def read(self, query: QueryDict, options: Choices) -> Reading:  # noqa: ARG002
        """Read the words."""
        text = query.get(self.name, "").strip()
        chips = ((self.name, text, f"{self.label}含「{text}」"),) if text else ()
        return Reading({"text": text} if text else {}, chips)

    def narrow(self, rows: Rows, reading: Reading, request: UserRequest) -> Rows:  # noqa: ARG002
        """Keep rows that hold every word."""
        for word in reading.values["text"].split():
            match = Q()
            for name in self.fields:
                match |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(match)
        return rows


@dataclass(frozen=True, slots=True)
class ChoiceFilter(Filter):
    """Rows whose ``field`` is the chosen value; ``choices`` may ask who is asking.

    ``apply`` replaces the plain comparison where the choice is not a column.
    """

    choices: Choices | Callable[[UserRequest], Choices] = ()
    field: str = ""
    apply: Callable[[Rows, str, UserRequest], Rows] | None = None
    template: ClassVar[str] = "web/_filter_choice.html"

    def options(self, request: UserRequest) -> Choices:
        """Return the choices, values as text."""
        found = self.choices(request) if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in found]

    def read(self, query: QueryDict, options: Choices) -> Reading:
        """Read the choice; one that is not offered is left out and said."""
        value = query.get(self.name, "")
        if not value:
            return Reading()
        label = dict(options).get(value)
        if label is None:
            return Reading(problem=f"{self.label}没有「{value}」这一项，已忽略。")
        return Reading({"value": value}, ((self.name, value, f"{self.label}：{label}"),))

    def narrow(self, rows: Rows, reading: Reading, request: UserRequest) -> Rows:
        """Keep rows of the choice."""
        value = reading.values["value"]
        if self.apply:
            return self.apply(rows, value, request)
        return rows.filter(**{self.field or self.name: value})


@dataclass(frozen=True, slots=True)
class DateRangeFilter(Filter):
    """Rows whose date ``field`` lies in a range, both ends included, either end open."""

    field: str = ""
    template: ClassVar[str] = "web/_filter_dates.html"

    def read(self, query: QueryDict, options: Choices) -> Reading:  # noqa: ARG002
        """Read both ends from ``<name>_from`` and ``<name>_to``."""
        values: dict[str, Any] = {}
        chips: list[tuple[str, str, str]] = []
        problems: list[str] = []
        for end, word in (("from", "从"), ("to", "至")):
            text = query.get(f"{self.name}_{end}", "").strip()
            if not text:
                continue
            day = _day(text)
            if day is None:
                problems.append(f"{self.label}的「{text}」不是日期，已忽略。")
                continue
            values[end] = day
            chips.append((f"{self.name}_{end}", text, f"{self.label}{word} {day_text(day)}"))
        return Reading(values, tuple(chips), "".join(problems))

    def narrow(self, rows: Rows, reading: Reading, request: UserRequest) -> Rows:  # noqa: ARG002
        """Keep rows inside the range."""
        name = self.field or self.name
        if "from" in reading.values:
            rows = rows.filter(**{f"{name}__gte": reading.values["from"]})
        if "to" in reading.values:
            rows = rows.filter(**{f"{name}__lte": reading.values["to"]})
        return rows


@dataclass(frozen=True, slots=True)
class BooleanFilter(Filter):
    """A box to tick: rows that ``apply`` keeps."""

    apply: Callable[[Rows, UserRequest], Rows] | None = None
    template: ClassVar[str] = "web/_filter_tick.html"

    def read(self, query: QueryDict, options: Choices) -> Reading:  # noqa: ARG002
        """Read whether it is ticked."""
        if query.get(self.name) not in {"1", "on", "true"}:
            return Reading()
        return Reading({"on": True}, ((self.name, "1", self.label),))

    def narrow(self, rows: Rows, reading: Reading, request: UserRequest) -> Rows:  # noqa: ARG002
        """Keep what ``apply`` keeps; without it, rows whose field of that name is true."""
        return self.apply(rows, request) if self.apply else rows.filter(**{self.name: True})


def _day(text: str) -> date | None:
    if len(text) != ISO_DAY_LENGTH:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
