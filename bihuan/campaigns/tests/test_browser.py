"""The confirmation page in a real browser: light, keys, selection, two people at once, the phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.tests.given import PLAN, a_draft, first_of
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

pytestmark = pytest.mark.browser
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.getElementById("plan-text"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""
Opener = Callable[[User], Page]


@pytest.fixture
def draft(transactional_db: None, cast: Cast) -> Campaign:
    """A plan with a character outside the basic plane before the passages that are selected."""
    return a_draft(cast, text=PLAN.replace("根据《", "👍👍根据《"))


def test_an_item_and_its_passage_light_each_other(
    cast: Cast, draft: Campaign, opened: Opener
) -> None:
    page = opened(cast.zhou)
    duty = first_of(draft, ItemKind.DUTY)
    mark = page.locator(f'#plan-text [data-items~="{duty.pk}"]').first
    card = page.locator(f"#item-{duty.pk}")
    mark.hover()
    expect(card).to_have_class("item item--pending is-lit")
    page.mouse.move(0, 0)
    card.hover()
    expect(mark).to_have_class("mark is-lit")
    mark.click()
    expect(card).to_be_focused()


def test_keys_walk_and_decide(cast: Cast, draft: Campaign, opened: Opener) -> None:
    page = opened(cast.zhou)
    first, second, third = draft.items.filter(kind=ItemKind.PHASE)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(f"#item-{first.pk}")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(f"#item-{first.pk}")).to_contain_text("已采纳")
    expect(page.locator(f"#item-{second.pk}")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(f"#item-{second.pk}")).to_contain_text("已弃用")
    expect(page.locator(f"#item-{third.pk}")).to_be_focused()
    page.keyboard.press("e")
    name = page.locator(f"[name=i{third.pk}-name]")
    expect(name).to_be_focused()
    name.fill("集中整治和验收阶段")
    name.press("Enter")
    expect(page.locator(f"#item-{third.pk}")).to_contain_text("原读作：集中整治阶段")
    expect(page.locator("#confirm-progress")).to_contain_text(f"已核对 3/{draft.items.count()}")


def test_selected_words_are_added_with_their_exact_place(
    cast: Cast, draft: Campaign, opened: Opener
) -> None:
    page = opened(cast.zhou)
    wording = "结合本镇实际，制定本方案"
    assert page.evaluate(SELECT, wording)
    expect(page.locator("#picker-quote")).to_have_text(wording)
    page.locator('[data-add-kind="task"]').click()
    page.locator("[name=new-action]").fill("制定方案")
    page.locator("#new-item").get_by_role("button", name="添加").click()
    expect(page.locator(".items__told")).to_have_text("已添加任务。")
    item = draft.items.get(decision=Decision.ADDED)
    assert item.quote == wording
    assert draft.text[item.start_char : item.end_char] == wording
    expect(page.locator(f'#plan-text [data-items~="{item.pk}"]').first).to_be_visible()


def test_the_second_of_two_people_sees_who_was_first(
    cast: Cast, draft: Campaign, opened: Opener
) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    zhou, zhao = opened(cast.zhou), opened(cast.zhao)
    zhao.locator(f"#item-{phase.pk} [data-reject]").click()
    expect(zhao.locator(f"#item-{phase.pk}")).to_contain_text("已弃用")
    zhou.locator(f"#item-{phase.pk} [data-accept]").click()
    card = zhou.locator(f"#item-{phase.pk}")
    expect(card.get_by_role("alert")).to_contain_text("赵在")
    expect(card).to_contain_text("已弃用")


def test_the_phone_shows_one_side_at_a_time(
    cast: Cast, draft: Campaign, opened: Callable[..., Page]
) -> None:
    page = opened(cast.zhou, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("#plan-text")).to_be_hidden()
    doubt = first_of(draft, ItemKind.ANOMALY)
    page.locator(f"#item-{doubt.pk} .item__doubt").click()
    expect(page.locator(f'#plan-text [data-items~="{doubt.pk}"]').first).to_be_in_viewport()
    page.locator('.switch [data-side="items"]').click()
    page.locator(f"#item-{doubt.pk} [data-accept]").click()
    expect(page.locator(".items__told")).to_contain_text("已按「100%」读出")
