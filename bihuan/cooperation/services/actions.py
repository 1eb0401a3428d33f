"""Open a joint action with a task for each body, keep its file, end it with its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import Campaign
from bihuan.cooperation.models import JointAction, JointMember
from bihuan.cooperation.services.sides import acting_body, require_body, require_partners
from bihuan.cooperation.services.tasks import set_task
from bihuan.cooperation.states import ActionKind, TaskState
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, StepRefused
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, open_case
from bihuan.people.models import Organisation, User


@dataclass(frozen=True, slots=True)
class Share:
    """What one body does in an action."""

    body: Organisation
    task: str
    acceptance: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action came to."""

    outcome: str
    checked_count: int
    found_count: int
    case_count: int


@transaction.atomic
def open_action(
    *, kind: str, title: str, purpose: str, starts_on: date, ends_on: date,
    shares: Sequence[Share], by: User, at: datetime, campaign_id: int | None = None,
) -> JointAction:  # fmt: skip
    """Open an action led by the person's own body; each share becomes that body's task.

    Raises:
        NotAllowed: the post does not handle cooperation.
        BadInput: no title, nobody takes part, a body twice, or dates out of order.
    """
    lead = acting_body(by)
    problems = []
    if not title.strip() or not purpose.strip() or kind not in ActionKind.values:
        problems.append(Problem("名称、类别和内容", "没有填全", "，请补上。"))
    if ends_on < starts_on:
        problems.append(Problem("结束", "早于开始", "，请改正日期。"))
    if not shares:
        problems.append(Problem("参与单位", "一个也没有", "，请至少写明一个单位和它的任务。"))
    bodies = [one.body for one in shares]
    if len({one.pk for one in bodies}) < len(bodies):
        problems.append(Problem("参与单位", "有单位重复", "，每个单位写一行。"))
    if problems:
        raise BadInput(problems)
    require_partners(by, bodies, "参与单位")
    campaign = None
    if campaign_id is not None:
        campaign = Campaign.objects.visible_to(by).filter(pk=campaign_id).first()
        if campaign is None:
            raise NotFound
    action = open_case(
        JointAction(
            category=kind, title=title.strip(), purpose=purpose.strip(), lead=lead, area=lead.area,
            campaign=campaign, starts_on=starts_on, ends_on=ends_on, due_on=ends_on,
        ),
        by=by, at=at, label="发起",
    )  # fmt: skip
    for share in shares:
        JointMember.objects.create(action=action, organisation=share.body)
        set_task(
            action, title=share.task, acceptance=share.acceptance, assigner=lead,
            owner=share.body, due_on=ends_on, by=by, at=at,
        )  # fmt: skip
    return action


def file_paper(
    *, action_id: int, evidence: Sequence[Evidence], note: str, by: User, at: datetime,
    version: int | None = None, key: UUID | None = None,
) -> JointAction:  # fmt: skip
    """Put a paper into the shared file; the lead and every body that takes part may.

    Raises:
        NotAllowed: the person's body takes no part.
        EvidenceMissing: there is no paper.
    """
    action = _visible(action_id, by)
    body = acting_body(by)
    if body.pk != action.lead_id and not action.members.filter(organisation=body).exists():
        raise NotAllowed("“归集材料”由牵头单位和参与单位办理，您的单位不在其内。")
    return advance(
        action, "file", by=by, at=at, note=note, evidence=evidence, expected_version=version,
        key=key,
    )  # fmt: skip


def end_action(
    *, action_id: int, outcome: Outcome, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> JointAction:  # fmt: skip
    """End an action with what came of it.

    Raises:
        StepRefused: tasks are still open.
        BadInput: the outcome has no words.
    """
    action = _visible(action_id, by)
    require_body(by, action.lead, "办结")
    still = action.tasks.filter(state__in=[TaskState.OPEN, TaskState.REPORTED]).count()
    if still:
        raise StepRefused(f"还有 {still} 项任务没有验收，请先验收或取消，再办结行动。")
    if not outcome.outcome.strip():
        raise BadInput([Problem("行动成果", "没有填写", "，请写明查处和整改情况。")])
    return advance(
        action, "end", by=by, at=at, expected_version=version, key=key,
        changes={
            "outcome": outcome.outcome.strip(), "checked_count": outcome.checked_count,
            "found_count": outcome.found_count, "case_count": outcome.case_count,
        },
    )  # fmt: skip


@transaction.atomic
def cancel_action(
    *, action_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> JointAction:  # fmt: skip
    """Call an action off, with the reason; tasks that nobody reported on are cancelled with it."""
    action = _visible(action_id, by)
    require_body(by, action.lead, "取消行动")
    done = advance(action, "cancel", by=by, at=at, note=note, expected_version=version, key=key)
    for task in done.tasks.filter(state=TaskState.OPEN):
        advance(task, "cancel", by=by, at=at, note=f"行动取消：{note}")
    return done


def _visible(action_id: int, by: User) -> JointAction:
    rows = JointAction.objects.visible_to(by).select_related("lead")
    action = rows.filter(pk=action_id).first()
    if action is None:
        raise NotFound
    return action
