"""A phase gets other days: effects stated, decided by another, everything that hangs on it moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.tests.running import noon
from bihuan.duties.models import DutyRule
from bihuan.inspections.models import SelfCheck
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, NotIndependent, Refused
from bihuan.loop.models import TrailRow
from bihuan.people.tests.given import Cast
from bihuan.phasework.models import PhaseChange, PhaseMark
from bihuan.phasework.services import changes
from bihuan.phasework.services.opening import mark_phases
from bihuan.phasework.states import PhaseChangeState

JULY_10 = noon(date(2026, 7, 10))
JULY_31 = date(2026, 7, 31)


def second(campaign: Campaign) -> Phase:
    return campaign.phases.get(number=2)


def applied(campaign: Campaign, cast: Cast, *, at: datetime = JULY_10, **more: Any) -> PhaseChange:
    phase = second(campaign)
    given = {"start": phase.start, "end": JULY_31, "reason": "汛期停产企业较多", **more}
    return changes.apply_for_change(phase_id=phase.pk, by=cast.zhou, at=at, **given)


def test_what_moves_is_stated_before(running: Campaign, cast: Cast) -> None:
    told = " ".join(applied(running, cast).effects)
    assert "结束日期：2026年7月20日 → 2026年7月31日" in told
    assert "与原结束日同日到期的 1 项（企业自查率达到100%）一并改到2026年7月31日" in told
    assert "未完成的 3 家一并改到2026年7月31日" in told
    assert "行动止期" not in told


def test_an_approved_change_moves_what_hangs_on_it(running: Campaign, cast: Cast) -> None:
    change = changes.approve_change(
        change_id=applied(running, cast).pk, by=cast.zhao, at=JULY_10, note="同意"
    )
    assert change.state == PhaseChangeState.APPROVED
    running.refresh_from_db()
    assert second(running).end == running.self_check_due_on == JULY_31
    assert {one.due_on for one in SelfCheck.objects.all()} == {JULY_31}
    assert running.targets.get(metric_name="自查率").deadline == JULY_31
    assert running.ends_on == date(2026, 9, 30)
    row = TrailRow.objects.filter(case_kind="self_check", step="amend").first()
    assert row is not None
    assert "汛期停产企业较多" in row.note


def test_the_last_phase_takes_the_campaign_and_its_rules_along(
    running: Campaign, cast: Cast
) -> None:
    phase = running.phases.get(number=3)
    change = changes.apply_for_change(
        phase_id=phase.pk, start=phase.start, end=date(2026, 11, 30), reason="延期", by=cast.zhou,
        at=JULY_10,
    )  # fmt: skip
    assert "行动止期：2026年9月30日 → 2026年11月30日，2 条职责规则随之调整。" in change.effects
    changes.approve_change(change_id=change.pk, by=cast.zhao, at=JULY_10)
    running.refresh_from_db()
    assert running.ends_on == running.due_on == date(2026, 11, 30)
    assert set(DutyRule.objects.values_list("until", flat=True)) == {date(2026, 11, 30)}


def test_deadlines_stay_when_the_person_says_so(running: Campaign, cast: Cast) -> None:
    change = applied(running, cast, moves_deadlines=False)
    changes.approve_change(change_id=change.pk, by=cast.zhao, at=JULY_10)
    running.refresh_from_db()
    assert second(running).end == JULY_31
    assert running.self_check_due_on == date(2026, 7, 20)


def test_who_applies_does_not_decide(running: Campaign, cast: Cast) -> None:
    phase = second(running)
    mine = changes.apply_for_change(
        phase_id=phase.pk, start=phase.start, end=JULY_31, reason="延期", by=cast.zhao, at=JULY_10
    )
    for decide in (changes.approve_change, changes.refuse_change):
        with pytest.raises(NotIndependent):
            decide(change_id=mine.pk, by=cast.zhao, at=JULY_10, note="x")
        with pytest.raises(NotAllowed):
            decide(change_id=mine.pk, by=cast.zhou, at=JULY_10, note="x")
        with pytest.raises(NotFound):
            decide(change_id=mine.pk, by=cast.sun, at=JULY_10, note="x")
    refused = changes.refuse_change(change_id=mine.pk, by=cast.li, at=JULY_10, note="按期完成")
    assert refused.state == PhaseChangeState.REFUSED
    assert second(running).end == date(2026, 7, 20)


def test_what_makes_no_sense_is_refused(running: Campaign, cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        applied(running, cast, end=date(2026, 7, 1), reason=" ")
    assert "已过" in refusal.value.message
    assert "原因" in refusal.value.message
    first = applied(running, cast)
    with pytest.raises(Refused, match="已有一份调整申请"):
        applied(running, cast)
    changes.withdraw_change(change_id=first.pk, by=cast.zhou, at=JULY_10, note="重报")
    second_try = applied(running, cast)
    Phase.objects.filter(pk=second_try.phase_id).update(end=date(2026, 7, 22))
    with pytest.raises(Refused, match="已经改动"):
        changes.approve_change(change_id=second_try.pk, by=cast.zhao, at=JULY_10)


def test_a_double_click_moves_once(running: Campaign, cast: Cast) -> None:
    change, key = applied(running, cast), uuid4()
    for _ in range(2):
        changes.approve_change(change_id=change.pk, by=cast.zhao, at=JULY_10, key=key)
    assert TrailRow.objects.filter(case_kind="self_check", step="amend").count() == 3


def test_an_undated_phase_gets_days(running: Campaign, cast: Cast) -> None:
    phase = running.phases.get(number=1)
    phase.item.data = {**phase.item.data, "start": None, "end": None}  # type: ignore[union-attr]
    phase.item.save()  # type: ignore[union-attr]
    Phase.objects.filter(pk=phase.pk).update(start=None, end=None)
    change = changes.apply_for_change(
        phase_id=phase.pk, start=date(2026, 7, 10), end=date(2026, 7, 15), reason="确定日期",
        by=cast.zhou, at=JULY_10,
    )  # fmt: skip
    changes.approve_change(change_id=change.pk, by=cast.zhao, at=JULY_10)
    mark_phases(on=date(2026, 7, 10), at=JULY_10)
    assert PhaseMark.objects.filter(phase=phase, day=date(2026, 7, 10)).count() == 1


def test_a_phase_extended_after_its_end_ends_again(running: Campaign, cast: Cast) -> None:
    at = noon(date(2026, 7, 22))
    mark_phases(on=date(2026, 7, 22), at=at)
    changes.approve_change(change_id=applied(running, cast, at=at).pk, by=cast.zhao, at=at)
    mark_phases(on=date(2026, 8, 1), at=noon(date(2026, 8, 1)))
    days = PhaseMark.objects.filter(phase=second(running), moment="closed").values_list(
        "day", flat=True
    )
    assert list(days) == [date(2026, 7, 20), JULY_31]
