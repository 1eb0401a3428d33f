"""Duty rules of the test world."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.services import create_duty_rule, roll_duties
from bihuan.duties.states import HolderKind
from bihuan.enterprises.tests.given import JUNE_1, Factory
from bihuan.kernel.periods import Recurrence
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import Cast

ON_JUNE_1 = date(2026, 6, 1)
JUNE_10 = datetime(2026, 6, 10, 1, 0, tzinfo=UTC)


def a_leaders_rule(
    cast: Cast, *, count: int = 3, since: date = ON_JUNE_1, until: date | None = None,
    source_key: str = "test:leader", by: User | None = None, campaign_ref: int | None = None,
) -> DutyRule:  # fmt: skip
    """李 leads an inspection at least three times a month."""
    return create_duty_rule(
        title="领导带队检查", holder_kind=HolderKind.POST, role=Role.LEADER,
        organisation=cast.town_one, count=count, every=Recurrence.MONTH, since=since, until=until,
        basis="示例方案第三条", source_key=source_key, by=by or cast.zhou, at=JUNE_1,
        campaign_ref=campaign_ref,
    )  # fmt: skip


def an_enterprise_rule(cast: Cast, *factories: Factory, source_key: str = "test:firm") -> DutyRule:
    """Each enterprise looks for hazards at least once a month."""
    return create_duty_rule(
        title="组织隐患排查", holder_kind=HolderKind.ENTERPRISE,
        enterprises=[item.enterprise for item in factories], organisation=cast.town_one,
        every=Recurrence.MONTH, since=ON_JUNE_1, basis="示例方案第四条", source_key=source_key,
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip


def a_duty(cast: Cast, *, count: int = 3) -> Duty:
    """Return 李's occurrence of June."""
    rule = a_leaders_rule(cast, count=count)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    return Duty.objects.get(rule=rule)
