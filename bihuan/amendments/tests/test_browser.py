"""Amending a plan in a real browser, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bihuan.amendments.models import Amendment
from bihuan.amendments.states import AmendmentState
from bihuan.amendments.tests.given import REVISED, a_running_plan
from bihuan.campaigns.models import Campaign
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return the_cast()


@pytest.fixture
def running(cast: Cast) -> Campaign:
    return a_running_plan(cast)


@pytest.fixture(params=[1366, 390], ids=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages complain of; nothing."""
    told: list[str] = []
    yield told
    assert told == []


def opened(
    browser: Browser, server: LiveServer, user: User, path: str, *, width: int, told: list[str]
) -> Page:
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    page = context.new_page()
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(f"{server.url}{path}", wait_until="networkidle")
    return page


def test_a_plan_is_amended(
    live_server: LiveServer, browser: Browser, running: Campaign, cast: Cast, width: int,
    complaints: list[str],
) -> None:  # fmt: skip
    page = opened(
        browser, live_server, cast.zhou, f"/amendments/campaigns/{running.pk}/new/", width=width,
        told=complaints,
    )  # fmt: skip
    page.get_by_label("或粘贴修订后的全文").fill(REVISED)
    page.get_by_label("修订原因").fill("县安委办要求延长整治时间")
    page.get_by_role("button", name="逐句对照").click()
    expect(page.locator("#waiting")).to_have_text("还有 6 处没有定取舍")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0, "nothing hangs over the edge"
    page.locator(".amend-quiet summary").first.click()
    first = page.locator(".change").first
    first.get_by_role("button", name="不采用").click()
    expect(page.locator("#waiting")).to_have_text("还有 5 处没有定取舍")
    expect(page.locator(".change").first).to_contain_text("不采用")
    page.locator(".change").first.get_by_role("button", name="重定").click()
    expect(page.locator("#waiting")).to_have_text("还有 6 处没有定取舍")
    page.locator(".change").first.get_by_role("button", name="改").click()
    page.locator(".change").first.get_by_label("目标值").fill("97")
    page.locator(".change").first.get_by_role("button", name="改后采用").click()
    expect(page.locator(".change").first).to_contain_text("改后采用")
    for left in (4, 3, 2, 1, 0):
        page.locator(".change").get_by_role("button", name="采用", exact=True).first.click()
        told = f"还有 {left} 处没有定取舍" if left else "各处都已定取舍"
        expect(page.locator("#waiting")).to_have_text(told)
    page.get_by_role("button", name="提请批准").click()
    expect(page.locator(".page-header, main").first).to_contain_text("待批准")
    amendment = Amendment.objects.get()
    boss = opened(
        browser, live_server, cast.zhao, amendment.get_absolute_url(), width=width, told=complaints
    )
    boss.get_by_role("button", name="确认修订").click()
    boss.wait_for_load_state("networkidle")
    run_job(Job.objects.latest("pk").pk, clock=now)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.IN_FORCE
    boss.goto(f"{live_server.url}/campaigns/{running.pk}/", wait_until="networkidle")
    expect(boss.locator(".sentence__mark").first).to_have_text("第 2 版改动")
    assert boss.evaluate(wide) <= 0
