"""Report the value of a target, confirm it, send it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import PlanItem, Target
from bihuan.campaigns.states import LAUNCHED, STANDING
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import (
    BadInput,
    EvidenceMissing,
    NotAllowed,
    NotFound,
    Problem,
    StepRefused,
)
from bihuan.kernel.periods import Recurrence, period_of
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability
from bihuan.reported.models import ReportedValue
from bihuan.reported.queries import answering, goal_of_item
from bihuan.reported.rules import Answer, judge, problems_of
from bihuan.reported.states import ReportedState, ReportPeriod


@dataclass(frozen=True, slots=True)
class NewReport:
    """What a body says of a target; ``day`` is any day of the period."""

    answer: Answer
    period: str = ReportPeriod.NONE
    day: date | None = None
    note: str = ""


def reportable(item_id: int, *, by: User) -> tuple[PlanItem, Target | None, Organisation]:
    """Return an item that ``by`` may report about, its target if it has one, and their body.

    Raises:
        NotFound: no such item, or of a campaign elsewhere.
        NotAllowed: no such post, or a body above the campaign's place.
        StepRefused: the campaign was not launched, or a metric counts the target.
    """
    item = (
        PlanItem.objects.select_related("campaign__organisation")
        .filter(pk=item_id, decision__in=STANDING).first()
    )  # fmt: skip
    body = answering(by)
    if item is None or body is None:
        raise NotFound
    campaign = item.campaign
    own = range_of(campaign.area)
    if not own.covers(body.area_range):
        if body.area_range.covers(own):
            raise NotAllowed(
                f"本行动的目标由{campaign.organisation.name}及其下级单位填报，您只能查看。"
            )
        raise NotFound
    if not by.can(Capability.DELIVERABLE_SUBMIT):
        raise NotAllowed("您的岗位不能填报目标。")
    if campaign.state not in LAUNCHED:
        raise StepRefused(f"行动{campaign.state_label}，下达后才能填报目标。")
    target = Target.objects.filter(campaign=campaign, item=item).first()
    if target is not None and target.metric_key:
        raise StepRefused("这项目标由系统按记录统计，不需要填报。")
    return item, target, body


@transaction.atomic
def report_value(
    *, item_id: int, given: NewReport, evidence: Sequence[Evidence], by: User, at: datetime,
    key: UUID | None = None,
) -> ReportedValue:  # fmt: skip
    """Report what a target came to in the reporter's own place; the office then confirms.

    A second call with the same ``key`` returns the first. A period reported before gets the next
    edition; what was confirmed stands until the new one is confirmed too.

    Raises:
        BadInput: what is missing or contradicts itself, every problem at once.
        EvidenceMissing: no document.
        NotFound, NotAllowed, StepRefused: see ``reportable``; or one is still waiting.
    """
    item, target, body = reportable(item_id, by=by)
    PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)  # editions one after another
    if key is not None and (known := ReportedValue.objects.filter(public_id=key).first()):
        return known
    today, answer = business_date(at), given.answer
    label, as_of, problems = _period(given, today)
    problems += problems_of(goal_of_item(item, target), answer)
    before = list(
        ReportedValue.objects.filter(item=item, area=body.area, period_label=label)
    )  # fmt: skip
    if any(one.state == ReportedState.REPORTED for one in before):
        raise StepRefused("这一期已有一份填报等待认定，认定或退回后才能再报。")
    again = any(one.state == ReportedState.CONFIRMED for one in before)
    if again and label and not given.note.strip():
        problems.append(Problem("说明", "没有填写", "，这一期已认定过，更正须写明原因。"))
    if problems:
        raise BadInput(problems)
    if not evidence:
        raise EvidenceMissing("“填报”须附报送材料，请先上传。")
    made = ReportedValue(
        campaign=item.campaign, item=item, organisation=body, area=body.area, period=given.period,
        period_label=label, as_of=as_of, edition=1 + len(before), value=answer.value,
        baseline=answer.baseline, word=answer.word or "", source=answer.source.strip()[:200],
        baseline_source=answer.baseline_source.strip()[:200], note=given.note.strip(),
    )  # fmt: skip
    if key is not None:
        made.public_id = key
    open_case(made, by=by, at=at, label="登记填报", clock="confirm")
    told = judge(goal_of_item(item, target), answer)
    return advance(
        made, "report", by=by, at=at, note=given.note, evidence=evidence,
        facts={"value": answer.value, "baseline": answer.baseline, "word": answer.word or "",
               "told": told.text},
    )  # fmt: skip


def _period(given: NewReport, today: date) -> tuple[str, date, list[Problem]]:
    """Return the period's name, its last day, and what is wrong with it."""
    if given.period == ReportPeriod.NONE:
        return "", today, []
    if given.period not in ReportPeriod.values:
        return "", today, [Problem("填报周期", "没有选择", "，请从列表中选择。")]
    if given.day is None:
        return "", today, [Problem("所属日期", "没有填写", "，请填写这一期中的任意一天。")]
    period = period_of(given.day, Recurrence(given.period))
    ahead = [Problem("所属日期", "晚于今天", "，还没有到这一期。")] if period.start > today else []
    return period.label, period.end, ahead


@transaction.atomic
def decide(
    *, value_id: int, step: str, by: User, at: datetime, note: str = "",
    version: int | None = None, key: UUID | None = None,
) -> ReportedValue:  # fmt: skip
    """Confirm a value, or send it back with the reason: the campaign's office does, not the reporter.

    Raises:
        NotFound, NotAllowed, NotIndependent, StepRefused, StaleVersion: as for every step.
    """
    row = ReportedValue.objects.visible_to(by).locked(value_id)
    office = row.campaign.organisation
    if by.post is None or by.post.organisation_id != office.pk:
        raise NotAllowed(f"这份填报由{office.name}认定，您只能查看。")
    changes: dict[str, object] = {}
    if step == "confirm":
        changes = {"confirmed_on": business_date(at), "confirmed_by": by}
    return advance(
        row, step, by=by, at=at, note=note, expected_version=version, key=key, changes=changes
    )
