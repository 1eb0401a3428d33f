"""From a confirmed plan and the real posts to findings a chief can read in ten seconds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.rules import HOLDERS, NOBODY, suggest_holder
from bihuan.campaigns.services import binding
from bihuan.campaigns.states import ItemKind
from bihuan.enterprises.queries import enterprises_matching
from bihuan.feasibility.rules import (
    COVERING,
    EACH,
    USUAL,
    VISITING,
    Assumptions,
    Demand,
    Outcome,
    Pool,
    alone,
    people_needed,
    per_period,
    possible,
    simulate,
    verdict_of,
    workdays_in,
)
from bihuan.feasibility.states import Verdict
from bihuan.kernel.areas import range_of
from bihuan.kernel.chinese import date_text
from bihuan.kernel.clocks import CHINA
from bihuan.kernel.periods import Recurrence
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import all_metrics
from bihuan.metrics.where import Where
from bihuan.people.models import Post
from bihuan.people.states import Role

WORST_FIRST = (Verdict.SHORT, Verdict.TIGHT, Verdict.NOTE, Verdict.FITS)
LEAST_DAYS = 3
"""Fewer workdays than this for a self-check are called tight."""

VISITORS = (Role.LEADER.value, Role.GRID_WORKER.value)
"""Who visits for a target that names them; every other target on inspections is the inspectors'."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the plan with what the simulation says about it."""

    verdict: Verdict
    quote: str
    says: str
    remedies: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept with a launch."""
        return {**asdict(self), "verdict": self.verdict.value, "remedies": list(self.remedies)}


@dataclass(frozen=True, slots=True)
class Assessed:
    """Everything the page shows of one assessment."""

    on: date
    enterprises: int
    assumptions: Assumptions
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings; notes do not count."""
        found = {one.verdict for one in self.findings}
        return next(
            (one for one in WORST_FIRST if one in found and one != Verdict.NOTE), Verdict.FITS
        )

    @property
    def headline(self) -> str:
        """The assessment in one sentence."""
        short = sum(1 for one in self.findings if one.verdict == Verdict.SHORT)
        tight = sum(1 for one in self.findings if one.verdict == Verdict.TIGHT)
        if short:
            return f"按现有人员和工作日，{short} 项要求完不成" + (
                f"，{tight} 项偏紧。" if tight else "。"
            )
        if tight:
            return f"{tight} 项要求偏紧，其余能完成。"
        return "按现有人员和工作日，能测算的要求都能完成。"


def pools_of(
    campaign: Campaign, *, on: date, given: Mapping[str, Pool] | None = None
) -> dict[str, Pool]:
    """Return the people in post today at the campaign's body and below, by role."""
    reach = range_of(campaign.area)
    usual = {**USUAL, **(given or {})}
    counted = _counted(Post.objects.within(reach).filter(role__in=usual, since__lte=on), on=on)
    return {role: replace(pool, people=counted.get(role, 0)) for role, pool in usual.items()}


def assumed(campaign: Campaign, *, on: date, given: Assumptions | None = None) -> Assumptions:
    """Return what a simulation takes for granted: the people in post, and what was said of them."""
    pools = pools_of(campaign, on=on, given=given.pools if given else None)
    return Assumptions(pools, given.yearly_cap) if given else Assumptions(pools)


def assess(
    campaign: Campaign, choices: LaunchChoices, *, on: date, given: Assumptions | None = None
) -> Assessed:
    """Simulate what a launch on that day with these choices would ask of the people there are."""
    assumptions = assumed(campaign, on=on, given=given)
    pools = assumptions.pools
    total = enterprises_matching(choices.filter()).count()
    starts_on, ends_on = binding.span_of(campaign, on=on)
    since = max(starts_on or on, on)
    until = ends_on or date(since.year, 12, 31)
    demands = [
        *_of_targets(campaign, total, since=since, until=until),
        *_of_duties(campaign, choices, pools, total, since=since, until=until),
    ]
    items = {item.pk: item for item in campaign.items.filter(pk__in={one.item for one in demands})}
    findings = [
        *_of_demands(demands, items, pools),
        *_of_cap(demands, total, assumptions),
        *_of_nobody(campaign, choices, on),
        *_of_days(campaign, choices, on),
        *_of_past(campaign, on),
    ]
    findings.sort(key=lambda one: WORST_FIRST.index(one.verdict))
    return Assessed(on, total, assumptions, tuple(findings))


