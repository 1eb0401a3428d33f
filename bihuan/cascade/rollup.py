"""下级落实: how the bodies below a campaign stand, over every level, the worst first.

The cost grows with levels and targets, not with bodies of an area: numbers are grouped counts.
Only departments, whose area is the superior's own, are each counted for themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from bihuan.campaigns.models import Campaign, Target
from bihuan.campaigns.states import CampaignState
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.cascade.queries import carried_by, descendants
from bihuan.cascade.states import IN_HAND, Carrying, ReceiptState, SubPlanState
from bihuan.kernel.areas import level_of, range_of
from bihuan.metrics.families import remembered
from bihuan.metrics.measure import Measure, measure, measure_by_area
from bihuan.metrics.registry import Metric, all_metrics
from bihuan.metrics.where import Where

LATE = ("duty.overdue", "deliverable.overdue", "hazard.overdue_major")
"""The numbers that say what is late; those that a build does not declare are left out."""

LAUNCHED = (CampaignState.LAUNCHING, CampaignState.RUNNING, CampaignState.ENDED)


@dataclass(slots=True)
class Row:
    """One body below, ``depth`` levels down, with how its plan and its numbers stand."""

    sub_plan: SubPlan
    depth: int
    carried: dict[Carrying, int]
    is_late: bool
    targets: list[tuple[Target, Measure]] = field(default_factory=list)
    late: list[Measure] = field(default_factory=list)
    below: list[Row] = field(default_factory=list)

    @property
    def is_launched(self) -> bool:
        """Whether the body's own campaign was launched."""
        child = self.sub_plan.child
        return child is not None and child.state in LAUNCHED

    @property
    def counted(self) -> list[tuple[Target, Measure]]:
        """The targets that have something to take a share of."""
        return [pair for pair in self.targets if pair[1].value is not None]

    @property
    def met(self) -> int:
        """How many targets are reached."""
        return sum(taken.reaches(target.op, target.value) for target, taken in self.counted)

    @property
    def late_total(self) -> int:
        """How many matters are late."""
        return sum(one.part for one in self.late)

    @property
    def weaker(self) -> int:
        """How many inherited items are weaker or given up."""
        return self.carried[Carrying.WEAKER] + self.carried[Carrying.DROPPED]

    @property
    def badness(self) -> tuple[bool, bool, int, int, int, int]:
        """What puts a row before another: late or weak plans, then missed targets, then lateness."""
        return (
            not (self.is_late or self.weaker), self.sub_plan.child_id is not None,
            self.met - len(self.counted), -self.late_total, self.sub_plan.area, self.sub_plan.pk,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rollup:
    """Every body below a campaign, and how many of them are how far."""

    campaign: Campaign
    rows: list[Row]
    targets: list[Target]

    @property
    def direct(self) -> list[Row]:
        """The bodies one level below."""
        return [row for row in self.rows if row.depth == 0]

    def made(self) -> int:
        """How many of them have a plan."""
        return sum(row.sub_plan.child_id is not None for row in self.direct)

    def recognised(self) -> int:
        """How many plans are recognised."""
        return sum(row.sub_plan.state == SubPlanState.RECOGNISED for row in self.direct)

    def launched(self) -> int:
        """How many campaigns run."""
        return sum(row.is_launched for row in self.direct)


def rollup(campaign: Campaign, *, on: date, only_plans: bool = False) -> Rollup:
    """Return the bodies below, worst first, each followed by those below it."""
    parents = [campaign.pk, *descendants(campaign.pk)]
    rows = list(
        SubPlan.objects.filter(parent__in=parents)
        .exclude(state=SubPlanState.WITHDRAWN)
        .select_related("organisation", "child", "parent")
        .defer("child__text", "child__draft", "parent__text", "parent__draft")
    )
    carried = carried_by(rows)
    none = dict.fromkeys(Carrying, 0)
    made = {one.pk: Row(one, 0, carried.get(one.pk, none), is_late(one, on=on)) for one in rows}
    targets = [one for one in campaign.targets.all() if one.metric_key in _known()]
    if not only_plans:
        with remembered():
            _count(campaign, list(made.values()), targets, on)
    return Rollup(campaign, list(_in_order(campaign.pk, made.values())), targets)


def is_late(one: SubPlan, *, on: date) -> bool:
    """Whether a lower plan waits for the body beyond its day."""
    waits = one.state in (SubPlanState.ASSIGNED, *IN_HAND)
    return waits and one.due_on is not None and one.due_on < on


def _in_order(campaign_id: int, rows: Iterable[Row]) -> Iterable[Row]:
    by_parent: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_parent[row.sub_plan.parent_id].append(row)

    def walk(parent_id: int, depth: int) -> Iterable[Row]:
        for row in sorted(by_parent.pop(parent_id, []), key=lambda one: one.badness):
            row.depth = depth
            yield row
            if row.sub_plan.child_id is not None:
                yield from walk(row.sub_plan.child_id, depth + 1)

    return walk(campaign_id, 0)


def _known() -> dict[str, Metric]:
    return {one.key: one for one in all_metrics()}


def _count(campaign: Campaign, rows: Sequence[Row], targets: Sequence[Target], on: date) -> None:
    """Take the numbers of every body: those of an area level together, departments singly."""
    known = _known()
    late = [known[key] for key in LATE if key in known]
    metrics = {known[one.metric_key].key: known[one.metric_key] for one in targets}
    metrics |= {one.key: one for one in late}
    where = Where(area=range_of(campaign.area), on=on, campaign=campaign.pk)
    by_level: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.sub_plan.area == campaign.area:
            _own_numbers(row, where, metrics, targets, late)
        else:
            by_level[row.sub_plan.area].append(row)
    levels = {level_of(code) for code in by_level}
    for level in levels:
        codes = [code for code in by_level if level_of(code) is level]
        taken = {
            key: measure_by_area(one, where, level=level, codes=codes)
            for key, one in metrics.items()
        }
        for code in codes:
            for row in by_level[code]:
                row.targets = [(one, taken[one.metric_key][code]) for one in targets]
                row.late = [taken[one.key][code] for one in late]


def _own_numbers(
    row: Row, where: Where, metrics: dict[str, Metric], targets: Sequence[Target],
    late: Sequence[Metric],
) -> None:  # fmt: skip
    if row.sub_plan.child_id is None or not row.is_launched:
        return
    own = Where(area=where.area, on=where.on, campaign=row.sub_plan.child_id)
    row.targets = [(one, measure(metrics[one.metric_key], own)) for one in targets]
    row.late = [measure(one, own) for one in late]


@dataclass(frozen=True, slots=True)
class Signed:
    """How many receivers were asked, and how many signed."""

    asked: int
    signed: int

    @property
    def open(self) -> int:
        """How many have not signed."""
        return self.asked - self.signed


def signatures(campaign: Campaign) -> tuple[Signed, Signed]:
    """Return how enterprises and how communities of the chain below signed: one query."""
    rows = Receipt.objects.filter(campaign_id__in=[campaign.pk, *descendants(campaign.pk)])
    signed = Q(state=ReceiptState.SIGNED)
    counts = rows.aggregate(
        enterprises=Count("enterprise"),
        enterprises_signed=Count("enterprise", filter=signed),
        bodies=Count("organisation"),
        bodies_signed=Count("organisation", filter=signed),
    )
    return (
        Signed(counts["enterprises"], counts["enterprises_signed"]),
        Signed(counts["bodies"], counts["bodies_signed"]),
    )
