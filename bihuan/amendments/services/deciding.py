"""Decide each change, and take the amendment from comparison to approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.amendments.models import Amendment, AmendmentChange
from bihuan.amendments.services.comparing import being_compared
from bihuan.amendments.states import (
    TAKEN,
    AmendmentState,
    ChangeDecision,
    ChangeVerb,
    Handling,
)
from bihuan.campaigns import items as kinds
from bihuan.campaigns.guards import duty_problems_of
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.rules import HOLDERS
from bihuan.campaigns.services.binding import checklist_items, day_of
from bihuan.campaigns.services.items import metric_keys, require_allowed
from bihuan.campaigns.states import ItemKind
from bihuan.jobs.models import Job
from bihuan.jobs.services import start_job
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import BadInput, NotFound, NotIndependent, Problem, Refused
from bihuan.loop.services.cases import advance, business_date, was_taken
from bihuan.people.models import User
from bihuan.standards.rules import NewItem, item_problems
from bihuan.standards.states import Severity

JOB = "amendment.apply"
SURE = 0.9
Data = Mapping[str, Any]


@transaction.atomic
def decide_change(
    *, change_id: int, decision: str, by: User, at: datetime, data: Data | None = None,
    handling: str = "", holder: str = "",
) -> AmendmentChange:  # fmt: skip
    """Adopt a change, adopt it with other fields (``data``), refuse it, or open it again.

    ``handling`` says what becomes of open loops under something given up; ``holder`` who carries
    a new duty.

    Raises:
        NotFound, NotAllowed, Refused: not ``by``'s, or no longer being compared.
        BadInput: a field is wrong, or a higher plan forbids it; what is wrong is named.
    """
    known = AmendmentChange.objects.filter(pk=change_id).first()
    if known is None:
        raise NotFound
    amendment = being_compared(known.amendment_id, by=by)
    change = amendment.changes.select_for_update(of=("self",)).get(pk=change_id)
    if decision not in ChangeDecision.values:
        raise BadInput([Problem("取舍", "请从列出的选项中选择。")])
    change.data = {}
    if decision in TAKEN and change.verb != ChangeVerb.GONE and change.kind != ItemKind.ANOMALY:
        given = {**change.after, **(data or {})}
        checked = kinds.clean(change.kind, given, metric_keys=metric_keys())
        require_allowed(amendment.campaign, change.kind, checked, change.quote)
        is_as_read = all(
            (checked[name] or None) == (change.after.get(name) or None) for name in checked
        )
        change.data = {} if is_as_read else checked
        decision = ChangeDecision.ADOPTED if is_as_read else ChangeDecision.EDITED
    if handling in Handling.values:
        change.handling = handling
    if holder in HOLDERS:
        change.holder = holder
    change.decision = decision
    is_open = decision == ChangeDecision.OPEN
    change.decided_by, change.decided_at = (None, None) if is_open else (by, at)
    change.save()
    return change


@transaction.atomic
def adopt_sure(*, amendment_id: int, by: User, at: datetime) -> int:
    """Adopt every open change that the parser is sure of and no hand stands against.

    Doubts and what is given up are left for a person. Return how many were adopted.
    """
    amendment = being_compared(amendment_id, by=by)
    count = 0
    for change in amendment.changes.filter(decision=ChangeDecision.OPEN, confidence__gte=SURE):
        if change.conflicts or change.verb == ChangeVerb.GONE or change.kind == ItemKind.ANOMALY:
            continue
        try:
            decide_change(change_id=change.pk, decision=ChangeDecision.ADOPTED, by=by, at=at)
        except BadInput:
            continue
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Options:
    """What a person settles for the amendment as a whole."""

    duties_from: date
    self_check_due_on: date | None
    areas: tuple[int, ...]
    sectors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@transaction.atomic
def set_options(*, amendment_id: int, options: Options, by: User, at: datetime) -> Amendment:
    """Set from when new frequencies are asked, until when self-checks are due, and who is in scope.

    Raises:
        NotFound, NotAllowed, Refused: not ``by``'s, or no longer being compared.
        BadInput: a day that is over, or a place outside the campaign's.
    """
    amendment = being_compared(amendment_id, by=by)
    campaign, today = amendment.campaign, business_date(at)
    problems = []
    if options.duties_from <= today:
        problems.append(
            Problem("新频次起始日期", "不能早于明天", "，当天已派发的事项按原要求办理。")
        )
    was = campaign.self_check_due_on
    due = options.self_check_due_on
    if due is not None and due != was and due < today:
        problems.append(Problem("自查期限", "早于今天", "，请改为今天或以后的日期。"))
    own = range_of(campaign.area)
    if not options.areas or not all(own.covers(range_of(code)) for code in options.areas):
        problems.append(Problem("区划", "没有选择，或不属于本行动", "，请重新选择。"))
    if problems:
        raise BadInput(problems)
    amendment.duties_from = options.duties_from
    amendment.self_check_due_on = due or was
    amendment.scope_areas = list(options.areas)
    amendment.scope_sectors = list(options.sectors)
    amendment.scope_tags = list(options.tags)
    amendment.save()
    return amendment


def problems_of(amendment: Amendment, *, on: date) -> list[Problem]:
    """Return what stands against asking for approval, every problem at once."""
    changes = list(amendment.changes.all())
    waiting = sum(one.is_open for one in changes)
    found = []
    if amendment.campaign.revision != amendment.base_revision:
        found.append(Problem("比对", "完成后方案又有改动", "，请点“重新比对”，已作的取舍会保留。"))
    if waiting:
        found.append(
            Problem("变化", f"还有 {waiting} 处没有定取舍", "，请逐处采用、改后采用或不采用。")
        )
    for one in changes:
        if one.kind == ItemKind.PHASE and one.is_taken and one.verb != ChangeVerb.GONE:
            chosen = one.data or one.after
            start, end = day_of(chosen, "start"), day_of(chosen, "end")
            if start and end and start > end:
                found.append(
                    Problem(str(chosen.get("name") or "阶段"), "开始晚于结束", "，请改正日期。")
                )
        if one.kind == ItemKind.DUTY and one.verb == ChangeVerb.NEW and one.is_taken:
            found += duty_problems_of(amendment.campaign, one.holder, one.data or one.after, on)
    found += [
        Problem(f"检查内容{one.where}", one.message, one.suggestion)
        for one in item_problems(_checklist_after(amendment, changes))
    ]
    return found


def _checklist_after(amendment: Amendment, changes: list[AmendmentChange]) -> list[NewItem]:
    """Return the check items that the campaign would have."""
    now = {item.text: item for item in checklist_items(amendment.campaign)}
    for one in changes:
        if one.kind != ItemKind.CHECK_ITEM or not one.is_taken:
            continue
        now.pop(str(one.before.get("text")), None)
        if one.verb != ChangeVerb.GONE:
            chosen = one.data or one.after
            text = str(chosen.get("text") or one.quote)
            severity = Severity(chosen.get("severity") or Severity.GENERAL)
            now[text] = NewItem(text, str(chosen.get("group") or "")[:120], severity=severity)
    return list(now.values())


@transaction.atomic
def submit_amendment(
    *, amendment_id: int, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Amendment:  # fmt: skip
    """Ask for approval; every change must be decided and the comparison be of today.

    Raises:
        BadInput: what is missing, every problem at once.
        NotFound, NotAllowed, StepRefused, StaleVersion: as for every step.
    """
    amendment = Amendment.objects.visible_to(by).locked(amendment_id)
    if amendment.state == AmendmentState.COMPARING and (
        problems := problems_of(amendment, on=business_date(at))
    ):
        raise BadInput(problems)
    return advance(amendment, "submit", by=by, at=at, expected_version=version, key=key)


@transaction.atomic
def return_amendment(
    *, amendment_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Amendment:  # fmt: skip
    """Send it back to be compared again, with the reason."""
    amendment = Amendment.objects.visible_to(by).locked(amendment_id)
    return advance(amendment, "return", by=by, at=at, note=note, expected_version=version, key=key)


@transaction.atomic
def discard_amendment(
    *, amendment_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Amendment:  # fmt: skip
    """Give it up, with the reason; the campaign runs on as it is."""
    amendment = Amendment.objects.visible_to(by).locked(amendment_id)
    return advance(amendment, "discard", by=by, at=at, note=note, expected_version=version, key=key)


@transaction.atomic
def approve_amendment(
    *, amendment_id: int, by: User, at: datetime, note: str = "", version: int | None = None,
    key: UUID | None = None,
) -> Job:  # fmt: skip
    """Confirm the amendment (确认修订): it is in force from today; the work goes on in a job.

    Raises:
        NotIndependent: ``by`` handed the revised document in, or asked for the approval.
        Refused: the campaign ended or changed meanwhile.
        NotFound, NotAllowed, StepRefused, StaleVersion: as for every step.
    """
    amendment = Amendment.objects.visible_to(by).locked(amendment_id)
    campaign = Campaign.objects.locked(amendment.campaign_id)
    first = amendment.state == AmendmentState.PENDING and not was_taken(amendment, key)
    if first and amendment.created_by_id == by.pk:
        raise NotIndependent("修订稿由您上传，须由其他人员确认修订。")
    if first and campaign.revision != amendment.base_revision:
        raise Refused("提请批准后方案又有改动，请退回重新比对后再批准。")
    amendment = advance(
        amendment, "approve", by=by, at=at, note=note, expected_version=version, key=key,
        changes={"effective_on": business_date(at)},
    )  # fmt: skip
    known = Job.objects.filter(kind=JOB, payload__amendment=amendment.pk).first()
    return known or start_job(
        kind=JOB, title=f"修订生效：{campaign.title}"[:120], payload={"amendment": amendment.pk},
        area=campaign.area, by=by, at=at, result_url=amendment.get_absolute_url(),
    )  # fmt: skip
