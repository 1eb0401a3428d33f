"""Numbers about campaigns."""

from __future__ import annotations

from django.db.models import F, Q
from django.db.models.functions import TruncDate

from bihuan.campaigns.models import Deliverable, Participation
from bihuan.campaigns.states import DeliverableState
from bihuan.kernel.chinese import BEIJING
from bihuan.metrics.registry import Tally, metric
from bihuan.metrics.where import Where


@metric(
    "campaign.participants", "纳入行动企业数", "家次", better="neither",
    definition=(
        "专项行动下达时纳入、下达后补充纳入的企业，按纳入日期统计；一家企业参加几个行动计几次。"
    ),
    basis="方案的整治范围", part="纳入企业",
)  # fmt: skip
def participants(where: Where) -> Tally:
    """Count participations by the Beijing day, whatever the time zone of whoever asks."""
    rows = Participation.objects.annotate(included_on=TruncDate("included_at", tzinfo=BEIJING))
    return Tally(where.of(rows, day="included_on", campaign="campaign_id"))


@metric(
    "deliverable.on_time_rate", "按时报送率", "%", better="higher", headline=60,
    definition="到期的报送事项中，在要求日期当天或之前报送的所占比例；已免报的不计。",
    basis="方案的报送要求", part="按时报送", whole="到期应报送",
)  # fmt: skip
def on_time_rate(where: Where) -> Tally:
    """Compare the day handed in with the day asked for."""
    whole = where.of(
        Deliverable.objects.exclude(state=DeliverableState.WAIVED).filter(
            Q(asked_by__lte=where.on) | Q(submitted_on__isnull=False), asked_by__isnull=False
        ),
        day="asked_by",
        enterprise=None,
    )
    return Tally(whole.filter(submitted_on__lte=F("asked_by")), whole)


@metric(
    "deliverable.overdue", "逾期未报送", "项", better="lower",
    definition="到统计日已过要求日期而还没有报送的事项。",
    basis="方案的报送要求", part="逾期未报送",
)  # fmt: skip
def overdue(where: Where) -> Tally:
    """Count what is owed and late on the day asked about."""
    rows = Deliverable.objects.filter(state=DeliverableState.DUE, asked_by__lt=where.on)
    return Tally(where.of(rows, day="asked_by", enterprise=None))
