"""Filing upward, the superior's look at it, amendments from above, and the whole machine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.campaigns.events import CampaignAmended
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services.items import decide
from bihuan.campaigns.states import Decision
from bihuan.cascade.models import Lineage, SubPlan
from bihuan.cascade.queries import carried_in
from bihuan.cascade.services.amending import notify_children
from bihuan.cascade.services.decomposing import Assigned, decompose, withdraw
from bihuan.cascade.services.filing import file_plan, recognise_plan, return_plan
from bihuan.cascade.states import OPEN, SUB_PLAN, Carrying, SubPlanState
from bihuan.cascade.tests.given import (
    a_chief,
    assigned,
    brought,
    inherited,
    launched_below,
    taken_over,
)
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel import events
from bihuan.kernel.errors import BadInput, NotAllowed, Refused, StepRefused
from bihuan.loop.models import Todo, TrailRow
from bihuan.loop.services.escalation import escalate
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.notifications.models import Message
from bihuan.people.models import User
from bihuan.people.tests.given import Cast


def filed(sub_plan: SubPlan, by: User) -> SubPlan:
    sub_plan.refresh_from_db()
    return file_plan(sub_plan_id=sub_plan.pk, by=by, at=JUNE_1, version=sub_plan.version)


def test_filed_looked_at_and_recognised(cast: Cast, sub_plan: SubPlan) -> None:
    taken_over(sub_plan, cast.zhou)
    row = filed(sub_plan, cast.zhou)
    assert (row.state, row.first_filed_on) == (SubPlanState.FILED, date(2026, 6, 1))
    assert row.due_on == date(2026, 6, 8)  # five workdays for the county
    todo = Todo.objects.get(case_kind="sub_plan", case_id=row.pk)
    assert todo.organisation == cast.county
    with pytest.raises(NotAllowed, match="上级组织单位"):
        recognise_plan(sub_plan_id=row.pk, by=cast.zhao, at=JUNE_1, version=row.version)
    row = recognise_plan(sub_plan_id=row.pk, by=cast.wu, at=JUNE_1, version=row.version)
    assert row.state == SubPlanState.RECOGNISED
    assert row.due_on is None
    assert not Todo.objects.filter(case_kind="sub_plan").exists()


def test_sent_back_with_a_reason_and_filed_again(cast: Cast, sub_plan: SubPlan) -> None:
    taken_over(sub_plan, cast.zhou)
    row = filed(sub_plan, cast.zhou)
    with pytest.raises(Refused, match="原因"):
        return_plan(sub_plan_id=row.pk, note=" ", by=cast.wu, at=JUNE_1, version=row.version)
    row = return_plan(
        sub_plan_id=row.pk, note="分工不明确", by=cast.wu, at=JUNE_1, version=row.version
    )
    assert row.state == SubPlanState.RETURNED
    assert filed(sub_plan, cast.zhou).state == SubPlanState.FILED


def test_nothing_weaker_or_unfinished_is_filed(cast: Cast, sub_plan: SubPlan) -> None:
    brought(sub_plan, cast.zhou)
    with pytest.raises(BadInput) as refusal:
        filed(sub_plan, cast.zhou)
    told = str(refusal.value)
    assert "还没有对应的条目" in told
    assert "没有核对" in told
    sub_plan.refresh_from_db()
    assert sub_plan.state == SubPlanState.DRAFTED


def test_there_is_nothing_to_file_before_there_is_a_plan(cast: Cast, sub_plan: SubPlan) -> None:
    with pytest.raises(Refused, match="还没有制定方案"):
        filed(sub_plan, cast.zhou)


def test_withdrawing_leaves_the_draft_alone(cast: Cast, sub_plan: SubPlan) -> None:
    child = taken_over(sub_plan, cast.zhou)
    sub_plan.refresh_from_db()
    row = withdraw(
        sub_plan_id=sub_plan.pk, note="改由县里统一组织", by=cast.wu, at=JUNE_1,
        version=sub_plan.version,
    )  # fmt: skip
    assert row.state == SubPlanState.WITHDRAWN
    assert not Lineage.objects.exists()
    item = child.items.get(kind="target")
    decide(
        item_id=item.pk, decision=Decision.CORRECTED, by=cast.zhou, at=JUNE_1,
        version=item.version, data={**item.data, "value": 10},
    )  # fmt: skip  # nobody asks for more any longer


def test_what_runs_below_is_not_withdrawn(cast: Cast, sub_plan: SubPlan) -> None:
    launched_below(taken_over(sub_plan, cast.zhou), cast.zhou)
    sub_plan.refresh_from_db()
    with pytest.raises(Refused, match="已经发起"):
        withdraw(
            sub_plan_id=sub_plan.pk, note="不用了", by=cast.wu, at=JUNE_1, version=sub_plan.version
        )


def amended(parent: Campaign, quote: str, **data: object) -> PlanItem:
    """Let the superior's item say something else, as its amendment would."""
    item = parent.items.get(quote__contains=quote)
    item.data = {**item.data, **data}
    item.save(update_fields=["data"])
    return item


