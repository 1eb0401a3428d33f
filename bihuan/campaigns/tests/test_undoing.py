"""Undoing: act by act, several deep, and never what somebody else did afterwards."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.memory_models import Lesson
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.rules import Row, standing_rows
from bihuan.campaigns.services import doubts
from bihuan.campaigns.services import items as service
from bihuan.campaigns.services.undoing import Undone, last_act, undo_last
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.tests.given import UNDATED, a_draft, first_of
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import NotAllowed, NotFound, StepRefused
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

LATER = JUNE_1 + timedelta(hours=1)


def decide(item: PlanItem, decision: str, by: User) -> PlanItem:
    item.refresh_from_db()
    return service.decide(item_id=item.pk, decision=decision, by=by, at=LATER, version=item.version)


def undo(campaign: Campaign, by: User) -> Undone:
    return undo_last(campaign_id=campaign.pk, by=by, at=LATER)


def told(campaign: Campaign) -> list[tuple[int, str, str]]:
    rows = campaign.items.order_by("pk").values_list("pk", "decision", "data")
    return [(pk, decision, str(data)) for pk, decision, data in rows]


def test_a_bulk_is_undone_in_one_step(cast: Cast, draft: Campaign) -> None:
    before = told(draft)
    done = service.bulk_accept(campaign_id=draft.pk, min_confidence=0, by=cast.zhou, at=LATER)
    found = last_act(draft, cast.zhou)
    assert found is not None
    assert found.label == f"采纳 {len(done)} 项"
    undone = undo(draft, cast.zhou)
    assert (len(undone.items), undone.left) == (len(done), 0)
    assert told(draft) == before
    assert last_act(draft, cast.zhou) is None
    with pytest.raises(StepRefused, match="没有可以撤销的操作"):
        undo(draft, cast.zhou)


def test_several_steps_back_to_the_beginning(cast: Cast, draft: Campaign) -> None:
    states = [told(draft)]
    first, second, third = draft.items.filter(kind=ItemKind.PHASE)
    decide(first, Decision.ACCEPTED, cast.zhou)
    states.append(told(draft))
    decide(first, Decision.REJECTED, cast.zhou)
    states.append(told(draft))
    decide(second, Decision.REJECTED, cast.zhou)
    states.append(told(draft))
    service.undo(item_id=second.pk, by=cast.zhou, at=LATER, version=2)
    decide(third, Decision.ACCEPTED, cast.zhou)
    undo(draft, cast.zhou)
    undo(draft, cast.zhou)  # taking back the taking back
    for state in reversed(states):
        assert told(draft) == state
        if state is not states[0]:
            undo(draft, cast.zhou)
    first.refresh_from_db()
    assert (first.decided_by, first.decided_at) == (None, None)


def test_the_one_who_had_decided_stands_there_again(cast: Cast, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    decide(phase, Decision.ACCEPTED, cast.zhao)
    decide(phase, Decision.REJECTED, cast.zhou)
    undo(draft, cast.zhou)
    phase.refresh_from_db()
    assert (phase.decision, phase.decided_by) == (Decision.ACCEPTED, cast.zhao)


def test_what_somebody_else_changed_since_stays(cast: Cast, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    done = service.bulk_accept(
        campaign_id=draft.pk, min_confidence=0, only=[ItemKind.PHASE], by=cast.zhou, at=LATER
    )
    decide(phase, Decision.REJECTED, cast.zhao)
    undone = undo(draft, cast.zhou)
    assert (len(undone.items), undone.left) == (len(done) - 1, 1)
    phase.refresh_from_db()
    assert (phase.decision, phase.decided_by) == (Decision.REJECTED, cast.zhao)


def test_an_act_that_others_covered_is_passed_over(cast: Cast, draft: Campaign) -> None:
    first, second, _ = draft.items.filter(kind=ItemKind.PHASE)
    decide(first, Decision.ACCEPTED, cast.zhou)
    decide(second, Decision.ACCEPTED, cast.zhou)
    decide(second, Decision.REJECTED, cast.zhao)
    (item,) = undo(draft, cast.zhou).items
    assert item == first
    second.refresh_from_db()
    assert second.decision == Decision.REJECTED


def test_settling_a_doubt_is_undone_with_everything_it_changed(cast: Cast, draft: Campaign) -> None:
    doubt = first_of(draft, ItemKind.ANOMALY)
    _, made = doubts.settle_anomaly(
        item_id=doubt.pk, reading="100%", by=cast.zhou, at=LATER, version=1
    )
    undone = undo(draft, cast.zhou)
    assert {item.pk for item in undone.items} == {doubt.pk, made.pk}
    doubt.refresh_from_db()
    made.refresh_from_db()
    assert (doubt.decision, doubt.data["reading"]) == (Decision.PENDING, None)
    assert made.decision == Decision.REJECTED


def test_a_title_taken_from_a_doubt_goes_back(cast: Cast) -> None:
    campaign = a_draft(cast, text="各社区要加强宣传。\n二、每月报送一次。\n", name="无题.txt")
    doubt = campaign.items.get(kind=ItemKind.ANOMALY, rule="title")
    was = campaign.title
    doubts.settle_anomaly(item_id=doubt.pk, reading="宣传方案", by=cast.zhou, at=LATER, version=1)
    undo(campaign, cast.zhou)
    campaign.refresh_from_db()
    assert campaign.title == was


def test_what_was_taken_back_is_no_longer_remembered(cast: Cast, draft: Campaign) -> None:
    decide(first_of(draft, ItemKind.DUTY), Decision.REJECTED, cast.zhou)
    assert Lesson.objects.count() == 1
    undo(draft, cast.zhou)
    assert not Lesson.objects.exists()


def test_strangers_and_readers_undo_nothing(cast: Cast, draft: Campaign) -> None:
    decide(first_of(draft, ItemKind.DUTY), Decision.REJECTED, cast.zhou)
    with pytest.raises(NotFound):
        undo(draft, cast.sun)
    with pytest.raises(NotAllowed):
        undo(draft, cast.lin)
    other = a_draft(cast, text=UNDATED, name="别的.txt")
    assert last_act(other, cast.zhou) is None


ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 4), st.one_of(st.none(), st.integers(1, 4))),
    max_size=24,
)


@given(ROWS)
def test_undoing_an_act_at_once_leaves_what_stood_before(
    raw: list[tuple[int, int, int | None]],
) -> None:
    rows = [
        Row(number, item, 1, UUID(int=batch), UUID(int=undoes) if undoes else None)
        for number, (item, batch, undoes) in enumerate(raw)
    ]
    before = standing_rows(rows)
    new, back = UUID(int=99), UUID(int=100)
    act = [Row(1000 + item, item, 1, new, None) for item in (1, 2)]
    after = [Row(2000 + item, item, 1, back, new) for item in (1, 2)]
    assert standing_rows([*rows, *act, *after]) == before
    assert all(row.undoes is None for row in before.values())
