"""Keyset pages: the rows after (or before) a sort value and a primary key, never an offset.

Page 1,000 costs what page 1 costs. Rows without a sort value come last in both directions.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

Rows = QuerySet[Any]
SORT_VALUE = "list_sort_value"
FORWARD: Final = "after"
BACKWARD: Final = "before"
Way = Literal["after", "before"]


@dataclass(frozen=True, slots=True)
class Order:
    """A sort: field path or annotation, descending or not; empty is by primary key alone."""

    path: str
    is_descending: bool

    @classmethod
    def of(cls, text: str) -> Order:
        """Read ``due_on`` or ``-due_on``."""
        return cls(text.removeprefix("-"), text.startswith("-"))

    @property
    def text(self) -> str:
        """The sort as it stands in an address."""
        return f"-{self.path}" if self.is_descending else self.path


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a sorted list: the sort value and key of a row, and which way to go from it."""

    way: Way
    value: object
    key: object

    @property
    def text(self) -> str:
        """The place as it stands in an address."""
        told = json.dumps([_plain(self.value), _plain(self.key)], ensure_ascii=False)
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and the places the pages around it start from."""

    rows: list[Any]
    previous: Cursor | None
    next: Cursor | None


def read_cursor(rows: Rows, order: Order, *, way: Way, text: str) -> Cursor | None:
    """Read a place from an address; nothing when it is not one of this list and sort."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        value, key = json.loads(raw)
        key = rows.model._meta.pk.to_python(key)
        if order.path and value is not None:
            value = _field(rows, order.path).to_python(value)
    except (ValueError, TypeError, binascii.Error, ValidationError, RecursionError):
        return None
    if key is None:
        return None
    return Cursor(way, value, key)


def page_of(rows: Rows, order: Order, *, cursor: Cursor | None, size: int) -> Page:
    """Return the page at ``cursor``, or the first; at most two queries, usually one."""
    way = cursor.way if cursor else FORWARD
    found = list(_sorted(_beyond(rows, order, cursor), order, way)[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if way == FORWARD:
        return _page(found, order, has_previous=cursor is not None, has_next=has_more)
    if not has_more and len(found) < size:
        return page_of(rows, order, cursor=None, size=size)  # the first page, filled up
    return _page(found[::-1], order, has_previous=has_more, has_next=True)


def in_order(rows: Rows, order: Order) -> Rows:
    """Return all rows in the list's order."""
    return _sorted(rows, order, FORWARD)


def _page(found: list[Any], order: Order, *, has_previous: bool, has_next: bool) -> Page:
    first, last = (found[0], found[-1]) if found else (None, None)
    return Page(
        found,
        previous=_place(first, order, BACKWARD) if first is not None and has_previous else None,
        next=_place(last, order, FORWARD) if last is not None and has_next else None,
    )


def _place(row: Model, order: Order, way: Way) -> Cursor:
    return Cursor(way, getattr(row, SORT_VALUE) if order.path else None, row.pk)


def _sorted(rows: Rows, order: Order, way: Way) -> Rows:
    is_descending = order.is_descending == (way == FORWARD)
    key = "-pk" if is_descending else "pk"
    if not order.path:
        return rows.order_by(key)
    rows = rows.annotate(**{SORT_VALUE: F(order.path)})
    if not _may_be_null(rows, order.path):
        return rows.order_by(f"-{order.path}" if is_descending else order.path, key)
    nulls = {"nulls_last": True} if way == FORWARD else {"nulls_first": True}
    by = F(order.path).desc(**nulls) if is_descending else F(order.path).asc(**nulls)
    return rows.order_by(by, key)


def _beyond(rows: Rows, order: Order, cursor: Cursor | None) -> Rows:
    """Keep the rows on the far side of ``cursor``."""
    if cursor is None:
        return rows
    side = "lt" if order.is_descending == (cursor.way == FORWARD) else "gt"
    past_key = Q(**{f"pk__{side}": cursor.key})
    path = order.path
    if not path:
        return rows.filter(past_key)
    absent = Q(**{f"{path}__isnull": True})
    if cursor.value is None:
        at_the_end = absent & past_key
        present = Q(**{f"{path}__isnull": False})
        return rows.filter(at_the_end if cursor.way == FORWARD else present | at_the_end)
    # the first comparison alone bounds the index; the rest settles rows of equal value
    beyond = Q(**{f"{path}__{side}e": cursor.value}) & (
        Q(**{f"{path}__{side}": cursor.value}) | past_key
    )
    if cursor.way == FORWARD and _may_be_null(rows, path):
        beyond |= absent
    return rows.filter(beyond)


def _field(rows: Rows, path: str) -> Field[Any, Any]:
    """Return the field a sort path ends in."""
    if path in rows.query.annotations:
        found: Field[Any, Any] = rows.query.annotations[path].output_field
        return found
    return _fields(rows, path)[-1]


def _may_be_null(rows: Rows, path: str) -> bool:
    if path in rows.query.annotations:
        return True
    return any(one.null for one in _fields(rows, path))


def _fields(rows: Rows, path: str) -> list[Field[Any, Any]]:
    model: Any = rows.model
    found = []
    for name in path.split(LOOKUP_SEP):
        one = model._meta.pk if name == "pk" else model._meta.get_field(name)
        if not isinstance(one, Field):
            raise FieldDoesNotExist(f"{model.__name__}.{name} cannot be sorted by")
        found.append(one)
        model = one.related_model
    return found


def _plain(value: object) -> object:
    """Return a value as JSON holds it, so that the field's ``to_python`` gives it back whole."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value
