"""Addresses for the shell's tests: its own pages, a list, views that refuse, and sign-in."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import include, path

from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, StaleVersion
from bihuan.people.models import Post
from bihuan.people.states import Role
from bihuan.web.lists import (
    Action,
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    ListPage,
    TextFilter,
)
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone


class PostList(ListPage):
    """Posts, with every kind of column and filter."""

    title = "岗位"
    unit = "个"
    page_size = 10
    default_sort = "since"
    columns = (
        Column(
            "name",
            "姓名",
            value=lambda post: post.user.name,
            sort="user__name",
            link=lambda _: "/me/",
        ),
        Column("organisation.name", "机构"),
        Column("since", "任职日期", kind="day", sort="since"),
        Column("until", "离任日期", kind="deadline", sort="until"),
        Column("area", "负责区划", kind="count", sort="area", on_phone=False),
        Column(
            "state",
            "状态",
            kind="state",
            value=lambda post: Tone.DONE if post.until else (Tone.DOING, "在任"),
        ),
        Column("risk", "风险", kind="risk", value=lambda post: "red" if post.area else None),
        Column(
            "created",
            "建立时间",
            kind="datetime",
            value=lambda post: post.user.created_at,
            optional=True,
        ),
        Column("share", "完成", kind="percent", value=lambda _: 0.832),
    )
    filters: ClassVar = (
        TextFilter("q", "姓名", fields=("user__name", "title")),
        ChoiceFilter("role", "岗位", Role.choices),
        ChoiceFilter("mine", "归属", lambda request: [(request.user.pk, "我的")], field="user_id"),
        DateRangeFilter("since", "任职日期"),
        BooleanFilter("left", "只看离任", apply=lambda rows, _: rows.filter(until__isnull=False)),
    )

    def queryset(self, request: UserRequest) -> QuerySet[Post]:
        """Every post this person may see."""
        return Post.objects.visible_to(request.user).select_related("user", "organisation")

    def actions(self, request: UserRequest) -> list[Action]:
        """One button."""
        return [Action("登记岗位", "/me/", icon="plus", is_primary=True)]

    def empty(self, request: UserRequest) -> Empty:
        """Why there is none."""
        return Empty("还没有岗位", "由管理员登记。", "/me/", "登记岗位")


class ClosedList(PostList):
    """A list that asks for a capability nobody holds."""

    need = "nothing.at_all"


REFUSALS: dict[str, Exception] = {
    "stale": StaleVersion("这条隐患刚刚由赵办理过，请看最新情况。", basis="《示例规定》第三条"),
    "capability": NotAllowed("您没有销号的权限。"),
    "gone": NotFound(),
    "input": BadInput([Problem("第3行", "企业名称为空，", "请补填后再上传。")]),
}


def refuse(request: HttpRequest, why: str) -> HttpResponse:
    """Refuse for the reason named in the address."""
    raise REFUSALS[why]


def fail(request: HttpRequest) -> HttpResponse:
    """Fail as a bug would."""
    raise ZeroDivisionError


@login_required
def private(request: HttpRequest) -> HttpResponse:
    """Be there for the signed-in."""
    return HttpResponse("ok")


def _nothing(request: HttpRequest, **_: Any) -> HttpResponse:
    return HttpResponse("")


FORM_PAGE = """{% extends "web/page.html" %}
{% block title %}登记{% endblock %}{% block heading %}登记{% endblock %}
{% block content %}
<form id="note" method="post" data-autosave="note" data-confirm="登记这一条？" data-confirm-yes="登记">
  {% csrf_token %}
  <label for="text">描述</label><input id="text" name="text">
  <label><input type="checkbox" name="kind" value="fire">消防</label>
  <div class="form-actions"><button class="btn btn-primary" name="go" value="1">登记</button></div>
</form>
<form id="plain" method="post">{% csrf_token %}<input type="hidden" name="text" value="直接"><button>直接登记</button></form>
<p id="received">{{ received|join:"，" }}</p>
<button id="refused" hx-post="/refuse/stale/" hx-swap="outerHTML">办理</button>
<button id="broken" hx-get="/fail/">出错</button>
<button id="careful" hx-post="/answer/" hx-confirm="真的办理？" hx-swap="outerHTML">谨慎办理</button>
<div id="job" hx-get="/job/" hx-trigger="load" hx-swap="outerHTML"></div>
{% endblock %}"""
received: list[str] = []
polls: list[int] = []


@login_required
def form(request: HttpRequest) -> HttpResponse:
    """Keep what is posted, slowly enough for a second click."""
    if request.method == "POST":
        time.sleep(0.3)
        received.append(request.POST["text"])
        return redirect("/form/")
    made = engines["django"].from_string(FORM_PAGE)
    return HttpResponse(made.render({"received": received}, request))


def job(request: HttpRequest) -> HttpResponse:
    """Be finished at the third time of asking."""
    polls.append(1)
    is_done = len(polls) >= 3
    told = {"title": "下发任务", "state": "done" if is_done else "running", "total": 3,
            "state_label": "已完成" if is_done else "进行中", "done": len(polls),
            "percent": len(polls) * 33, "poll_url": "/job/", "result_url": "/me/"}  # fmt: skip
    return render(request, "web/_job.html", {"job": told})


def answer(request: HttpRequest) -> HttpResponse:
    """Take the button's place."""
    return HttpResponse('<p id="answered">已办理</p>')


people = (
    [
        path("login/", _nothing, name="login"),
        path("logout/", _nothing, name="logout"),
        path("password/", _nothing, name="password"),
    ],
    "people",
)

urlpatterns = [
    path("", include("bihuan.web.urls")),
    path("", include(people)),
    path("posts/", PostList.as_view(), name="posts"),
    path("closed/", ClosedList.as_view()),
    path("refuse/<str:why>/", refuse),
    path("api/refuse/<str:why>/", refuse),
    path("fail/", fail),
    path("form/", form),
    path("job/", job),
    path("answer/", answer),
    path("private/", private),
]
