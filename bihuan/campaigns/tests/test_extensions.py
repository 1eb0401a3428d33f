"""What higher domains add to a campaign's pages, and what they may forbid."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from bihuan.campaigns import extensions, guards
from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.extensions import Tab
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.items import add_item
from bihuan.campaigns.services.items import decide as decide_item
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.tests.running import a_plan, chosen, factories, launched
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import BadInput, Problem
from bihuan.people.states import Capability
from bihuan.people.tests.given import Cast
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a test registers to that test."""
    for module, name in (
        (extensions, "_tabs"), (extensions, "_panels"),
        (guards, "_item_guards"), (guards, "_launch_guards"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, dict(getattr(module, name)))


def test_an_item_guard_stops_a_decision_and_an_addition(cast: Cast) -> None:
    plan = a_plan(cast.zhou, cast.town_one, decision=Decision.PENDING)

    @guards.item_guard
    def no_tasks(_campaign: Campaign, kind: str, _data: guards.Data, quote: str) -> list[Problem]:
        return [Problem(quote, "不许", "，请弃用。")] if kind == ItemKind.TASK else []

    task = plan.items.get(kind=ItemKind.TASK)
    with pytest.raises(BadInput, match="建立企业台账：不许"):
        decide_item(item_id=task.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=JUNE_1, version=1)
    with pytest.raises(BadInput, match="不许"):
        add_item(
            campaign_id=plan.pk, kind=ItemKind.TASK, start=task.start_char, end=task.end_char,
            data=task.data, by=cast.zhou, at=JUNE_1,
        )  # fmt: skip
    task.refresh_from_db()
    assert task.decision == Decision.PENDING
    done = decide_item(
        item_id=task.pk, decision=Decision.REJECTED, by=cast.zhou, at=JUNE_1, version=1
    )
    assert done.decision == Decision.REJECTED


def test_a_launch_guard_stops_the_launch(cast: Cast) -> None:
    factories(cast, 1)
    plan = a_plan(cast.zhou, cast.town_one)

    @guards.launch_guard
    def not_on_mondays(_campaign: Campaign, _choices: LaunchChoices, on: date) -> list[Problem]:
        return [Problem("日期", "星期一不下达", "，请改日。")] if on.weekday() == 0 else []

    with pytest.raises(BadInput, match="星期一不下达"):
        launched(plan, cast.zhou, at=JUNE_1)
    plan.refresh_from_db()
    assert plan.state == "draft"
    assert chosen(plan).areas == (cast.town_one.area,)


def test_tabs_and_panels_stand_on_the_pages(cast: Cast, client: Client) -> None:
    factories(cast, 1)
    plan = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)

    @extensions.campaign_tab(order=99, need=Capability.PLAN_VIEW)
    def more(_request: UserRequest, campaign: Campaign) -> Tab:
        return Tab("另一页", f"/elsewhere/{campaign.pk}/", count=7)

    @extensions.campaign_tab(order=98, need=Capability.PEOPLE_MANAGE)
    def hidden(_request: UserRequest, _campaign: Campaign) -> Tab:
        return Tab("管理员页", "/hidden/")

    @extensions.campaign_panel("running", order=1)
    def said(_request: UserRequest, _campaign: Campaign) -> Panel:
        return Panel("上级说明", "campaigns/_panels.html", {"panels": []})

    client.force_login(cast.zhou)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert f'<a href="/elsewhere/{plan.pk}/">另一页 <span class="tabs__count">7</span></a>' in page
    assert f'<a href="{plan.get_absolute_url()}" aria-current="page">活方案</a>' in page
    assert "管理员页" not in page
    assert '<h2 class="card-title">上级说明</h2>' in page
