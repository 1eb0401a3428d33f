"""Numbers about self-checks, each defined once.

Spans of days refer to the day a self-check was assigned; what is finished is asked as of
``where.on``.
"""

from __future__ import annotations

from bihuan.inspections import queries
from bihuan.inspections.models import SelfCheck
from bihuan.metrics.registry import Tally, metric
from bihuan.metrics.where import Where

HOUSE = "平台统计口径"


@metric(
    "self_check.assigned", "下达自查数", "份", better="neither",
    definition="统计期内下达给企业的自查任务，每家企业每轮一份，不含已取消的；按下达日期统计。",
    basis=HOUSE, part="下达的自查",
)  # fmt: skip
def assigned(where: Where) -> Tally:
    """Self-checks assigned in the span."""
    return Tally(where.of(queries.counted(SelfCheck.objects.all()), day="assigned_on"))


@metric(
    "self_check.submitted", "完成自查数", "份", better="higher",
    definition="统计期内企业填完并报送的自查，不论何时下达；按完成日期统计。",
    basis=HOUSE, part="完成的自查",
)  # fmt: skip
def submitted(where: Where) -> Tally:
    """Self-checks finished in the span."""
    rows = queries.submitted_by(SelfCheck.objects.all(), on=where.on)
    return Tally(where.of(rows, day="submitted_on"))


@metric(
    "self_check.rate", "自查率", "%", better="higher", headline=10,
    definition="统计期内（或行动中）下达的自查中，截至统计日已完成的占比。",
    basis=HOUSE, part="已完成的自查", whole="下达的自查",
)  # fmt: skip
def rate(where: Where) -> Tally:
    """Of those assigned in the span, those finished by the day asked."""
    whole = assigned(where).part
    return Tally(queries.submitted_by(whole, on=where.on), whole)


@metric(
    "self_check.on_time_rate", "按期自查率", "%", better="higher",
    definition="统计期内下达、要求完成日期已过（或已完成）的自查中，在要求日期前完成的占比。",
    basis=HOUSE, part="按期完成的自查", whole="要求日期已过或已完成的自查",
)  # fmt: skip
def on_time_rate(where: Where) -> Tally:
    """Of those whose day has come or that are finished, those finished by it."""
    rows = where.of(SelfCheck.objects.all(), day="assigned_on")
    whole = queries.asked_by(rows, on=where.on)
    return Tally(queries.in_time(whole), whole)
