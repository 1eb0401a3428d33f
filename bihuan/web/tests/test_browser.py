"""The shell in a real browser: keys, confirmation, one submit, drafts, messages, the list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from bihuan.people.states import Role
from bihuan.web.tests import given, urls

pytestmark = pytest.mark.browser
TOLD_BY_HTMX = ("htmx:", "Response Status Error")  # failures a test caused on purpose
Opener = Callable[[str], Page]


@pytest.fixture
def opened(live_server: LiveServer, page: Page, client: Client) -> Iterator[Opener]:
    """Open pages as an administrator; fail on anything the browser complains of."""
    client.force_login(given.a_person("admin", "管理员", Role.ADMINISTRATOR))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "Failed to load resource" not in said.text
            else None
        ),
    )
    urls.received.clear()
    urls.polls.clear()

    def open_page(path: str) -> Page:
        page.goto(f"{live_server.url}{path}", wait_until="networkidle")
        return page

    yield open_page
    assert [one for one in complaints if not one.startswith(TOLD_BY_HTMX)] == []


def test_keys_reach_search_help_and_workbench(opened: Opener) -> None:
    page = opened("/me/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("g w?")
    expect(page.locator("#search")).to_have_value("g w?")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("w")
    expect(page.locator("h1")).to_contain_text("今天")


def test_the_first_tab_stop_skips_the_menu(opened: Opener) -> None:
    page = opened("/me/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_form_is_confirmed_once_and_sent_once(opened: Opener) -> None:
    page = opened("/form/")
    page.fill("#text", "喷漆房接地松动")
    page.click("#note button")
    page.click("#confirm button[value=no]")
    page.click("#note button")
    expect(page.locator("#confirm-title")).to_have_text("登记这一条？")
    page.click("#confirm-yes")
    expect(page.locator("#received")).to_have_text("喷漆房接地松动")
    page.locator("#plain button").dblclick()
    expect(page.locator("#received")).to_contain_text("直接")
    page.wait_for_load_state("networkidle")
    assert urls.received == ["喷漆房接地松动", "直接"]


def test_what_was_typed_survives_leaving_and_goes_once_sent(opened: Opener) -> None:
    page = opened("/form/")
    page.fill("#text", "写到一半")
    page.check("[name=kind]")
    expect(page.locator(".autosave")).to_have_text("草稿已保存在本机。")
    page = opened("/me/")
    page = opened("/form/")
    expect(page.locator("#text")).to_have_value("写到一半")
    expect(page.locator("[name=kind]")).to_be_checked()
    expect(page.locator(".autosave")).to_contain_text("已恢复上次未提交的内容。")
    page.click("#note button.btn-primary")
    page.click("#confirm-yes")
    expect(page.locator("#received")).to_have_text("写到一半")
    expect(page.locator("#text")).to_have_value("")


def test_a_draft_is_kept_when_sending_failed(opened: Opener, live_server: LiveServer) -> None:
    page = opened("/form/")
    page.fill("#text", "登录过期也不丢")
    expect(page.locator(".autosave")).to_have_text("草稿已保存在本机。")
    page.route("**/form/", lambda route: route.fulfill(body='<div class="error-page"></div>'))
    page.click("#note button.btn-primary")
    page.click("#confirm-yes")
    expect(page.locator(".error-page")).to_be_attached()
    page.unroute("**/form/")
    page = opened("/form/")
    expect(page.locator("#text")).to_have_value("登录过期也不丢")
    page.goto(f"{live_server.url}/me/")
    page.evaluate(
        "localStorage.setItem('bihuan:draft:1:old:/', JSON.stringify({at: 5, fields: []}))"
    )
    page.reload()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':old:'))") == []


def test_another_persons_draft_is_not_shown(opened: Opener) -> None:
    page = opened("/form/")
    page.fill("#text", "林写的")
    expect(page.locator(".autosave")).to_have_text("草稿已保存在本机。")
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((one) => one.startsWith("bihuan:draft:"));
          localStorage.setItem(key.replace(/draft:\\d+/, "draft:0"), localStorage.getItem(key));
          localStorage.removeItem(key);
        }"""
    )
    page = opened("/form/")
    expect(page.locator("#text")).to_have_value("")


def test_a_kept_draft_can_be_thrown_away(opened: Opener) -> None:
    page = opened("/form/")
    page.fill("#text", "不要了")
    expect(page.locator(".autosave")).to_have_text("草稿已保存在本机。")
    page = opened("/form/")
    page.get_by_role("button", name="清除").click()
    expect(page.locator("#text")).to_have_value("")
    page = opened("/form/")
    expect(page.locator("#text")).to_have_value("")


