"""The number beside the reported one: what of the closed was really rectified."""

from __future__ import annotations

from bihuan.lookback.models import Lookback
from bihuan.lookback.states import JUDGED, LookbackState
from bihuan.metrics.registry import Tally, metric
from bihuan.metrics.where import Where


@metric(
    "lookback.true_rate", "真实整改率", "%", better="higher",
    definition=(
        "统计期内“回头看”核查过的已销号隐患中，核查属实的占比；反弹和未整改的不算，无法核查的不计入。"
        "样本由系统按地区和级别分层随机抽取，由没有经手的人员核查，按核查日期统计。"
    ),
    basis="平台统计口径", part="核查属实的隐患", whole="核查过的已销号隐患",
)  # fmt: skip
def true_rate(where: Where) -> Tally:
    """Of what was looked at again in the span, what was as reported."""
    whole = where.of(Lookback.objects.filter(state__in=JUDGED), day="checked_on")
    return Tally(whole.filter(state=LookbackState.GENUINE), whole)


@metric(
    "lookback.false_closings", "回头看发现虚假或反弹", "起", better="lower",
    definition="统计期内“回头看”核查为反弹或未整改的已销号隐患，均已重新登记整改；按核查日期统计。",
    basis="平台统计口径", part="反弹或未整改的隐患",
)  # fmt: skip
def false_closings(where: Where) -> Tally:
    """What was not as reported."""
    rows = Lookback.objects.filter(state__in=[LookbackState.RELAPSED, LookbackState.UNDONE])
    return Tally(where.of(rows, day="checked_on"))
