"""Random walks through a hazard's life: on the machine alone, and through the services."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards import services
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HAZARD, HazardLevel, HazardSource, HazardState
from bihuan.hazards.tests.given import PLAN, a_photo, a_reported_hazard
from bihuan.kernel.errors import Refused
from bihuan.kernel.machines import Step
from bihuan.loop.models import Evidence, Todo, TrailRow
from bihuan.loop.services.seals import seal_all, verify_trail
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast

STEPS = 10_000
SERVICE_STEPS = 300


def test_ten_thousand_random_steps_close_nothing_without_a_recheck_by_somebody_else() -> None:
    """The machine alone: people are numbers, and a step that the machine forbids is not taken."""
    dice = random.Random(20260601)
    seen: Counter[str] = Counter()
    state, takers, taken = HAZARD.start, dict[str, set[int]](), 0
    while taken < STEPS:
        if HAZARD.is_final(state):
            assert not HAZARD.steps_from(state)
            state, takers = HAZARD.start, {}
        step = dice.choice(HAZARD.steps_from(state))
        barred = set().union(*(takers.get(name, set()) for name in step.not_by))
        who = dice.choice([one for one in range(len(barred) + 3) if one not in barred])
        assert _is_watched(step)
        if step.target == HazardState.CLOSED:
            assert "rectify" in takers
            assert who not in takers["rectify"]
            assert EvidenceKind.RECHECK in step.needs
        takers.setdefault(step.name, set()).add(who)
        state, taken = step.target, taken + 1
        seen[state] += 1
    assert set(seen) == set(HazardState.values) - {HAZARD.start}


def _is_watched(step: Step) -> bool:
    return step.target in HAZARD.end or bool(step.clock) or step.keeps_clock


@given(st.lists(st.sampled_from([step.name for step in HAZARD.steps]), max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_order_of_steps_closes_what_was_not_rectified(names: list[str]) -> None:
    state, rectified = HAZARD.start, False
    for name in names:
        step = HAZARD.step(name)
        if state not in step.sources:
            continue
        rectified = name == "rectify" or (rectified and name not in {"return"})
        state = step.target
    assert state != HazardState.CLOSED or rectified


@pytest.mark.django_db
def test_a_random_walk_through_the_services_keeps_every_promise() -> None:
    cast = the_cast()
    factory = a_factory(cast)
    dice = random.Random(7)
    people = [cast.lin, cast.zhao, cast.zhou, cast.li, cast.sun, factory.qian, factory.feng]
    seen: Counter[str] = Counter()
    hazard, at = _start(dice, cast, factory, JUNE_1), JUNE_1
    steps = 0
    while steps < SERVICE_STEPS:
        if hazard.is_final:
            hazard = _start(dice, cast, factory, at)
        at += timedelta(hours=dice.randrange(1, 30))
        who, name = _somebody_and_something(hazard, people, dice)
        before = (hazard.state, hazard.version, hazard.due_on)
        try:
            hazard = _take(name, hazard, who, at, dice)
        except Refused:
            hazard.refresh_from_db()
            assert (hazard.state, hazard.version, hazard.due_on) == before
            continue
        steps += 1
        seen[hazard.state] += 1
        _check(hazard, before_version=before[1])
    assert set(seen) == set(HazardState.values) - {HAZARD.start}
    seal_all(at=at)
    assert list(verify_trail()) == []


def _somebody_and_something(
    hazard: Hazard, people: list[User], dice: random.Random
) -> tuple[User, str]:
    """Mostly a step of this state by somebody of the right post; else anything by anybody."""
    if dice.random() < 0.3:
        return dice.choice(people), dice.choice(HAZARD.steps).name
    step = dice.choice(HAZARD.steps_from(hazard.state))
    return dice.choice([one for one in people if one.can(step.capability)]), step.name


def _start(dice: random.Random, cast: Cast, factory: Factory, at: datetime) -> Hazard:
    by, source = dice.choice(
        [(cast.lin, HazardSource.PATROL), (factory.qian, HazardSource.REPORTED)]
    )
    hazard = a_reported_hazard(by, factory.enterprise, source=source, at=at)
    assert hazard.due_on is not None
    return hazard


def _take(name: str, hazard: Hazard, by: User, at: datetime, dice: random.Random) -> Hazard:
    level = dice.choice(list(HazardLevel))
    common: dict[str, Any] = {"hazard_id": hazard.pk, "by": by, "at": at}

    def photo(kind: EvidenceKind) -> list[Evidence]:
        return [a_photo(kind, by, hazard.enterprise, at=at)] if dice.random() < 0.9 else []

    calls: dict[str, Callable[[], Hazard]] = {
        "grade": lambda: services.grade_hazard(level=level, **common, **PLAN),
        "plan": lambda: services.plan_rectification(level=level, **common, **PLAN),
        "withdraw": lambda: services.withdraw_hazard(reason="重复", **common),
        "rectify": lambda: services.report_rectification(
            note="已修", evidence=photo(EvidenceKind.PHOTO_AFTER), **common
        ),
        "replan": lambda: services.complete_plan(**common, **PLAN),
        "regrade": lambda: services.regrade_hazard(level=level, reason="复核", **common),
        "extend": lambda: services.extend_deadline(
            due_on=(hazard.due_on or at.date()) + timedelta(days=5), reason="停电", **common
        ),
        "close": lambda: services.close_hazard(evidence=photo(EvidenceKind.RECHECK), **common),
        "return": lambda: services.return_hazard(reason="不合格", **common),
    }
    return calls[name]()


def _check(hazard: Hazard, *, before_version: int) -> None:
    """One step: one trail row, one version more, and a deadline with a to-do while it waits."""
    rows = TrailRow.objects.filter(case_kind="hazard", case_id=hazard.pk).order_by("number")
    assert hazard.version == before_version + 1 == rows.count()
    last = rows.last()
    assert last is not None
    assert last.to_state == hazard.state
    assert (hazard.due_on is None) == hazard.is_final
    assert Todo.objects.filter(case_kind="hazard", case_id=hazard.pk).exists() != hazard.is_final
    if hazard.state == HazardState.CLOSED:
        assert last.by_id not in {row.by_id for row in rows if row.step == "rectify"}
        assert hazard.level == HazardLevel.GENERAL or not _of_enterprise(last.by)


def _of_enterprise(user: User | None) -> bool:
    return user is not None and user.scope is not None and user.scope.enterprise_id is not None