def test_refusals_and_faults_are_told_in_the_corner(opened: Opener) -> None:
    page = opened("/form/")
    page.click("#refused")
    expect(page.locator("#toasts")).to_contain_text("刚刚由赵办理过")
    expect(page.locator("#refused")).to_be_enabled()
    page.click("#toasts [data-toast-close]")
    expect(page.locator("#toasts")).to_be_empty()
    page.click("#refused")
    page.click("#toasts [data-reload]")
    expect(page.locator("#toasts")).to_be_empty()


def test_a_lost_network_is_told(opened: Opener) -> None:
    page = opened("/form/")
    page.route("**/answer/", lambda route: route.abort())
    page.click("#careful")
    page.click("#confirm-yes")
    expect(page.locator("#toasts")).to_contain_text("网络中断")


def test_htmx_asks_in_the_same_dialog(opened: Opener) -> None:
    page = opened("/form/")
    page.click("#careful")
    expect(page.locator("#confirm-title")).to_have_text("真的办理？")
    page.click("#confirm button[value=no]")
    expect(page.locator("#answered")).to_have_count(0)
    page.click("#careful")
    page.click("#confirm-yes")
    expect(page.locator("#answered")).to_be_visible()


def test_a_job_card_follows_its_job_to_the_end(opened: Opener) -> None:
    page = opened("/form/")
    expect(page.locator(".job")).to_contain_text("查看结果", timeout=8000)
    seen = len(urls.polls)
    page.wait_for_timeout(1300)
    assert len(urls.polls) == seen == 3


def test_the_list_filters_sorts_and_turns_pages_in_place(opened: Opener) -> None:
    given.posts(24)
    page = opened("/posts/")
    expect(page.locator(".list-bar__total")).to_have_text("共 25 个")
    page.get_by_role("link", name="下一页").click()
    expect(page).to_have_url(re.compile(r"\?after="))
    page.check("[name=left]")
    expect(page.locator(".list-bar__total")).to_have_text("共 8 个")
    expect(page).to_have_url(re.compile(r"/posts/\?left=1$"))
    page.locator("thead").get_by_role("link", name="姓名").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("姓名")
    page.fill("#filter-q", "示例3")
    expect(page.locator(".chip")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"sort=user__name"))
    page.locator(".chip", has_text="只看离任").get_by_role("link").click()
    expect(page.locator("[name=left]")).not_to_be_checked()
    page.go_back()
    expect(page.locator(".chip")).to_have_count(2)


def test_a_column_can_be_chosen(opened: Opener) -> None:
    given.posts(3)
    page = opened("/posts/")
    page.locator(".list-bar__export summary").click()
    page.get_by_label("建立时间").check()
    expect(page.locator("thead")).to_contain_text("建立时间")


def test_a_chart_draws_and_opens_its_list(opened: Opener) -> None:
    page = opened("/gallery/")
    expect(page.locator(".chart__canvas canvas")).to_be_visible()
    page.locator(".chart__canvas").scroll_into_view_if_needed()
    box = page.locator(".chart__canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8)
    page.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.7)
    expect(page).to_have_url(re.compile("#1$"))


def test_the_phone_has_a_bottom_bar_a_folding_menu_and_no_sideways_scroll(opened: Opener) -> None:
    given.posts(12)
    page = opened("/me/")
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/", "/posts/", "/gallery/", "/form/"):
        page = opened(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".bottom-bar")).to_be_visible()
    expect(page.locator("#menu")).not_to_be_visible()
    page.get_by_role("button", name="打开菜单").click()
    expect(page.locator("#menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).not_to_be_visible()
    page = opened("/posts/")
    expect(page.locator("#list-filter")).not_to_be_visible()
    page.get_by_role("button", name="筛选").first.click()
    expect(page.locator("#list-filter")).to_be_visible()


def test_a_menu_group_stays_as_the_person_left_it(opened: Opener) -> None:
    page = opened("/")
    group = page.locator("details.menu__group", has_text="组件样例")
    expect(group).to_have_attribute("open", "")
    group.locator("summary").click()
    page = opened("/")
    expect(group).not_to_have_attribute("open", "")
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':menu-'))")
    assert kept == [f"bihuan:{page.evaluate('document.documentElement.dataset.user')}:menu-系统"]
    page = opened("/gallery/")  # the group of the open page is open whatever was chosen
    expect(group).to_have_attribute("open", "")