def _of_targets(campaign: Campaign, total: int, *, since: date, until: date) -> list[Demand]:
    found = []
    for item in binding.standing(campaign, ItemKind.TARGET):
        end = binding.day_of(item.data, "deadline") or until
        visits = _visits_of_target(item, total)
        if visits and end >= since:
            holder = suggest_holder(str(item.data.get("subject") or ""), item.quote)
            role = holder if holder in VISITORS else Role.INSPECTOR.value
            found.append(Demand(item.pk, role, visits, since, end))
    return found


def _of_duties(
    campaign: Campaign, choices: LaunchChoices, pools: Mapping[str, Pool], total: int,
    *, since: date, until: date,
) -> list[Demand]:  # fmt: skip
    own = _holders(campaign.organisation_id, on=since)
    found: list[Demand] = []
    for item in binding.standing(campaign, ItemKind.DUTY):
        role, action = choices.holders.get(item.pk, NOBODY), str(item.data.get("action") or "")
        every = item.data.get("period")
        if role not in pools or every not in set(Recurrence) or not VISITING.search(action):
            continue
        count = int(item.data.get("count") or 1)
        visits = count * (total if EACH.search(item.quote) else own.get(role, 0))
        if not visits:
            continue
        found += per_period(item.pk, role, visits, Recurrence(every), since=since, until=until)
    return found


def _of_nobody(campaign: Campaign, choices: LaunchChoices, on: date) -> list[Finding]:
    """Name the duties given to a post that nobody holds."""
    own = _holders(campaign.organisation_id, on=on)
    found = []
    for item in binding.standing(campaign, ItemKind.DUTY):
        role = choices.holders.get(item.pk, NOBODY)
        if role in USUAL and not own.get(role):
            says = f"{campaign.organisation.name}没有在岗的{HOLDERS[role]}，这项职责无人承担。"
            found.append(Finding(Verdict.SHORT, item.quote, says, ("安排任职", "改由其他岗位承担")))
    return found


def _holders(organisation: int, *, on: date) -> dict[str, int]:
    """Return how many hold each post at one body: those whom a launch gives the duties."""
    return _counted(Post.objects.filter(organisation=organisation), on=on)


def _counted(posts: QuerySet[Post], *, on: date) -> dict[str, int]:
    """Return how many active people hold the posts, by role, of those that have not ended."""
    held = posts.filter(Q(until__isnull=True) | Q(until__gte=on), user__is_active=True)
    rows = held.order_by().values("role").annotate(n=Count("user", distinct=True))
    return dict(rows.values_list("role", "n"))


def _visits_of_target(item: PlanItem, total: int) -> int:
    """Return how many visits a target on inspections asks for; 0 for other targets."""
    data = item.data
    told = f"{data.get('subject') or ''}{data.get('metric') or ''}"
    if not VISITING.search(told) or "自查" in told or data.get("value") is None:
        return 0
    if data.get("op") not in (">=", "==", ">"):
        return 0
    value = float(data["value"])
    if data.get("unit") == "%" and COVERING.search(told):
        return math.ceil(value * total / 100 - 1e-9)
    return int(value) if data.get("unit") in ("家", "家次", "户", "次", "户次") else 0


def _of_demands(
    demands: Sequence[Demand], items: Mapping[int, PlanItem], pools: Mapping[str, Pool]
) -> list[Finding]:
    apart: dict[int, list[Outcome]] = {}
    for role, pool in pools.items():
        for outcome in simulate(pool, [one for one in demands if one.role == role]):
            apart.setdefault(outcome.demand.item, []).append(outcome)
    return [_of_item(items[pk], outcomes, pools) for pk, outcomes in apart.items()]


def _of_item(item: PlanItem, apart: list[Outcome], pools: Mapping[str, Pool]) -> Finding:
    demands = [one.demand for one in apart]
    pool = pools[demands[0].role]
    start, end = min(one.start for one in demands), max(one.end for one in demands)
    asked = sum(one.visits for one in demands)
    merged = [alone(pool, one) for one in demands]
    can = possible(pool, start, end)
    verdict = verdict_of(merged, apart, load=asked / can if can else math.inf)
    days = workdays_in(start, end)
    who = HOLDERS[pool.role]
    crews = f"（{pool.crews} 组）" if pool.crew > 1 else ""
    says = (
        f"{pool.people} 名{who}{crews}、{date_text(end)}前 {days} 个工作日共可检查 {can:,} 家次，"
        f"方案要求 {asked:,} 家次。"
    )
    if verdict == Verdict.TIGHT and not all(one.is_met for one in apart):
        made = sum(one.made for one in apart)
        says += f"与其他检查分开做只能完成 {made:,} 家次，须合并检查。"
    missed = [one for one in merged if not one.is_met]
    if missed and can >= asked:
        worst = min(missed, key=lambda one: one.made - one.demand.visits)
        says += (
            f"其中{date_text(worst.demand.start)}至{date_text(worst.demand.end)}要求 "
            f"{worst.demand.visits:,} 家次，只能完成 {worst.made:,} 家次。"
        )
    remedies = _remedies(pool, demands, merged, asked) if verdict == Verdict.SHORT else []
    return Finding(verdict, item.quote, says, tuple(remedies))


