"""Numbers about the registry."""

from __future__ import annotations

from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.states import EnterpriseStatus
from bihuan.metrics.registry import Tally, metric
from bihuan.metrics.where import Where


@metric(
    "enterprise.count",
    "在册企业数",
    "家",
    better="neither",
    definition="在册且未关闭注销的企业（含停产停业），按所在区划统计，为统计时的现状。",
    basis="系统统计口径",
    part="在册企业",
)
def enterprise_count(where: Where) -> Tally:
    """Count the enterprises that are not closed, as they stand now."""
    rows = Enterprise.objects.exclude(status=EnterpriseStatus.CLOSED)
    return Tally(where.of(rows, day=None, enterprise="id", campaign=None))
