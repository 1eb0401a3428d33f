"""The arithmetic of capacity: visits asked for against visits that people can make. Pure.

Inspections take two officers (《中华人民共和国行政处罚法》第四十二条); how many enterprises a
pair sees in a day, how much of its time is spent in the field, and how often one enterprise may
be inspected in a year are local facts: they are assumptions that the page shows and lets change.
The work is laid out day by day, the earliest deadline first, which leaves nothing undone that
another order could do. A visit is counted once for every demand it can serve (合并检查,
国办发〔2024〕54号), and once more without that, to show what merging saves.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heappop, heappush

from bihuan.feasibility.states import Verdict
from bihuan.kernel.clocks import CHINA, Calendar
from bihuan.kernel.periods import Recurrence, following, period_of
from bihuan.people.states import Role

TIGHT_LOAD = 0.85
"""From this share of the capacity on, a demand that still fits is called tight."""

LONGEST_SEARCH = 366
ROUNDING = 1e-9  # sums of tenths are not exact
VISITING = re.compile(r"检查|督查|巡查|抽查|排查|走访|暗访|核查|执法|复查")
COVERING = re.compile(r"率|面|覆盖|比例|比重|占比")
EACH = re.compile(r"逐一|逐家|逐户|每家|每户|所有企业|全部企业|全覆盖|辖区(?:内)?企业")


@dataclass(frozen=True, slots=True)
class Pool:
    """People of one post who make visits.

    ``crew`` go together, each crew makes ``per_day`` visits on a day in the field, and
    ``share`` of its workdays are spent there.
    """

    role: str
    people: int
    crew: int
    per_day: float
    share: float

    @property
    def crews(self) -> int:
        """How many crews the people make."""
        return self.people // self.crew

    @property
    def daily(self) -> float:
        """Visits on an average workday."""
        return self.crews * self.per_day * self.share


# fmt: off
USUAL: Mapping[str, Pool] = {
    Role.INSPECTOR.value:   Pool(Role.INSPECTOR.value,   0, crew=2, per_day=2.0, share=0.5),
    Role.LEADER.value:      Pool(Role.LEADER.value,      0, crew=1, per_day=2.0, share=0.1),
    Role.CHIEF.value:       Pool(Role.CHIEF.value,       0, crew=1, per_day=2.0, share=0.2),
    Role.CLERK.value:       Pool(Role.CLERK.value,       0, crew=1, per_day=2.0, share=0.3),
    Role.GRID_WORKER.value: Pool(Role.GRID_WORKER.value, 0, crew=1, per_day=6.0, share=0.6),
}
# fmt: on
"""What is assumed of each post until somebody says otherwise; house figures, not law."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Visits that an item of the plan asks of a pool between two days (both included)."""

    item: int
    role: str
    visits: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a demand gets: visits made by its end, and the day on which all are made."""

    demand: Demand
    made: int
    finished_on: date | None

    @property
    def is_met(self) -> bool:
        """Whether everything is done in time."""
        return self.made >= self.demand.visits


def alone(pool: Pool, demand: Demand, *, calendar: Calendar = CHINA) -> Outcome:
    """Return how far a demand gets if every visit of the pool serves it too (合并检查)."""
    return simulate(pool, [demand], calendar=calendar)[0]


def simulate(pool: Pool, demands: Sequence[Demand], *, calendar: Calendar = CHINA) -> list[Outcome]:
    """Lay the demands of one pool out over the workdays, the earliest deadline first.

    A visit serves one demand. Runs at most a year past the last deadline, to tell when what is
    late would be done.
    """
    if not demands:
        return []
    coming = sorted(range(len(demands)), key=lambda at: demands[at].start, reverse=True)
    left = [float(one.visits) for one in demands]
    in_time = [0.0] * len(demands)
    finished: list[date | None] = [None] * len(demands)
    open_: list[tuple[date, int]] = []
    day = demands[coming[-1]].start
    stop = max(one.end for one in demands) + timedelta(days=LONGEST_SEARCH)
    while day <= stop and (coming or open_):
        while coming and demands[coming[-1]].start <= day:
            at = coming.pop()
            heappush(open_, (demands[at].end, at))
        capacity = pool.daily if calendar.is_workday(day) else 0.0
        while open_ and (capacity > ROUNDING or left[open_[0][1]] <= ROUNDING):
            end, at = open_[0]
            made = min(left[at], capacity)
            left[at] -= made
            capacity -= made
            in_time[at] += made if day <= end else 0.0
            if left[at] > ROUNDING:
                break
            finished[at] = day
            heappop(open_)
        day += timedelta(days=1)
    return [
        Outcome(one, int(made + ROUNDING), done)
        for one, made, done in zip(demands, in_time, finished, strict=True)
    ]


def people_needed(
    pool: Pool, demands: Sequence[Demand], *, calendar: Calendar = CHINA
) -> int | None:
    """Return with how many people of the post every demand would be met; None: with no number."""
    most = 0
    for one in demands:
        by_a_crew = workdays_in(one.start, one.end, calendar=calendar) * pool.per_day * pool.share
        if by_a_crew <= 0 and one.visits:
            return None
        most = max(most, math.ceil(one.visits / by_a_crew - ROUNDING) if one.visits else 0)
    return most * pool.crew


def possible(pool: Pool, start: date, end: date, *, calendar: Calendar = CHINA) -> int:
    """Return how many visits a pool can make between two days, both included."""
    return int(workdays_in(start, end, calendar=calendar) * pool.daily + ROUNDING)


def workdays_in(start: date, end: date, *, calendar: Calendar = CHINA) -> int:
    """Count the workdays between two days, both included."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return sum(1 for day in days if calendar.is_workday(day))


def per_period(
    item: int, role: str, visits: int, every: Recurrence, *, since: date, until: date
) -> list[Demand]:
    """Return one demand for each period that a recurring duty lasts, cut to its span."""
    found: list[Demand] = []
    period = period_of(since, every)
    while period.start <= until:
        start, end = max(period.start, since), min(period.end, until)
        found.append(Demand(item, role, visits, start, end))
        period = following(period, every)
    return found


def verdict_of(merged: Sequence[Outcome], apart: Sequence[Outcome], *, load: float) -> Verdict:
    """Return how an item stands: short if even merging does not help, tight if only merging does.

    ``load`` is the share of the pool's capacity that the item alone would take.
    """
    if not all(one.is_met for one in merged):
        return Verdict.SHORT
    if not all(one.is_met for one in apart) or load > TIGHT_LOAD:
        return Verdict.TIGHT
    return Verdict.FITS


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the simulation takes for granted: the pools, and inspections per enterprise and year."""

    pools: Mapping[str, Pool]
    yearly_cap: int = 2
