"""From the order to the closure: rectify, recheck, return, extend.

``version`` is the version the person saw, ``key`` makes a repeated request harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.hazards import queries, rules
from bihuan.hazards.models import Hazard
from bihuan.hazards.services.guards import (
    is_first,
    locked,
    obey,
    require_plan,
    require_side,
)
from bihuan.hazards.states import HazardLevel
from bihuan.kernel.errors import BadInput, Problem
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date
from bihuan.people.models import User


@transaction.atomic
def report_rectification(
    *,
    hazard_id: int,
    note: str,
    evidence: Sequence[Evidence],
    by: User,
    at: datetime,
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Report that a hazard is rectified, with a photo of how it looks now.

    Raises:
        EvidenceMissing: no photo taken after the rectification.
        BadInput: no word about what was done, or a major hazard's plan is not complete.
        StepRefused, NotAllowed, NotFound: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    if is_first(hazard, "rectify", key, version):
        if not note.strip():
            raise BadInput([Problem("整改情况", "还没有填写", "，请写明做了什么。")])
        if hazard.level == HazardLevel.MAJOR:
            require_plan(HazardLevel.MAJOR, hazard.plan)
    return advance(
        hazard, "rectify", by=by, at=at, note=note.strip(), evidence=evidence,
        expected_version=version, key=key, changes={"rectified_on": business_date(at)},
    )  # fmt: skip


@transaction.atomic
def close_hazard(
    *,
    hazard_id: int,
    evidence: Sequence[Evidence],
    by: User,
    at: datetime,
    note: str = "",
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Close a hazard after a recheck by somebody else than who rectified it.

    Raises:
        NotAllowed: an enterprise may not close this one itself; the basis is carried.
        NotIndependent: the same person reported the rectification.
        EvidenceMissing: no photo of the recheck.
        StepRefused, NotFound: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    if is_first(hazard, "close", key, version):
        require_side(hazard, by)
    return advance(
        hazard, "close", by=by, at=at, note=note, evidence=evidence, expected_version=version,
        key=key, changes={"closed_on": business_date(at)},
    )  # fmt: skip


@transaction.atomic
def return_hazard(
    *,
    hazard_id: int,
    reason: str,
    by: User,
    at: datetime,
    evidence: Sequence[Evidence] = (),
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Send a rectification back with the reason; a shorter second term starts.

    Raises:
        NotAllowed, NotIndependent: as for closing.
        StepRefused, NotFound, Refused: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    if is_first(hazard, "return", key, version):
        require_side(hazard, by)
    return advance(
        hazard, "return", by=by, at=at, note=reason, evidence=evidence, expected_version=version,
        key=key, changes={"rectified_on": None, "returned": hazard.returned + 1},
    )  # fmt: skip


@transaction.atomic
def extend_deadline(
    *,
    hazard_id: int,
    due_on: date,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Put off the deadline of a hazard under order; ``rules.may_extend`` says how often and far.

    Raises:
        Refused: extended before, already late, or too far.
        StepRefused, NotAllowed, NotFound: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    before = hazard.due_on
    if is_first(hazard, "extend", key, version) and before is not None:
        obey(
            rules.may_extend(
                HazardLevel(hazard.level), due_on=before, new_due_on=due_on,
                on=business_date(at), extensions=queries.extensions(hazard),
            )
        )  # fmt: skip
    return advance(
        hazard, "extend", by=by, at=at, note=reason, expected_version=version, key=key,
        due_on=due_on, facts={"due_on_before": before},
    )  # fmt: skip
