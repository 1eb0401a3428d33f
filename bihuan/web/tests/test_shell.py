"""The shell shows what a person may use, the counts that wait, and who is signed in."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.people.models import Assignment, User
from bihuan.people.states import AssignmentKind, Capability
from bihuan.web import checks, menu, search, workbench
from bihuan.web.menu import Menu
from bihuan.web.requests import UserRequest
from bihuan.web.search import Result
from bihuan.web.workbench import Panel


def a_menu() -> Menu:
    made = Menu()
    made.add("双重预防", "隐患", "posts", icon="alert-triangle", need=Capability.HAZARD_VIEW)
    made.add("系统", "机构人员", "web:me", icon="users", need=Capability.PEOPLE_MANAGE)
    made.add("系统", "样例", "web:gallery", icon="components", need=lambda user: user.name == "林")
    made.add("工作台", "工作台", "web:workbench", icon="layout-dashboard")
    return made


def test_the_menu_holds_only_what_the_person_may_use(lin: User, admin: User) -> None:
    def seen(user: User) -> dict[str, list[str]]:
        groups = a_menu().groups_for(user, "/")
        return {group.label: [line.label for line in group.lines] for group in groups}

    assert seen(lin) == {"工作台": ["工作台"], "双重预防": ["隐患"], "系统": ["样例"]}
    assert seen(admin)["系统"] == ["机构人员"]


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", "工作台"), ("/posts/", "隐患"), ("/posts/17/order/", "隐患"), ("/elsewhere/", None)],
)
def test_the_menu_marks_the_page_one_is_on(lin: User, path: str, current: str | None) -> None:
    lines = [line for group in a_menu().groups_for(lin, path) for line in group.lines]
    assert [line.label for line in lines if line.current] == ([current] if current else [])


def test_registering_a_page_again_replaces_it(lin: User) -> None:
    made = a_menu()
    made.add("工作台", "我的工作台", "web:workbench", icon="home")
    assert [line.label for line in made.groups_for(lin, "/")[0].lines] == ["我的工作台"]


def test_counts_above_what_one_takes_in_are_capped(lin: User) -> None:
    made = Menu()
    made.add_badge("todo", "待办", "posts", icon="checklist", count=lambda _: 120)
    made.add_badge("news", "消息", "web:me", icon="bell", count=lambda _: 3, order=200)
    made.add_badge("secret", "秘密", "web:me", icon="lock", count=lambda _: 1, need="none")
    assert [(one.label, one.count_text) for one in made.badges_for(lin, "/")] == [
        ("待办", "99+"),
        ("消息", "3"),
    ]


def test_tabs_stand_in_order(lin: User) -> None:
    made = Menu()
    made.add_tab("我的", "web:me", icon="user", order=900)
    made.add_tab("检查", "posts", icon="clipboard-check", order=20)
    assert [tab.label for tab in made.tabs_for(lin, "/me/")] == ["检查", "我的"]
    assert [tab.current for tab in made.tabs_for(lin, "/me/")] == [False, True]


def test_the_workbench_shows_registered_panels(signed_in: Client) -> None:
    @workbench.panel(order=20, column="right")
    def second(_: UserRequest) -> Panel:
        return Panel("全镇一眼", "web/_empty.html", {"title": "暂无指标"}, url="/me/")

    @workbench.panel(order=10)
    def first(request: UserRequest) -> Panel:
        return Panel("先办这些", "web/_empty.html", {"title": f"{request.user}没有待办"})

    @workbench.panel(order=5)
    def absent(_: UserRequest) -> None:
        return None

    @workbench.panel(order=5, need="nothing.at_all")
    def forbidden(_: UserRequest) -> Panel:
        raise AssertionError("nobody may see this")

    html = signed_in.get("/").content.decode()
    assert html.index("先办这些") < html.index("管理员没有待办") < html.index("全镇一眼")


def test_an_idle_workbench_says_so(signed_in: Client) -> None:
    assert "今天没有需要您办理的事项" in signed_in.get("/").content.decode()


def test_search_groups_what_domains_find(signed_in: Client) -> None:
    @search.searcher("企业", order=1)
    def enterprises(_: UserRequest, words: str, limit: int) -> list[Result]:
        return [Result(f"{words}{number}", "/me/", "示例一镇") for number in range(limit)]

    @search.searcher("文号", order=2)
    def documents(_: UserRequest, words: str, limit: int) -> list[Result]:
        return []

    @search.searcher("秘密", need="nothing.at_all")
    def secrets(_: UserRequest, words: str, limit: int) -> list[Result]:
        raise AssertionError("nobody may search this")

    html = signed_in.get("/search/", {"q": " 涂料 "}).content.decode()
    assert "涂料9" in html
    assert "涂料10" not in html
    assert "只列出前 10 条" in html
    assert "搜索（企业、文号）" in html
    assert "请输入至少两个字" in signed_in.get("/search/", {"q": "涂"}).content.decode()


def test_nothing_found_says_so(signed_in: Client) -> None:
    assert "没有找到相符的记录" in signed_in.get("/search/", {"q": "<b>没有"}).content.decode()


@pytest.mark.parametrize("path", ["/", "/search/", "/me/", "/gallery/"])
def test_the_shell_is_for_the_signed_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login/")


def test_the_gallery_is_for_administrators(client: Client, lin: User) -> None:
    client.force_login(lin)
    assert client.get("/gallery/").status_code == 403


def test_the_shell_can_be_used_without_seeing_it(signed_in: Client) -> None:
    html = signed_in.get("/me/").content.decode()
    assert '<html lang="zh-CN"' in html
    assert '<a class="skip-link" href="#content">' in html
    assert html.count("<main ") == html.count("<h1>") == 1
    assert 'aria-label="主菜单"' in html
    assert '<label class="visually-hidden" for="search">' in html
    assert 'href="/me/" aria-current="page"' in html
    assert '<form method="post" action="/logout/">' in html


def test_a_demo_never_looks_like_production(signed_in: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert "演示系统" not in signed_in.get("/me/").content.decode()
    settings.DEMO = True
    assert "演示系统" in signed_in.get("/me/").content.decode()


def test_every_registered_entry_uses_a_known_group() -> None:
    with pytest.raises(KeyError):
        menu.Menu().add("没有这一组", "页面", "web:me", icon="x")


def test_an_entry_without_its_page_is_named_at_start() -> None:
    assert checks.menu_has_its_pages() == []
    menu.add("系统", "不存在的页面", "nobody:knows", icon="x")
    (told,) = checks.menu_has_its_pages()
    assert "不存在的页面" in told.msg


def test_a_long_menu_shows_the_lines_of_the_first_group_and_the_one_one_is_in(lin: User) -> None:
    made = Menu()
    line = menu.Entry("企业名录", "web:gallery", icon="x")
    made.entries["企业档案"] = [line] * (menu.FEW_LINES - 1)
    made.add("工作台", "工作台", "web:workbench", icon="home")
    assert [group.is_open for group in made.groups_for(lin, "/gallery/")] == [True, True]
    made.add("系统", "我的", "web:me", icon="user")
    assert [group.is_open for group in made.groups_for(lin, "/me/")] == [True, False, True]


def test_my_page_says_with_which_post_and_for_which_place(client: Client, lin: User) -> None:
    client.force_login(lin)
    html = client.get("/me/").content.decode()
    body = lin.posts.get().organisation
    assert f"<dd>{body.name}</dd>" in html
    assert "检查人员" in html
    assert "没有指定包保、挂钩或网格责任" in html
    Assignment.objects.create(
        user=lin, kind=AssignmentKind.GRID, area=body.area, since=date(2026, 1, 1)
    )
    html = client.get("/me/").content.decode()
    assert "<dt>网格</dt>" in html
    assert 'href="/password/"' in html
