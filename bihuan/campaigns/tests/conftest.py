"""What the tests of plans share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bihuan.campaigns.group_models import LeadingGroup
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.groups import set_up_group
from bihuan.campaigns.tests.given import GROUP, PLAN, a_draft, two_metrics
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.metrics import registry
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, by surname."""
    return the_cast()


@pytest.fixture
def draft(cast: Cast) -> Campaign:
    """The plan of the test world, imported and waiting."""
    return a_draft(cast)


@pytest.fixture
def planned(cast: Cast) -> Campaign:
    """A draft whose plan writes its leading group down, with blanks."""
    return a_draft(cast, text=PLAN + GROUP, name="带领导小组.txt")


@pytest.fixture
def group(draft: Campaign, cast: Cast) -> LeadingGroup:
    """The empty group of a plan that says nothing about it."""
    return set_up_group(campaign_id=draft.pk, by=cast.zhou, at=JUNE_1)


@pytest.fixture(autouse=True)
def _metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two metrics, whatever this build declares."""
    monkeypatch.setattr(registry, "_metrics", two_metrics())


@pytest.fixture
def opened(
    live_server: LiveServer, browser: Browser, draft: Campaign
) -> Iterator[Callable[..., Page]]:
    """Open the draft's page as somebody, each in a browser of their own."""
    complaints: list[str] = []
    contexts = []

    def open_as(user: User, *, width: int = 1366) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
        contexts.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/campaigns/{draft.pk}/confirm/", wait_until="networkidle")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []
