"""The targets of the town's plan that no record counts: reported, confirmed, reported again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bihuan.campaigns.models import Campaign
from bihuan.demo.moments import moment
from bihuan.demo.papers import report_pdf
from bihuan.demo.world import Office
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.people.states import Role
from bihuan.reported.models import ReportedValue
from bihuan.reported.queries import goals_of
from bihuan.reported.rules import Answer, GoalKind
from bihuan.reported.services import NewReport, decide, report_value
from bihuan.reported.states import ReportPeriod

COUNTED, SURVEYED, SURVEYED_AGAIN = -38, -30, -2
"""Days on which the town reports its accidents, its survey, and a later survey still to confirm."""


def judge_targets(campaign_id: int, office: Office, *, offset: int, day: date) -> None:
    """Play what falls on a day."""
    if offset == COUNTED:
        fewer = Answer(
            Decimal(5),
            Decimal(6),
            source="镇生产安全事故统计台账",
            baseline_source="上年同期统计台账",
        )
        _confirm(_report(campaign_id, office, GoalKind.CHANGE, fewer, day), office, day)
    if offset == SURVEYED:
        survey = Answer(Decimal("88.6"), source="春季群众安全感调查报告")
        _confirm(_report(campaign_id, office, GoalKind.NUMBER, survey, day), office, day)
    if offset == SURVEYED_AGAIN:
        survey = Answer(Decimal("91.2"), source="近期群众安全感调查报告")
        _report(campaign_id, office, GoalKind.NUMBER, survey, day)


def _report(
    campaign_id: int, office: Office, kind: GoalKind, answer: Answer, day: date
) -> ReportedValue:
    campaign = Campaign.objects.get(pk=campaign_id)
    held = next(
        one for one in goals_of([campaign]) if not one.is_measured and one.goal.kind is kind
    )
    clerk, at = office.people[Role.CLERK], moment(day, 10)
    paper = keep_file(
        report_pdf(answer.source, office.body.name, day), name=f"{answer.source}.pdf",
        kind=EvidenceKind.ATTACHMENT, area=office.body.area, enterprise_id=None, by=clerk, at=at,
    )  # fmt: skip
    return report_value(
        item_id=held.item.pk, given=NewReport(answer, ReportPeriod.MONTH, day), evidence=[paper],
        by=clerk, at=at,
    )  # fmt: skip


def _confirm(row: ReportedValue, office: Office, day: date) -> None:
    decide(
        value_id=row.pk, step="confirm", note="与台账、报告一致。", by=office.people[Role.CHIEF],
        at=moment(day, 16),
    )  # fmt: skip
