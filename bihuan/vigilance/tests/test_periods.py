"""Sensitive periods: asked for more while they last, and no longer; marked, shown, cancelled."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.running import a_plan, factories, launched, noon
from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.states import DutyState
from bihuan.jobs.tick import retick, tick
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused
from bihuan.people.models import User
from bihuan.people.tests.given import COUNTY, Cast, the_cast
from bihuan.vigilance.models import SensitivePeriod
from bihuan.vigilance.services import (
    NewPeriod,
    cancel_period,
    mark_period,
    rules_of,
    tighten,
)

JUNE_2 = noon(date(2026, 6, 2))
FIRST, LAST = date(2026, 6, 8), date(2026, 6, 10)


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


@pytest.fixture
def running(cast: Cast) -> Campaign:
    factories(cast, 2)
    return launched(a_plan(cast.zhou, cast.town_one), cast.zhou)


def marked(by: User, **more: Any) -> SensitivePeriod:
    given: dict[str, Any] = {
        "kind": "congress", "name": "2026年全县两会", "starts_on": FIRST, "ends_on": LAST,
        "zero_report": True, **more,
    }  # fmt: skip
    return mark_period(given=NewPeriod(**given), by=by, at=JUNE_2)


def live(*days: date) -> None:
    for day in days:
        for work in (tick, retick):
            for _ in work(on=day, at=noon(day)):
                pass


def test_every_office_reports_daily_while_it_lasts_and_no_longer(cast: Cast) -> None:
    period = marked(cast.wu)
    assert period.area == COUNTY
    live(date(2026, 6, 7), FIRST, date(2026, 6, 9), LAST, date(2026, 6, 11))
    rules = rules_of(period)
    assert {rule.organisation for rule in rules} == {cast.town_one, cast.town_two, cast.county}
    assert {(rule.since, rule.until, rule.every) for rule in rules} == {(FIRST, LAST, "day")}
    mine = Duty.objects.filter(post__user=cast.zhou, rule__in=rules).order_by("period_start")
    assert [one.period_start for one in mine] == [FIRST, date(2026, 6, 9), LAST]


def test_a_chosen_duty_is_asked_more_often_beside_what_it_asks_anyhow(
    running: Campaign, cast: Cast
) -> None:
    rule = DutyRule.objects.get(campaign_ref=running.pk, role="leader")
    firms = DutyRule.objects.get(campaign_ref=running.pk, holder_kind="enterprise")
    period = marked(cast.zhou, zero_report=False, raised=(rule.pk, firms.pk), every="day", count=2)
    before = Duty.objects.count()
    live(FIRST)
    raised = {one.title: one for one in rules_of(period)}
    assert set(raised) == {"带队检查（2026年全县两会期间）", "组织检查（2026年全县两会期间）"}
    assert all((one.count, one.every, one.until) == (2, "day", LAST) for one in raised.values())
    assert Duty.objects.count() == before + 1 + 2
    rule.refresh_from_db()
    assert (rule.count, rule.every, rule.until) == (3, "month", date(2026, 9, 30))
    assert tighten(on=FIRST, at=noon(FIRST)) == 0


def test_a_worker_that_was_away_asks_from_the_day_it_is_back(cast: Cast) -> None:
    period = marked(cast.zhou)
    assert tighten(on=LAST, at=noon(LAST)) == 1
    assert rules_of(period)[0].since == LAST
    assert tighten(on=date(2026, 6, 11), at=noon(date(2026, 6, 11))) == 0


def test_a_cancelled_period_ends_today_with_the_reason(cast: Cast) -> None:
    period = marked(cast.zhou)
    live(FIRST)
    with pytest.raises(Refused, match="原因"):
        cancel_period(period_id=period.pk, reason=" ", by=cast.zhou, at=noon(FIRST))
    cancel_period(period_id=period.pk, reason="会期推迟", by=cast.zhou, at=noon(FIRST))
    assert Duty.objects.get(rule__in=rules_of(period)).state == DutyState.EXCUSED
    live(date(2026, 6, 9))
    assert Duty.objects.filter(rule__in=rules_of(period)).count() == 1
    with pytest.raises(Refused, match="已经结束或取消"):
        cancel_period(period_id=period.pk, reason="再取消", by=cast.zhou, at=noon(FIRST))


def test_a_town_follows_the_county_and_cancels_only_its_own(cast: Cast) -> None:
    county = marked(cast.wu)
    town = marked(cast.zhou, name="示例一镇古会", kind="busy")
    assert set(SensitivePeriod.objects.visible_to(cast.zhou)) == {county, town}
    assert set(SensitivePeriod.objects.visible_to(cast.sun)) == {county}
    with pytest.raises(NotFound):
        cancel_period(period_id=county.pk, reason="x", by=cast.zhou, at=JUNE_2)
    with pytest.raises(NotAllowed):
        marked(cast.lin)


def test_what_makes_no_sense_is_named_at_once(running: Campaign, cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        marked(cast.zhou, kind="x", name=" ", starts_on=LAST, ends_on=FIRST, count=0)
    for word in ("类别", "名称", "早于开始日期", "期间频次"):
        assert word in refusal.value.message
    with pytest.raises(BadInput, match="已过"):
        marked(cast.zhou, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 2))
    with pytest.raises(BadInput, match="超过一年"):
        marked(cast.zhou, ends_on=date(2028, 1, 1))
    rule = DutyRule.objects.filter(campaign_ref=running.pk)[0]
    with pytest.raises(NotFound):
        marked(cast.sun, raised=(rule.pk,))


def words(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


@time_machine.travel(JUNE_2, tick=False)
def test_the_pages_mark_show_and_cancel(running: Campaign, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.zhou)
    form = {
        "kind": "congress", "name": "全镇代表大会", "starts_on": "2026-06-08",
        "ends_on": "2026-06-10", "zero_report": "on", "count": 1, "every": "day",
        "raised": [DutyRule.objects.get(campaign_ref=running.pk, role="leader").pk],
    }  # fmt: skip
    bad = client.post("/vigilance/new/", {**form, "ends_on": ""})
    assert "没有填全" in bad.content.decode()
    assert client.post("/vigilance/new/", form).status_code == 302
    period = SensitivePeriod.objects.get()
    page = words(client, period.get_absolute_url())
    assert "每日零报告，1项职责加至每日1次" in page
    assert "2026年6月8日自动下达" in page
    assert "全镇代表大会6月8日（周一）开始" in words(client, "/")
    assert "全镇代表大会" in words(client, f"/campaigns/{running.pk}/")
    assert "全镇代表大会" in words(client, "/vigilance/")
    url = f"{period.get_absolute_url()}cancel/"
    assert "请填写取消的原因" in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "推迟"}).status_code == 302
    assert "2026年6月2日取消" in words(client, period.get_absolute_url())
