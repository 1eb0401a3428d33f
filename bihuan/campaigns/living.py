"""活方案: the live state of every sentence of a running campaign's plan.

A fixed number of queries however long the plan: per kind of item one grouped query, plus two
per target for its metric.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, Sum

from bihuan.campaigns.models import (
    Campaign,
    Deliverable,
    ItemLink,
    Participation,
    Phase,
    PlanItem,
    Target,
)
from bihuan.campaigns.relatives import kin_rows
from bihuan.campaigns.rules import state_by_deadline, still_missing, worst
from bihuan.campaigns.states import (
    DELIVERABLE,
    CampaignState,
    DeliverableState,
    ItemKind,
    PhaseState,
    SentenceState,
)
from bihuan.duties.models import Duty
from bihuan.duties.states import DUTY, DutyState
from bihuan.inspections.models import SelfCheck, SelfCheckAnswer
from bihuan.inspections.states import Answer, SelfCheckState
from bihuan.kernel.areas import AreaRange, range_of
from bihuan.metrics.families import remembered
from bihuan.metrics.measure import Measure, measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.standards.models import CheckItem

S = SentenceState


@dataclass(frozen=True, slots=True)
class LiveItem:
    """One confirmed item today: its state, the figure beside it, and where the figure opens."""

    item: PlanItem
    state: SentenceState
    figure: str = ""
    url: str = ""
    reason: str = ""
    measure: Measure | None = None

    @property
    def gap_url(self) -> str:
        """The page that lists what is missing from a ratio's whole."""
        return self.measure.url("gap") if self.measure else ""


@dataclass(frozen=True, slots=True)
class LiveSentence:
    """One sentence of the plan as the page shows it."""

    start: int
    end: int
    text: str
    kind: str
    state: SentenceState
    reason: str
    items: tuple[LiveItem, ...] = field(default_factory=tuple)
    mark: str = ""

    @property
    def figures(self) -> list[LiveItem]:
        """The items that have something to say in the margin."""
        return [live for live in self.items if live.figure]


@dataclass(frozen=True, slots=True)
class LivingDocument:
    """The whole plan on a day, for an area."""

    campaign: Campaign
    where: Where
    sentences: tuple[LiveSentence, ...]
    phases: tuple[tuple[Phase, PhaseState], ...]

    def counts(self) -> dict[SentenceState, int]:
        """How many sentences stand in each state, every state present."""
        counts = dict.fromkeys(SentenceState, 0)
        for sentence in self.sentences:
            counts[sentence.state] += 1
        return counts


def living_document(campaign: Campaign, *, area: AreaRange, on: date) -> LivingDocument:
    """Return every sentence's state on ``on``, numbers taken inside ``area``."""
    where = Where(area=area, on=on, campaign=campaign.pk)
    with remembered():
        live = _Book(campaign, where).items()
    by_item = sorted(live, key=lambda one: (one.item.start_char, one.item.end_char))
    told = tuple(_sentence(campaign.text, row, by_item) for row in campaign.outline)
    phases = tuple((phase, phase.state_on(on)) for phase in campaign.phases.all())
    return LivingDocument(campaign, where, told, phases)


def _sentence(text: str, row: list[Any], live: list[LiveItem]) -> LiveSentence:
    start, end, kind, reason, *marks = row
    mine = tuple(one for one in live if one.item.start_char < end and one.item.end_char > start)
    state = worst([one.state for one in mine])
    why = _why_untracked(reason, mine) if state is S.UNTRACKED else ""
    mark = marks[0] if marks else ""
    return LiveSentence(start, end, text[start:end], kind, state, why, mine, mark)


def _why_untracked(reason: str, mine: tuple[LiveItem, ...]) -> str:
    reasons = [one.reason for one in mine if one.reason]
    return "；".join(dict.fromkeys(reasons)) or reason or "没有读出可跟踪的内容"


