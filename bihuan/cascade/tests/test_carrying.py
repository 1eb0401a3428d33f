"""Handing down and answering: taken over as it is, or a plan of one's own matched to it."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.items import bulk_accept, decide, undo
from bihuan.campaigns.services.launch import undecided
from bihuan.campaigns.states import CampaignState, Decision
from bihuan.campaigns.tests.running import started
from bihuan.cascade.models import Lineage, SubPlan
from bihuan.cascade.queries import carried_in, handed_down
from bihuan.cascade.services import carrying
from bihuan.cascade.services.decomposing import Assigned, decompose
from bihuan.cascade.states import Carrying, SubPlanState
from bihuan.cascade.tests.given import ITEMS as PARENT_ITEMS
from bihuan.cascade.tests.given import TEXT as PARENT_TEXT
from bihuan.cascade.tests.given import (
    a_draft_of,
    assigned,
    brought,
    inherited,
    launched_below,
    taken_over,
)
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import BadInput, NotAllowed, Refused, StepRefused
from bihuan.loop.models import Todo
from bihuan.people.tests.given import Cast


def how(sub_plan: SubPlan) -> dict[str, Carrying]:
    return {one.inherited.quote: one.how for one in carried_in(sub_plan)}


def test_a_body_gets_the_items_and_a_todo(cast: Cast, sub_plan: SubPlan) -> None:
    assert sub_plan.inherited.count() == len(PARENT_ITEMS)
    todo = Todo.objects.get(case_kind="sub_plan", case_id=sub_plan.pk)
    assert todo.organisation == cast.town_one
    assert (todo.due_on, todo.title) == (
        date(2026, 6, 12), "制定实施方案：《云溪县轻工企业安全整治方案》"
    )  # fmt: skip
    assert inherited(sub_plan, "80%").place == "一、工作目标"


def test_only_the_organising_office_hands_down_what_runs(cast: Cast, parent: Campaign) -> None:
    items = [item.pk for item in handed_down(parent)]
    given = [Assigned(cast.town_one.pk, items, date(2026, 6, 12))]
    draft = a_draft_of(cast.wu, cast.county, PARENT_TEXT, PARENT_ITEMS)
    with pytest.raises(StepRefused, match="发起后才能向下分解"):
        decompose(campaign_id=draft.pk, assigned=given, by=cast.wu, at=JUNE_1)
    with pytest.raises(Refused):  # the town does not even see it
        decompose(campaign_id=parent.pk, assigned=given, by=cast.zhou, at=JUNE_1)
    assert not SubPlan.objects.exists()


def test_what_cannot_be_handed_down_is_said_at_once(cast: Cast, parent: Campaign) -> None:
    assigned(parent, cast, cast.town_one)
    with pytest.raises(BadInput) as refusal:
        decompose(
            campaign_id=parent.pk, by=cast.wu, at=JUNE_1,
            assigned=[Assigned(cast.town_one.pk, [], date(2026, 5, 1))],
        )  # fmt: skip
    told = str(refusal.value)
    assert "已经分解过" in told
    assert "早于今天" in told
    assert "至少选一项" in told


def test_taking_over_writes_every_sentence_and_accepts_it(cast: Cast, sub_plan: SubPlan) -> None:
    child = taken_over(sub_plan, cast.zhou)
    sub_plan.refresh_from_db()
    assert sub_plan.state == SubPlanState.DRAFTED
    assert sub_plan.child == child
    assert child.title == "示例一镇安全办关于《云溪县轻工企业安全整治方案》的实施方案"
    assert set(how(sub_plan).values()) == {Carrying.TAKEN}
    for item in child.items.all():
        assert child.text[item.start_char : item.end_char] == item.quote
        assert item.quote in PARENT_TEXT
    assert not undecided(child)
    assert Lineage.objects.get().descendant == child


def test_the_child_is_launched_and_shows_its_own_living_document(
    cast: Cast, sub_plan: SubPlan
) -> None:
    child = launched_below(taken_over(sub_plan, cast.zhou), cast.zhou)
    assert child.state == CampaignState.RUNNING
    assert child.outline
    assert child.targets.count() == 1


def test_a_stranger_may_not_answer_for_the_town(cast: Cast, sub_plan: SubPlan) -> None:
    with pytest.raises(NotAllowed, match="承接单位制定"):
        taken_over(sub_plan, cast.wu)
    with pytest.raises(Refused):
        taken_over(sub_plan, cast.sun)


def test_a_weaker_correction_is_refused_with_the_superiors_sentence(
    cast: Cast, sub_plan: SubPlan
) -> None:
    taken_over(sub_plan, cast.zhou)
    item = inherited(sub_plan, "80%").child_item
    assert item is not None
    with pytest.raises(BadInput) as refusal:
        decide(
            item_id=item.pk, decision=Decision.CORRECTED, by=cast.zhou, at=JUNE_1,
            version=item.version, data={**item.data, "value": 70},
        )  # fmt: skip
    told = str(refusal.value)
    assert (
        "上级方案要求“企业自查率达到80%以上”（《云溪县轻工企业安全整治方案》一、工作目标）" in told
    )
    assert "≥70%" in told
    assert "不能低于上级要求" in told
    decide(
        item_id=item.pk, decision=Decision.CORRECTED, by=cast.zhou, at=JUNE_1,
        version=item.version, data={**item.data, "value": 95},
    )  # fmt: skip
    assert how(sub_plan)["企业自查率达到80%以上"] is Carrying.TIGHTER


def test_an_inherited_item_is_not_given_up(cast: Cast, sub_plan: SubPlan) -> None:
    taken_over(sub_plan, cast.zhou)
    item = inherited(sub_plan, "疏散通道").child_item
    assert item is not None
    with pytest.raises(BadInput, match="不能弃用"):
        decide(
            item_id=item.pk, decision=Decision.REJECTED, by=cast.zhou, at=JUNE_1,
            version=item.version,
        )  # fmt: skip
    item = undo(item_id=item.pk, by=cast.zhou, at=JUNE_1, version=item.version)
    assert item.decision == Decision.PENDING  # it waits again and still stops the launch


def test_an_own_plan_is_matched_and_the_rest_is_added(cast: Cast, sub_plan: SubPlan) -> None:
    child = brought(sub_plan, cast.zhou)
    sub_plan.refresh_from_db()
    before = child.text
    suggested = carrying.suggestions(sub_plan)
    target, duty = inherited(sub_plan, "80%"), inherited(sub_plan, "带队检查")
    assert set(suggested) == {target.pk, duty.pk}
    pairs = {one.pk: suggested.get(one.pk) for one in sub_plan.inherited.all()}
    carrying.confirm_matching(sub_plan_id=sub_plan.pk, pairs=pairs, by=cast.zhou, at=JUNE_1)
    child.refresh_from_db()
    assert child.text.startswith(before.rstrip("\n"))
    assert "附：上级方案要求" in child.text
    assert how(sub_plan)["企业自查率达到80%以上"] is Carrying.WEAKER
    assert how(sub_plan)["乡镇领导每季度带队检查不少于1次"] is Carrying.TIGHTER
    assert how(sub_plan)["疏散通道是否畅通"] is Carrying.TAKEN
    for item in child.items.all():
        assert child.text[item.start_char : item.end_char] == item.quote


def matched(sub_plan: SubPlan, cast: Cast) -> Campaign:
    child = brought(sub_plan, cast.zhou)
    sub_plan.refresh_from_db()
    suggested = carrying.suggestions(sub_plan)
    pairs = {one.pk: suggested.get(one.pk) for one in sub_plan.inherited.all()}
    carrying.confirm_matching(sub_plan_id=sub_plan.pk, pairs=pairs, by=cast.zhou, at=JUNE_1)
    child.refresh_from_db()
    return child


def test_bulk_accepting_leaves_what_is_weaker_to_a_person(cast: Cast, sub_plan: SubPlan) -> None:
    child = matched(sub_plan, cast)
    accepted = bulk_accept(campaign_id=child.pk, min_confidence=0.5, by=cast.zhou, at=JUNE_1)
    assert [item.quote for item in accepted] == ["分管领导每月带队检查1次"]


def test_what_falls_short_is_raised_to_what_is_asked(cast: Cast, sub_plan: SubPlan) -> None:
    matched(sub_plan, cast)
    one = inherited(sub_plan, "80%")
    carrying.raise_item(inherited_id=one.pk, by=cast.zhou, at=JUNE_1)
    assert how(sub_plan)["企业自查率达到80%以上"] is Carrying.TAKEN
    with pytest.raises(Refused, match="不低于"):
        carrying.raise_item(inherited_id=one.pk, by=cast.zhou, at=JUNE_1)


def test_a_launch_is_refused_while_something_is_open_or_weaker(
    cast: Cast, sub_plan: SubPlan
) -> None:
    child = brought(sub_plan, cast.zhou)
    for item in child.items.all():
        decide(
            item_id=item.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=JUNE_1,
            version=item.version, data=item.data,
        )  # fmt: skip
    with pytest.raises(BadInput) as refusal:
        started(child, cast.zhou)
    assert "还没有对应的条目" in str(refusal.value)
    sub_plan.refresh_from_db()
    suggested = carrying.suggestions(sub_plan)
    pairs = {one.pk: suggested.get(one.pk) for one in sub_plan.inherited.all()}
    carrying.confirm_matching(sub_plan_id=sub_plan.pk, pairs=pairs, by=cast.zhou, at=JUNE_1)
    with pytest.raises(BadInput) as refusal:
        started(child, cast.zhou)
    assert "不能低于上级要求" in str(refusal.value)
    assert "还没有对应的条目" not in str(refusal.value)


def test_a_launch_may_not_narrow_the_scope_nor_drop_a_duty(cast: Cast, sub_plan: SubPlan) -> None:
    child = taken_over(sub_plan, cast.zhou)
    duty = inherited(sub_plan, "带队检查").child_item
    assert duty is not None
    with pytest.raises(BadInput) as refusal:
        started(
            child, cast.zhou, sectors=("machinery",), areas=(990121_101_001,),
            self_check_due_on=date(2026, 9, 1), holders={duty.pk: "nobody"},
        )  # fmt: skip
    told = str(refusal.value)
    assert "不能缩小范围" in told
    assert "请选择由谁承担" in told
    assert "完成自查" in told


def test_one_item_answers_one_item(cast: Cast, sub_plan: SubPlan) -> None:
    child = brought(sub_plan, cast.zhou)
    duty = child.items.get(kind="duty")
    pairs: dict[int, int | None] = {
        one.pk: duty.pk for one in sub_plan.inherited.filter(kind="duty")
    }
    with pytest.raises(BadInput, match="两项上级要求"):
        carrying.confirm_matching(sub_plan_id=sub_plan.pk, pairs=pairs, by=cast.zhou, at=JUNE_1)
    target = inherited(sub_plan, "80%")
    with pytest.raises(BadInput, match="类别不同"):
        carrying.confirm_matching(
            sub_plan_id=sub_plan.pk, pairs={target.pk: duty.pk}, by=cast.zhou, at=JUNE_1
        )
