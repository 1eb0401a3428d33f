"""Lists: every row once in any order and direction, filters told in words, Excel of the same rows."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
import python_calamine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.people.models import Post, User
from bihuan.web.lists import Column
from bihuan.web.lists import page as list_page
from bihuan.web.lists.cells import ABSENT, cell_html
from bihuan.web.lists.page import ListShown
from bihuan.web.lists.paging import Order, in_order, page_of, read_cursor
from bihuan.web.tests import given

SORTS = [
    f"{sign}{path}" for path in ("", "since", "until", "area", "user__name") for sign in ("", "-")
][1:]


def shown(client: Client, **query: str) -> ListShown:
    found: ListShown = client.get("/posts/", query).context["list"]
    return found


def walk(sort: str, size: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return the pages' keys going forward to the end, and then back to the start."""
    order = Order.of(sort)

    def at(cursor: Any) -> Any:
        way_back = cursor and read_cursor(
            Post.objects.all(), order, way=cursor.way, text=cursor.text
        )
        assert bool(way_back) == bool(cursor)
        return page_of(Post.objects.all(), order, cursor=way_back, size=size)

    forward, page = [], at(None)
    assert page.previous is None
    forward.append([row.pk for row in page.rows])
    while page.next:
        page = at(page.next)
        forward.append([row.pk for row in page.rows])
    backward = [[row.pk for row in page.rows]]
    while page.previous:
        page = at(page.previous)
        backward.append([row.pk for row in page.rows])
    return forward, backward[::-1]


@pytest.mark.django_db
@pytest.mark.parametrize("sort", SORTS)
def test_walking_the_pages_shows_every_row_once_and_in_order(sort: str) -> None:
    given.posts(23)
    forward, backward = walk(sort, 5)
    whole = [row.pk for row in in_order(Post.objects.all(), Order.of(sort))]
    assert [key for page in forward for key in page] == whole
    assert len(whole) == 23
    assert [len(page) for page in forward] == [5, 5, 5, 5, 3]
    assert backward == forward


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["until", "-until"])
def test_rows_without_a_value_come_last_both_ways(sort: str) -> None:
    given.posts(9)
    values = [row.until for row in in_order(Post.objects.all(), Order.of(sort))]
    assert [value is None for value in values] == [False] * 3 + [True] * 6


@pytest.mark.django_db
def test_going_back_near_the_start_fills_the_first_page() -> None:
    made = given.posts(4)
    order = Order.of("")
    second = page_of(Post.objects.all(), order, cursor=None, size=2).next
    assert second
    page = page_of(Post.objects.all(), order, cursor=second, size=2)
    made[0].delete()
    back = page_of(Post.objects.all(), order, cursor=page.previous, size=2)
    assert [row.pk for row in back.rows] == [made[1].pk, made[2].pk]
    assert back.previous is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", "x", "%%%", "W10", "WzEsMiwzXQ", "WyJ4IiwgMV0", "WzEsIG51bGxd", "4pi6"]
)
def test_a_spoiled_place_in_the_address_opens_the_first_page(signed_in: Client, text: str) -> None:
    given.posts(14)
    assert len(shown(signed_in, sort="since", after=text).rows) == 10


def test_the_page_says_how_many_there_are_and_where_to_go(signed_in: Client) -> None:
    given.posts(24)
    first = shown(signed_in)
    assert first.total_text == "共 25 个"
    assert not first.previous_url
    last = shown(
        signed_in,
        **dict(parse_qsl(shown(signed_in, **dict(parse_qsl(first.next_url[1:]))).next_url[1:])),
    )
    assert [len(first.rows), len(last.rows)] == [10, 5]
    assert not last.next_url
    assert last.previous_url


