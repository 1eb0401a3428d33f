"""A plan held against the people there are, and the warning kept with its launch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import ItemKind
from bihuan.campaigns.tests.running import TEXT, a_plan, an_item, chosen, factories, launched
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.feasibility.assessing import Assessed, Finding, assess
from bihuan.feasibility.models import Assessment, LocalAssumptions
from bihuan.feasibility.rules import USUAL, Assumptions
from bihuan.feasibility.services import assessed, keep_assumptions
from bihuan.feasibility.states import Verdict
from bihuan.kernel.errors import NotAllowed
from bihuan.people.models import Organisation, Post
from bihuan.people.states import Role
from bihuan.people.tests.given import Cast, a_person, the_cast

TODAY = date(2026, 6, 1)
SENTENCE = "镇安全办对辖区企业检查覆盖率达到100%。"
PLAN = TEXT + SENTENCE


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


@pytest.fixture
def plan(cast: Cast) -> Campaign:
    factories(cast, 40)
    campaign = a_plan(cast.zhou, cast.town_one, text=PLAN)
    data = {
        "subject": "辖区企业", "metric": "检查覆盖率", "op": ">=", "value": 100.0, "unit": "%",
        "deadline": "2026-06-12", "metric_key": None,
    }  # fmt: skip
    an_item(campaign, ItemKind.TARGET, SENTENCE[:-1], data, position=1).save()
    return campaign


def inspectors(town: Organisation, count: int) -> None:
    for number in range(count):
        a_person(f"inspector-{number}", f"检{number}", Role.INSPECTOR, town)


def looked_at(plan: Campaign) -> Assessed:
    return assess(plan, chosen(plan), on=TODAY)


def about(found: Assessed, quote: str) -> Finding:
    (one,) = [each for each in found.findings if each.quote.startswith(quote)]
    return one


def test_too_few_officers_are_told_with_three_ways_out(plan: Campaign, cast: Cast) -> None:
    have = looked_at(plan).assumptions.pools[Role.INSPECTOR].people
    inspectors(cast.town_one, 4 - have)
    found = looked_at(plan)
    one = about(found, "镇安全办对辖区企业检查覆盖率")
    assert one.verdict is Verdict.SHORT
    assert one.says == (
        "4 名检查人员（2 组）、2026年6月12日前 10 个工作日共可检查 20 家次，方案要求 40 家次。"
    )
    assert one.remedies[0] == "增加 4 名检查人员（共 8 名）"
    assert one.remedies[1].startswith("期限放宽到2026年6月2")
    assert one.remedies[2] == "要求降到 20 家次（现有人员能完成 50%）"
    assert found.verdict is Verdict.SHORT
    assert found.findings[0].verdict is Verdict.SHORT


def test_what_is_said_to_help_does_help(plan: Campaign, cast: Cast) -> None:
    have = looked_at(plan).assumptions.pools[Role.INSPECTOR].people
    inspectors(cast.town_one, 8 - have)
    one = about(looked_at(plan), "镇安全办对辖区企业检查覆盖率")
    assert one.verdict is Verdict.TIGHT
    assert one.remedies == ()


def test_a_duty_of_leaders_is_counted_per_leader_and_month(plan: Campaign, cast: Cast) -> None:
    duty = "镇领导每月带队检查不少于3次"
    assert "1 名分管领导、2026年9月30日前 87 个工作日" in about(looked_at(plan), duty).says
    assert "方案要求 12 家次" in about(looked_at(plan), duty).says
    a_person("leader-2", "领二", Role.LEADER, cast.town_one)
    assert "方案要求 24 家次" in about(looked_at(plan), duty).says
    Post.objects.filter(role=Role.LEADER).update(until=date(2026, 5, 31))
    nobody = about(looked_at(plan), duty)
    assert nobody.says == "示例一镇安全办没有在岗的分管领导，这项职责无人承担。"
    assert nobody.verdict is Verdict.SHORT


def test_a_self_check_of_two_days_and_a_deadline_gone_by_are_told(plan: Campaign) -> None:
    found = assess(plan, chosen(plan, self_check_due_on=date(2026, 6, 3)), on=TODAY)
    assert about(found, "企业自查").says == "从下达到2026年6月3日只有 2 个工作日。"
    later = assess(plan, chosen(plan), on=date(2026, 6, 22))
    assert about(later, "镇安全办于6月20日前").says == "期限2026年6月20日已经过去。"


def test_more_inspections_than_one_enterprise_may_bear(plan: Campaign) -> None:
    given = Assumptions(USUAL, yearly_cap=1)
    assert not [
        one
        for one in assess(plan, chosen(plan), on=TODAY, given=given).findings
        if "上限" in one.quote
    ]
    plan.items.filter(quote__startswith="镇安全办对").update(
        data={"subject": "", "metric": "检查", "op": ">=", "value": 90, "unit": "家次"}
    )
    one = about(assess(plan, chosen(plan), on=TODAY, given=given), "涉企行政检查频次上限")
    assert one.verdict is Verdict.SHORT
    assert "共 40 家次；方案的检查合计 90 家次" in one.says


def test_the_launch_goes_ahead_and_keeps_the_warning(
    plan: Campaign, cast: Cast, client: Client
) -> None:
    launched(plan, cast.zhou, at=JUNE_1)
    kept = Assessment.objects.get(campaign=plan)
    assert (kept.verdict, kept.by, kept.on) == (Verdict.SHORT, cast.zhou, TODAY)
    assert kept.assumptions["enterprises"] == 40
    assert kept.findings[0]["verdict"] == "short"
    client.force_login(cast.zhou)
    living = client.get(plan.get_absolute_url()).content.decode()
    assert "发起时的测算" in living
    assert kept.assumptions["headline"] in living
    page = client.get(f"/feasibility/{plan.pk}/").content.decode()
    assert "镇安全办对辖区企业检查覆盖率达到100%" in page


def test_the_launch_page_follows_the_form(plan: Campaign, cast: Cast, client: Client) -> None:
    client.force_login(cast.zhou)
    page = client.get(f"/campaigns/{plan.pk}/launch/").content.decode()
    assert f'hx-post="/feasibility/{plan.pk}/panel/"' in page
    assert "完不成" in page
    answer = client.post(f"/feasibility/{plan.pk}/panel/", {})
    assert answer.status_code == 200
    assert "这份测算会随行动一并保存" in answer.content.decode()


def test_local_figures_replace_the_usual_ones_for_every_plan_of_the_body(
    plan: Campaign, cast: Cast, client: Client
) -> None:
    client.force_login(cast.zhou)
    form = client.get(f"/feasibility/{plan.pk}/assumptions/").context["form"]
    values = {field.html_name: field.value() for field in form} | {"basis": "近三年检查台账"}
    refused = client.post(f"/feasibility/{plan.pk}/assumptions/", values | {"crew_inspector": 1})
    assert refused.status_code == 422
    assert "须两名以上执法人员" in refused.content.decode()
    done = client.post(f"/feasibility/{plan.pk}/assumptions/", values | {"per_day_inspector": 6})
    assert done.status_code == 302
    kept = LocalAssumptions.objects.get(organisation=cast.town_one)
    assert (kept.pools["inspector"]["per_day"], kept.basis) == (6, "近三年检查台账")
    found = assessed(plan, chosen(plan), on=TODAY)
    assert found.assumptions.pools[Role.INSPECTOR].per_day == 6


def test_another_towns_figures_are_not_ones_to_change(plan: Campaign, cast: Cast) -> None:
    given = Assumptions({role: replace(pool, share=1.0) for role, pool in USUAL.items()})
    with pytest.raises(NotAllowed):
        keep_assumptions(
            organisation=cast.town_two, assumptions=given, basis="无", by=cast.zhou, at=JUNE_1
        )
