"""Launch: refused with every problem, done once, resumed after a crash, previewed truly."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from bihuan.campaigns.models import Campaign, Deliverable, ItemLink, Target
from bihuan.campaigns.preview import preview
from bihuan.campaigns.services import including
from bihuan.campaigns.services.launch import launch_campaign, suggested_choices
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.campaigns.tests.running import (
    a_plan,
    an_item,
    chosen,
    counted,
    factories,
    launched,
    noon,
    started,
)
from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.services.rolling import roll_duties
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.inspections import services as inspections
from bihuan.inspections.models import SelfCheck
from bihuan.jobs.models import Job
from bihuan.jobs.services import retry_job, run_job
from bihuan.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    StaleVersion,
    StepRefused,
)
from bihuan.people.models import Post
from bihuan.people.tests.given import COUNTY, TOWN_ONE, TOWN_TWO, Cast

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


@pytest.fixture
def plan(cast: Cast) -> Campaign:
    factories(cast, 3)
    return a_plan(cast.zhou, cast.town_one)


WHOLE = {
    "participations": 3, "self_checks": 3, "checklists": 1, "rules": 2, "duties": 4,
    "deliverables": 3, "targets": 2, "phases": 3, "links": 4,
}  # fmt: skip
"""What the plan becomes with three enterprises: duties are one leader's and three enterprises'."""


def problems_of(campaign: Campaign, cast: Cast, **changes: Any) -> str:
    with pytest.raises(BadInput) as refusal:
        started(campaign, cast.zhou, **changes)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.DRAFT
    assert not Job.objects.exists()
    return refusal.value.message


def test_everything_undecided_is_named_at_once(cast: Cast) -> None:
    campaign = a_plan(cast.zhou, cast.town_one, decision=Decision.PENDING)
    told = problems_of(campaign, cast, self_check_due_on=None)
    for kind, count in (
        ("阶段", 3),
        ("目标", 2),
        ("周期职责", 2),
        ("报送", 2),
        ("检查内容", 2),
        ("范围", 1),
    ):
        assert f"{kind}：还有 {count} 项没有核对" in told
    assert "任务" not in told
    assert "奖惩" not in told


def test_every_impossible_choice_is_named(cast: Cast) -> None:
    campaign = a_plan(cast.zhou, cast.town_one)
    early = date(2026, 5, 31)
    duty = campaign.items.filter(kind=ItemKind.DUTY)[0]
    duty.data["count"] = 120
    duty.save()
    an_item(campaign, ItemKind.CHECK_ITEM, "疏散通道是否畅通", {"text": "疏散通道是否畅通"}).save()
    phase = campaign.items.filter(kind=ItemKind.PHASE)[0]
    phase.data["end"] = "2026-05-01"
    phase.save()
    told = problems_of(campaign, cast, self_check_due_on=early)
    assert "自查期限：早于今天" in told
    assert "范围：没有符合条件的在业企业" in told  # the cast has no enterprise yet
    assert "每期最多 99 次" in told
    assert "检查内容第 3 项：与第 1 项相同" in told
    assert "动员部署阶段：开始晚于结束" in told
    assert "自查期限：没有填写" in problems_of(campaign, cast, self_check_due_on=None)
    assert "承担者无法识别" in problems_of(campaign, cast, holders={duty.pk: "king"})


@pytest.mark.parametrize(
    ("areas", "problem"),
    [((), "区划：没有选择"), ((TOWN_TWO,), "不属于本行动"), ((COUNTY,), "不属于本行动")],
)
def test_the_scope_stays_inside_the_campaign(
    plan: Campaign, cast: Cast, areas: tuple[int, ...], problem: str
) -> None:
    assert problem in problems_of(plan, cast, areas=areas)


def test_a_duty_for_enterprises_needs_enterprises(cast: Cast) -> None:
    campaign = a_plan(cast.zhou, cast.town_one, without=(ItemKind.CHECK_ITEM,))
    assert "没有符合条件的在业企业" in problems_of(campaign, cast)


def test_only_those_who_may_launch_and_see(plan: Campaign, cast: Cast) -> None:
    for user in (cast.lin, cast.li):
        with pytest.raises(NotAllowed):
            started(plan, user)
    with pytest.raises(NotFound):
        started(plan, cast.sun)


def test_the_choices_are_frozen(plan: Campaign, cast: Cast) -> None:
    job = started(plan, cast.zhou)
    plan.refresh_from_db()
    assert plan.state == CampaignState.LAUNCHING
    assert (plan.starts_on, plan.ends_on) == (date(2026, 6, 1), date(2026, 9, 30))
    assert (plan.launched_on, plan.self_check_due_on) == (TODAY, date(2026, 7, 20))
    assert (plan.scope_areas, plan.scope_sectors) == ([TOWN_ONE], ["light_industry"])
    assert set(plan.bindings["duties"].values()) == {"leader", "enterprises"}
    assert plan.due_on == plan.ends_on
    assert not plan.participations.exists()
    assert job.result_url == f"/campaigns/{plan.pk}/"


def test_the_job_makes_everything_once(plan: Campaign, cast: Cast) -> None:
    launched(plan, cast.zhou)
    made = counted(plan)
    assert {name: made[name] for name in WHOLE} == WHOLE
    assert plan.state == CampaignState.RUNNING
    check = SelfCheck.objects.filter(campaign_ref=plan.pk)[0]
    assert (check.due_on, check.checklist) == (date(2026, 7, 20), plan.checklist)
    assert "部署" in check.reason
    labels = {(row.what, row.period_label, row.asked_by) for row in plan.deliverables.all()}
    assert labels == {
        ("工作进展情况", "2026年6月", date(2026, 6, 30)),
        ("自查汇总表", "", date(2026, 6, 25)),
        ("建立企业台账", "", date(2026, 6, 20)),
    }
    unbound = Target.objects.get(campaign=plan, metric_key="")
    assert str(unbound) == "群众满意度 >= 90%"
    sentences = [plan.text[start:end] for start, end, *_ in plan.outline]
    assert "".join(sentences) == plan.text.replace("\n", "")
    job = Job.objects.get()
    assert job.message == "已纳入企业 3 家，下达履职事项 4 项、报送和办结事项 3 项。"
    assert not ItemLink.objects.filter(item__kind=ItemKind.ACCOUNTABILITY).exists()


def test_running_the_job_again_makes_nothing_new(plan: Campaign, cast: Cast) -> None:
    launched(plan, cast.zhou)
    before = counted(plan)
    Job.objects.update(state="queued", heartbeat_at=None)
    assert run_job(Job.objects.get().pk, clock=lambda: JUNE_1).state == "done"
    assert counted(plan) == before


@pytest.mark.parametrize("fails_at", [0, 1, 2])
def test_a_crash_between_chunks_is_finished_by_running_again(
    plan: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    monkeypatch.setattr(including, "CHUNK", 1)
    job = started(plan, cast.zhou)
    real, calls = inspections.assign_self_checks, []

    def breaks(**arguments: Any) -> int:
        made = real(**arguments)
        calls.append(made)
        if len(calls) == fails_at + 1:
            raise RuntimeError("the worker is killed")
        return made

    monkeypatch.setattr(including, "assign_self_checks", breaks)
    assert run_job(job.pk, clock=lambda: JUNE_1).state == "failed"
    plan.refresh_from_db()
    assert plan.state == CampaignState.LAUNCHING
    assert plan.participations.count() == SelfCheck.objects.count() == fails_at
    retry_job(job_id=job.pk, by=cast.zhou)
    assert run_job(job.pk, clock=lambda: JUNE_1).state == "done"
    assert {name: counted(plan)[name] for name in WHOLE} == WHOLE
    job.refresh_from_db()
    assert (job.total, job.done) == (3, 3)


@pytest.mark.parametrize("step", ["open_deliverables", "roll_duties", "include_enterprises"])
def test_a_crash_after_any_stage_is_finished_too(
    plan: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from bihuan.campaigns.services import launch  # patched by name below

    job = started(plan, cast.zhou)
    real = getattr(launch, step)

    def breaks(*arguments: Any, **named: Any) -> None:
        real(*arguments, **named)
        raise RuntimeError("the worker is killed")

    with monkeypatch.context() as patched:
        patched.setattr(launch, step, breaks)
        assert run_job(job.pk, clock=lambda: JUNE_1).state == "failed"
    retry_job(job_id=job.pk, by=cast.zhou)
    assert run_job(job.pk, clock=lambda: JUNE_1).state == "done"
    assert {name: counted(plan)[name] for name in WHOLE} == WHOLE


def test_a_post_that_ends_does_not_leave_half_a_campaign(plan: Campaign, cast: Cast) -> None:
    job = started(plan, cast.zhou)
    Post.objects.filter(user=cast.zhou).update(until=date(2026, 5, 31))
    assert run_job(job.pk, clock=lambda: JUNE_1).state == "done"
    assert {name: counted(plan)[name] for name in WHOLE} == WHOLE


def test_a_double_click_launches_once(plan: Campaign, cast: Cast) -> None:
    key, choices = uuid4(), chosen(plan)
    asked: dict[str, Any] = {
        "campaign_id": plan.pk,
        "choices": choices,
        "by": cast.zhou,
        "at": JUNE_1,
    }
    first = launch_campaign(**asked, version=1, key=key)
    again = launch_campaign(**asked, version=1, key=key)
    assert first == again
    assert Job.objects.count() == 1
    with pytest.raises(StepRefused):
        launch_campaign(**asked)


def test_a_stale_page_does_not_launch(plan: Campaign, cast: Cast) -> None:
    asked: dict[str, Any] = {
        "campaign_id": plan.pk,
        "choices": chosen(plan),
        "by": cast.zhou,
        "at": JUNE_1,
    }
    with pytest.raises(StaleVersion):
        launch_campaign(**asked, version=7)
    with pytest.raises(StaleVersion, match="条目又有改动"):
        launch_campaign(**asked, version=1, revision=plan.revision + 1)
    assert launch_campaign(**asked, version=1, revision=plan.revision)


def test_a_plan_without_check_items_launches_without_self_checks(cast: Cast) -> None:
    factories(cast, 2)
    campaign = a_plan(cast.zhou, cast.town_one, without=(ItemKind.CHECK_ITEM,))
    assert suggested_choices(campaign, on=TODAY).self_check_due_on is None
    launched(campaign, cast.zhou)
    assert campaign.participations.count() == 2
    assert campaign.checklist is None
    assert not SelfCheck.objects.exists()


def test_a_plan_that_is_over_asks_nothing_that_recurs(plan: Campaign, cast: Cast) -> None:
    late = noon(date(2026, 10, 15))
    launched(plan, cast.zhou, at=late, self_check_due_on=date(2026, 10, 30))
    assert plan.state == CampaignState.RUNNING
    assert not DutyRule.objects.exists()
    assert {row.period_label for row in plan.deliverables.all()} == {""}


def test_a_plan_that_begins_later_waits(plan: Campaign, cast: Cast) -> None:
    launched(plan, cast.zhou, at=noon(date(2026, 4, 10)))
    assert DutyRule.objects.filter(since=date(2026, 6, 1)).count() == 2
    assert not Duty.objects.exists()
    assert {row.period_label for row in plan.deliverables.all()} == {""}
    assert roll_duties(on=date(2026, 6, 1), at=JUNE_1) == 4


def test_a_duty_given_to_nobody_is_not_asked(plan: Campaign, cast: Cast) -> None:
    duties = list(plan.items.filter(kind=ItemKind.DUTY))
    launched(plan, cast.zhou, holders={duties[0].pk: "nobody", duties[1].pk: "leader"})
    assert [rule.role for rule in DutyRule.objects.all()] == ["leader"]


def test_a_countys_deliverables_are_the_countys_alone(cast: Cast) -> None:
    factories(cast, 2)
    campaign = a_plan(cast.wu, cast.county)
    launched(campaign, cast.wu)
    assert {row.organisation for row in Deliverable.objects.all()} == {cast.county}
    assert not Deliverable.objects.visible_to(cast.zhou).exists()
    assert not Campaign.objects.visible_to(cast.zhou).exists()
    check = SelfCheck.objects.visible_to(cast.zhou)[0]
    assert check.reason == f"云溪县安委办部署《{campaign.title}》"


# --- preview ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 4, 10), date(2026, 6, 1), date(2026, 10, 15)])
def test_the_preview_says_what_happens(plan: Campaign, cast: Cast, day: date) -> None:
    at = noon(day)
    choices = chosen(plan, at=at, self_check_due_on=date(2026, 10, 30))
    told = preview(plan, choices, on=day)
    launched(plan, cast.zhou, at=at, self_check_due_on=date(2026, 10, 30))
    made = counted(plan)
    assert told.enterprises == made["participations"] == made["self_checks"]
    assert sum(n for _, n in told.by_area) == told.enterprises
    assert told.by_area == [("甲社区", 3)]
    assert told.check_items == plan.checklist.items.count()  # type: ignore[union-attr]
    assert (told.phases, told.targets) == (made["phases"], made["targets"])
    assert told.unbound_targets == plan.targets.filter(metric_key="").count()
    assert told.deliverables + told.tasks == made["deliverables"]
    assert told.deliverables + told.later_deliverables == 2
    assert len(told.duties) == made["rules"]
    assert told.skipped_duties == 2 - made["rules"]


def test_the_preview_counts_the_people(plan: Campaign, cast: Cast) -> None:
    Post.objects.filter(user=cast.zhao).update(role="leader")
    told = preview(plan, chosen(plan), on=TODAY)
    assert told.duties == ["2 名分管领导每月 3 次：带队检查", "3 家企业每月 1 次：组织检查"]
    cast.zhao.is_active = False
    cast.zhao.save()
    assert preview(plan, chosen(plan), on=TODAY).duties[0].startswith("1 名分管领导")
    early = preview(plan, chosen(plan), on=date(2026, 5, 1))
    assert early.duties[0] == "1 名分管领导自2026年6月1日起每月 3 次：带队检查"


# --- latecomers ------------------------------------------------------------------------------------
