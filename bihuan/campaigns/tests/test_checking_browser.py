"""Checking a draft in a real browser: the keys, undoing, drafts that survive, two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services import items as service
from bihuan.campaigns.services.undoing import undo_last
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.tests.given import PLAN, a_draft, first_of
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

pytestmark = pytest.mark.browser
LATER = JUNE_1 + timedelta(hours=1)
Opener = Callable[[User], Page]
FOCUS = "document.activeElement.dataset.item || document.activeElement.tagName"


@pytest.fixture
def draft(transactional_db: None, cast: Cast) -> Campaign:
    """The plan of the test world."""
    return a_draft(cast, text=PLAN)


def at(page: Page) -> str:
    """Return the item at which the keys are."""
    return str(page.evaluate(FOCUS))


def test_the_whole_plan_by_keys_alone(cast: Cast, draft: Campaign, opened: Opener) -> None:
    page = opened(cast.zhou)
    doubt = first_of(draft, ItemKind.ANOMALY)
    page.keyboard.press("n")
    assert at(page) == str(doubt.pk)
    page.keyboard.press("a")
    expect(page.locator(".items__told")).to_contain_text("已按「100%」读出")
    expect(page.locator("#saved")).to_contain_text("已保存")
    page.keyboard.press("Shift+A")  # all that is sure
    expect(page.locator(".items__told")).to_contain_text("已采纳")
    for _ in range(40):
        if page.locator("#items .item[data-decision=pending]").count() == 0:
            break
        left = page.locator("#items .item[data-decision=pending]").count()
        page.keyboard.press("n")
        assert at(page).isdigit()  # focus is never lost
        page.keyboard.press("a")
        expect(page.locator("#items .item[data-decision=pending]")).to_have_count(left - 1)
    assert not draft.items.filter(decision=Decision.PENDING).exists()
    expect(page.locator("#say")).to_contain_text("列出的条目都已核对")


def test_undo_goes_back_step_by_step(cast: Cast, draft: Campaign, opened: Opener) -> None:
    page = opened(cast.zhou)
    first, second, _ = draft.items.filter(kind=ItemKind.PHASE)
    page.keyboard.press("2")  # the tab of phases
    assert at(page) == str(first.pk)
    page.keyboard.press("a")
    expect(page.locator(f"#item-{second.pk}")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(f"#item-{second.pk}")).to_contain_text("已弃用")
    page.keyboard.press("u")
    expect(page.locator(f"#item-{second.pk}")).to_contain_text("待核对")
    expect(page.locator(f"#item-{second.pk}")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator(f"#item-{first.pk}")).to_contain_text("待核对")
    expect(page.locator("[data-undo-act]")).to_have_count(0)
    page.keyboard.press("Shift+A")  # the whole tab at once …
    expect(page.locator(".items__told")).to_have_text("已采纳 3 项。")
    page.keyboard.press("u")  # … and back in one step
    expect(page.locator(".items__told")).to_have_text("已撤销：采纳 3 项。")
    assert not draft.items.exclude(decision=Decision.PENDING).exists()


def test_a_half_typed_correction_survives_closing(
    cast: Cast, draft: Campaign, opened: Opener
) -> None:
    page = opened(cast.zhou)
    phase = first_of(draft, ItemKind.PHASE)
    card = page.locator(f"#item-{phase.pk}")
    card.locator("[data-edit]").click()
    expect(card.locator(".autosave")).to_have_count(1)  # it watches the form from here on
    page.locator(f"[name=i{phase.pk}-name]").fill("动员部署和摸底阶段")
    expect(card.locator(".autosave")).to_have_text("草稿已保存在本机。")
    page.reload(wait_until="networkidle")
    expect(card.locator(".item__draft")).to_contain_text("您有没保存的修改")
    card.get_by_role("button", name="接着改").click()
    expect(page.locator(f"[name=i{phase.pk}-name]")).to_have_value("动员部署和摸底阶段")
    card.get_by_role("button", name="保存修正").click()
    expect(card).to_contain_text("已修正")
    page.reload(wait_until="networkidle")
    expect(card.locator(".item__draft")).to_have_count(0)


def test_a_session_that_ended_loses_nothing_typed(
    cast: Cast, draft: Campaign, opened: Opener
) -> None:
    page = opened(cast.zhou)
    phase = first_of(draft, ItemKind.PHASE)
    page.locator(f"#item-{phase.pk} [data-edit]").click()
    expect(page.locator(f"#item-{phase.pk} .autosave")).to_have_count(1)
    page.locator(f"[name=i{phase.pk}-name]").fill("摸底阶段")
    expect(page.locator(f"#item-{phase.pk} .autosave")).to_have_text("草稿已保存在本机。")
    session = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    page.context.clear_cookies(name="sessionid")
    page.locator(f"#item-{phase.pk}").get_by_role("button", name="保存修正").click()
    page.wait_for_url("**/login/**")
    page.context.add_cookies([session])  # type: ignore[list-item] # as it was given
    page.goto(page.url.split("/login/")[0] + f"/campaigns/{draft.pk}/confirm/")
    card = page.locator(f"#item-{phase.pk}")
    card.get_by_role("button", name="接着改").click()
    expect(page.locator(f"[name=i{phase.pk}-name]")).to_have_value("摸底阶段")


def test_two_people_see_each_other_and_each_others_changes(
    cast: Cast, draft: Campaign, opened: Opener
) -> None:
    zhou, zhao = opened(cast.zhou), opened(cast.zhao)
    phase = first_of(draft, ItemKind.PHASE)
    zhao.locator(f"#item-{phase.pk} .item__summary").click()
    zhao.locator(f"#item-{phase.pk}").focus()
    expect(zhou.locator("#presence")).to_contain_text("赵", timeout=15_000)
    zhao.locator(f"#item-{phase.pk} [data-reject]").click()
    expect(zhou.locator(f"#item-{phase.pk}")).to_contain_text("已弃用", timeout=15_000)
    expect(zhou.locator("#confirm-progress")).to_contain_text("已核对 1/")
    expect(zhou.locator("[data-undo-act]")).to_have_count(0)  # not theirs to undo


def test_both_versions_stand_side_by_side_and_one_is_chosen(
    cast: Cast, draft: Campaign, opened: Opener
) -> None:
    page = opened(cast.zhou)
    phase = first_of(draft, ItemKind.PHASE)
    card = page.locator(f"#item-{phase.pk}")
    card.locator("[data-edit]").click()
    page.locator(f"[name=i{phase.pk}-name]").fill("我的阶段")
    service.decide(
        item_id=phase.pk, decision=Decision.CORRECTED, by=cast.zhao, at=LATER, version=1,
        data={"name": "赵的阶段"},
    )  # fmt: skip
    card.get_by_role("button", name="保存修正").click()
    conflict = card.locator(".conflict")
    expect(conflict).to_contain_text("赵的阶段")
    expect(conflict).to_contain_text("我的阶段")
    phase.refresh_from_db()
    assert phase.data["name"] == "赵的阶段"  # nothing is overwritten unasked
    conflict.get_by_role("button", name="用我的").click()
    expect(conflict).to_have_count(0)
    expect(card).to_contain_text("我的阶段")
    phase.refresh_from_db()
    assert (phase.data["name"], phase.decided_by) == ("我的阶段", cast.zhou)
    undo_last(campaign_id=draft.pk, by=cast.zhou, at=LATER)
    phase.refresh_from_db()
    assert (phase.data["name"], phase.decided_by) == ("赵的阶段", cast.zhao)


def test_filter_tabs_outline_and_help(cast: Cast, draft: Campaign, opened: Opener) -> None:
    page = opened(cast.zhou)
    page.locator("[name=state]").select_option("doubt")
    expect(page.locator("#items .item:visible")).to_have_count(1)
    assert "state=doubt" in page.url
    page.reload(wait_until="networkidle")
    expect(page.locator("#items .item:visible")).to_have_count(1)
    page.locator("[name=state]").select_option("")
    page.locator(".contents summary").click()
    link = page.locator("#outline [data-section]", has_text="检查内容")
    expect(link).to_be_visible()
    link.click()
    assert at(page) == str(first_of(draft, ItemKind.CHECK_ITEM).pk)
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_contain_text("下一处疑点")
