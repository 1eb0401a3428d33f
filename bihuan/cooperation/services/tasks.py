"""Set a task, report on it, accept it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from bihuan.cooperation.models import CooperationTask, JointAction, Meeting, Referral
from bihuan.cooperation.rules import TASK_SIDES, Side
from bihuan.cooperation.services.sides import require_body
from bihuan.kernel.errors import BadInput, NotFound, Problem
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.people.models import Organisation, User


def set_task(
    source: Meeting | JointAction | Referral, *, title: str, assigner: Organisation,
    owner: Organisation, due_on: date, by: User | None, at: datetime, acceptance: str = "",
) -> CooperationTask:  # fmt: skip
    """Open a task of one body; the caller made sure that ``by`` may set it.

    Raises:
        BadInput: no words, or the deadline has passed already.
    """
    if not title.strip():
        raise BadInput([Problem("任务", "没有填写", "，请写明要做什么。")])
    if due_on < business_date(at):
        raise BadInput([Problem("完成期限", "早于今天", "，请改正日期。")])
    task = CooperationTask(
        title=title.strip(), acceptance=acceptance.strip(), assigner=assigner, owner=owner,
        due_on=due_on, area=owner.area,
    )  # fmt: skip
    if isinstance(source, Meeting):
        task.meeting = source
    elif isinstance(source, JointAction):
        task.action = source
    else:
        task.referral = source
    return open_case(task, by=by, at=at, label="交办")


def step_task(
    *, task_id: int, step: str, by: User, at: datetime, note: str = "", result: str = "",
    evidence: Sequence[Evidence] = (), version: int | None = None, key: UUID | None = None,
) -> CooperationTask:  # fmt: skip
    """Take a step of a task; the owner reports, whoever set it accepts, returns or cancels.

    Raises:
        NotFound, NotAllowed, StepRefused: out of sight, another body's step, not now.
        BadInput: a report without words.
    """
    task = (
        CooperationTask.objects.visible_to(by).select_related("owner", "assigner")
        .filter(pk=task_id).first()
    )  # fmt: skip
    if task is None or step not in TASK_SIDES:
        raise NotFound
    side = task.owner if TASK_SIDES[step] is Side.RECEIVER else task.assigner
    require_body(by, side, task.machine.step(step).label)
    changes: dict[str, object] = {}
    if step == "report":
        if not result.strip():
            raise BadInput([Problem("办理结果", "没有填写", "，请写明做了什么、结果如何。")])
        changes = {"result": result.strip(), "reported_on": business_date(at)}
    return advance(
        task, step, by=by, at=at, note=note, evidence=evidence, expected_version=version, key=key,
        changes=changes,
    )  # fmt: skip
