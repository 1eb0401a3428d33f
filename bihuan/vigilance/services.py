"""Mark sensitive periods, ask for more while they last, stop by itself afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from bihuan.duties.models import DutyRule
from bihuan.duties.services.duty_rules import MOST_PER_PERIOD, create_duty_rule
from bihuan.duties.services.revising import end_duty_rule
from bihuan.duties.states import HolderKind
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused
from bihuan.kernel.periods import Recurrence
from bihuan.loop.services.cases import business_date
from bihuan.people.models import Organisation, Post, User
from bihuan.people.states import Capability, OrganisationKind, Role
from bihuan.vigilance.models import SensitivePeriod
from bihuan.vigilance.states import PeriodKind

OFFICES = (OrganisationKind.TOWN_OFFICE, OrganisationKind.COMMITTEE_OFFICE)
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewPeriod:
    """What is marked."""

    kind: str
    name: str
    starts_on: date | None
    ends_on: date | None
    basis: str = ""
    zero_report: bool = False
    raised: Sequence[int] = ()
    count: int = 1
    every: str = Recurrence.WEEK


@transaction.atomic
def mark_period(*, given: NewPeriod, by: User, at: datetime) -> SensitivePeriod:
    """Mark a period for the area of the person's own body.

    Raises:
        NotAllowed: ``by`` may not manage duties.
        NotFound: a rule to be raised lies outside what ``by`` may see.
        BadInput: what is wrong, every problem at once.
    """
    if not by.can(Capability.DUTY_MANAGE) or by.post is None:
        raise NotAllowed("您的岗位不能划定敏感时期。")
    if problems := _problems(given, business_date(at)):
        raise BadInput(problems)
    assert given.starts_on is not None
    assert given.ends_on is not None
    rules = DutyRule.objects.visible_to(by).filter(pk__in=given.raised)
    if rules.count() != len(set(given.raised)):
        raise NotFound
    body = by.post.organisation
    made = SensitivePeriod.objects.create(
        organisation=body, area=body.area, kind=given.kind, name=given.name.strip(),
        starts_on=given.starts_on, ends_on=given.ends_on, basis=given.basis.strip(),
        zero_report=given.zero_report, count=given.count, every=given.every, created_at=at,
        created_by=by,
    )  # fmt: skip
    made.raised.set(rules)
    return made


def _problems(given: NewPeriod, today: date) -> list[Problem]:
    found = []
    start, end = given.starts_on, given.ends_on
    if given.kind not in PeriodKind.values:
        found.append(Problem("类别", "没有选择", "，请从列表中选择。"))
    if not given.name.strip():
        found.append(Problem("名称", "没有填写", "，如“2027年全省两会”。"))
    if start is None or end is None:
        found.append(Problem("起止日期", "没有填全", "，请填写开始和结束日期。"))
    elif end < start:
        found.append(Problem("结束日期", "早于开始日期", "，请改正。"))
    elif end < today:
        found.append(Problem("结束日期", "已过", "，请填写还没有结束的时期。"))
    elif end - start > LONGEST:
        found.append(Problem("起止日期", "超过一年", "，请分段划定。"))
    if given.every not in set(Recurrence) or not 1 <= given.count <= MOST_PER_PERIOD:
        found.append(Problem("期间频次", "无法识别", "，请重新选择。"))
    return found


@transaction.atomic
def cancel_period(*, period_id: int, reason: str, by: User, at: datetime) -> SensitivePeriod:
    """Cancel a period: what it asks for ends today, what is not yet late is released.

    Raises:
        NotFound, NotAllowed: another area's, or not for this post.
        Refused: it is over, cancelled already, or no reason is given.
    """
    found = SensitivePeriod.objects.owned_by(by).locked(period_id)
    if not by.can(Capability.DUTY_MANAGE):
        raise NotAllowed("您的岗位不能取消敏感时期。")
    on = business_date(at)
    if found.cancelled_on is not None or found.ends_on < on:
        raise Refused("这个时期已经结束或取消。")
    if not reason.strip():
        raise Refused("请填写取消的原因。", code="reason_missing")
    found.cancelled_on, found.cancel_reason = on, reason.strip()[:200]
    found.save(update_fields=["cancelled_on", "cancel_reason"])
    for rule in rules_of(found):
        end_duty_rule(rule_id=rule.pk, reason=f"{found.name}取消：{reason}", release=True, at=at)
    return found


def rules_of(period: SensitivePeriod) -> list[DutyRule]:
    """Return the duty rules that the period brought."""
    rows = DutyRule.objects.filter(source_key__startswith=f"vigilance-{period.pk}-")
    return list(rows.order_by("pk"))


def tighten(*, on: date, at: datetime) -> int:
    """Bring the rules of every period that is on; return how many are new.

    Each rule runs from the day to the period's last and ends by itself, so nothing has to be
    put back. Asked again it changes nothing.
    """
    count = 0
    for period in SensitivePeriod.objects.standing(on).order_by("pk"):
        with transaction.atomic():
            known = len(rules_of(period))
            if period.zero_report:
                _zero_reports(period, on=on, at=at)
            for rule in period.raised.prefetch_related("enterprises"):
                if rule.runs_on(on):
                    _raise(period, rule, on=on, at=at)
            count += len(rules_of(period)) - known
    return count


def _zero_reports(period: SensitivePeriod, *, on: date, at: datetime) -> None:
    place = range_of(period.area)
    offices = Organisation.objects.filter(
        kind__in=OFFICES, area__gte=place.low, area__lte=place.high,
        pk__in=Post.objects.filter(role=Role.CLERK, until__isnull=True).values("organisation_id"),
    )  # fmt: skip
    for office in offices.order_by("pk"):
        create_duty_rule(
            title=f"{period.name}每日零报告", holder_kind=HolderKind.POST, role=Role.CLERK,
            organisation=office, every=Recurrence.DAY, since=max(on, period.starts_on),
            until=period.ends_on, basis=_basis(period),
            source_key=f"vigilance-{period.pk}-zero-{office.pk}", by=None, at=at,
        )  # fmt: skip


def _raise(period: SensitivePeriod, rule: DutyRule, *, on: date, at: datetime) -> None:
    create_duty_rule(
        title=f"{rule.title}（{period.name}期间）"[:200], holder_kind=rule.holder_kind,
        role=rule.role, organisation=rule.organisation, enterprises=list(rule.enterprises.all()),
        count=period.count, every=period.every, since=max(on, period.starts_on),
        until=min(period.ends_on, rule.until) if rule.until else period.ends_on,
        basis=_basis(period), campaign_ref=rule.campaign_ref,
        source_key=f"vigilance-{period.pk}-rule-{rule.pk}", by=None, at=at,
    )  # fmt: skip


def _basis(period: SensitivePeriod) -> str:
    return f"{period.name}从严要求{f'：{period.basis}' if period.basis else ''}"[:300]
