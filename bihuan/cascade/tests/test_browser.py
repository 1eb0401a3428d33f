"""Decomposition in a real browser: the county's table, the town's answer, on a desk and a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bihuan.campaigns.models import Campaign
from bihuan.cascade.models import SubPlan
from bihuan.cascade.tests.given import assigned, brought
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

pytestmark = pytest.mark.browser


@pytest.fixture
def handed(transactional_db: None, cast: Cast, parent: Campaign) -> SubPlan:
    """What the first town was given; the second town brought a plan that asks for less."""
    one, two = assigned(parent, cast, cast.town_one, cast.town_two)
    brought(two, cast.sun)
    return one


def opened(
    live_server: LiveServer, browser: Browser, user: User, path: str, *, width: int
) -> tuple[Page, list[str]]:
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}{path}", wait_until="networkidle")
    return page, complaints


@pytest.mark.parametrize("width", [1366, 390])
def test_a_town_takes_the_countys_plan_over(
    cast: Cast, handed: SubPlan, live_server: LiveServer, browser: Browser, width: int
) -> None:
    page, complaints = opened(
        live_server, browser, cast.zhou, handed.get_absolute_url(), width=width
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="生成实施方案").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("实施方案")
    expect(page.locator("body")).to_contain_text("照上级要求")
    page.get_by_role("link", name="承接上级", exact=True).click()
    expect(page.locator("table")).to_contain_text("企业自查率达到80%以上")
    page.get_by_role("button", name="报备").click()
    expect(page.locator("body")).to_contain_text("已报备")
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("width", [1366, 390])
def test_the_county_looks_at_its_towns(
    cast: Cast, handed: SubPlan, live_server: LiveServer, browser: Browser, width: int
) -> None:
    path = reverse("cascade:levels", args=[handed.parent_id])
    page, complaints = opened(live_server, browser, cast.wu, path, width=width)
    expect(page.locator(".finding")).to_contain_text("2 个单位中，1 个已制定方案")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="示例二镇安全办").click()
    expect(page.locator("table")).to_contain_text("尚未对应")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()
