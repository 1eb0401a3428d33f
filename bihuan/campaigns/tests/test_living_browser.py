"""The living document in a real browser: the panel beside the text, and from below on a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.running import a_plan, factories, launched
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


@pytest.fixture
def running(transactional_db: None, cast: Cast) -> Campaign:
    """The plan, launched for two enterprises."""
    factories(cast, 2)
    return launched(a_plan(cast.zhou, cast.town_one), cast.zhou)


def opened(
    live_server: LiveServer, browser: Browser, campaign: Campaign, user: User, *, width: int
) -> tuple[Page, list[str]]:
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}{campaign.get_absolute_url()}", wait_until="networkidle")
    return page, complaints


def test_a_sentence_opens_beside_the_text_and_keys_move_on(
    cast: Cast, running: Campaign, live_server: LiveServer, browser: Browser
) -> None:
    page, complaints = opened(live_server, browser, running, cast.zhou, width=1366)
    panel = page.locator("#panel")
    expect(panel).to_contain_text("点开任意一句")
    page.locator(".sentence", has_text="疏散通道是否畅通").click(position={"x": 40, "y": 10})
    expect(panel).to_contain_text("已查 0/2 家")
    expect(page.locator(".sentence.is-open")).to_contain_text("疏散通道")
    page.keyboard.press("j")
    expect(panel).to_contain_text("除尘系统是否正常运行")
    page.keyboard.press("k")
    expect(panel).to_contain_text("疏散通道是否畅通")
    assert complaints == []
    page.context.close()


def test_on_a_phone_the_panel_rises_from_below(
    cast: Cast, running: Campaign, live_server: LiveServer, browser: Browser
) -> None:
    page, complaints = opened(live_server, browser, running, cast.zhou, width=390)
    side = page.locator(".living__side")
    expect(side).to_be_hidden()
    page.locator(".sentence", has_text="疏散通道是否畅通").click(position={"x": 40, "y": 10})
    expect(side).to_be_visible()
    expect(side).to_contain_text("已查 0/2 家")
    page.get_by_role("button", name="收起").click()
    expect(side).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert complaints == []
    page.context.close()
