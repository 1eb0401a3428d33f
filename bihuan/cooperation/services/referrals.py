"""Pass something to another body, and bring back what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.cooperation.models import Referral
from bihuan.cooperation.rules import (
    FOLLOW_UP_WITHIN,
    OUTCOMES,
    REFERRAL_SIDES,
    REPLY_WITHIN,
    Side,
    steps_for,
)
from bihuan.cooperation.services.sides import acting_body, require_body, require_partner
from bihuan.cooperation.services.tasks import set_task
from bihuan.cooperation.states import ReferralKind
from bihuan.kernel.clocks import last_day
from bihuan.kernel.errors import BadInput, NotFound, Problem, StepRefused
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.people.models import Organisation, User


@dataclass(frozen=True, slots=True)
class Passing:
    """What is passed on; without ``reply_due_on`` the house's ten workdays run."""

    kind: str
    subject: str
    content: str
    about: str = ""
    reply_due_on: date | None = None
    approver: Organisation | None = None
    approval: str = ""


@transaction.atomic
def send_referral(
    *, passing: Passing, receiver: Organisation, by: User, at: datetime,
    evidence: Sequence[Evidence] = (),
) -> Referral:  # fmt: skip
    """Pass something from the person's own body to another.

    Raises:
        NotAllowed: the post does not handle cooperation.
        BadInput: to itself, to a body out of reach, without words, or a deadline that has passed.
    """
    sender = acting_body(by)
    on = business_date(at)
    problems = []
    if receiver.pk == sender.pk:
        problems.append(Problem("接收单位", "就是本单位", "，请选择其他单位。"))
    if passing.kind not in ReferralKind.values:
        problems.append(Problem("类别", "没有选择", "，请选择一项。"))
    if not passing.subject.strip() or not passing.content.strip():
        problems.append(Problem("事由和内容", "没有写全", "，请写明是什么事、请对方做什么。"))
    if passing.reply_due_on and passing.reply_due_on < on:
        problems.append(Problem("反馈期限", "早于今天", "，请改正日期。"))
    if bool(passing.approver) != bool(passing.approval.strip()):
        problems.append(Problem("审批单位和审批事项", "只填了一项", "，请两项都填，或都不填。"))
    if problems:
        raise BadInput(problems)
    require_partner(by, receiver, "接收单位")
    if passing.approver is not None:
        require_partner(by, passing.approver, "审批单位")
    referral = Referral(
        category=passing.kind, subject=passing.subject.strip(), content=passing.content.strip(),
        about=passing.about.strip(), sender=sender, receiver=receiver,
        reply_due_on=passing.reply_due_on or last_day(on, REPLY_WITHIN),
        approver=passing.approver, approval=passing.approval.strip(), area=receiver.area,
    )  # fmt: skip
    return open_case(referral, by=by, at=at, clock="receive", label="移送", evidence=evidence)


@transaction.atomic
def step_referral(
    *, referral_id: int, step: str, by: User, at: datetime, note: str = "",
    receiver: Organisation | None = None, outcome: str = "", result: str = "",
    evidence: Sequence[Evidence] = (), version: int | None = None, key: UUID | None = None,
) -> Referral:  # fmt: skip
    """Take a step of a referral, for the body whose step it is.

    When it is closed and some body approved the matter, that body gets the follow-up as a task.

    Raises:
        NotFound, NotAllowed, StepRefused: out of sight, the other body's step, not now.
        BadInput: a reply without its outcome, or sent on to nobody who can take it.
    """
    rows = Referral.objects.visible_to(by).select_related("sender", "receiver", "approver")
    referral = rows.filter(pk=referral_id).first()
    if referral is None or step not in REFERRAL_SIDES:
        raise NotFound
    label = referral.machine.step(step).label
    is_receivers = REFERRAL_SIDES[step] is Side.RECEIVER
    require_body(by, referral.receiver if is_receivers else referral.sender, label)
    if not steps_for(referral.category, [step]):
        raise StepRefused(f"{referral.get_category_display()}须接收后反馈，不能只“{label}”。")
    on = business_date(at)
    changes: dict[str, object] = {}
    due_on: date | None = None
    if step == "receive":
        due_on = max(referral.reply_due_on, on)
    if step in ("reply", "acknowledge"):
        changes = {"replied_on": on}
    if step == "reply":
        changes |= _reply(referral, outcome, result)
    if step == "resend" and receiver is not None and receiver.pk != referral.receiver_id:
        if receiver.pk == referral.sender_id:
            raise BadInput([Problem("接收单位", "就是本单位", "，请选择其他单位。")])
        require_partner(by, receiver, "接收单位")
        changes = {"receiver": receiver}
    moved = advance(
        referral, step, by=by, at=at, note=note, evidence=evidence, expected_version=version,
        key=key, changes=changes, due_on=due_on,
    )  # fmt: skip
    if step in ("confirm", "acknowledge"):
        _leave_follow_up(moved, by=by, at=at)
    return moved


def _reply(referral: Referral, outcome: str, result: str) -> dict[str, object]:
    problems = []
    if outcome not in OUTCOMES[referral.category]:
        problems.append(Problem("反馈结果", "没有选择", "，请选择一项。"))
    if not result.strip():
        problems.append(Problem("办理情况", "没有填写", "，请写明查了什么、怎样处理的。"))
    if problems:
        raise BadInput(problems)
    return {"outcome": outcome, "result": result.strip()}


def _leave_follow_up(referral: Referral, *, by: User, at: datetime) -> None:
    """谁审批、谁负责: what was approved stays with the body that approved it."""
    approver = referral.approver
    if approver is None or referral.tasks.exists():
        return
    set_task(
        referral, title=f"后续监管：{referral.approval}"[:300], assigner=referral.sender,
        owner=approver, due_on=last_day(business_date(at), FOLLOW_UP_WITHIN), by=by, at=at,
        acceptance="核实审批条件是否保持，说明检查情况和处理结果。",
    )  # fmt: skip
