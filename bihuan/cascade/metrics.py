"""Numbers about decomposition, each defined once."""

from __future__ import annotations

from django.db.models import F, Q

from bihuan.cascade.models import Receipt, SubPlan
from bihuan.cascade.states import ReceiptState, SubPlanState
from bihuan.metrics.registry import Tally, metric
from bihuan.metrics.where import Where

BASIS = "方案关于下级制定实施方案、层层落实的要求"


def _asked(where: Where) -> Tally:
    rows = SubPlan.objects.exclude(state=SubPlanState.WITHDRAWN)
    return Tally(where.of(rows, day="asked_by", enterprise=None))


@metric(
    "cascade.plans_made", "下级方案制定率", "%", better="higher", basis=BASIS,
    definition="要求日期在统计期内（或行动中）的下级方案里，已经制定出方案的占比；已撤销的分解不计。",
    part="已制定方案的单位", whole="应制定方案的单位",
)  # fmt: skip
def plans_made(where: Where) -> Tally:
    """Of the plans asked for, those that exist."""
    whole = _asked(where).part
    return Tally(whole.filter(child__isnull=False), whole)


@metric(
    "cascade.plans_recognised", "下级方案认可率", "%", better="higher", basis=BASIS,
    definition="要求日期在统计期内（或行动中）的下级方案里，已报备并经上级认可的占比；上级行动结束后仍未认可的计为未认可。",
    part="已认可的方案", whole="应制定方案的单位",
)  # fmt: skip
def plans_recognised(where: Where) -> Tally:
    """Of the plans asked for, those recognised."""
    whole = _asked(where).part
    return Tally(whole.filter(state=SubPlanState.RECOGNISED), whole)


@metric(
    "cascade.plans_late", "逾期未报备方案", "份", better="lower", basis=BASIS,
    definition="要求日期已过、从未报备的下级方案；已撤销的分解不计。",
    part="逾期未报备的方案",
)  # fmt: skip
def plans_late(where: Where) -> Tally:
    """Plans never filed whose day is past."""
    rows = _asked(where).part.filter(asked_by__lt=where.on, first_filed_on__isnull=True)
    return Tally(rows.exclude(state=SubPlanState.CLOSED))


@metric(
    "cascade.receipts", "签收率", "%", better="higher", basis="方案层层动员、企业签收的要求",
    definition="要求日期在统计期内（或行动中）的签收事项里，企业和村（社区）已经签收的占比。",
    part="已签收", whole="应签收",
)  # fmt: skip
def receipts(where: Where) -> Tally:
    """Of those asked to sign, those that did."""
    whole = where.of(Receipt.objects.all(), day="asked_by")
    return Tally(whole.filter(state=ReceiptState.SIGNED), whole)


@metric(
    "cascade.receipts_in_time", "按期签收率", "%", better="higher", basis="方案层层动员、企业签收的要求",
    definition="签收期限已过（或已经签收）的签收事项里，在期限当天或之前签收的占比。",
    part="按期签收", whole="期限已过或已签收",
)  # fmt: skip
def receipts_in_time(where: Where) -> Tally:
    """Of those whose day is past or that signed, those that signed by it."""
    rows = where.of(Receipt.objects.all(), day="asked_by")
    whole = rows.filter(Q(asked_by__lt=where.on) | Q(signed_on__isnull=False))
    return Tally(whole.filter(signed_on__lte=F("asked_by")), whole)
