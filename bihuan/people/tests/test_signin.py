"""Signing in, being locked out, first passwords, the demo's one click."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.people import services
from bihuan.people.demo import cast as demo_cast
from bihuan.people.models import User
from bihuan.people.states import OrganisationKind, Role
from bihuan.people.tests.given import PASSWORD, VILLAGE_ONE, Cast, the_cast
from bihuan.people.tests.test_services import JUNE_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def demo_clerk(cast: Cast) -> User:
    return services.create_account(
        username="demo-zhou", name="周示例", organisation=cast.town_one, role=Role.CLERK, by=None,
        at=JUNE_1, password=PASSWORD, must_change=False, is_demo=True,
    )  # fmt: skip


def sign_in(client: Client, username: str, password: str = PASSWORD) -> object:
    return client.post("/login/", {"username": username, "password": password})


def test_a_person_signs_in_and_out(client: Client, cast: Cast) -> None:
    assert sign_in(client, "lin").status_code == 302  # type: ignore[attr-defined]
    assert client.get("/me/").status_code == 200
    client.post("/logout/")
    assert client.get("/me/").status_code == 302


def test_a_wrong_password_says_what_to_do_and_not_which_was_wrong(
    client: Client, cast: Cast
) -> None:
    wrong = client.post("/login/", {"username": "lin", "password": "wrong"})
    nobody = client.post("/login/", {"username": "nobody", "password": "wrong"})
    for answer in (wrong, nobody):
        assert "账号或密码不正确" in answer.text
    assert "连续输错 5 次将锁定 15 分钟" in client.get("/login/").text


def test_five_wrong_passwords_lock_until_the_administrator_resets(
    client: Client, cast: Cast
) -> None:
    for _ in range(4):
        client.post("/login/", {"username": "lin", "password": "wrong"})
    locked = client.post("/login/", {"username": "lin", "password": "wrong"})
    assert locked.status_code == 429
    assert "15 分钟后再试" in locked.text
    assert sign_in(client, "lin").status_code == 429  # type: ignore[attr-defined]
    password = services.reset_password(user_id=cast.lin.pk, by=None, at=JUNE_1)
    assert sign_in(client, "lin", password).status_code == 302  # type: ignore[attr-defined]


def test_a_first_password_opens_nothing_but_its_change(client: Client, cast: Cast) -> None:
    password = services.reset_password(user_id=cast.lin.pk, by=None, at=JUNE_1)
    sign_in(client, "lin", password)
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/password/")
    fragment = client.get("/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/password/")
    short = client.post(
        "/password/",
        {"old_password": password, "new_password1": "123", "new_password2": "123"},
    )
    assert short.status_code == 422
    good = "Xin-mi-ma-2026"
    client.post(
        "/password/", {"old_password": password, "new_password1": good, "new_password2": good}
    )
    assert client.get("/me/").status_code == 200


def test_a_closed_account_is_out_with_the_next_request(client: Client, cast: Cast) -> None:
    client.force_login(cast.lin, backend="bihuan.people.backends.AccountBackend")
    assert client.get("/me/").status_code == 200
    services.deactivate(user_id=cast.lin.pk, reason="调离", by=None, at=JUNE_1)
    assert client.get("/me/").status_code == 302


def test_the_demo_signs_in_by_one_click(
    client: Client, demo_clerk: User, settings: Settings
) -> None:
    settings.DEMO = True
    page = client.get("/login/").text
    assert "周示例" in page
    assert [member.username for member in demo_cast()] == ["demo-zhou"]
    assert client.post("/demo/sign-in/", {"username": "demo-zhou"}).status_code == 302
    assert client.get("/me/").status_code == 200
    client.post("/logout/")
    answer = client.post("/demo/sign-in/demo-zhou/", {"next": "//example.org/"})
    assert answer["Location"] == "/"


def test_the_cast_shows_a_few_of_every_sort(cast: Cast) -> None:
    for number in range(4):
        body = services.create_organisation(
            name=f"示例厂{number}", kind=OrganisationKind.ENTERPRISE, area=VILLAGE_ONE,
            enterprise_ref=number, by=None, at=JUNE_1,
        )  # fmt: skip
        for role in (Role.SAFETY_MANAGER, Role.ENTERPRISE_HEAD):
            services.create_account(
                username=f"e{number}-{role}", name="示例", organisation=body, role=role, by=None,
                at=JUNE_1, is_demo=True,
            )  # fmt: skip
    assert [member.username[:2] for member in demo_cast()] == ["e0", "e0", "e1", "e1"]


def test_only_demo_accounts_sign_in_by_one_click(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.DEMO = True
    assert client.post("/demo/sign-in/lin/").status_code == 404


def test_production_refuses_demo_accounts(client: Client, demo_clerk: User) -> None:
    assert client.post("/demo/sign-in/demo-zhou/").status_code == 404
    answer = sign_in(client, "demo-zhou")
    assert "账号或密码不正确" in answer.text  # type: ignore[attr-defined]
    assert "演示人员" not in client.get("/login/").text


def test_an_open_demo_session_ends_with_the_demo(
    client: Client, demo_clerk: User, settings: Settings
) -> None:
    settings.DEMO = True
    client.post("/demo/sign-in/demo-zhou/")
    settings.DEMO = False
    assert client.get("/me/").status_code == 302
