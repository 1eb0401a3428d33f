"""Register a hazard, grade it and put its plan in order.

``version`` is the version the person saw, ``key`` makes a repeated request harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from bihuan.enterprises.models import Enterprise
from bihuan.hazards import queries, rules
from bihuan.hazards.events import MajorHazardReported
from bihuan.hazards.models import Hazard
from bihuan.hazards.services.guards import (
    columns,
    is_first,
    locked,
    obey,
    require_description,
    require_plan,
)
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.kernel.clocks import last_day
from bihuan.kernel.errors import NotAllowed, Refused
from bihuan.kernel.events import announce
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.people.models import User
from bihuan.people.states import Capability


@transaction.atomic
def report_hazard(
    *,
    enterprise: Enterprise,
    summary: str,
    source: HazardSource,
    by: User,
    at: datetime,
    place: str = "",
    basis: str = "",
    found_on: date | None = None,
    source_ref: int | None = None,
    campaign_ref: int | None = None,
    level: HazardLevel | None = None,
    evidence: Sequence[Evidence] = (),
    key: UUID | None = None,
) -> Hazard:
    """Register a hazard and ask for it to be graded within the term.

    ``level`` is the reporter's opinion; grading decides. ``found_on`` is the Beijing day of
    ``at`` unless given. A second call with the same ``key`` returns the first hazard.

    Raises:
        NotFound: ``by`` may not see the enterprise.
        NotAllowed: the post does not register hazards.
        BadInput: no description, or found in the future.
    """
    if not by.can(Capability.HAZARD_REPORT):
        raise NotAllowed("您的岗位不能登记隐患。")
    place_of_hazard = Enterprise.objects.visible_to(by).locked(enterprise.pk)
    if key is not None:
        known = Hazard.objects.filter(public_id=key, enterprise=place_of_hazard).first()
        if known is not None:
            return known
    on = business_date(at)
    require_description(summary, found_on or on, on=on)
    hazard = Hazard(
        enterprise=place_of_hazard, area=place_of_hazard.area, summary=summary.strip(),
        place=place.strip(), basis=basis.strip(), found_on=found_on or on, source=source,
        source_ref=source_ref, campaign_ref=campaign_ref, level=level or "",
    )  # fmt: skip
    if key is not None:
        hazard.public_id = key
    return open_case(
        hazard, by=by, at=at, clock="grade", label="登记隐患", evidence=evidence,
        facts={"summary": hazard.summary, "found_on": hazard.found_on, "level": hazard.level},
    )  # fmt: skip


@transaction.atomic
def grade_hazard(
    *,
    hazard_id: int,
    level: HazardLevel,
    by: User,
    at: datetime,
    owner: str = "",
    measures: str = "",
    funds: Decimal | None = None,
    interim_measures: str = "",
    due_on: date | None = None,
    reason: str = "",
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Grade a reported hazard and order its rectification; the government's step.

    ``due_on`` is the rule's term when not given; a later day needs ``reason``. What of 五定 is
    left open, the enterprise fills by ``complete_plan``.

    Raises:
        Refused: the deadline is in the past, or too far off.
        StepRefused, NotAllowed, NotFound: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    on = business_date(at)
    due = due_on or last_day(on, rules.rectification_term(level))
    if is_first(hazard, "grade", key, version):
        obey(rules.may_set_due(level, due, on=on, reason=reason))
    plan = rules.Plan(owner, measures, funds, interim_measures)
    return advance(
        hazard, "grade", by=by, at=at, note=reason, expected_version=version, key=key, due_on=due,
        changes={"level": level, "first_due_on": due, **columns(plan, over=hazard)},
    )  # fmt: skip


@transaction.atomic
def plan_rectification(
    *,
    hazard_id: int,
    level: HazardLevel,
    owner: str,
    measures: str,
    by: User,
    at: datetime,
    funds: Decimal | None = None,
    interim_measures: str = "",
    due_on: date | None = None,
    reason: str = "",
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Set who, how, with what and by when for a hazard that the enterprise found itself (五定).

    A major hazard needs the whole 治理方案 and is announced to the supervisor.

    Raises:
        Refused: somebody else found it, or the deadline is in the past or too far off.
        BadInput: the plan is incomplete; ``problems`` names the fields.
        StepRefused, NotAllowed, NotFound: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    on = business_date(at)
    due = due_on or last_day(on, rules.rectification_term(level))
    plan = rules.Plan(owner, measures, funds, interim_measures)
    fresh = is_first(hazard, "plan", key, version)
    if fresh:
        if not queries.found_by_enterprise(hazard):
            raise Refused("检查发现的隐患由监管单位定级后再落实整改。", code="not_own_hazard")
        obey(rules.may_set_due(level, due, on=on, reason=reason))
        require_plan(level, plan)
    moved = advance(
        hazard, "plan", by=by, at=at, note=reason, expected_version=version, key=key, due_on=due,
        changes={"level": level, "first_due_on": due, **columns(plan)},
    )  # fmt: skip
    if fresh and level is HazardLevel.MAJOR:
        announce(MajorHazardReported(moved, at))
    return moved


@transaction.atomic
def complete_plan(
    *,
    hazard_id: int,
    owner: str,
    measures: str,
    by: User,
    at: datetime,
    funds: Decimal | None = None,
    interim_measures: str = "",
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Write the plan of a hazard under order anew (完善治理方案); its deadline stands.

    Raises:
        BadInput: the plan is incomplete; ``problems`` names the fields.
        StepRefused, NotAllowed, NotFound: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    plan = rules.Plan(owner, measures, funds, interim_measures)
    if is_first(hazard, "replan", key, version):
        require_plan(HazardLevel(hazard.level), plan)
    return advance(
        hazard, "replan", by=by, at=at, expected_version=version, key=key, changes=columns(plan)
    )


@transaction.atomic
def regrade_hazard(
    *,
    hazard_id: int,
    level: HazardLevel,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Correct the level of a hazard under order (调整级别); its deadline stands.

    Raises:
        Refused: it has that level already.
        StepRefused, NotAllowed, NotFound: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    if is_first(hazard, "regrade", key, version) and hazard.level == level:
        raise Refused(f"这条隐患已是{level.label}，无须调整。", code="same_level")
    return advance(
        hazard, "regrade", by=by, at=at, note=reason, expected_version=version, key=key,
        changes={"level": level}, facts={"level_before": hazard.level},
    )  # fmt: skip


@transaction.atomic
def withdraw_hazard(
    *,
    hazard_id: int,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
    key: UUID | None = None,
) -> Hazard:
    """Take back a registration that was wrong or double, with the reason.

    Raises:
        StepRefused, NotAllowed, NotFound, Refused: see ``advance``.
    """
    hazard = locked(hazard_id, by)
    return advance(hazard, "withdraw", by=by, at=at, note=reason, expected_version=version, key=key)
