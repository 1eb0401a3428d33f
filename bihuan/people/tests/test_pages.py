"""The administration's pages: what they do, whom they refuse, and what they never show."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from bihuan.people import services
from bihuan.people.models import Area, Assignment, Organisation, User
from bihuan.people.states import AssignmentKind, OrganisationKind, Role
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, Cast, a_person, the_cast
from bihuan.people.tests.test_services import DAY, JUNE_1, a_clerk

pytestmark = pytest.mark.django_db
BACKEND = "bihuan.people.backends.AccountBackend"


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def admin(cast: Cast, client: Client) -> User:
    """The first town's administrator, signed in."""
    one = a_person("admin1", "王", Role.ADMINISTRATOR, cast.town_one)
    client.force_login(one, backend=BACKEND)
    return one


def test_the_lists_show_the_own_area_only(client: Client, admin: User) -> None:
    people = client.get("/people/").text
    assert "周" in people
    assert "示例二镇安全办" not in people
    assert "示例二镇" not in client.get("/people/areas/").text
    assert "示例二镇安全办" not in client.get("/people/organisations/").text


def test_another_towns_person_and_body_are_not_there(
    client: Client, cast: Cast, admin: User
) -> None:
    for path in (
        f"/people/{cast.sun.pk}/",
        f"/people/organisations/{cast.town_two.pk}/",
    ):
        assert client.get(path).status_code == 404
    for name in ("edit", "reset", "deactivate", "reactivate", "post", "post/end"):
        assert client.post(f"/people/{cast.sun.pk}/{name}/").status_code == 404


def test_who_does_not_administer_gets_no_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.lin, backend=BACKEND)
    for path in ("/people/", "/people/new/", "/people/organisations/", "/people/areas/"):
        assert client.get(path).status_code == 403


def test_a_clerk_of_dossiers_sees_no_colleagues_account(client: Client, cast: Cast) -> None:
    client.force_login(cast.zhou, backend=BACKEND)
    assert client.get(f"/people/{cast.lin.pk}/").status_code == 404
    assert client.post(f"/people/{cast.lin.pk}/reset/").status_code == 404


def test_an_account_is_opened_and_its_password_shown_once(
    client: Client, cast: Cast, admin: User
) -> None:
    form = {
        "name": "陈示例", "username": "chen", "organisation": cast.town_one.pk,
        "role": Role.INSPECTOR, "title": "", "area": "", "phone": "",
    }  # fmt: skip
    answer = client.post("/people/new/", form)
    shown = re.search(r"<code>([\w-]{14})</code>", answer.text)
    assert shown
    assert User.objects.get(username="chen").check_password(shown[1])
    assert "no-store" in answer["Cache-Control"]
    again = client.post("/people/new/", form)
    assert again.status_code == 422
    assert "已被使用" in again.text


def test_the_person_page_changes_closes_and_reopens(
    client: Client, cast: Cast, admin: User
) -> None:
    page = f"/people/{cast.lin.pk}/"
    assert "示例一镇安全办" in client.get(page).text
    client.post(f"{page}edit/", {"name": "林一", "phone": "13900000000"})
    assert User.objects.get(pk=cast.lin.pk).name == "林一"
    assert client.post(f"{page}edit/", {"name": ""}).status_code == 422
    assert client.post(f"{page}deactivate/", {"reason": ""}).status_code == 422
    client.post(f"{page}deactivate/", {"reason": "调离"})
    assert "已停用" in client.get(page).text
    client.post(f"{page}reactivate/")
    assert "停用账号：调离" in client.get(page).text
    assert "<code>" in client.post(f"{page}reset/").text


def test_a_post_is_changed_and_ended(client: Client, cast: Cast, admin: User) -> None:
    chen = a_clerk(cast, None)
    page = f"/people/{chen.pk}/"
    wrong = client.post(
        f"{page}post/", {"organisation": cast.town_two.pk, "role": "clerk", "on": "2026-07-01"}
    )
    assert wrong.status_code == 422
    client.post(
        f"{page}post/",
        {"organisation": cast.town_one.pk, "role": "grid_worker", "area": VILLAGE_ONE,
         "on": "2026-07-01"},
    )  # fmt: skip
    post = User.objects.get(pk=chen.pk).post
    assert post is not None
    assert (post.role, post.area) == (Role.GRID_WORKER, VILLAGE_ONE)
    client.post(f"{page}post/end/")
    assert User.objects.get(pk=chen.pk).post is None
    assert client.post(f"{page}post/end/").status_code == 409


def test_a_body_is_made_and_renamed(client: Client, admin: User) -> None:
    form = {"name": "甲社区居委会", "kind": OrganisationKind.COMMUNITY, "area": VILLAGE_ONE}
    client.post("/people/organisations/new/", form)
    made = Organisation.objects.get(name="甲社区居委会")
    assert client.post("/people/organisations/new/", form).status_code == 422
    page = f"/people/organisations/{made.pk}/"
    client.post(page, {"name": "甲社区", "short_name": "甲社", "parent": ""})
    assert "甲社区" in client.get(page).text
    assert Organisation.objects.get(pk=made.pk).short_name == "甲社"


def test_an_area_is_added(client: Client, admin: User) -> None:
    client.post("/people/areas/new/", {"code": TOWN_ONE + 7, "name": "庚社区"})
    assert Area.objects.get(code=TOWN_ONE + 7).name == "庚社区"
    short = client.post("/people/areas/new/", {"code": 12, "name": "某"})
    assert "应为 12 位数字" in short.text


def test_a_clerk_names_and_hands_over_a_grid(client: Client, cast: Cast) -> None:
    client.force_login(cast.zhou, backend=BACKEND)
    form = {"kind": AssignmentKind.GRID, "area": VILLAGE_ONE, "since": "2026-06-01"}
    refused = client.post("/people/assignments/new/", form)
    assert refused.status_code == 422
    assert "必须明确到人" in refused.text
    client.post("/people/assignments/new/", form | {"user": cast.lin.pk})
    grid = Assignment.objects.get()
    assert "林" in client.get("/people/assignments/").text
    end = f"/people/assignments/{grid.pk}/end/"
    assert "网格不能没有责任人" in client.post(end, {"on": "2026-06-30"}).text
    client.post(end, {"on": "2026-06-30", "successor": cast.li.pk})
    assert Assignment.objects.get(user=cast.li).since == date(2026, 7, 1)


def test_assignments_of_another_town_are_not_there(client: Client, cast: Cast) -> None:
    grid = services.assign(
        user=cast.lin, kind=AssignmentKind.GRID, area=VILLAGE_ONE, since=DAY, by=cast.zhou,
        at=JUNE_1,
    )  # fmt: skip
    client.force_login(cast.sun, backend=BACKEND)
    assert client.get(f"/people/assignments/{grid.pk}/end/").status_code == 404
    assert "林" not in client.get("/people/assignments/").text


def test_the_list_of_people_asks_as_often_for_thirty_as_for_three(
    client: Client, cast: Cast, admin: User, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(25):
        a_person(f"p{number}", f"某{number}", Role.INSPECTOR, cast.town_one)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert client.get("/people/").status_code == 200
