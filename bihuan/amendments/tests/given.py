"""A running plan, its revised text, and an amendment in every state."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.amendments.models import Amendment
from bihuan.amendments.services.comparing import draft_amendment
from bihuan.amendments.services.deciding import (
    approve_amendment,
    decide_change,
    submit_amendment,
)
from bihuan.amendments.states import ChangeDecision
from bihuan.campaigns.models import Campaign, Deliverable
from bihuan.campaigns.services.doubts import settle_anomaly
from bihuan.campaigns.services.items import decide, metric_keys
from bihuan.campaigns.services.launch import launch_campaign
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.tests.given import PLAN, a_draft
from bihuan.campaigns.tests.running import chosen, factories, noon
from bihuan.duties.models import Duty
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.inspections.models import SelfCheck
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.loop.models import Case, TrailRow
from bihuan.people.tests.given import TOWN_ONE, Cast

JUNE_16 = noon(date(2026, 6, 16))
REVISED = (
    PLAN.replace("执法检查面力争达到20230%", "执法检查面力争达到100%")
    .replace("隐患整改率达到95%以上", "隐患整改率达到98%以上")
    .replace("6月11日至7月20日", "6月11日至7月31日")
    .replace("7月21日至9月30日", "8月1日至10月31日")
    .replace(
        "3.疏散通道、安全出口是否畅通。",
        "3.疏散通道、安全出口是否畅通；\n4.电动自行车是否在楼内停放充电。",
    )
    .replace("每月带队检查不少于3次", "每周带队检查不少于1次")
    .replace("2026年7月25日前将自查情况汇总表", "2026年8月5日前将自查情况汇总表")
)
"""The plan of the test world with targets, phases, duties, a deadline and a check item changed."""


def a_running_plan(cast: Cast, *, enterprises: int = 3, text: str = PLAN) -> Campaign:
    """Return the plan of the test world confirmed as read and running for some factories."""
    factories(cast, enterprises)
    campaign = a_draft(cast, text=text)
    for doubt in campaign.items.filter(kind=ItemKind.ANOMALY, decision=Decision.PENDING):
        settle_anomaly(
            item_id=doubt.pk, reading="100%", by=cast.zhou, at=JUNE_1, version=doubt.version
        )
    keys = metric_keys()
    for item in campaign.items.filter(decision=Decision.PENDING):
        data = dict(item.data)
        if data.get("metric_key") not in keys:
            data.pop("metric_key", None)
        decide(
            item_id=item.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=JUNE_1,
            version=item.version, data=data,
        )  # fmt: skip
    campaign.refresh_from_db()
    wanted = chosen(campaign, areas=(TOWN_ONE,), sectors=(), tags=())
    job = launch_campaign(campaign_id=campaign.pk, choices=wanted, by=cast.zhao, at=JUNE_1)
    done = run_job(job.pk, clock=lambda: JUNE_1)
    assert done.state == "done", done.message
    campaign.refresh_from_db()
    return campaign


def compared(
    campaign: Campaign, cast: Cast, *, text: str = REVISED, at: datetime = JUNE_16
) -> Amendment:
    """Return an amendment whose changes wait for a person."""
    return draft_amendment(
        campaign_id=campaign.pk, data=text.encode(), name="修订稿.txt", by=cast.zhou, at=at,
        reason="县安委办要求延长整治时间", document_number="示安办〔2026〕9号",
    )  # fmt: skip


def decided(amendment: Amendment, cast: Cast, *, at: datetime = JUNE_16) -> Amendment:
    """Return the amendment with every change adopted."""
    for change in amendment.changes.all():
        decide_change(change_id=change.pk, decision=ChangeDecision.ADOPTED, by=cast.zhou, at=at)
    return amendment


def approved(amendment: Amendment, cast: Cast, *, at: datetime = JUNE_16) -> Job:
    """Return the job of an amendment that the clerk handed in and the chief confirmed."""
    submit_amendment(amendment_id=amendment.pk, by=cast.zhou, at=at)
    return approve_amendment(amendment_id=amendment.pk, by=cast.zhao, at=at)


def in_force(
    campaign: Campaign, cast: Cast, *, text: str = REVISED, at: datetime = JUNE_16
) -> Amendment:
    """Return an amendment that took effect with every change adopted."""
    amendment = decided(compared(campaign, cast, text=text, at=at), cast, at=at)
    job = run_job(approved(amendment, cast, at=at).pk, clock=lambda: at)
    assert job.state == "done", job.message
    amendment.refresh_from_db()
    campaign.refresh_from_db()
    return amendment


def change_of(amendment: Amendment, kind: str, verb: str = "changed") -> Any:
    return amendment.changes.filter(kind=kind, verb=verb).first()


def cases(campaign: Campaign) -> list[Case]:
    return [
        *SelfCheck.objects.filter(campaign_ref=campaign.pk),
        *Duty.objects.filter(campaign_ref=campaign.pk),
        *Deliverable.objects.filter(campaign_ref=campaign.pk),
    ]


def assert_nothing_lost(before: list[Case], campaign: Campaign) -> None:
    """Every loop is there; one that was open is open, or ended with a trail row that says why."""
    after = {(type(one), one.pk): one for one in cases(campaign)}
    for was in before:
        now = after[type(was), was.pk]
        if was.is_final:
            assert now.state == was.state
        elif now.is_final:
            row = TrailRow.objects.filter(case_kind=now.kind, case_id=now.pk).latest("number")
            assert row.to_state == now.state
            assert "修订" in row.note
