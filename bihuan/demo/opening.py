"""What is staged so that everybody on the sign-in page has something to do on the opening day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from bihuan.demo.habits import Habits
from bihuan.demo.moments import moment
from bihuan.demo.world import Business
from bihuan.hazards.services import grade_hazard, report_hazard
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.people.states import Role

REST_FROM = -43
ABSENT_FROM = -32
MAJOR_FOUND = -24
FOUND = -3
REPORTED = -1


def set_the_scene(habits: Habits, offset: int, day: date) -> None:
    """Stage the last weeks of the first town: ``offset`` counts days from the opening day.

    The first enterprise leaves its winter self-check, a duty and a small hazard open; its
    neighbour is late with a major one and waits for another to be graded; the town's leader
    still owes his inspections.
    """
    first, neighbour = _first_two(habits)
    if offset == REST_FROM:
        habits.resting.add(first.enterprise.pk)
    if offset == ABSENT_FROM:
        leader = habits.world.towns[0].people[Role.LEADER]
        habits.absent.update((leader.pk, first.head.pk))
    if offset == MAJOR_FOUND:
        habits.stuck.add(_find(habits, neighbour, day, major=True, days=20))
    if offset == FOUND:
        _find(habits, first, day, major=False, days=5)
    if offset == REPORTED:
        habits.stuck.add(_report(habits, neighbour, day))


def _first_two(habits: Habits) -> tuple[Business, Business]:
    office = habits.world.towns[0].body.pk
    mine = [one for one in habits.world.businesses if one.enterprise.supervisor_id == office]
    return mine[0], mine[1]


def _report(habits: Habits, business: Business, day: date) -> int:
    hazard = report_hazard(
        enterprise=business.enterprise, summary="安全出口被货物堵塞。", place="成品库",
        source=HazardSource.PATROL, by=habits.world.towns[0].people[Role.GRID_WORKER],
        at=moment(day, 15, 40),
    )  # fmt: skip
    return hazard.pk


def _find(habits: Habits, business: Business, day: date, *, major: bool, days: int) -> int:
    inspector = habits.world.towns[0].people[Role.INSPECTOR]
    at = moment(day, 10, 20)
    hazard = report_hazard(
        enterprise=business.enterprise,
        summary="除尘系统未按要求设置泄爆装置。" if major else "喷漆房静电接地线松动。",
        place="打磨车间" if major else "喷漆房", source=HazardSource.PATROL, by=inspector, at=at,
    )  # fmt: skip
    grade_hazard(
        hazard_id=hazard.pk, level=HazardLevel.MAJOR if major else HazardLevel.GENERAL,
        by=inspector, at=at, owner=business.enterprise.principal,
        measures="停用除尘系统，委托有资质的单位整改后验收。" if major else "重新固定接地线并测试电阻。",
        funds=Decimal(60_000) if major else None,
        interim_measures="停止打磨作业，设置警示标志。" if major else "",
        due_on=day + timedelta(days=days),
    )  # fmt: skip
    return hazard.pk
