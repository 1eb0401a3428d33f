"""House rules: holders, deadlines, states, what is missing from a target."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.campaigns.rules import (
    deadline_of_latecomer,
    readings,
    self_check_deadline,
    state_by_deadline,
    still_missing,
    suggest_holder,
    worst,
)
from bihuan.campaigns.states import SentenceState as S

JUNE_10 = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("actor", "action", "holder"),
    [
        ("镇领导", "带队检查", "leader"),
        ("镇党委书记", "", "leader"),
        ("企业领导班子", "带班", "enterprises"),
        ("企业主要负责人", "组织检查", "enterprises"),
        ("各生产经营单位", "自查", "enterprises"),
        ("各成员单位", "报送", "clerk"),
        ("执法机构", "检查", "inspector"),
        ("安全办主任", "抽查", "chief"),
        ("镇安全办", "抽查", "clerk"),
        ("社区网格员", "巡查", "grid_worker"),
        (None, "镇领导每月带队检查", "leader"),
        ("有关方面", "企业自查", "enterprises"),
        (None, "开展工作", "nobody"),
        ("", "", "nobody"),
    ],
)
def test_the_actor_suggests_a_holder(actor: str | None, action: str, holder: str) -> None:
    assert suggest_holder(actor, action) == holder


@pytest.mark.parametrize(
    ("actor", "named"),
    [
        ("镇安全办、各社区网格员", ("clerk", "grid_worker")),
        ("镇领导和企业负责人", ("leader", "enterprises")),
        ("镇安全办和应急办", ("clerk",)),
        ("甲方", ()),
    ],
)
def test_an_actor_may_read_several_ways(actor: str, named: tuple[str, ...]) -> None:
    assert readings(actor, "") == named


@pytest.mark.parametrize(
    ("phases", "deadline"),
    [
        ([("动员", JUNE_10), ("自查自纠阶段", date(2026, 7, 20))], date(2026, 7, 20)),
        ([("自查阶段", date(2026, 6, 9)), ("自改阶段", date(2026, 8, 1))], date(2026, 8, 1)),
        ([("自查阶段", JUNE_10)], JUNE_10),
        ([("自查阶段", date(2026, 6, 9))], date(2026, 6, 25)),
        ([("自查阶段", None)], date(2026, 6, 25)),
        ([], date(2026, 6, 25)),
    ],
)
def test_the_self_check_ends_with_its_phase_or_after_a_fortnight(
    phases: list[tuple[str, date | None]], deadline: date
) -> None:
    assert self_check_deadline(phases, launched_on=JUNE_10) == deadline


@pytest.mark.parametrize(
    ("due_on", "deadline"),
    [(date(2026, 6, 11), date(2026, 6, 11)), (JUNE_10, date(2026, 6, 25))],
)
def test_a_latecomer_keeps_the_day_that_lies_ahead(due_on: date, deadline: date) -> None:
    assert deadline_of_latecomer(due_on, on=JUNE_10) == deadline


@pytest.mark.parametrize(
    ("done", "deadline", "started", "state"),
    [
        (True, date(2026, 6, 1), True, S.DONE),
        (False, date(2026, 6, 9), True, S.LATE),
        (False, date(2026, 6, 9), False, S.LATE),
        (False, JUNE_10, True, S.SOON),
        (False, date(2026, 6, 13), True, S.SOON),
        (False, date(2026, 6, 14), True, S.RUNNING),
        (False, None, True, S.RUNNING),
        (False, date(2026, 6, 11), False, S.NOT_STARTED),
        (False, None, False, S.NOT_STARTED),
    ],
)
def test_a_deadline_gives_the_state(
    done: bool, deadline: date | None, started: bool, state: S
) -> None:
    assert state_by_deadline(done=done, deadline=deadline, on=JUNE_10, started=started) is state


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        ([], S.UNTRACKED),
        ([S.UNTRACKED], S.UNTRACKED),
        ([S.DONE, S.UNTRACKED], S.DONE),
        ([S.DONE, S.NOT_STARTED], S.NOT_STARTED),
        ([S.NOT_STARTED, S.RUNNING], S.RUNNING),
        ([S.RUNNING, S.SOON], S.SOON),
        ([S.SOON, S.LATE, S.DONE], S.LATE),
    ],
)
def test_a_sentence_shows_the_worst(states: list[S], shown: S) -> None:
    assert worst(states) is shown


@pytest.mark.parametrize(
    ("op", "target", "part", "whole", "missing"),
    [
        (">=", 100.0, 416, 500, 84),
        (">=", 95.0, 2, 20, 17),
        (">=", 95.0, 19, 20, 0),
        (">", 95.0, 19, 20, 1),
        ("==", 100.0, 3, 4, 1),
        (">=", 33.3, 0, 3, 1),
        ("<=", 5.0, 2, 20, 0),
        (">=", 100.0, 0, 0, 0),
    ],
)
def test_what_is_missing_is_counted_to_the_target(
    op: str, target: float, part: int, whole: int, missing: int
) -> None:
    assert still_missing(op, target, part=part, whole=whole) == missing
