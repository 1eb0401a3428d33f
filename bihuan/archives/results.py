"""What a campaign came to, item by item: for the summary and for the archive."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from bihuan.campaigns.models import Campaign, Deliverable, ItemLink, PlanItem, Target
from bihuan.campaigns.states import STANDING, DeliverableState, ItemKind
from bihuan.duties.models import Duty
from bihuan.duties.states import DutyState
from bihuan.inspections.models import SelfCheckAnswer
from bihuan.inspections.states import Answer, SelfCheckState
from bihuan.kernel.areas import AreaRange
from bihuan.metrics.measure import Measure, measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where

WIDE_SHARE, WIDE_LEAST = 0.2, 3  # of the checked enterprises, for a problem to count as widespread


@dataclass(frozen=True, slots=True)
class Fact:
    """A number counted outside the metrics, with the records behind it and its definition.

    ``key`` names it in a document's provenance; ``whole`` is None for a count.
    """

    key: str
    name: str
    definition: str
    url: str
    part_ids: tuple[int, ...]
    whole_ids: tuple[int, ...] | None = None

    @property
    def part(self) -> int:
        """How many."""
        return len(self.part_ids)

    @property
    def whole(self) -> int | None:
        """Of how many."""
        return None if self.whole_ids is None else len(self.whole_ids)

    def provenance(self) -> dict[str, object]:
        """Return the fact as a document keeps it."""
        return {
            "name": self.name, "definition": self.definition, "url": self.url,
            "part": self.part, "whole": self.whole, "part_ids": list(self.part_ids),
            "whole_ids": None if self.whole_ids is None else list(self.whole_ids),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One confirmed item that asked for work, and how much of it was done."""

    item: PlanItem
    fact: Fact


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target at the end; ``measure`` is None where a person has to judge."""

    target: Target
    measure: Measure | None

    @property
    def reached(self) -> bool | None:
        """Whether the metric says so; None without a metric or without anything to count."""
        if self.measure is None or self.measure.value is None:
            return None
        return self.measure.reaches(self.target.op, self.target.value)


@dataclass(frozen=True, slots=True)
class Widespread:
    """A check item that failed at many enterprises (连片问题)."""

    text: str
    fact: Fact


@dataclass(slots=True)
class _Counts:
    part: list[int] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)


def target_results(campaign: Campaign, where: Where) -> list[TargetResult]:
    """Return every target with its number as the question asks it."""
    return [
        TargetResult(one, measure(metric_of(one.metric_key), where) if one.metric_key else None)
        for one in campaign.targets.all()
    ]


def item_results(campaign: Campaign, *, on: date, area: AreaRange) -> list[ItemResult]:
    """Return the duties, deliverables and tasks of the plan with how much was done, in its order."""
    kinds = (ItemKind.DUTY, ItemKind.DELIVERABLE, ItemKind.TASK)
    items = campaign.items.filter(kind__in=kinds, decision__in=STANDING).order_by(
        "start_char", "pk"
    )
    counts: defaultdict[int, _Counts] = defaultdict(_Counts)
    _count_duties(campaign, counts, on, area)
    _count_deliverables(campaign, counts, on, area)
    return [
        ItemResult(item, _fact(campaign, item, counts[item.pk]))
        for item in items
        if counts[item.pk].whole
    ]


def _fact(campaign: Campaign, item: PlanItem, counts: _Counts) -> Fact:
    is_duty = item.kind == ItemKind.DUTY
    return Fact(
        key=f"item:{item.pk}",
        name=item.quote[:60],
        definition=(
            "到统计日已到期或已完成的履职事项中已完成的项数，不含已免除的。"
            if is_duty
            else "到统计日应报送（办结）的事项中已报送（办结）的项数，不含已免报的。"
        ),
        url=f"/campaigns/{campaign.pk}/sentences/{_sentence(campaign, item)}/",
        part_ids=tuple(counts.part),
        whole_ids=tuple(counts.whole),
    )


def _sentence(campaign: Campaign, item: PlanItem) -> int:
    starts = [row[0] for row in campaign.outline if row[0] <= item.start_char]
    return int(starts[-1]) if starts else 0


def _count_duties(
    campaign: Campaign, counts: dict[int, _Counts], on: date, area: AreaRange
) -> None:
    rules: dict[int, list[int]] = {}
    for link in ItemLink.objects.filter(item__campaign=campaign, target_kind="duty_rule"):
        rules.setdefault(link.target_id, []).append(link.item_id)
    rows = Duty.objects.filter(rule__in=rules, area__gte=area.low, area__lte=area.high).exclude(
        state=DutyState.EXCUSED
    )
    done = Q(state=DutyState.DONE)
    for pk, rule, state in rows.filter(done | Q(period_end__lte=on)).values_list(
        "pk", "rule", "state"
    ):
        for item in rules[rule]:
            counts[item].whole.append(pk)
            if state == DutyState.DONE:
                counts[item].part.append(pk)


def _count_deliverables(
    campaign: Campaign, counts: dict[int, _Counts], on: date, area: AreaRange
) -> None:
    rows = Deliverable.objects.filter(
        campaign=campaign, area__gte=area.low, area__lte=area.high
    ).exclude(state=DeliverableState.WAIVED)
    due = Q(submitted_on__isnull=False) | Q(asked_by__lte=on)
    for pk, item, submitted in rows.filter(due).values_list("pk", "item", "submitted_on"):
        counts[item].whole.append(pk)
        if submitted is not None:
            counts[item].part.append(pk)


def widespread(campaign: Campaign, *, area: AreaRange, most: int = 5) -> list[Widespread]:
    """Return the check items that failed at a fifth of the checked enterprises or more."""
    answers = SelfCheckAnswer.objects.filter(
        self_check__campaign_ref=campaign.pk, self_check__state=SelfCheckState.SUBMITTED,
        self_check__area__gte=area.low, self_check__area__lte=area.high,
    )  # fmt: skip
    worst = (
        answers.filter(answer__in=[Answer.PASS, Answer.FAIL])
        .values("item", "item__text")
        .annotate(failed=Count("pk", filter=Q(answer=Answer.FAIL)), asked=Count("pk"))
        .order_by("-failed", "item")
    )
    found: list[Widespread] = []
    for row in worst[: most * 2]:
        if row["failed"] < max(WIDE_LEAST, WIDE_SHARE * row["asked"]) or len(found) == most:
            continue
        ids = _answers(answers, row["item"])
        found.append(
            Widespread(
                row["item__text"],
                Fact(
                    f"finding:{row['item']}", "不符合的企业数",
                    "企业自查中答复该检查项为不符合的企业；分母为答复该项的企业，不含不涉及的。",
                    f"/campaigns/{campaign.pk}/findings/", *ids,
                ),
            )
        )  # fmt: skip
    return found


def _answers(
    answers: QuerySet[SelfCheckAnswer], item: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    rows = list(
        answers.filter(item=item, answer__in=[Answer.PASS, Answer.FAIL])
        .order_by("pk")
        .values_list("pk", "answer")
    )
    failed = tuple(pk for pk, answer in rows if answer == Answer.FAIL)
    return failed, tuple(pk for pk, _ in rows)
