"""Once only: one self-check per chain, and numbers of a superior that are own and below, no doubles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.living import living_document
from bihuan.campaigns.models import Campaign, Participation
from bihuan.campaigns.relatives import participations_of, tree_of
from bihuan.campaigns.services.importing import discard_draft
from bihuan.campaigns.services.including import include_latecomers, not_yet_included
from bihuan.campaigns.services.items import decide
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import Decision
from bihuan.campaigns.tests.running import a_plan, factories, launched
from bihuan.cascade.family import of_campaign
from bihuan.cascade.models import Lineage, SubPlan
from bihuan.cascade.services.decomposing import Assigned, decompose
from bihuan.cascade.states import SubPlanState
from bihuan.cascade.tests.given import (
    a_draft_of,
    assigned,
    inherited,
    launched_below,
    taken_over,
)
from bihuan.duties.models import Duty, DutyRule
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.inspections.models import SelfCheck
from bihuan.jobs.services import run_job
from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import measure, records
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.tests.given import (
    COUNTY,
    TOWN_ONE,
    TOWN_TWO,
    VILLAGE_ONE,
    Cast,
    a_body,
    a_person,
)

TODAY = date(2026, 6, 5)


def number(key: str, campaign: Campaign, area: int) -> tuple[int, int | None]:
    where = Where(area=range_of(area), on=TODAY, campaign=campaign.pk)
    taken = measure(metric_of(key), where)
    assert records(metric_of(key), where, "part").count() == taken.part
    return taken.part, taken.whole


def test_an_enterprise_gets_one_self_check_of_a_chain(cast: Cast, sub_plan: SubPlan) -> None:
    factories(cast, 1, area=VILLAGE_ONE + 1)  # joins the scope after the county's launch
    child = launched_below(taken_over(sub_plan, cast.zhou), cast.zhou)
    per_firm = [
        SelfCheck.objects.filter(enterprise=firm).count() for firm in Enterprise.objects.all()
    ]
    assert per_firm == [1] * 5
    assert child.participations.count() == 1
    assert participations_of(child).count() == 3
    assert not not_yet_included(sub_plan.parent).exists()


def test_the_superiors_number_is_its_own_and_those_below_without_doubles(
    cast: Cast, sub_plan: SubPlan
) -> None:
    parent = sub_plan.parent
    factories(cast, 1, area=VILLAGE_ONE + 1)
    assert number("self_check.rate", parent, COUNTY) == (0, 4)
    child = launched_below(taken_over(sub_plan, cast.zhou), cast.zhou)
    assert number("self_check.rate", parent, COUNTY) == (0, 5)
    assert number("self_check.rate", parent, TOWN_ONE) == (0, 3)
    assert number("self_check.rate", child, TOWN_ONE) == (0, 3)
    assert number("campaign.participants", parent, COUNTY) == (5, None)
    assert number("campaign.participants", child, TOWN_ONE) == (3, None)
    SelfCheck.objects.filter(area__gte=TOWN_ONE, area__lt=TOWN_TWO).update(
        state="submitted", submitted_on=TODAY, submitted_at=JUNE_1
    )
    assert number("self_check.rate", parent, COUNTY) == (3, 5)
    assert number("self_check.rate", child, TOWN_ONE) == (3, 3)


def test_a_campaign_that_stands_alone_has_no_family(cast: Cast, parent: Campaign) -> None:
    assert of_campaign(parent.pk) is None
    assert set(tree_of(parent)) == {parent.pk}
    other = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    # the town's own campaign, joined to nobody, asks its own enterprises again
    assert other.participations.count() == 2
    assert number("campaign.participants", parent, COUNTY) == (4, None)


def test_a_duty_that_the_superior_gives_already_is_not_given_again(
    cast: Cast, sub_plan: SubPlan
) -> None:
    child = launched_below(taken_over(sub_plan, cast.zhou), cast.zhou)
    rules = DutyRule.objects.filter(campaign_ref=child.pk)
    assert list(rules.values_list("holder_kind", flat=True)) == ["post"]
    item = inherited(sub_plan, "企业主要负责人").child_item
    assert item is not None
    document = living_document(child, area=range_of(TOWN_ONE), on=TODAY)
    live = next(one for row in document.sentences for one in row.items if one.item.pk == item.pk)
    assert live.figure == "本期 0/2 次"  # the superior's duties of the town's two factories


def test_a_stricter_duty_takes_the_place_of_the_superiors(cast: Cast, sub_plan: SubPlan) -> None:
    parent = sub_plan.parent
    draft = taken_over(sub_plan, cast.zhou)
    item = inherited(sub_plan, "企业主要负责人").child_item
    assert item is not None
    decide(
        item_id=item.pk, decision=Decision.CORRECTED, by=cast.zhou, at=JUNE_1,
        version=item.version, data={**item.data, "period": "month"},
    )  # fmt: skip
    child = launched_below(draft, cast.zhou)
    upper = DutyRule.objects.get(campaign_ref=parent.pk, holder_kind="enterprise")
    lower = DutyRule.objects.get(campaign_ref=child.pk, holder_kind="enterprise")
    assert upper.enterprises.count() == 2  # the other town's
    assert lower.enterprises.count() == 2
    open_now = Duty.objects.filter(enterprise__isnull=False, state="open")
    assert open_now.count() == open_now.values("enterprise").distinct().count() == 4
    factories(cast, 1, area=VILLAGE_ONE + 2)
    run_job(
        include_latecomers(campaign_id=parent.pk, by=cast.wu, at=JUNE_1).pk, clock=lambda: JUNE_1
    )
    assert upper.enterprises.count() == 3  # not those of whom the town asks more
    hand_over_by_default(campaign_id=child.pk, by=cast.zhou, at=JUNE_1)
    finish_campaign(campaign_id=child.pk, note="完成", by=cast.zhou, at=JUNE_1)
    assert upper.enterprises.count() == 5


def test_a_department_counts_what_concerns_its_own_scope(cast: Cast, parent: Campaign) -> None:
    bureau = a_body("云溪县轻工局", "sector_department", COUNTY)
    (sub_plan,) = assigned(parent, cast, bureau)
    he = a_person("he", "何", "clerk", bureau)
    child = taken_over(sub_plan, he)
    Campaign.objects.filter(pk=child.pk).update(scope_tags=["没有企业带这个标签"])
    assert number("self_check.rate", child, COUNTY) == (0, 0)
    Campaign.objects.filter(pk=child.pk).update(scope_tags=[])
    assert number("self_check.rate", child, COUNTY) == (0, 4)


def test_three_levels_are_one_chain(cast: Cast, parent: Campaign) -> None:
    (town,) = assigned(parent, cast, cast.town_one)
    middle = launched_below(taken_over(town, cast.zhou), cast.zhou)
    community = a_body("甲社区居委会", "community", VILLAGE_ONE)
    lu = a_person("lu", "陆", "clerk", community)
    items = [item.pk for item in middle.items.all() if item.kind != "anomaly"]
    opened = decompose(
        campaign_id=middle.pk, by=cast.zhou, at=JUNE_1,
        assigned=[Assigned(community.pk, items, date(2026, 6, 20))],
    )  # fmt: skip
    leaf = taken_over(opened[0], lu)  # type: ignore[arg-type]
    distances = set(Lineage.objects.values_list("ancestor", "descendant", "distance"))
    assert distances == {
        (parent.pk, middle.pk, 1), (middle.pk, leaf.pk, 1), (parent.pk, leaf.pk, 2)
    }  # fmt: skip
    assert set(tree_of(leaf)) == {parent.pk, middle.pk, leaf.pk}


def test_a_draft_given_up_leaves_the_chain_and_must_be_made_anew(
    cast: Cast, sub_plan: SubPlan
) -> None:
    child = taken_over(sub_plan, cast.zhou)
    discard_draft(
        campaign_id=child.pk, reason="重做", by=cast.zhou, at=JUNE_1, version=child.version
    )
    sub_plan.refresh_from_db()
    assert (sub_plan.state, sub_plan.child) == (SubPlanState.ASSIGNED, None)
    assert not Lineage.objects.exists()
    again = taken_over(sub_plan, cast.zhou)
    assert again.pk != child.pk


def test_the_superiors_end_ends_what_it_asked(cast: Cast, sub_plan: SubPlan) -> None:
    hand_over_by_default(campaign_id=sub_plan.parent_id, by=cast.wu, at=JUNE_1)
    finish_campaign(campaign_id=sub_plan.parent_id, note="完成", by=cast.wu, at=JUNE_1)
    sub_plan.refresh_from_db()
    assert sub_plan.state == SubPlanState.CLOSED


def test_participants_below_are_counted_with_the_superiors(cast: Cast, sub_plan: SubPlan) -> None:
    child = launched_below(taken_over(sub_plan, cast.zhou), cast.zhou)
    rows = Participation.objects.filter(campaign__in=[sub_plan.parent_id, child.pk])
    where = Where(area=range_of(COUNTY), on=TODAY, campaign=sub_plan.parent_id)
    assert where.of(rows, day=None, campaign="campaign_id").count() == rows.count()
    assert replace(where, campaign=child.pk).of(rows, day=None, campaign="campaign_id").count() == 2
    town = replace(where, campaign=child.pk).inside(range_of(TOWN_ONE))
    assert town.of(rows, day=None, campaign="campaign_id").count() == 2


def test_an_unrelated_draft_is_no_relative(cast: Cast, sub_plan: SubPlan) -> None:
    taken_over(sub_plan, cast.zhou)
    other = a_draft_of(cast.zhou, cast.town_one, "别的方案\n一、目标\n", [])
    assert set(tree_of(other)) == {other.pk}
