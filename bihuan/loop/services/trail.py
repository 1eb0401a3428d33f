"""Write trail rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bihuan.kernel.sealing import HASHED, canonical_json, digest
from bihuan.loop.models import Case, TrailRow
from bihuan.people.models import User


def row_digest(row: TrailRow) -> str:
    """Return the hash that the row must carry."""
    values = {name: getattr(row, name) for name in HASHED}
    values["at"] = row.at.astimezone(UTC).isoformat()
    return digest(values)


def write_row(
    case: Case,
    *,
    step: str,
    label: str,
    from_state: str,
    by: User | None,
    at: datetime,
    note: str,
    facts: Mapping[str, object],
) -> TrailRow:
    """Append the case's next trail row; the caller holds the case's lock."""
    last = (
        TrailRow.objects.filter(case_kind=case.kind, case_id=case.pk)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    row = TrailRow(
        case_kind=case.kind,
        case_id=case.pk,
        number=(last or 0) + 1,
        step=step,
        label=label,
        from_state=from_state,
        to_state=case.state,
        by=by,
        by_name=by.name if by else "系统",
        by_post=str(by.post) if by and by.post else "",
        at=at,
        note=note,
        facts=canonical_json(facts),
        area=case.area,
    )
    row.row_hash = row_digest(row)
    row.save()
    return row