def _remedies(pool: Pool, demands: list[Demand], merged: list[Outcome], asked: int) -> list[str]:
    who = HOLDERS[pool.role]
    found = []
    needed = people_needed(pool, demands)
    if needed is not None:
        found.append(f"增加 {needed - pool.people:,} 名{who}（共 {needed:,} 名）")
    if len(demands) == 1 and merged[0].finished_on is not None:
        found.append(f"期限放宽到{date_text(merged[0].finished_on)}")
    made = sum(one.made for one in merged)
    if made:
        found.append(f"要求降到 {made:,} 家次（现有人员能完成 {made / asked:.0%}）")
    return found


def _of_cap(demands: Sequence[Demand], total: int, assumptions: Assumptions) -> list[Finding]:
    """Say when inspections go beyond what one enterprise may be asked to bear in a year."""
    by_item: dict[int, int] = {}
    for one in demands:
        if one.role == Role.INSPECTOR.value:
            by_item[one.item] = by_item.get(one.item, 0) + one.visits
    asked, allowed = sum(by_item.values()), total * assumptions.yearly_cap
    if not by_item or asked <= allowed:
        return []
    merged = max(by_item.values())
    verdict = Verdict.TIGHT if merged <= allowed else Verdict.SHORT
    says = (
        f"范围内 {total:,} 家企业，每家每年最多 {assumptions.yearly_cap} 次行政检查，共 {allowed:,} 家次；"
        f"方案的检查合计 {asked:,} 家次，合并后至少 {merged:,} 家次。"
    )
    remedies = (
        ("合并各项检查", "改用企业自查、非现场核查")
        if verdict == Verdict.SHORT
        else ("合并各项检查",)
    )
    return [Finding(verdict, "涉企行政检查频次上限（国办发〔2024〕54号）", says, remedies)]


def _of_days(campaign: Campaign, choices: LaunchChoices, on: date) -> list[Finding]:
    found = []
    due = choices.self_check_due_on
    if due is not None and (days := workdays_in(on + timedelta(days=1), due)) < LEAST_DAYS:
        found.append(
            Finding(
                Verdict.TIGHT, "企业自查", f"从下达到{date_text(due)}只有 {days} 个工作日。",
                ("推迟自查期限",),
            )
        )  # fmt: skip
    for kind, name in (
        (ItemKind.TARGET, "deadline"),
        (ItemKind.DELIVERABLE, "due"),
        (ItemKind.TASK, "due"),
    ):
        for item in binding.standing(campaign, kind):
            day = binding.day_of(item.data, name)
            if day is not None and day < on:
                says = f"期限{date_text(day)}已经过去。"
                found.append(Finding(Verdict.SHORT, item.quote, says, ("改正期限后再发起",)))
            elif day is not None and kind == ItemKind.DELIVERABLE and not CHINA.is_workday(day):
                found.append(Finding(Verdict.NOTE, item.quote, f"{date_text(day)}是休息日。"))
    return found


def _of_past(campaign: Campaign, on: date) -> list[Finding]:
    """Hold targets bound to a metric against what the same place reached in the last year."""
    where = Where(area=range_of(campaign.area), on=on).during(on - timedelta(days=365), on)
    declared = {one.key: one for one in all_metrics()}
    found = []
    for item in binding.standing(campaign, ItemKind.TARGET):
        metric = declared.get(str(item.data.get("metric_key") or ""))
        if metric is None or item.data.get("value") is None:
            continue
        taken = measure(metric, where)
        if taken.value is None or not taken.whole:
            continue
        if not taken.reaches(str(item.data["op"]), float(item.data["value"])):
            found.append(
                Finding(
                    Verdict.TIGHT, item.quote,
                    f"近一年本地的{metric.name}是 {taken.text()}，方案要求更高。",
                    ("发起前先看清过去没有做到的原因",),
                )
            )  # fmt: skip
    return found
