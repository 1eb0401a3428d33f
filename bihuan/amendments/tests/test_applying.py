"""What runs follows the revised text, and nothing in progress is lost."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from bihuan.amendments.effects import Effects
from bihuan.amendments.models import Amendment, PlanVersion
from bihuan.amendments.queries import balance, version_on
from bihuan.amendments.services import deciding
from bihuan.amendments.states import AmendmentState, ChangeDecision, Handling
from bihuan.amendments.tests.given import (
    JUNE_16,
    REVISED,
    approved,
    assert_nothing_lost,
    cases,
    change_of,
    compared,
    decided,
    in_force,
)
from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.events import CampaignAmended
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import DeliverableState
from bihuan.campaigns.tests.given import PLAN
from bihuan.campaigns.tests.running import factories, noon, sentence
from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.states import DutyState
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SelfCheckState
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.jobs.tick import tick
from bihuan.kernel import events
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, Cast

JULY_1 = date(2026, 7, 1)


def test_what_runs_follows_the_text(running: Campaign, cast: Cast) -> None:
    before = cases(running)
    begun = SelfCheck.objects.filter(campaign_ref=running.pk).order_by("pk")[0]
    SelfCheck.objects.filter(pk=begun.pk).update(started_at=JUNE_16)
    amendment = in_force(running, cast)
    assert amendment.state == AmendmentState.IN_FORCE
    assert running.text == REVISED
    assert running.ends_on == running.due_on == date(2026, 10, 31)
    assert [(one.number, one.name, one.end) for one in running.phases.all()] == [
        (1, "动员部署阶段", date(2026, 6, 10)),
        (2, "自查自纠阶段", date(2026, 7, 31)),
        (3, "集中整治阶段", date(2026, 10, 31)),
    ]
    assert running.targets.get(metric_name="整改率").value == 98
    assert running.deliverables.get().due_on == date(2026, 8, 5)
    assert running.checklist is not None
    assert running.checklist.version == 2
    checks = SelfCheck.objects.filter(campaign_ref=running.pk)
    assert {one.checklist.version for one in checks.exclude(pk=begun.pk)} == {2}
    assert checks.get(pk=begun.pk).checklist.version == 1
    assert {one.due_on for one in checks} == {date(2026, 7, 31)}
    assert_nothing_lost(before, running)
    assert all(
        b + o - e == a for _, b, o, e, a in balance(amendment.counts_before, amendment.counts_after)
    )
    spans = [running.text[i.start_char : i.end_char] for i in running.items.filter(kind="duty")]
    assert spans == ["镇领导每周带队检查不少于1次"]


def test_a_duty_is_asked_anew_only_when_its_period_is_over(running: Campaign, cast: Cast) -> None:
    june = Duty.objects.get(campaign_ref=running.pk)
    in_force(running, cast)
    for _ in tick(on=JULY_1, at=noon(JULY_1)):
        pass
    rule = DutyRule.objects.get(campaign_ref=running.pk)
    assert (rule.count, rule.every, rule.until) == (1, "week", date(2026, 10, 31))
    duties = Duty.objects.filter(rule=rule).order_by("period_start")
    assert [one.required for one in duties if one.pk == june.pk] == [3]
    assert {one.period_label for one in duties} == {"2026年6月", "2026年第27周"}


def test_the_living_document_shows_what_was_revised(running: Campaign, cast: Cast) -> None:
    in_force(running, cast)
    line = sentence(running, "每周带队检查", on=date(2026, 6, 17))
    assert line.mark == "第 2 版改动"
    assert line.items[0].url
    assert sentence(running, "动员部署阶段", on=date(2026, 6, 17)).mark == ""


def test_every_version_stays_readable_and_days_find_theirs(running: Campaign, cast: Cast) -> None:
    in_force(running, cast)
    second = REVISED.replace("8月1日至10月31日", "8月1日至11月30日")
    in_force(running, cast, text=second, at=noon(date(2026, 7, 10)))
    one, two, three = PlanVersion.objects.filter(campaign=running)
    assert (one.text, two.text, three.text) == (PLAN, REVISED, second)
    assert (one.starts_on, one.ends_on) == (date(2026, 6, 1), date(2026, 6, 15))
    assert (two.starts_on, two.ends_on, three.ends_on) == (
        date(2026, 6, 16),
        date(2026, 7, 9),
        None,
    )
    assert any(item["data"].get("period") == "month" for item in one.items)
    for day, number in ((date(2026, 6, 15), 1), (date(2026, 6, 16), 2), (date(2026, 8, 1), 3)):
        version = version_on(running, day)
        assert version is not None
        assert version.number == number
    assert version_on(running, date(2026, 5, 31)) is None


def test_what_is_refused_runs_on_as_it_was(running: Campaign, cast: Cast) -> None:
    text = REVISED.replace("3.疏散通道、安全出口是否畅通；\n", "")
    amendment = decided(compared(running, cast, text=text), cast)
    for one in amendment.changes.all():
        deciding.decide_change(
            change_id=one.pk, decision=ChangeDecision.REFUSED, by=cast.zhou, at=JUNE_16
        )
    run_job(approved(amendment, cast).pk, clock=lambda: JUNE_16)
    running.refresh_from_db()
    assert running.text == text
    assert running.ends_on == date(2026, 9, 30)
    assert DutyRule.objects.get(campaign_ref=running.pk).every == "month"
    assert running.checklist is not None
    assert running.checklist.version == 1
    gone = running.items.get(quote__startswith="疏散通道")
    assert gone.stands
    assert (gone.start_char, gone.end_char) == (0, 0)


@pytest.mark.parametrize(
    ("handling", "state", "owed"),
    [
        (Handling.KEEP, DutyState.OPEN, DeliverableState.DUE),
        (Handling.END, DutyState.EXCUSED, DeliverableState.WAIVED),
    ],
)
def test_what_is_given_up_runs_out_or_ends_with_the_reason(
    running: Campaign, cast: Cast, handling: str, state: str, owed: str
) -> None:
    text = PLAN.replace("镇领导每月带队检查不少于3次。", "").replace(
        "各社区于2026年7月25日前将自查情况汇总表报镇安全办。", "各社区抓好落实。"
    )
    amendment = compared(running, cast, text=text)
    assert {(one.verb, one.kind) for one in amendment.changes.all()} >= {
        ("gone", "duty"), ("gone", "deliverable")
    }  # fmt: skip
    before = cases(running)
    for one in amendment.changes.all():
        deciding.decide_change(
            change_id=one.pk, decision=ChangeDecision.ADOPTED, by=cast.zhou, at=JUNE_16,
            handling=handling,
        )  # fmt: skip
    run_job(approved(amendment, cast).pk, clock=lambda: JUNE_16)
    assert Duty.objects.get(campaign_ref=running.pk).state == state
    assert running.deliverables.get().state == owed
    assert DutyRule.objects.get(campaign_ref=running.pk).until == date(2026, 6, 16)
    assert_nothing_lost(before, running)


def test_a_new_duty_goes_to_whom_a_person_named(running: Campaign, cast: Cast) -> None:
    text = PLAN.replace("五、工作要求\n", "五、工作要求\n企业主要负责人每月组织自查不少于2次。")
    amendment = decided(compared(running, cast, text=text), cast)
    change = change_of(amendment, "duty", "new")
    assert change.holder == "enterprises"
    run_job(approved(amendment, cast).pk, clock=lambda: JUNE_16)
    rule = DutyRule.objects.get(campaign_ref=running.pk, holder_kind="enterprise")
    assert (rule.count, rule.since, rule.enterprises.count()) == (2, date(2026, 6, 17), 3)


def test_enterprises_come_in_and_go_out_with_the_scope(running: Campaign, cast: Cast) -> None:
    out = running.participations.order_by("pk")[0].enterprise
    out.sector = "mining"
    out.save()
    begun = running.participations.order_by("pk")[1].enterprise
    begun.sector = "mining"
    begun.save()
    SelfCheck.objects.filter(enterprise=begun).update(started_at=JUNE_16)
    before = cases(running)
    new = factories(cast, 5, area=VILLAGE_ONE + 1)[:2]
    amendment = decided(compared(running, cast), cast)
    deciding.set_options(
        amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16,
        options=deciding.Options(
            amendment.duties_from, amendment.self_check_due_on, (TOWN_ONE,), ("light_industry",)
        ),
    )  # fmt: skip
    told = Effects(Amendment.objects.get(), on=date(2026, 6, 16)).overall([])
    assert "退出 2 家" in " ".join(one.text for one in told.scope)
    run_job(approved(amendment, cast).pk, clock=lambda: JUNE_16)
    left = running.participations.filter(left_on__isnull=False)
    assert {one.enterprise_id for one in left} == {out.pk, begun.pk}
    assert SelfCheck.objects.get(enterprise=out).state == SelfCheckState.CANCELLED
    assert SelfCheck.objects.get(enterprise=begun).state == SelfCheckState.ASSIGNED
    assert SelfCheck.objects.filter(enterprise__in=new).count() == 2
    assert_nothing_lost(before, running)


def test_it_is_announced_once_with_the_version(
    running: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[CampaignAmended] = []
    monkeypatch.setitem(events._subscribers, CampaignAmended, [heard.append])
    amendment = in_force(running, cast)
    Job.objects.filter(kind=deciding.JOB).update(state="queued", heartbeat_at=None)
    run_job(Job.objects.get(kind=deciding.JOB).pk, clock=lambda: JUNE_16)
    assert [(one.amendment_id, one.version) for one in heard] == [(amendment.pk, 2)]


def test_a_campaign_that_ended_meanwhile_is_not_amended(running: Campaign, cast: Cast) -> None:
    job = approved(decided(compared(running, cast), cast), cast)
    hand_over_by_default(campaign_id=running.pk, by=cast.zhao, at=JUNE_16)
    finish_campaign(campaign_id=running.pk, note="提前结束", by=cast.zhao, at=JUNE_16)
    assert run_job(job.pk, clock=lambda: JUNE_16).state == "done"
    assert Amendment.objects.get().state == AmendmentState.DISCARDED
    running.refresh_from_db()
    assert running.text == PLAN


def test_a_double_click_approves_once(running: Campaign, cast: Cast) -> None:
    amendment = decided(compared(running, cast), cast)
    deciding.submit_amendment(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)
    key = uuid4()
    jobs = [
        deciding.approve_amendment(amendment_id=amendment.pk, by=cast.zhao, at=JUNE_16, key=key)
        for _ in range(2)
    ]
    assert jobs[0] == jobs[1]
