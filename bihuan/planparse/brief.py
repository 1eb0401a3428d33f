"""One short line per item, for rule examples and for ``bihuan plan explain``."""

from datetime import date

from bihuan.planparse.numerals import tidy
from bihuan.planparse.schema import (
    Accountability,
    Anomaly,
    CheckItem,
    Deliverable,
    LegalRef,
    Member,
    Phase,
    RecurringDuty,
    ScopeItem,
    Span,
    Target,
    Task,
)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "?"


def brief(item: Span) -> str:  # noqa: PLR0911 - one line per kind of item
    """Return what an item says, without its place in the text."""
    match item:
        case Phase():
            return f"{item.name} {_day(item.start)}~{_day(item.end)}"
        case Target():
            when = f" @{item.deadline}" if item.deadline else ""
            subject = f"{item.subject}·" if item.subject else ""
            return f"{subject}{item.metric}{item.op}{tidy(item.value)}{item.unit}{when}"
        case RecurringDuty():
            who = f"{item.actor}:" if item.actor else ""
            return f"{who}{item.action} {item.count}/{item.period}"
        case Deliverable():
            when = item.recurrence or _day(item.due)
            return f"{item.actor or '?'}→{item.recipient or '?'}:{item.what} {when}"
        case Task():
            return f"{item.actor or '?'}:{item.action} {_day(item.due)}"
        case CheckItem():
            return f"{item.group or '?'}:{item.text}"
        case ScopeItem():
            return f"{item.text}[{item.category or '?'}]"
        case Member():
            return f"{item.role}:{item.name or '?'}"
        case Accountability():
            return f"{item.kind}:{item.text}"
        case LegalRef():
            return f"{item.title} {item.number or '?'}"
        case Anomaly():
            return f"{item.kind}:{item.quote}→{item.suggestion or '?'}"
        case _:
            return item.quote
