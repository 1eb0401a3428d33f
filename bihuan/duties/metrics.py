"""履职指标."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bihuan.duties.models import Duty
from bihuan.duties.states import DutyState
from bihuan.metrics.registry import Tally, metric
from bihuan.metrics.where import Where

BASIS = "《中华人民共和国安全生产法》第五条、第二十一条；各方案中的履职要求"


def _due(where: Where) -> QuerySet[Duty]:
    """Return what falls due within the span, without what was excused."""
    rows = Duty.objects.exclude(state=DutyState.EXCUSED)
    return where.of(rows, day="period_end").select_related("rule", "post__user", "enterprise")


def _done(where: Where) -> Q:
    return Q(state=DutyState.DONE, done_on__lte=where.on)


@metric(
    "duty.done_rate", "履职完成率", "%", better="higher", part="已按规定次数履职的事项",
    whole="期限在统计期内的履职事项（不含经批准免除的）", basis=BASIS,
    definition="期限在统计期内的履职事项中，截至统计日已达到规定次数的占比。", headline=50,
)  # fmt: skip
def duty_done_rate(where: Where) -> Tally:
    """履职完成率."""
    due = _due(where)
    return Tally(part=due.filter(_done(where)), whole=due)


@metric(
    "duty.required", "应履职事项", "项", better="neither", part="期限在统计期内的履职事项",
    basis=BASIS, definition="期限在统计期内的履职事项数，不含经批准免除的。",
)  # fmt: skip
def duty_required(where: Where) -> Tally:
    """应履职."""
    return Tally(part=_due(where))


@metric(
    "duty.overdue", "逾期未履职", "项", better="lower", part="期限已过、截至统计日仍未完成的履职事项",
    basis=BASIS, definition="期限在统计期内、已过期限而截至统计日仍未达到规定次数的履职事项数。",
)  # fmt: skip
def duty_overdue(where: Where) -> Tally:
    """逾期未履职: what the person did after the day asked about was still missing on that day."""
    missing = Q(state__in=[DutyState.OPEN, DutyState.MISSED]) | Q(
        state=DutyState.DONE, done_on__gt=where.on
    )
    return Tally(part=_due(where).filter(missing, period_end__lt=where.on))
