"""What messages put into the shell: the count of unread ones, and what is late with 催办."""

from __future__ import annotations

from django.utils.timezone import localdate

from bihuan.notifications.models import Message
from bihuan.notifications.overdue import late_kinds, may_urge
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web import menu
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel


def unread(user: User) -> int:
    """Count what was not read."""
    return Message.objects.visible_to(user).unread().count()


menu.add_badge("messages", "消息", "notifications:list", icon="bell", count=unread, order=20)


@panel(order=20, column="left", need=Capability.PLAN_VIEW)
def overdue(request: UserRequest) -> Panel | None:
    """What is late in the person's area, by kind: the list, and for those who may, 催办."""
    kinds = late_kinds(request.user, on=localdate())
    total = sum(one.count for one in kinds)
    context = {"kinds": kinds, "may_urge": may_urge(request.user)}
    return Panel(
        f"逾期事项 {total} 项" if total else "逾期事项", "notifications/_overdue.html", context
    )