class _Book:
    """Looks up what the campaign's items became, once, and answers for each item."""

    def __init__(self, campaign: Campaign, where: Where) -> None:
        self.campaign = campaign
        self.where = where
        self.on = where.on
        self.started = campaign.state not in (CampaignState.DRAFT, CampaignState.LAUNCHING)
        links: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        rows = ItemLink.objects.filter(item__campaign=campaign).order_by("pk")
        for item_id, kind, target_id in rows.values_list("item_id", "target_kind", "target_id"):
            links[item_id, kind].append(target_id)
        self.links = dict(links)
        self.kin = kin_rows(campaign)

    def items(self) -> list[LiveItem]:
        """Return every standing item with its live state."""
        standing = [item for item in self.campaign.items.all() if item.stands]
        by_kind: dict[str, list[PlanItem]] = defaultdict(list)
        for item in standing:
            by_kind[item.kind].append(item)
        answer = {
            ItemKind.PHASE: self._phases,
            ItemKind.TARGET: self._targets,
            ItemKind.DUTY: self._duties,
            ItemKind.DELIVERABLE: self._deliverables,
            ItemKind.TASK: self._deliverables,
            ItemKind.CHECK_ITEM: self._check_items,
            ItemKind.SCOPE: self._scope,
        }
        live: list[LiveItem] = []
        for kind, items in by_kind.items():
            known = answer.get(ItemKind(kind))
            live += known(items) if known else [self._untracked(item) for item in items]
        return live

    def _untracked(self, item: PlanItem) -> LiveItem:
        reason = {
            ItemKind.ACCOUNTABILITY: "奖惩问责条款，按考核结果执行",
            ItemKind.LEGAL_REF: "引用的依据",
            ItemKind.ANOMALY: "已核对的疑点",
        }.get(ItemKind(item.kind), "没有下达为事项")
        return LiveItem(item, S.UNTRACKED, reason=reason)

    def _phases(self, items: list[PlanItem]) -> list[LiveItem]:
        phases = {phase.item_id: phase for phase in self.campaign.phases.all()}
        return [self._phase(item, phases.get(item.pk)) for item in items]

    def _phase(self, item: PlanItem, phase: Phase | None) -> LiveItem:
        if phase is None:
            return LiveItem(item, S.UNTRACKED, reason="行动尚未发起")
        if phase.start is None and phase.end is None:
            return LiveItem(item, S.UNTRACKED, reason="原文没有写明起止日期")
        stands = phase.state_on(self.on)
        if stands is PhaseState.ENDED:
            return LiveItem(item, S.DONE, figure="阶段已结束")
        if stands is PhaseState.NOT_STARTED:
            assert phase.start is not None
            return LiveItem(
                item, S.NOT_STARTED, figure=f"还有 {(phase.start - self.on).days} 天开始"
            )
        if phase.end is None:
            return LiveItem(item, S.RUNNING, figure="进行中")
        left = (phase.end - self.on).days
        state = state_by_deadline(done=False, deadline=phase.end, on=self.on)
        return LiveItem(item, state, figure=f"还有 {left} 天结束" if left else "今天结束")

    def _targets(self, items: list[PlanItem]) -> list[LiveItem]:
        targets = {target.item_id: target for target in self.campaign.targets.all()}
        return [self._target(item, targets.get(item.pk)) for item in items]

    def _target(self, item: PlanItem, target: Target | None) -> LiveItem:
        if target is None:
            return LiveItem(item, S.UNTRACKED, reason="目标没有数值")
        if not target.metric_key:
            return LiveItem(item, S.UNTRACKED, reason="没有对应的指标，须人工认定")
        taken = measure(metric_of(target.metric_key), self.where)
        reached = taken.reaches(target.op, target.value)
        state = state_by_deadline(
            done=reached, deadline=target.deadline, on=self.on, started=self.started
        )
        missing = still_missing(target.op, target.value, part=taken.part, whole=taken.whole or 0)
        figure = taken.text() + (f" · 还差 {missing}" if missing and not reached else "")
        return LiveItem(item, state, figure, url=taken.url(), measure=taken)

    def _duties(self, items: list[PlanItem]) -> list[LiveItem]:
        rows = self.where.of(
            Duty.objects.filter(rule_id__in=self._linked(items, "duty_rule")), day=None
        )
        totals: dict[int, dict[str, Any]] = {
            row["rule_id"]: dict(row)
            for row in rows.order_by()
            .values("rule_id")
            .annotate(
                need=Sum("required", filter=Q(period_start__lte=self.on, period_end__gte=self.on)),
                done_now=Sum("done", filter=Q(period_start__lte=self.on, period_end__gte=self.on)),
                all=Count("pk"),
                open=Count("pk", filter=Q(state=DutyState.OPEN)),
                next_due=Min("due_on", filter=Q(state=DutyState.OPEN)),
                late=Count("pk", filter=~Q(state__in=DUTY.end) & Q(due_on__lt=self.on)),
            )
        }
        return [self._duty(item, totals) for item in items]

    def _duty(self, item: PlanItem, totals: dict[int, dict[str, Any]]) -> LiveItem:
        rules = [*self._latest(item, "duty_rule"), *self.kin.get((item.pk, "duty_rule"), [])]
        if not rules:
            return LiveItem(item, S.UNTRACKED, reason="没有下达给岗位或企业")
        url = f"/duties/?rule={','.join(map(str, rules))}{self._area_query()}"
        row = _together([totals[rule] for rule in rules if rule in totals])
        if row is None:
            return LiveItem(item, S.NOT_STARTED, figure="本地区没有承担者", url=url)
        if row["late"]:
            late_url = f"{url}&overdue=1"
            return LiveItem(item, S.LATE, figure=f"逾期 {row['late']} 项", url=late_url)
        if row["need"] is None and row["open"]:
            return LiveItem(item, S.NOT_STARTED, figure=f"待办 {row['open']} 项", url=url)
        if row["need"] is None:
            return LiveItem(item, S.DONE, figure=f"共 {row['all']} 项已办", url=url)
        figure = f"本期 {row['done_now']}/{row['need']} 次"
        state = state_by_deadline(done=not row["open"], deadline=row["next_due"], on=self.on)
        return LiveItem(item, state, figure=figure, url=url)

    def _deliverables(self, items: list[PlanItem]) -> list[LiveItem]:
        by_item: dict[int, list[Deliverable]] = defaultdict(list)
        rows = self.where.of(self.campaign.deliverables.all(), day=None, enterprise=None)
        for row in rows.order_by("due_on", "id"):
            by_item[row.item_id].append(row)
        return [self._deliverable(item, by_item.get(item.pk, [])) for item in items]

    def _deliverable(self, item: PlanItem, rows: list[Deliverable]) -> LiveItem:
        if not rows:
            return LiveItem(item, S.UNTRACKED, reason=self._why_not_asked(item))
        pending = [row for row in rows if row.state not in DELIVERABLE.end]
        if not pending:
            last = max((row.submitted_on for row in rows if row.submitted_on), default=None)
            figure = f"已报送 {last.month}月{last.day}日" if last else "已免报"
            return LiveItem(item, S.DONE, figure, url=rows[-1].get_absolute_url())
        # What is handed in waits for the office, not for whoever owed it: no longer late.
        owed = [row for row in pending if row.state == DeliverableState.DUE]
        waiting = owed or pending
        first = waiting[0]
        deadline = first.due_on if owed else None
        state = state_by_deadline(done=False, deadline=deadline, on=self.on)
        figure = f"{first.state_label}{f'（{first.period_label}）' if first.period_label else ''}"
        more = f" 等 {len(waiting)} 期" if len(waiting) > 1 else ""
        return LiveItem(item, state, f"{figure}{more}", url=first.get_absolute_url())

    def _why_not_asked(self, item: PlanItem) -> str:
        if not self.started:
            return "行动尚未发起"
        if item.kind == ItemKind.TASK:
            return "没有下达为办结事项"
        if item.data.get("recurrence"):
            return "还没有到报送周期"
        if self.where.area != range_of(self.campaign.area):
            return "由组织单位报送，不在本地区统计"
        return "没有下达为报送事项"

    def _check_items(self, items: list[PlanItem]) -> list[LiveItem]:
        checks = self.where.of(SelfCheck.objects.all(), day=None)
        done = checks.filter(state=SelfCheckState.SUBMITTED)
        counts = {
            row["checklist_id"]: (row["asked"], row["done"])
            for row in checks.exclude(state=SelfCheckState.CANCELLED)
            .order_by()
            .values("checklist_id")
            .annotate(asked=Count("pk"), done=Count("pk", filter=Q(state=SelfCheckState.SUBMITTED)))
        }
        rows = self._linked(items, "check_item")
        lists = dict(CheckItem.objects.filter(pk__in=rows).values_list("pk", "checklist_id"))
        failed = {
            row["item_id"]: row["n"]
            for row in SelfCheckAnswer.objects.filter(
                self_check__in=done, answer=Answer.FAIL, item_id__in=rows
            )
            .order_by()
            .values("item_id")
            .annotate(n=Count("pk"))
        }
        return [self._check_item(item, lists, counts, failed) for item in items]

    def _check_item(
        self, item: PlanItem, lists: dict[int, int], counts: dict[int, tuple[int, int]],
        failed: dict[int, int],
    ) -> LiveItem:  # fmt: skip
        rows = self._rows(item, "check_item")
        asking = [counts.get(lists.get(row, 0), (0, 0)) for row in rows]
        asked, submitted = (sum(both) for both in zip((0, 0), *asking, strict=True))
        if not asked:
            return LiveItem(item, S.UNTRACKED, reason="没有企业承担这项检查内容")
        state = state_by_deadline(
            done=submitted == asked, deadline=self.campaign.self_check_due_on, on=self.on,
            started=self.started,
        )  # fmt: skip
        bad = sum(failed.get(row, 0) for row in rows)
        own = next(iter(self._latest(item, "check_item")), rows[-1])
        figure = f"已查 {submitted}/{asked} 家" + (f" · 不符合 {bad} 家" if bad else "")
        url = f"/campaigns/{self.campaign.pk}/findings/?item={own}{self._area_query()}"
        return LiveItem(item, state, figure, url=url)

    def _scope(self, items: list[PlanItem]) -> list[LiveItem]:
        rows = self.where.of(Participation.objects.all(), day=None, campaign="campaign_id")
        count = rows.filter(left_on__isnull=True).count()
        url = f"/campaigns/{self.campaign.pk}/participants/"
        if not self.started:
            return [LiveItem(item, S.UNTRACKED, reason="行动尚未发起") for item in items]
        if query := self._area_query():
            url += f"?{query.removeprefix('&')}"
        return [LiveItem(item, S.DONE, figure=f"已纳入 {count} 家", url=url) for item in items]

    def _area_query(self) -> str:
        """The part of an address that narrows a list to the area looked at."""
        is_whole = self.where.area == range_of(self.campaign.area)
        return "" if is_whole else f"&area={self.where.area.low}"

    def _linked(self, items: list[PlanItem], kind: str) -> list[int]:
        return [target for item in items for target in self._rows(item, kind)]

    def _rows(self, item: PlanItem, kind: str) -> list[int]:
        """Everything an item and its kin in other campaigns became."""
        return [*self.links.get((item.pk, kind), []), *self.kin.get((item.pk, kind), [])]

    def _latest(self, item: PlanItem, kind: str) -> list[int]:
        """What an item became last, in its own campaign: one row or none."""
        return self.links.get((item.pk, kind), [])[-1:]


def _together(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return one row for several rules that a sentence stands for; None when there is none."""
    if len(rows) <= 1:
        return rows[0] if rows else None
    added: dict[str, Any] = {
        name: sum(row[name] for row in rows) for name in ("all", "open", "late")
    }
    for name in ("need", "done_now"):
        told = [row[name] for row in rows if row[name] is not None]
        added[name] = sum(told) if told else None
    added["next_due"] = min((row["next_due"] for row in rows if row["next_due"]), default=None)
    return added
