"""A round: drawn by seed, looked at by others, judged with proof; what was false is registered anew."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from bihuan.campaigns.models import Campaign
from bihuan.enterprises.tests.given import JUNE_1, Factory
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardSource, HazardState
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import (
    BadInput,
    EvidenceMissing,
    NotAllowed,
    NotFound,
    Refused,
    StepRefused,
)
from bihuan.lookback import services
from bihuan.lookback.models import Lookback, LookbackRound
from bihuan.lookback.queries import hands_on, outcomes_of, units_of
from bihuan.lookback.rules import draw
from bihuan.lookback.states import LookbackState
from bihuan.lookback.tests.conftest import photo
from bihuan.loop.models import Todo
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.models import User
from bihuan.people.tests.given import TOWN_ONE, Cast


def drawn(campaign: Campaign, cast: Cast, **more: Any) -> LookbackRound:
    given: dict[str, Any] = {
        "organisation_id": cast.county.pk, "size": 4, "due_on": date(2026, 6, 15), "seed": 7,
        "by": cast.zhou, "at": JUNE_1, **more,
    }  # fmt: skip
    return services.draw_round(campaign_id=campaign.pk, **given)


def judged(
    case: Lookback, step: str, by: User, factory: Factory, note: str = "看过现场"
) -> Lookback:
    proof = [photo("recheck", by, factory)] if step != "void" else []
    return services.judge(
        lookback_id=case.pk, step=step, note=note, evidence=proof, by=by, at=JUNE_1
    )


def test_a_round_can_be_drawn_again_from_what_it_keeps(
    running: Campaign, cast: Cast, county_inspector: User
) -> None:
    units = units_of(running)
    made = drawn(running, cast, size=3)
    assert sorted(made.cases.values_list("hazard_id", flat=True)) == draw(units, 3, seed=7)
    assert made.pool == [unit.key for unit in units]
    assert sum(row[2] for row in made.strata) == 6
    assert sum(row[3] for row in made.strata) == 3
    assert drawn(running, cast, size=3) == made, "a double click draws once"
    assert Todo.objects.filter(case_kind="lookback", user__isnull=False).count() == 3


def test_nobody_looks_at_what_he_had_a_hand_in(
    running: Campaign, cast: Cast, county_inspector: User
) -> None:
    made = drawn(running, cast, organisation_id=cast.town_one.pk, size=6)
    hands = hands_on(list(made.cases.values_list("hazard_id", flat=True)))
    assert all(case.assignee_id not in hands[case.hazard_id] for case in made.cases.all())
    assert cast.lin.pk not in made.cases.values_list("assignee_id", flat=True)


def test_an_office_without_anybody_independent_is_refused(running: Campaign, cast: Cast) -> None:
    for user in (cast.zhou, cast.zhao):
        user.posts.update(role="leader")
    with pytest.raises(Refused, match="没有与"):
        services.draw_round(
            campaign_id=running.pk, organisation_id=cast.town_one.pk, size=1,
            due_on=date(2026, 6, 15), seed=1, by=cast.wu, at=JUNE_1,
        )  # fmt: skip
    assert not LookbackRound.objects.exists()


def test_what_makes_no_round_is_refused(running: Campaign, cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        drawn(running, cast, size=0, due_on=date(2026, 5, 1), organisation_id=cast.town_two.pk)
    for word in ("抽取数", "完成期限", "核查单位"):
        assert word in refusal.value.message
    with pytest.raises(NotAllowed):
        drawn(running, cast, by=cast.lin)
    with pytest.raises(NotFound):
        drawn(running, cast, by=cast.sun)


def test_what_was_drawn_is_not_drawn_again(
    running: Campaign, cast: Cast, county_inspector: User
) -> None:
    first = set(drawn(running, cast).cases.values_list("hazard_id", flat=True))
    second = set(drawn(running, cast, seed=8, size=10).cases.values_list("hazard_id", flat=True))
    assert len(first) == 4
    assert len(second) == 2
    assert not first & second
    with pytest.raises(Refused, match="没有可以回头看的隐患"):
        drawn(running, cast, seed=9)


def test_a_false_closing_is_registered_anew(
    running: Campaign, cast: Cast, factory: Factory, county_inspector: User
) -> None:
    wu = drawn(running, cast).cases.filter(assignee=county_inspector)[0]
    with pytest.raises(EvidenceMissing):
        services.judge(
            lookback_id=wu.pk, step="undone", note="没有整改", evidence=[], by=county_inspector,
            at=JUNE_1,
        )  # fmt: skip
    case = judged(wu, "undone", county_inspector, factory, note="接地线仍未更换")
    assert case.state == LookbackState.UNDONE
    assert case.new_hazard is not None
    new = case.new_hazard
    assert (new.state, new.source, new.source_ref) == (
        HazardState.REPORTED, HazardSource.LOOKBACK, case.pk
    )  # fmt: skip
    assert new.campaign_ref == running.pk
    assert new.summary.startswith("回头看未整改：接地线松动")
    assert case.hazard.state == HazardState.CLOSED, "the old one's history stands"
    with pytest.raises(StepRefused):
        judged(case, "confirm", county_inspector, factory)
    assert Hazard.objects.filter(source=HazardSource.LOOKBACK).count() == 1


def test_only_who_was_assigned_says_what_was_found(
    running: Campaign, cast: Cast, factory: Factory, county_inspector: User
) -> None:
    case = drawn(running, cast).cases.filter(assignee=county_inspector)[0]
    with pytest.raises(NotAllowed, match="派给了何"):
        judged(case, "confirm", cast.wu, factory)
    moved = services.reassign(
        lookback_id=case.pk, assignee_id=cast.wu.pk, note="出差", by=cast.zhou, at=JUNE_1
    )
    assert moved.assignee == cast.wu
    with pytest.raises(BadInput, match="核查人"):
        services.reassign(
            lookback_id=case.pk, assignee_id=cast.lin.pk, note="x", by=cast.zhou, at=JUNE_1
        )
    assert judged(moved, "confirm", cast.wu, factory).state == LookbackState.GENUINE


def test_a_double_click_registers_once(
    running: Campaign, cast: Cast, factory: Factory, county_inspector: User
) -> None:
    case, key = drawn(running, cast).cases.filter(assignee=county_inspector)[0], uuid4()
    for _ in range(2):
        services.judge(
            lookback_id=case.pk, step="relapse", note="反弹", key=key, by=county_inspector,
            evidence=[photo("recheck", county_inspector, factory)], at=JUNE_1,
        )  # fmt: skip
    assert Hazard.objects.filter(source=HazardSource.LOOKBACK).count() == 1


def test_the_true_rate_stands_beside_the_reported_one(
    running: Campaign, cast: Cast, factory: Factory, county_inspector: User
) -> None:
    made = drawn(running, cast, size=6)
    steps = ["confirm", "confirm", "confirm", "undone", "void"]
    for case, step in zip(made.cases.order_by("pk"), steps, strict=False):
        judged(case, step, case.assignee, factory)
    where = Where(area=range_of(TOWN_ONE), on=date(2026, 6, 1), campaign=running.pk)
    true = measure(metric_of("lookback.true_rate"), where)
    assert (true.part, true.whole) == (3, 4)
    reported = measure(metric_of("hazard.closing_rate"), where)
    assert (reported.part, reported.whole) == (6, 7), "what was false is open again"
    assert measure(metric_of("lookback.false_closings"), where).part == 1
    [outcome] = outcomes_of([made])
    assert (outcome.judged, outcome.genuine, outcome.waiting) == (4, 3, 1)
    assert outcome.interval is not None
    assert outcome.interval.low < 0.75 < outcome.interval.high
