"""Give a phase other days, or days at all: applied for with a reason, decided by somebody else."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import Campaign, Phase, PlanItem
from bihuan.campaigns.services import amending, rescoping
from bihuan.campaigns.services.history import Act, change
from bihuan.campaigns.states import CampaignState, Decision, ItemAction, ItemKind
from bihuan.duties.models import DutyRule
from bihuan.inspections.amending import amend_self_check
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SelfCheckState
from bihuan.kernel.chinese import date_text
from bihuan.kernel.clocks import last_day
from bihuan.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    NotIndependent,
    Problem,
    Refused,
    StepRefused,
)
from bihuan.loop.services.cases import advance, business_date, open_case, was_taken
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.phasework.models import PhaseChange
from bihuan.phasework.queries import DUE, due_items
from bihuan.phasework.rules import change_problem
from bihuan.phasework.states import PhaseChangeState


def effects_of(
    phase: Phase, *, start: date | None, end: date | None, moves_deadlines: bool
) -> list[str]:
    """Return what else moves when the phase gets these days, in words, before anybody decides."""
    campaign = phase.campaign
    told = []
    if start != phase.start:
        told.append(f"开始日期：{_day(phase.start)} → {_day(start)}。")
    if end != phase.end:
        told.append(f"结束日期：{_day(phase.end)} → {_day(end)}。")
    new_end = _end_of_campaign(campaign, phase, end)
    if new_end != campaign.ends_on:
        rules = DutyRule.objects.filter(
            campaign_ref=campaign.pk, until=campaign.ends_on, stop_reason=""
        ).count()
        told.append(
            f"行动止期：{_day(campaign.ends_on)} → {_day(new_end)}，{rules} 条职责规则随之调整。"
        )
    if phase.end is None or end is None or end == phase.end:
        return told
    items = due_items(campaign, phase.end)
    self_checks = SelfCheck.objects.filter(
        campaign_ref=campaign.pk, asked_by=phase.end, state=SelfCheckState.ASSIGNED
    ).count()
    named = "、".join(item.quote[:20] for item in items[:5])
    fate = f"一并改到{_day(end)}" if moves_deadlines else "期限不变"
    if items:
        told.append(f"与原结束日同日到期的 {len(items)} 项（{named}）{fate}。")
    if self_checks or campaign.self_check_due_on == phase.end:
        told.append(f"企业自查期限与本阶段同日，未完成的 {self_checks} 家{fate}。")
    return told


def _end_of_campaign(campaign: Campaign, phase: Phase, end: date | None) -> date | None:
    others = campaign.phases.exclude(pk=phase.pk).values_list("end", flat=True)
    return max([day for day in [*others, end] if day is not None], default=None)


def _day(day: date | None) -> str:
    return date_text(day) if day else "未定"


@transaction.atomic
def apply_for_change(
    *, phase_id: int, start: date | None, end: date | None, reason: str, by: User, at: datetime,
    moves_deadlines: bool = True,
) -> PhaseChange:  # fmt: skip
    """Ask for other days for a phase of a running campaign, with the effects stated.

    Raises:
        NotFound, NotAllowed: not ``by``'s to ask.
        Refused: the campaign does not run, or a change of the phase waits already.
        BadInput: the days make no sense, or no reason is given.
    """
    phase = Phase.objects.select_related("campaign").filter(pk=phase_id).first()
    if phase is None:
        raise NotFound
    campaign = Campaign.objects.visible_to(by).locked(phase.campaign_id)
    phase.campaign = campaign
    if not by.can(Capability.PLAN_CONFIRM):
        raise NotAllowed("您的岗位不能申请调整阶段。")
    if campaign.state != CampaignState.RUNNING:
        raise StepRefused(f"行动{campaign.state_label}，只有进行中的行动可以调整阶段。")
    if phase.changes.filter(state=PhaseChangeState.APPLIED).exists():
        raise Refused("这个阶段已有一份调整申请等待批准，请先办完或撤回。")
    problems = []
    wrong = change_problem(
        start=start, end=end, was_start=phase.start, was_end=phase.end, on=business_date(at)
    )
    if wrong:
        problems.append(Problem("日期", wrong))
    if not reason.strip():
        problems.append(Problem("原因", "没有填写", "，请写明为什么调整。"))
    if problems:
        raise BadInput(problems)
    made = PhaseChange(
        campaign=campaign, phase=phase, area=campaign.area, start_before=phase.start,
        end_before=phase.end, start_after=start, end_after=end, reason=reason.strip(),
        moves_deadlines=moves_deadlines,
        effects=effects_of(phase, start=start, end=end, moves_deadlines=moves_deadlines),
    )  # fmt: skip
    made.due_on = last_day(business_date(at), made.term("approve"))
    return open_case(
        made, by=by, at=at, label="申请调整", note=reason.strip(),
        facts={"phase": phase.pk, "start": start, "end": end},
    )  # fmt: skip


@transaction.atomic
def approve_change(
    *, change_id: int, by: User, at: datetime, note: str = "", version: int | None = None,
    key: UUID | None = None,
) -> PhaseChange:  # fmt: skip
    """Approve the change: the phase, what ends with it and what is due with it get the new days.

    Raises:
        NotIndependent: ``by`` applied for it.
        Refused: the phase got other days meanwhile, or the new end is over.
        NotFound, NotAllowed, StepRefused, StaleVersion: as for every step.
    """
    found = PhaseChange.objects.visible_to(by).locked(change_id)
    is_first = found.state == PhaseChangeState.APPLIED and not was_taken(found, key)
    if is_first:
        _require_other(found, by)
        _require_current(found, on=business_date(at))
    moved = advance(found, "approve", by=by, at=at, note=note, expected_version=version, key=key)
    if is_first:
        _put(moved, by=by, at=at)
    return moved


def _require_other(found: PhaseChange, by: User) -> None:
    if found.created_by_id == by.pk:
        raise NotIndependent("调整由您申请，须由其他人员批准。")


def _require_current(found: PhaseChange, *, on: date) -> None:
    campaign = Campaign.objects.locked(found.campaign_id)
    phase = Phase.objects.get(pk=found.phase_id)
    if campaign.state != CampaignState.RUNNING:
        raise StepRefused(f"行动{campaign.state_label}，阶段不能再调整。")
    if (phase.start, phase.end) != (found.start_before, found.end_before):
        raise Refused("申请以后阶段的日期已经改动，请撤回后重新申请。")
    if found.end_after and found.end_after != found.end_before and found.end_after < on:
        raise Refused("申请的结束日期已过，请撤回后重新申请。")


def _put(found: PhaseChange, *, by: User, at: datetime) -> None:
    campaign = Campaign.objects.select_related("organisation").get(pk=found.campaign_id)
    reason = f"{found.phase.name}调整：{found.reason}"[:300]
    on = business_date(at)
    item = found.phase.item
    assert item is not None, "every phase comes from an item"
    wanted = {"start": _plain(found.start_after), "end": _plain(found.end_after)}
    item = change(
        PlanItem.objects.select_for_update().get(pk=item.pk), ItemAction.CORRECT, Act(by, at, teaches=False),
        decision=Decision.CORRECTED, data={**item.data, **wanted},
    )  # fmt: skip
    amending.sync_phase(item, on=on)
    amending.sync_span(campaign, reason=reason, at=at)
    was, now = found.end_before, found.end_after
    if found.moves_deadlines and was is not None and now is not None and was != now:
        _move_deadlines(campaign, was=was, now=now, reason=reason, by=by, at=at)


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _move_deadlines(
    campaign: Campaign, *, was: date, now: date, reason: str, by: User, at: datetime
) -> None:
    for item in due_items(campaign, was):
        name = DUE[ItemKind(item.kind)]
        moved = change(
            item, ItemAction.CORRECT, Act(by, at, teaches=False), decision=Decision.CORRECTED,
            data={**item.data, name: now.isoformat()},
        )  # fmt: skip
        if item.kind == ItemKind.TARGET:
            amending.sync_target(moved)
        else:
            amending.sync_deliverables(moved, drop=False, reason=reason, at=at)
    if campaign.self_check_due_on != was:
        return
    rescoping.put_self_check_deadline(campaign, now)
    waiting = SelfCheck.objects.filter(
        campaign_ref=campaign.pk, asked_by=was, state=SelfCheckState.ASSIGNED
    )
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        amend_self_check(self_check_id=pk, checklist=None, due_on=now, reason=reason, at=at)


@transaction.atomic
def refuse_change(
    *, change_id: int, by: User, at: datetime, note: str, version: int | None = None,
    key: UUID | None = None,
) -> PhaseChange:  # fmt: skip
    """Refuse the change with the reason; the phase stays as it is.

    Raises:
        NotIndependent: ``by`` applied for it.
        NotFound, NotAllowed, StepRefused, StaleVersion, Refused: as for every step.
    """
    found = PhaseChange.objects.visible_to(by).locked(change_id)
    if found.state == PhaseChangeState.APPLIED:
        _require_other(found, by)
    return advance(found, "refuse", by=by, at=at, note=note, expected_version=version, key=key)


@transaction.atomic
def withdraw_change(
    *, change_id: int, by: User, at: datetime, note: str, version: int | None = None,
    key: UUID | None = None,
) -> PhaseChange:  # fmt: skip
    """Take the application back, with the reason."""
    found = PhaseChange.objects.visible_to(by).locked(change_id)
    return advance(found, "withdraw", by=by, at=at, note=note, expected_version=version, key=key)
