"""A list's cell as HTML, by the kind of its column.

Pills, flags and deadlines are the components themselves, remembered once rendered: a page of
thirty rows shows the same few again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from bihuan.kernel import chinese
from bihuan.web.lists.columns import Column, ColumnKind, pair

ABSENT = mark_safe(f'<span class="muted">{chinese.NOTHING}</span>')  # noqa: S308 - a constant


def cell_html(column: Column, row: Any) -> SafeString:
    """Return what the cell of ``row`` shows, linked when the column says so."""
    value = column.of(row)
    if column.template:
        return render_to_string(column.template, {"row": row, "value": value})
    if is_absent(value):
        return ABSENT
    shown = _BY_KIND.get(column.kind, _text)(value)
    url = column.url_of(row)
    return format_html('<a href="{}">{}</a>', url, shown) if url else shown


def is_absent(value: object) -> bool:
    """Whether there is nothing to show, whatever may go with it."""
    first, _ = pair(value)
    return first is None or first == ""


def _text(value: Any) -> SafeString:
    return conditional_escape(value)


def _state(value: Any) -> SafeString:
    tone, word = pair(value)
    return _component("web/_state.html", tone=str(tone), label=word)


def _risk(value: Any) -> SafeString:
    level, word = pair(value)
    return _component("web/_risk.html", level=str(level), label=word)


def _deadline(value: Any) -> SafeString:
    day, is_open = pair(value)
    is_running = is_open is None or bool(is_open)
    return _component("web/_day.html", day=day, open=is_running, today=localdate())


def _day(value: date) -> SafeString:
    return _component("web/_day.html", day=value, open=False, today=localdate())


def _moment(value: datetime) -> SafeString:
    text = chinese.moment_text(value, today=localdate())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


def _count(value: int) -> SafeString:
    exact, text = chinese.exact_text(value), chinese.count_text(value)
    return format_html('<span title="{}">{}</span>', exact, text)


def _percent(value: float) -> SafeString:
    return conditional_escape(chinese.percent_text(value))


_BY_KIND: dict[ColumnKind, Callable[[Any], SafeString]] = {
    "state": _state,
    "risk": _risk,
    "deadline": _deadline,
    "day": _day,
    "datetime": _moment,
    "count": _count,
    "percent": _percent,
}


@lru_cache(maxsize=2048)
def _component(name: str, **given: Any) -> SafeString:
    return render_to_string(name, given)
