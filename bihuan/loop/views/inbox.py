"""我的待办."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.utils.timezone import localdate

from bihuan.loop.models import Todo
from bihuan.loop.queries import (
    LATE,
    TODAY,
    WEEK,
    WHEN,
    groups_of,
    inbox,
    inbox_counts,
    week_end,
)
from bihuan.loop.services.escalation import case_models
from bihuan.web.lists import ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.lists.filters import Choices, Rows
from bihuan.web.requests import UserRequest


def kind_label(kind: str) -> str:
    """Return what a case kind is called; a kind of an app that was removed keeps its name."""
    model = case_models().get(kind)
    return str(model._meta.verbose_name) if model else kind


def _kinds(request: UserRequest) -> Choices:
    kinds = inbox(request.user).order_by().values_list("case_kind", flat=True).distinct()
    return sorted(((kind, kind_label(kind)) for kind in kinds), key=lambda pair: pair[1])


def _due(rows: Rows, when: str, request: UserRequest) -> Rows:
    del request
    on = localdate()
    if when == LATE:
        return rows.filter(due_on__lt=on)
    if when == TODAY:
        return rows.filter(due_on=on)
    if when == WEEK:
        return rows.filter(due_on__gt=on, due_on__lte=week_end(on))
    return rows.exclude(due_on__lte=week_end(on))


class TodoList(ListPage):
    """What the signed-in person is asked to do, soonest first, by how pressing it is."""

    title = "待办"
    unit = "项"
    template = "loop/todos.html"
    columns = (
        Column("title", "事项", link=lambda todo: todo.url, width=48),
        Column("case_kind", "类别", value=lambda todo: kind_label(todo.case_kind)),
        Column("state_label", "状态"),
        Column("due_on", "期限", kind="deadline", sort="due_on",
               value=lambda todo: (todo.due_on, True)),
        Column("since", "到达时间", kind="datetime", sort="since", on_phone=False),
    )  # fmt: skip
    filters = (
        ChoiceFilter("due", "期限", WHEN, apply=_due),
        ChoiceFilter("kind", "类别", _kinds, field="case_kind"),
        TextFilter("q", "事项", fields=("title",)),
    )
    default_sort: ClassVar[str] = "due_on"

    def queryset(self, request: UserRequest) -> QuerySet[Todo]:
        """Return the inbox."""
        return inbox(request.user)

    def heading(self, request: UserRequest) -> str:
        """It is the person's own."""
        del request
        return "我的待办"

    def empty(self, request: UserRequest) -> Empty:
        """Say that everything is done."""
        del request
        return Empty("没有待办事项", "需要您办理的事项一到，就会出现在这里和工作台上。")

    def more(self, request: UserRequest) -> dict[str, object]:
        """Return the counts by how pressing it is, each a link to those rows."""
        on = localdate()
        counts = inbox_counts(request.user, on=on, week_end=week_end(on))
        return {"groups": groups_of(counts), "chosen": request.GET.get("due", "")}
