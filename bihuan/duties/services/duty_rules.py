"""Make and stop duty rules."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.states import DutyState, HolderKind
from bihuan.enterprises.models import Enterprise
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused
from bihuan.kernel.periods import Recurrence
from bihuan.loop.services.cases import advance, business_date
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability, Role

MOST_PER_PERIOD = 99


@transaction.atomic
def create_duty_rule(
    *,
    title: str,
    holder_kind: str,
    organisation: Organisation,
    every: str,
    since: date,
    basis: str,
    source_key: str,
    by: User | None,
    at: datetime,
    role: str = "",
    enterprises: Collection[Enterprise] = (),
    count: int = 1,
    until: date | None = None,
    campaign_ref: int | None = None,
) -> DutyRule:
    """Return the rule of ``source_key``, made when it is new: asking again changes nothing.

    ``every`` is a value of ``kernel.periods.Recurrence``; ``count`` is asked for in each period.
    The occurrences follow with ``roll_duties``. ``by`` None is the system's own doing, such as a
    launch that runs in the background.

    Raises:
        NotAllowed: ``by`` may not manage duties.
        NotFound: the organisation or an enterprise lies outside what ``by`` may see.
        BadInput: the rule makes no sense.
    """
    known = DutyRule.objects.filter(source_key=source_key).first()
    if known is not None:
        return known
    _require_manager(by, organisation, enterprises)
    problems = _problems(
        title=title, holder_kind=holder_kind, role=role, enterprises=enterprises, count=count,
        every=every, since=since, until=until,
    )  # fmt: skip
    if problems:
        raise BadInput(problems)
    rule = DutyRule.objects.create(
        title=title.strip(), holder_kind=holder_kind, role=role, organisation=organisation,
        count=count, every=every, since=since, until=until, basis=basis.strip(),
        campaign_ref=campaign_ref, source_key=source_key, area=organisation.area,
        created_by=by, created_at=at,
    )  # fmt: skip
    rule.enterprises.set(enterprises)
    return rule


@transaction.atomic
def add_enterprises(*, rule_id: int, enterprises: QuerySet[Enterprise]) -> int:
    """Let more enterprises carry a running rule, the system's own step; return how many are new.

    A rule for posts has no enterprises and stays as it is. Occurrences follow with ``roll_duties``.
    """
    rule = DutyRule.objects.locked(rule_id)
    if rule.holder_kind != HolderKind.ENTERPRISE:
        return 0
    known = rule.enterprises.values("pk")
    new = list(enterprises.exclude(pk__in=known).values_list("pk", flat=True))
    rule.enterprises.add(*new)
    return len(new)


@transaction.atomic
def remove_enterprises(
    *, rule_id: int, enterprises: QuerySet[Enterprise], reason: str, release: bool, at: datetime
) -> int:
    """Let enterprises no longer carry a rule, the system's own step; return how many did.

    ``release`` also ends what they have open and not yet late; without it that is still to be done.
    """
    rule = DutyRule.objects.locked(rule_id)
    leaving = list(
        rule.enterprises.filter(pk__in=enterprises.values("pk")).values_list("pk", flat=True)
    )
    rule.enterprises.remove(*leaving)
    if release:
        release_open(rule.occurrences.filter(enterprise_id__in=leaving), at=at, note=reason)
    return len(leaving)


@transaction.atomic
def stop_duty_rule(*, rule_id: int, by: User, at: datetime, reason: str) -> DutyRule:
    """End a rule today and release the occurrences that are not yet late; late ones stay.

    Raises:
        NotAllowed: ``by`` may not manage duties.
        Refused: no reason is given, or the rule has already ended.
    """
    rule = DutyRule.objects.visible_to(by).locked(rule_id)
    if not by.can(Capability.DUTY_MANAGE):
        raise NotAllowed("您的岗位不能管理履职规则。")
    if not reason.strip():
        raise Refused("请填写停用的原因。", code="reason_missing")
    today = business_date(at)
    if rule.until is not None and rule.until < today:
        raise Refused("这条规则已经终止，不需要停用。")
    rule.until, rule.stop_reason = today, reason.strip()
    rule.save(update_fields=["until", "stop_reason"])
    release_open(rule.occurrences.all(), at=at, note=f"{by.name}停用规则：{reason.strip()}")
    return rule


def release_open(duties: QuerySet[Duty], *, at: datetime, note: str) -> int:
    """Release those that are open and not yet late, late ones stay; return how many."""
    running = list(
        duties.filter(state=DutyState.OPEN, period_end__gte=business_date(at)).order_by("id")
    )
    for duty in running:
        advance(duty, "release", by=None, at=at, note=note)
    return len(running)


def _require_manager(
    by: User | None, organisation: Organisation, enterprises: Collection[Enterprise]
) -> None:
    if by is None:
        return
    if not by.can(Capability.DUTY_MANAGE):
        raise NotAllowed("您的岗位不能管理履职规则。")
    if not Organisation.objects.visible_to(by).filter(pk=organisation.pk).exists():
        raise NotFound
    wanted = {item.pk for item in enterprises}
    if Enterprise.objects.visible_to(by).filter(pk__in=wanted).count() != len(wanted):
        raise NotFound


def _problems(
    *, title: str, holder_kind: str, role: str, enterprises: Collection[Enterprise], count: int,
    every: str, since: date, until: date | None,
) -> list[Problem]:  # fmt: skip
    found = []
    if not title.strip():
        found.append(Problem("职责", "没有填写", "，请写明要做什么。"))
    if every not in set(Recurrence):
        found.append(Problem("周期", f"没有“{every}”这种周期", "，请从列表中选择。"))
    if not 1 <= count <= MOST_PER_PERIOD:
        found.append(Problem("次数", f"须在 1 至 {MOST_PER_PERIOD} 之间", "。"))
    if until is not None and until < since:
        found.append(Problem("终止日期", "早于起始日期", "，请改正。"))
    if holder_kind not in HolderKind.values:
        found.append(Problem("主体", "须是岗位或企业", "。"))
    if holder_kind == HolderKind.POST and role not in Role.values:
        found.append(Problem("岗位", "没有选择由哪个岗位履行", "，请选择。"))
    if holder_kind == HolderKind.ENTERPRISE and not enterprises:
        found.append(Problem("企业", "没有选择由哪些企业履行", "，请至少选一家。"))
    return found
