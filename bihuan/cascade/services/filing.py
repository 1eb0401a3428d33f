"""Hand the plan up (报备), look at it, send it back or recognise it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.services.launch import undecided
from bihuan.campaigns.states import CampaignState
from bihuan.cascade.guards import shortfalls
from bihuan.cascade.models import SubPlan
from bihuan.cascade.services.decomposing import require_member, seen
from bihuan.kernel.errors import BadInput, Problem, Refused
from bihuan.loop.services.cases import advance, business_date
from bihuan.people.models import User


@transaction.atomic
def file_plan(
    *, sub_plan_id: int, note: str = "", by: User, at: datetime, version: int,
    key: UUID | None = None,
) -> SubPlan:  # fmt: skip
    """Hand the plan up to the superior's office.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: as for every step.
        BadInput: items wait for a decision, or something of the superior's is left out or weaker.
    """
    sub_plan = seen(sub_plan_id, by=by)
    require_member(sub_plan.organisation, by, "报备由承接单位办理")
    child = sub_plan.child
    if child is None:
        raise Refused("还没有制定方案，请先承接或上传方案。")
    found = shortfalls(sub_plan)
    if child.state == CampaignState.DRAFT:
        found += [
            Problem(kind.label, f"还有 {count} 项没有核对", "，请先核对。")
            for kind, count in undecided(child).items()
        ]
    if found:
        raise BadInput(found, code="plan_not_ready")
    first = sub_plan.first_filed_on or business_date(at)
    return advance(
        sub_plan, "file", by=by, at=at, note=note, expected_version=version, key=key,
        changes={"first_filed_on": first}, facts={"child": child.pk, "revision": child.revision},
    )  # fmt: skip


@transaction.atomic
def recognise_plan(
    *, sub_plan_id: int, note: str = "", by: User, at: datetime, version: int,
    key: UUID | None = None,
) -> SubPlan:  # fmt: skip
    """Recognise what was filed; whoever filed it may not.

    Raises:
        NotFound, NotAllowed, NotIndependent, StepRefused, StaleVersion: as for every step.
        BadInput: meanwhile something of the superior's is left out or weaker.
    """
    sub_plan = seen(sub_plan_id, by=by)
    require_member(sub_plan.parent.organisation, by, "认可由上级组织单位办理")
    if found := shortfalls(sub_plan):
        raise BadInput(found, code="plan_too_weak")
    return advance(
        sub_plan, "recognise", by=by, at=at, note=note, expected_version=version, key=key
    )


@transaction.atomic
def return_plan(
    *, sub_plan_id: int, note: str, by: User, at: datetime, version: int, key: UUID | None = None
) -> SubPlan:
    """Send back what was filed, with the reason; five workdays to do it again.

    Raises:
        NotFound, NotAllowed, NotIndependent, StepRefused, StaleVersion: as for every step.
        Refused: no reason is given.
    """
    sub_plan = seen(sub_plan_id, by=by)
    require_member(sub_plan.parent.organisation, by, "退回由上级组织单位办理")
    return advance(sub_plan, "return", by=by, at=at, note=note, expected_version=version, key=key)
