"""Latecomers are taken in, and an ended campaign asks nothing more."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.models import Campaign, Participation
from bihuan.campaigns.services.including import include_latecomers, not_yet_included
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import CampaignState
from bihuan.campaigns.tests.running import (
    ITEMS,
    a_plan,
    counted,
    factories,
    launched,
    noon,
)
from bihuan.duties.models import Duty
from bihuan.duties.services.rolling import roll_duties
from bihuan.enterprises.tests.given import JUNE_1, an_enterprise
from bihuan.inspections.models import SelfCheck
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.kernel.errors import (
    NotAllowed,
    NotFound,
    Refused,
    StepRefused,
)
from bihuan.people.tests.given import Cast

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


@pytest.fixture
def plan(cast: Cast) -> Campaign:
    factories(cast, 3)
    return a_plan(cast.zhou, cast.town_one)


def test_latecomers_are_taken_in_once(plan: Campaign, cast: Cast) -> None:
    launched(plan, cast.zhou)
    with pytest.raises(Refused, match="都已纳入"):
        include_latecomers(campaign_id=plan.pk, by=cast.zhou, at=JUNE_1)
    an_enterprise(cast.town_one, name="示例新厂")
    an_enterprise(cast.town_one, name="示例商店", sector="commerce")
    assert [one.name for one in not_yet_included(plan)] == ["示例新厂"]
    at = noon(date(2026, 6, 15))
    job = include_latecomers(campaign_id=plan.pk, by=cast.zhou, at=at)
    assert include_latecomers(campaign_id=plan.pk, by=cast.zhou, at=at) == job
    job = run_job(job.pk, clock=lambda: at)
    assert (job.state, job.message) == ("done", "本次补充纳入企业 1 家，行动共纳入 4 家。")
    made = counted(plan)
    more = {"participations": 4, "self_checks": 4, "duties": 5, "rules": 2}
    assert {name: made[name] for name in more} == more
    assert SelfCheck.objects.get(enterprise__name="示例新厂").due_on == date(2026, 7, 20)
    Job.objects.filter(pk=job.pk).update(state="queued", heartbeat_at=None)
    run_job(job.pk, clock=lambda: at)
    assert counted(plan) == made


def test_a_latecomer_after_the_deadline_has_a_fortnight(plan: Campaign, cast: Cast) -> None:
    launched(plan, cast.zhou)
    an_enterprise(cast.town_one, name="示例新厂")
    at = noon(date(2026, 8, 1))
    run_job(include_latecomers(campaign_id=plan.pk, by=cast.zhou, at=at).pk, clock=lambda: at)
    assert SelfCheck.objects.get(enterprise__name="示例新厂").due_on == date(2026, 8, 16)


def test_latecomers_need_a_running_campaign_and_the_right_person(
    plan: Campaign, cast: Cast
) -> None:
    with pytest.raises(Refused, match="核对中"):
        include_latecomers(campaign_id=plan.pk, by=cast.zhou, at=JUNE_1)
    launched(plan, cast.zhou)
    with pytest.raises(NotAllowed):
        include_latecomers(campaign_id=plan.pk, by=cast.lin, at=JUNE_1)
    with pytest.raises(NotFound):
        include_latecomers(campaign_id=plan.pk, by=cast.sun, at=JUNE_1)


# --- the end ---------------------------------------------------------------------------------------


def test_finishing_stops_what_recurs(plan: Campaign, cast: Cast) -> None:
    launched(plan, cast.zhou)
    at, key = noon(date(2026, 7, 5)), uuid4()
    roll_duties(on=date(2026, 7, 1), at=at)
    with pytest.raises(Refused, match="原因"):
        finish_campaign(campaign_id=plan.pk, note=" ", by=cast.zhou, at=at)
    hand_over_by_default(campaign_id=plan.pk, by=cast.zhou, at=at)
    finish_campaign(campaign_id=plan.pk, note="任务完成", by=cast.zhou, at=at, key=key)
    again = finish_campaign(campaign_id=plan.pk, note="任务完成", by=cast.zhou, at=at, key=key)
    assert again.state == CampaignState.ENDED
    assert roll_duties(on=date(2026, 8, 1), at=noon(date(2026, 8, 1))) == 0
    by_state = Duty.objects.values_list("period_label", "state")
    assert {state for label, state in by_state if label == "2026年7月"} == {"excused"}
    assert {state for label, state in by_state if label == "2026年6月"} == {"open"}
    assert Participation.objects.count() == 3
    with pytest.raises(StepRefused):
        finish_campaign(campaign_id=plan.pk, note="再来", by=cast.zhou, at=at)


def test_the_hand_written_plan_is_what_it_says(plan: Campaign) -> None:
    """Every quote of the test plan is in its text, so that spans point where they should."""
    for item in plan.items.all():
        assert plan.text[item.start_char : item.end_char] == item.quote
    assert plan.items.count() == len(ITEMS)
