"""A posted step says on which version and under which key, or is refused."""

from __future__ import annotations

from typing import cast
from uuid import uuid4

import pytest
from django.test import RequestFactory

from bihuan.kernel.errors import BadInput, NotAllowed, Problem, StaleVersion
from bihuan.people.models import User
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import told_by

KEY = uuid4()


def posting(**fields: str) -> UserRequest:
    request = RequestFactory().post("/", fields)
    request.user = User(username="t1")
    return cast("UserRequest", request)


def test_a_step_knows_its_person_version_and_key() -> None:
    request = posting(version="3", key=str(KEY))
    step = step_in(request)
    assert (step["by"], step["version"], step["key"]) == (request.user, 3, KEY)
    assert step["at"].tzinfo is not None


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"version": "3"},
        {"key": str(KEY)},
        {"version": "-1", "key": str(KEY)},
        {"version": "3", "key": "x"},
    ],
)
def test_a_page_without_them_is_asked_to_be_opened_again(fields: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="请刷新后重试"):
        step_in(posting(**fields))


def test_a_refusal_is_told_line_by_line_unless_it_is_no_business_of_the_page() -> None:
    assert told_by(StaleVersion("已被他人办理")) == ["已被他人办理"]
    wrong = BadInput([Problem("日期", "没有填写"), Problem("", "没有附件")])
    assert told_by(wrong) == ["日期：没有填写", "没有附件"]
    with pytest.raises(NotAllowed):
        told_by(NotAllowed("没有权限"))
