"""Open many cases of one kind with a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from bihuan.kernel.areas import county_of
from bihuan.kernel.sealing import canonical_json
from bihuan.loop.models import Case, Todo, TrailRow
from bihuan.loop.services.trail import row_digest
from bihuan.people.models import User

C = TypeVar("C", bound=Case)
CHUNK = 400


@transaction.atomic
def open_cases(
    cases: Sequence[C], *, by: User | None, at: datetime, label: str, note: str = ""
) -> list[C]:
    """Save new cases with their first trail row and to-do, in a constant number of statements.

    The caller sets ``due_on`` and has left out cases that exist already; a unique constraint of
    the model stands behind that. No ``CaseMoved`` is announced.
    """
    if not cases:
        return []
    first = cases[0]
    for case in cases:
        case.state = case.machine.start
        case.version = 1
        case.created_at = at
        case.created_by = by
        case.county = county_of(case.area)
        case.home = case.home or case.county
    manager: Any = type(first)._default_manager
    made: list[C] = manager.bulk_create(cases, batch_size=CHUNK)
    TrailRow.objects.bulk_create(
        [_first_row(case, by=by, at=at, label=label, note=note) for case in made],
        batch_size=CHUNK,
    )
    Todo.objects.bulk_create(
        [todo for case in made if (todo := _todo(case, at)) is not None], batch_size=CHUNK
    )
    return made


def _first_row(case: Case, *, by: User | None, at: datetime, label: str, note: str) -> TrailRow:
    row = TrailRow(
        case_kind=case.kind, case_id=case.pk, number=1, step="open", label=label, from_state="",
        to_state=case.state, by=by, by_name=by.name if by else "系统",
        by_post=str(by.post) if by and by.post else "", at=at, note=note,
        facts=canonical_json({"due_on": case.due_on} if case.due_on else {}), area=case.area,
    )  # fmt: skip
    row.row_hash = row_digest(row)
    return row


def _todo(case: Case, at: datetime) -> Todo | None:
    spec = case.todo()
    if spec is None:
        return None
    return Todo(
        case_kind=case.kind, case_id=case.pk, title=spec.title[:200],
        state_label=case.state_label, url=spec.url, capability=spec.capability,
        user_id=spec.user_id, organisation_id=spec.organisation_id,
        enterprise_id=spec.enterprise_id, area=case.area, due_on=case.due_on, since=at,
    )  # fmt: skip
