"""What a change made by hand teaches, and what it makes of an item of a later plan. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.campaigns import items as kinds
from bihuan.campaigns.rules import HOLDERS
from bihuan.campaigns.similarity import fold
from bihuan.campaigns.states import Decision, ItemKind, LessonKind

Data = Mapping[str, Any]
Taught = tuple[LessonKind, dict[str, Any]]


def taught_by(
    kind: str, decision: str, original: Data, data: Data, *, is_added: bool
) -> Taught | None:
    """Return what an item's present state teaches; None when nothing was changed by hand.

    A doubt whose suggestion was taken, and an item accepted as it was read, teach nothing.
    """
    if kind == ItemKind.ANOMALY:
        return _taught_by_doubt(decision, data)
    if is_added:
        is_there = decision == Decision.ADDED
        return (LessonKind.ADD, _without_days(kind, data)) if is_there else None
    if decision == Decision.REJECTED:
        return LessonKind.OMIT, {}
    if decision not in (Decision.ACCEPTED, Decision.CORRECTED):
        return None
    changes = {
        field.name: [original.get(field.name), data.get(field.name)]
        for field in kinds.FIELDS[kind]
        if (original.get(field.name) or None) != (data.get(field.name) or None)
    }
    return (LessonKind.FIELDS, changes) if changes else None


def _taught_by_doubt(decision: str, data: Data) -> Taught | None:
    if decision == Decision.REJECTED:
        return LessonKind.KEEP, {}
    reading = data.get("reading")
    if decision == Decision.CORRECTED and reading:
        return LessonKind.READING, {"reading": reading}
    return None


def _without_days(kind: str, data: Data) -> dict[str, Any]:
    days = {field.name for field in kinds.FIELDS[kind] if field.type == "date"}
    return {name: None if name in days else value for name, value in data.items()}


def applied(
    lesson: str, changes: Data, quote: str, *, to: Data, of: str, places: Iterable[str] = ()
) -> dict[str, Any] | None:
    """Return the fields of an item (``to``, quoting ``of``) after a lesson; None if it changes none.

    A field is changed only where it reads now what it read then; a day, and a text that holds
    numbers, only where the sentence is the very same, for those of a new plan are its own.
    """
    places = list(places)
    if lesson in (LessonKind.OMIT, LessonKind.KEEP):
        return dict(to)
    if lesson == LessonKind.READING:
        reading = str(changes["reading"])
        fits = quote == of or not any(letter.isdigit() for letter in reading)
        return {**to, "reading": reading} if fits else None
    made = dict(to)
    for name, (was, became) in changes.items():
        is_own = isinstance(became, str) and any(letter.isdigit() for letter in became)
        is_same = quote == of and is_own and any(letter.isdigit() for letter in quote)
        if (is_same or not is_own) and _reads_as_then(was, to.get(name), places):
            made[name] = became
    return made if made != dict(to) else None


def _reads_as_then(was: object, now: object, places: list[str]) -> bool:
    if isinstance(was, str) and isinstance(now, str):
        return fold(was, places) == fold(now, places)
    return (was or None) == (now or None)


def told(kind: str, lesson: str, changes: Data) -> list[tuple[str, str, str]]:
    """Return what was made of what, for people: (field, what was read, what it became)."""
    if lesson in (LessonKind.OMIT, LessonKind.KEEP):
        return []
    if lesson == LessonKind.READING:
        return [("采用的写法", "", str(changes.get("reading") or ""))]
    if lesson == LessonKind.HOLDER:
        was, became = changes["holder"]
        return [("承担者", HOLDERS.get(was, was), HOLDERS.get(became, became))]
    fields = {field.name: field for field in kinds.FIELDS[kind]}
    rows = []
    for name, change in changes.items():
        was, became = (None, change) if lesson == LessonKind.ADD else change
        if name in fields and (was or became):
            field = fields[name]
            rows.append((field.label, _words(field, was), _words(field, became)))
    return rows


def _words(field: kinds.Field, value: object) -> str:
    if value in (None, ""):
        return ""
    if field.choices:
        return field.choices.get(str(value), str(value))
    return f"{value:g}" if isinstance(value, float) else str(value)