def test_counting_stops_where_nobody_reads_on(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.posts(24)
    monkeypatch.setattr(list_page, "COUNT_UP_TO", 20)
    assert shown(signed_in).total_text == "共 1万+ 个"


def test_the_number_of_queries_does_not_grow_with_the_rows(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    given.posts(2)
    with django_assert_num_queries(4):  # session, user, post, rows
        signed_in.get("/posts/")
    User.objects.filter(username__startswith="p").delete()
    given.posts(30)
    with django_assert_num_queries(5):  # and the count
        signed_in.get("/posts/")


@pytest.mark.parametrize(
    ("query", "kept", "chips"),
    [
        ({"q": "示例3"}, 3, ["姓名含「示例3」"]),
        ({"q": "示例 3"}, 3, ["姓名含「示例 3」"]),
        ({"role": "inspector"}, 21, ["岗位：检查人员"]),
        ({"left": "1"}, 7, ["只看离任"]),
        ({"since_from": "2025-01-03"}, 10, ["任职日期从 2025年1月3日（周五）"]),
        ({"since_to": "2025-01-01"}, 7, ["任职日期至 2025年1月1日（周三）"]),
        (
            {"since_from": "2025-01-03", "since_to": "2025-01-03", "left": "1"},
            2,
            ["任职日期从 2025年1月3日（周五）", "任职日期至 2025年1月3日（周五）", "只看离任"],
        ),
    ],
)
def test_filters_narrow_and_say_so(
    signed_in: Client, query: dict[str, str], kept: int, chips: list[str]
) -> None:
    given.posts(21)
    page = shown(signed_in, **query)
    assert page.total_text == f"共 {kept} 个"
    assert [chip.text for chip in page.chips] == chips


def test_a_chip_takes_only_its_own_condition_away(signed_in: Client) -> None:
    page = shown(signed_in, q="示例", left="1", sort="-since", after="x")
    assert [chip.url for chip in page.chips] == [
        "?left=1&sort=-since",
        f"?{urlencode({'q': '示例', 'sort': '-since'})}",
    ]
    assert page.clear_url == "?sort=-since"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"role": "king"}, "岗位没有「king」这一项，已忽略。"),
        ({"since_from": "2025-13-01"}, "任职日期的「2025-13-01」不是日期，已忽略。"),
        ({"since_to": "昨天"}, "任职日期的「昨天」不是日期，已忽略。"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_said(
    signed_in: Client, query: dict[str, str], problem: str
) -> None:
    given.posts(3)
    page = shown(signed_in, **query)
    assert page.problems == [problem]
    assert page.total_text == "共 4 个"


def test_choices_may_depend_on_who_asks(signed_in: Client, admin: User) -> None:
    given.posts(3)
    assert shown(signed_in, mine=str(admin.pk)).total_text == "共 1 个"
    assert shown(signed_in, mine="0").problems


def test_a_heading_sorts_and_then_turns_the_sort_round(signed_in: Client) -> None:
    heading = {one.column.key: one for one in shown(signed_in).headings}
    assert (heading["since"].sorted, heading["since"].url) == ("ascending", "?sort=-since")
    assert (heading["name"].sorted, heading["name"].url) == ("", "?sort=user__name")
    assert not heading["state"].url
    turned = {one.column.key: one for one in shown(signed_in, sort="-since").headings}
    assert (turned["since"].sorted, turned["since"].url) == ("descending", "?sort=since")


def test_only_declared_sorts_are_taken(signed_in: Client) -> None:
    given.posts(3)
    assert shown(signed_in, sort="user__password").sort == "user__password"
    assert [one.sorted for one in shown(signed_in, sort="user__password").headings][
        2
    ] == "ascending"


def test_optional_columns_show_when_chosen(signed_in: Client) -> None:
    assert "建立时间" not in [one.column.label for one in shown(signed_in).headings]
    assert "建立时间" in [one.column.label for one in shown(signed_in, cols="created").headings]


def test_cells_carry_words_and_labels_for_the_phone(signed_in: Client) -> None:
    given.posts(3)
    html = signed_in.get("/posts/", {"cols": "created"}).content.decode()
    assert 'data-label="状态"' in html
    assert "在任" in html
    assert "已完成" in html
    assert "重大" in html
    assert "83.2%" in html
    assert "逾期" in html


def test_an_empty_list_says_why_and_what_next(signed_in: Client) -> None:
    Post.objects.exclude(user__username="admin").delete()
    html = signed_in.get("/posts/", {"q": "没有这个人"}).content.decode()
    assert "没有符合条件的岗位" in html
    assert "导出 Excel" not in html
    Post.objects.update(until=given.SINCE)
    assert "还没有岗位" in signed_in.get("/posts/").content.decode()


def test_htmx_gets_the_results_alone(signed_in: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "list-results"}
    part = signed_in.get("/posts/", headers=headers)
    assert part.content.decode().strip().startswith('<div id="list-results"')
    assert "HX-Request" in part["Vary"]
    again = signed_in.get("/posts/", headers={**headers, "HX-History-Restore-Request": "true"})
    assert "<html" in again.content.decode()


def test_a_list_asks_for_its_capability(signed_in: Client) -> None:
    assert signed_in.get("/closed/").status_code == 403


def test_nobody_sees_a_list_unsigned(client: Client, db: None) -> None:
    assert client.get("/posts/").status_code == 302


def workbook(client: Client, **query: str) -> python_calamine.CalamineWorkbook:
    response = client.get("/posts/", {**query, "format": "xlsx"})
    assert response.status_code == 200
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))


def test_the_excel_file_holds_exactly_what_is_filtered(signed_in: Client) -> None:
    given.posts(24)
    book = workbook(signed_in, left="1", sort="-since", after="x")
    assert book.sheet_names == ["岗位", "说明"]
    heading, *rows = book.get_sheet_by_name("岗位").to_python()
    assert heading[:4] == ["姓名", "机构", "任职日期", "离任日期"]
    assert "建立时间" in heading
    assert len(rows) == 8
    dates = [row[2] for row in rows]
    assert dates == sorted(dates, reverse=True)
    assert {row[5] for row in rows} == {"已完成"}
    told = {str(name): text for name, text in book.get_sheet_by_name("说明").to_python()}
    assert told["筛选条件"] == "只看离任"
    assert told["导出人"] == "管理员"


def test_the_excel_file_has_a_name_with_the_day(signed_in: Client) -> None:
    response = signed_in.get("/posts/", {"format": "xlsx"})
    assert re.search(r"%E5%B2%97%E4%BD%8D-\d{8}\.xlsx", response["Content-Disposition"])
    response.close()


def test_too_many_rows_for_one_file_are_refused(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.posts(3)
    monkeypatch.setattr(list_page, "EXPORT_AT_MOST", 2)
    response = signed_in.get("/posts/", {"format": "xlsx"})
    assert response.status_code == 409
    assert "请先用筛选缩小范围" in response.content.decode()


@pytest.mark.parametrize("value", [None, "", (None, True), ("", None)])
def test_an_absent_value_is_a_dash_that_phones_leave_out(value: object) -> None:
    assert cell_html(Column("key", "期限", kind="deadline", value=lambda _: value), None) is ABSENT


@pytest.mark.parametrize("kind", ["text", "number", "state"])
def test_what_people_typed_stays_text(kind: Any) -> None:
    typed = ("doing", "<b>x</b>") if kind == "state" else "<b>x</b>"
    html = cell_html(Column("key", "值", kind=kind, value=lambda _: typed), None)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
