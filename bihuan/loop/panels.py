"""What the loop puts into the shell: the count of to-dos, the phone's tab, 「先办这些」."""

from __future__ import annotations

from django.utils.timezone import localdate

from bihuan.loop.queries import LATER, groups_of, inbox, inbox_counts, week_end
from bihuan.people.models import User
from bihuan.web import menu
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel

SHOWN = 3


def open_todos(user: User) -> int:
    """Count the inbox."""
    return inbox(user).count()


menu.add("工作台", "我的待办", "loop:todos", icon="checklist", order=10)
menu.add_badge("todo", "待办", "loop:todos", icon="checklist", count=open_todos, order=10)


def _of_the_government(user: User) -> bool:
    """Enterprises have their own 「本周要做」."""
    return user.scope is None or user.scope.enterprise_id is None


@panel(order=10, column="left", need=_of_the_government)
def first_things(request: UserRequest) -> Panel:
    """先办这些: late, today and this week, each with its first items; else what comes next."""
    on = localdate()
    rows = inbox(request.user)
    counts = inbox_counts(request.user, on=on, week_end=week_end(on))
    items = {
        "late": rows.filter(due_on__lt=on),
        "today": rows.filter(due_on=on),
        "week": rows.filter(due_on__gt=on, due_on__lte=week_end(on)),
    }
    groups = [
        (value, label, count, list(items[value][:SHOWN]) if count else [])
        for value, label, count in groups_of(counts)
        if value != LATER
    ]
    nothing_presses = counts.later == counts.total > 0
    context = {
        "groups": groups, "later": counts.later, "total": counts.total,
        "next": list(rows[:SHOWN]) if nothing_presses else [],
    }  # fmt: skip
    return Panel("先办这些", "loop/_first_things.html", context, url="/loop/todos/")