def test_an_amendment_reaches_the_plans_below(cast: Cast, sub_plan: SubPlan) -> None:
    taken_over(sub_plan, cast.zhou)
    row = filed(sub_plan, cast.zhou)
    recognise_plan(sub_plan_id=row.pk, by=cast.wu, at=JUNE_1, version=row.version)
    target = amended(sub_plan.parent, "80%", value=90.0)
    gone = sub_plan.parent.items.get(quote__contains="汇总表")
    told = notify_children(
        campaign_id=sub_plan.parent_id, changed=[target.pk], gone=[gone.pk],
        reason="县方案修订", by=cast.wu, at=JUNE_1,
    )  # fmt: skip
    assert [one.pk for one in told] == [sub_plan.pk]
    sub_plan.refresh_from_db()
    assert sub_plan.state == SubPlanState.RETURNED
    how = {one.inherited.quote: one.how for one in carried_in(sub_plan)}
    assert how["企业自查率达到80%以上"] is Carrying.WEAKER
    assert "各乡镇于7月25日前报送自查汇总表" not in how
    assert Message.objects.filter(user=cast.zhou, title__contains="上级方案有调整").exists()


def test_what_amendments_announce_is_carried_down(cast: Cast, sub_plan: SubPlan) -> None:
    target = amended(sub_plan.parent, "80%", value=90.0)
    events.announce(
        CampaignAmended(
            sub_plan.parent_id, 1, 2, date(2026, 6, 1), JUNE_1, cast.wu.pk, "县方案修订",
            changed=(target.pk,),
        )
    )  # fmt: skip
    assert inherited(sub_plan, "企业自查率达到80%以上").data["value"] == 90.0


def test_a_new_requirement_is_open_below(cast: Cast, parent: Campaign) -> None:
    items = parent.items.exclude(kind="task")
    (row,) = decompose(
        campaign_id=parent.pk, by=cast.wu, at=JUNE_1,
        assigned=[
            Assigned(cast.town_one.pk, [one.pk for one in items], date(2026, 6, 12))
        ],
    )  # fmt: skip
    assert isinstance(row, SubPlan)
    task = parent.items.get(kind="task")
    told = notify_children(
        campaign_id=parent.pk, added=[task.pk], reason="增加任务", by=cast.wu, at=JUNE_1
    )
    assert told
    assert inherited(row, "制定实施方案").child_item is None
    assert not notify_children(
        campaign_id=parent.pk, added=[task.pk], reason="再来一次", by=cast.wu, at=JUNE_1
    )


def test_a_late_plan_is_raised_and_counted(cast: Cast, parent: Campaign) -> None:
    assigned(parent, cast, cast.town_one, cast.town_two)
    late = date(2026, 6, 20)
    assert {one.case_kind for one in escalate(on=late)} >= {"sub_plan"}
    where = Where(area=cast.county.area_range, on=late, campaign=parent.pk)
    assert measure(metric_of("cascade.plans_late"), where).part == 2
    assert measure(metric_of("cascade.plans_made"), where).text() == "0%（0/2）"


STEPS = st.lists(st.sampled_from([one.name for one in SUB_PLAN.steps]), max_size=12)


@given(STEPS)
@settings(max_examples=200)
def test_every_walk_through_the_machine_keeps_its_promises(names: list[str]) -> None:
    state = SUB_PLAN.start
    for name in names:
        step = SUB_PLAN.step(name)
        if state not in step.sources:
            continue
        assert state not in SUB_PLAN.end
        state = step.target
        waits = state not in SUB_PLAN.end and state not in SUB_PLAN.timeless
        assert not waits or step.clock or step.keeps_clock
    assert state in OPEN or state in SUB_PLAN.end


def test_steps_leave_one_trail_row_each(cast: Cast, sub_plan: SubPlan) -> None:
    taken_over(sub_plan, cast.zhou)
    row = filed(sub_plan, cast.zhou)
    return_plan(sub_plan_id=row.pk, note="改", by=cast.wu, at=JUNE_1, version=row.version)
    rows = TrailRow.objects.filter(case_kind="sub_plan", case_id=sub_plan.pk).order_by("number")
    assert list(rows.values_list("step", flat=True)) == ["open", "draft", "file", "return"]
    with pytest.raises(StepRefused):
        recognise_plan(
            sub_plan_id=row.pk, by=a_chief(cast), at=JUNE_1 + timedelta(days=1),
            version=row.version + 1,
        )  # fmt: skip
