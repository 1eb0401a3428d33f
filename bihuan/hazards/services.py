"""Everything that changes a hazard. Each function is one step of ``states.HAZARD``.

``version`` is the version the person saw, ``key`` makes a repeated request harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.enterprises.models import Enterprise
from bihuan.hazards import queries, rules
from bihuan.hazards.events import MajorHazardReported
from bihuan.hazards.models import Hazard
from bihuan.hazards.rules import Ruling
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.kernel.clocks import last_day
from bihuan.kernel.errors import BadInput, NotAllowed, Problem, Refused
from bihuan.kernel.events import announce
from bihuan.loop.models import Evidence, StepKey
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
    _require_description(summary, found_on or on, on=on)
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
    hazard = _locked(hazard_id, by)
    on = business_date(at)
    due = due_on or last_day(on, rules.rectification_term(level))
    if _is_first(hazard, "grade", key, version):
        _obey(rules.may_set_due(level, due, on=on, reason=reason))
    plan = rules.Plan(owner, measures, funds, interim_measures)
    return advance(
        hazard, "grade", by=by, at=at, note=reason, expected_version=version, key=key, due_on=due,
        changes={"level": level, "first_due_on": due, **_columns(plan, over=hazard)},
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
    hazard = _locked(hazard_id, by)
    on = business_date(at)
    due = due_on or last_day(on, rules.rectification_term(level))
    plan = rules.Plan(owner, measures, funds, interim_measures)
    is_first = _is_first(hazard, "plan", key, version)
    if is_first:
        if not queries.found_by_enterprise(hazard):
            raise Refused("检查发现的隐患由监管单位定级后再落实整改。", code="not_own_hazard")
        _obey(rules.may_set_due(level, due, on=on, reason=reason))
        _require_plan(level, plan)
    moved = advance(
        hazard, "plan", by=by, at=at, note=reason, expected_version=version, key=key, due_on=due,
        changes={"level": level, "first_due_on": due, **_columns(plan)},
    )  # fmt: skip
    if is_first and level is HazardLevel.MAJOR:
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
    hazard = _locked(hazard_id, by)
    plan = rules.Plan(owner, measures, funds, interim_measures)
    if _is_first(hazard, "replan", key, version):
        _require_plan(HazardLevel(hazard.level), plan)
    return advance(
        hazard, "replan", by=by, at=at, expected_version=version, key=key, changes=_columns(plan)
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
    hazard = _locked(hazard_id, by)
    if _is_first(hazard, "regrade", key, version) and hazard.level == level:
        raise Refused(f"这条隐患已是{level.label}，无须调整。", code="same_level")
    return advance(
        hazard, "regrade", by=by, at=at, note=reason, expected_version=version, key=key,
        changes={"level": level}, facts={"level_before": hazard.level},
    )  # fmt: skip


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
    hazard = _locked(hazard_id, by)
    if _is_first(hazard, "rectify", key, version):
        if not note.strip():
            raise BadInput([Problem("整改情况", "还没有填写", "，请写明做了什么。")])
        if hazard.level == HazardLevel.MAJOR:
            _require_plan(HazardLevel.MAJOR, hazard.plan)
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
    hazard = _locked(hazard_id, by)
    if _is_first(hazard, "close", key, version):
        _require_side(hazard, by)
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
    hazard = _locked(hazard_id, by)
    if _is_first(hazard, "return", key, version):
        _require_side(hazard, by)
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
    hazard = _locked(hazard_id, by)
    before = hazard.due_on
    if _is_first(hazard, "extend", key, version) and before is not None:
        _obey(
            rules.may_extend(
                HazardLevel(hazard.level), due_on=before, new_due_on=due_on,
                on=business_date(at), extensions=queries.extensions(hazard),
            )
        )  # fmt: skip
    return advance(
        hazard, "extend", by=by, at=at, note=reason, expected_version=version, key=key,
        due_on=due_on, facts={"due_on_before": before},
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
    hazard = _locked(hazard_id, by)
    return advance(hazard, "withdraw", by=by, at=at, note=reason, expected_version=version, key=key)


def _locked(hazard_id: int, by: User) -> Hazard:
    return Hazard.objects.visible_to(by).select_related("enterprise").locked(hazard_id)


def _is_first(hazard: Hazard, step: str, key: UUID | None, version: int | None) -> bool:
    """Whether domain rules apply: the step can start here, the page is fresh and the request new.

    Otherwise ``advance`` answers, which knows why.
    """
    if hazard.state not in hazard.machine.step(step).sources:
        return False
    if version is not None and version != hazard.version:
        return False
    return key is None or not StepKey.objects.filter(key=key).exists()


def _obey(ruling: Ruling) -> None:
    if not ruling.allowed:
        raise Refused(ruling.message, code="house_rule", basis=ruling.basis or None)


def _require_side(hazard: Hazard, by: User) -> None:
    ruling = rules.may_close(
        HazardLevel(hazard.level),
        by_enterprise=by.scope is not None and by.scope.enterprise_id is not None,
        found_by_enterprise=queries.found_by_enterprise(hazard),
    )
    if not ruling.allowed:
        raise NotAllowed(ruling.message, code="wrong_side", basis=ruling.basis or None)


def _require_plan(level: HazardLevel, plan: rules.Plan) -> None:
    problems = rules.plan_problems(level, plan)
    if problems:
        raise BadInput(problems, code="plan_incomplete")


def _require_description(summary: str, found_on: date, *, on: date) -> None:
    problems = []
    if not summary.strip():
        problems.append(Problem("隐患描述", "还没有填写", "，请写清部位和问题。"))
    if found_on > on:
        problems.append(Problem("发现日期", "不能晚于今天", "，请改正。"))
    if problems:
        raise BadInput(problems)


def _columns(plan: rules.Plan, *, over: Hazard | None = None) -> dict[str, Any]:
    """Return the plan as columns; what is left open keeps what ``over`` has."""
    given: dict[str, Any] = {
        "owner": plan.owner.strip(),
        "measures": plan.measures.strip(),
        "funds": plan.funds,
        "interim_measures": plan.interim_measures.strip(),
    }
    if over is None:
        return given
    return {name: value for name, value in given.items() if value not in ("", None)}
