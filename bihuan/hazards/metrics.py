"""Numbers about hazards, each defined once.

Spans of days refer to the day a hazard was found unless the definition says otherwise; what was
closed or late is asked as of ``where.on``.
"""

from __future__ import annotations

from bihuan.hazards import queries
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel
from bihuan.metrics.registry import Tally, metric
from bihuan.metrics.where import Where

LAW = "《中华人民共和国安全生产法》（2021修正）第四十一条"
ORDER_16 = "《安全生产事故隐患排查治理暂行规定》（2007，总局令第16号）第十四条"
HOUSE = "平台统计口径"


@metric(
    "hazard.found", "排查隐患数", "起", better="neither",
    definition="统计期内发现并登记的事故隐患，不含已撤销的登记；按发现日期统计。",
    basis=LAW, part="排查出的隐患",
)  # fmt: skip
def found(where: Where) -> Tally:
    """Hazards found in the span."""
    return Tally(where.of(queries.counted(Hazard.objects.all()), day="found_on"))


@metric(
    "hazard.major", "重大隐患数", "起", better="lower",
    definition="统计期内发现、定级为重大的事故隐患，不含已撤销的登记；按发现日期统计。",
    basis=LAW, part="重大隐患",
)  # fmt: skip
def major(where: Where) -> Tally:
    """Major hazards found in the span."""
    return Tally(found(where).part.filter(level=HazardLevel.MAJOR))


@metric(
    "hazard.closed", "整改销号数", "起", better="higher",
    definition="统计期内复查合格并销号的事故隐患，不论何时发现；按销号日期统计。",
    basis=ORDER_16, part="销号的隐患",
)  # fmt: skip
def closed(where: Where) -> Tally:
    """Hazards closed in the span."""
    return Tally(where.of(queries.closed_by(Hazard.objects.all(), on=where.on), day="closed_on"))


@metric(
    "hazard.closing_rate", "整改率", "%", better="higher", headline=20,
    definition="统计期内发现的隐患中，截至统计日已复查合格并销号的占比；企业报告整改但未经复查的不计入。",
    basis=ORDER_16, part="已销号的隐患", whole="统计期内发现的隐患",
)  # fmt: skip
def closing_rate(where: Where) -> Tally:
    """Of those found in the span, those closed by the day asked."""
    whole = found(where).part
    return Tally(queries.closed_by(whole, on=where.on), whole)


@metric(
    "hazard.on_time_rate", "按期整改率", "%", better="higher",
    definition=(
        "统计期内发现、首次整改期限已到（或已销号）的隐患中，在首次整改期限前完成整改且未被退回的占比；"
        "延期和退回后重定的期限不作为按期的依据。"
    ),
    basis=HOUSE, part="按期整改的隐患", whole="整改期限已到或已销号的隐患",
)  # fmt: skip
def on_time_rate(where: Where) -> Tally:
    """Of those whose first deadline has come or that are closed, those rectified by it."""
    rows = where.of(Hazard.objects.all(), day="found_on")
    whole = queries.with_first_deadline_come(rows, on=where.on)
    return Tally(queries.in_time(whole), whole)


@metric(
    "hazard.open", "未整改隐患", "起", better="lower",
    definition="统计期内发现、截至统计日尚未销号的隐患（待定级、整改中、待复查），不含已撤销的登记。",
    basis=ORDER_16, part="未销号的隐患",
)  # fmt: skip
def still_open(where: Where) -> Tally:
    """Hazards found in the span and not closed by the day asked."""
    return Tally(where.of(queries.open_on(Hazard.objects.all(), on=where.on), day="found_on"))


@metric(
    "hazard.overdue_major", "逾期未整改重大隐患", "起", better="lower", headline=30,
    definition="统计期内发现、正在整改、截至统计日已超过整改期限（含批准的延期）的重大隐患。",
    basis=LAW, part="逾期未整改的重大隐患",
)  # fmt: skip
def overdue_major(where: Where) -> Tally:
    """Major hazards under order whose deadline has passed."""
    return Tally(where.of(queries.late_major(Hazard.objects.all(), on=where.on), day="found_on"))
