"""协同指标."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from bihuan.cooperation.models import Referral
from bihuan.cooperation.states import ReferralKind, ReferralState
from bihuan.metrics.registry import Tally, metric
from bihuan.metrics.where import Where

BASIS = "平台规则：移送时约定的反馈期限"


def _asked(where: Where) -> QuerySet[Referral]:
    """Return what was to be answered within the span, without what was taken back."""
    rows = Referral.objects.exclude(state=ReferralState.WITHDRAWN).exclude(
        category=ReferralKind.NOTICE
    )
    asked = where.of(rows, day="reply_due_on", enterprise=None, campaign=None)
    return asked.select_related("sender", "receiver")


@metric(
    "cooperation.on_time_reply", "移送按期反馈率", "%", better="higher",
    part="在期限内反馈的移送事项", whole="反馈期限在统计期内、已到期或已反馈的移送事项",
    basis=BASIS,
    definition="反馈期限在统计期内且截至统计日已到期或已反馈的线索移送、请示指导中，接收单位在期限内反馈的占比，按接收单位所在地区统计。",
)  # fmt: skip
def on_time_reply(where: Where) -> Tally:
    """移送按期反馈率."""
    answered = Q(replied_on__isnull=False, replied_on__lte=where.on)
    whole = _asked(where).filter(answered | Q(reply_due_on__lt=where.on))
    return Tally(part=whole.filter(answered, replied_on__lte=F("reply_due_on")), whole=whole)


@metric(
    "cooperation.overdue_reply", "逾期未反馈", "件", better="lower",
    part="期限已过、截至统计日仍未反馈的移送事项", basis=BASIS,
    definition="反馈期限在统计期内、已过期限而截至统计日仍未反馈的线索移送、请示指导件数，按接收单位所在地区统计。",
)  # fmt: skip
def overdue_reply(where: Where) -> Tally:
    """逾期未反馈."""
    missing = Q(replied_on__isnull=True) | Q(replied_on__gt=where.on)
    return Tally(part=_asked(where).filter(missing, reply_due_on__lt=where.on))
