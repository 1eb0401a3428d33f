"""A refusal is a Chinese sentence in the right place; nobody ever sees a stack."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/posts/?q=x"}


@pytest.mark.parametrize(
    ("why", "status", "words"),
    [
        ("stale", 409, "刚刚由赵办理过"),
        ("capability", 403, "您没有销号的权限。"),
        ("gone", 404, "不在您的工作范围内"),
        ("input", 422, "第3行：企业名称为空，请补填后再上传。"),
    ],
)
def test_a_refusal_is_a_page(client: Client, db: None, why: str, status: int, words: str) -> None:
    answer = client.get(f"/refuse/{why}/", headers={"Referer": "http://testserver/posts/"})
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_refusal_names_its_clause_and_the_way_back(client: Client, db: None) -> None:
    html = client.get(
        "/refuse/stale/", headers={"Referer": "http://testserver/posts/"}
    ).content.decode()
    assert "依据：《示例规定》第三条" in html
    assert 'href="http://testserver/posts/"' in html


@pytest.mark.parametrize("referer", ["http://evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_elsewhere(client: Client, db: None, referer: str) -> None:
    html = client.get("/refuse/stale/", headers={"Referer": referer}).content.decode()
    assert "返回上一页" not in html


def test_htmx_gets_a_message_in_the_corner(client: Client, db: None) -> None:
    answer = client.post("/refuse/stale/", headers=HTMX)
    assert answer.status_code == 409
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#toasts", "beforeend")
    html = answer.content.decode()
    assert "<html" not in html
    assert "刷新本页查看最新情况" in html


def test_the_api_answers_refusals_itself(client: Client, db: None) -> None:
    client.raise_request_exception = False
    assert client.get("/api/refuse/stale/").status_code == 500


def test_a_bug_is_the_error_page_without_a_stack(client: Client, db: None) -> None:
    client.raise_request_exception = False
    answer = client.get("/fail/")
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "系统出现故障" in html
    assert "ZeroDivisionError" not in html


def test_a_wrong_address_is_the_404_page(client: Client, db: None) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_an_outdated_form_says_so(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/me/")
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_an_unreadable_request_is_the_400_page(
    client: Client, settings: Settings, db: None
) -> None:
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    answer = client.get("/me/")
    assert answer.status_code == 400


def test_htmx_is_sent_to_sign_in_as_a_whole_page(client: Client, db: None) -> None:
    answer = client.get("/private/", headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/login/?next=/posts/%3Fq%3Dx")
    assert client.get("/private/").status_code == 302
