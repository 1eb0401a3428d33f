"""The list of messages, opening one, marking as read."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.kernel.errors import NotFound
from bihuan.notifications.models import Message
from bihuan.notifications.overdue import urge_kind
from bihuan.notifications.services import read_all, read_message
from bihuan.notifications.states import MessageKind
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import BooleanFilter, ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.lists.filters import Rows
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone


def _unread(rows: Rows, request: UserRequest) -> Rows:
    del request
    return rows.filter(read_at__isnull=True)


class MessageList(ListPage):
    """The person's messages, newest first."""

    title = "消息"
    template = "notifications/list.html"
    columns = (
        Column("title", "标题", link=True, width=48),
        Column("get_kind_display", "类别", value=lambda message: message.get_kind_display()),
        Column("read", "状态", kind="state", value=lambda message: (
            (Tone.DONE, "已读") if message.read_at else (Tone.SOON, "未读"))),
        Column("at", "时间", kind="datetime", sort="at"),
        Column("body", "内容", on_phone=False, width=48),
    )  # fmt: skip
    filters = (
        BooleanFilter("unread", "只看未读", apply=_unread),
        ChoiceFilter("kind", "类别", MessageKind.choices),
        TextFilter("q", "标题", fields=("title", "body")),
    )
    default_sort = "-at"

    def queryset(self, request: UserRequest) -> QuerySet[Message]:
        """Return the person's own messages."""
        return Message.objects.visible_to(request.user)

    def more(self, request: UserRequest) -> dict[str, object]:
        """Return how many are unread, for the button that reads them all."""
        return {"unread": Message.objects.visible_to(request.user).unread().count()}

    def empty(self, request: UserRequest) -> Empty:
        """Say what would come."""
        del request
        return Empty("没有消息", "到期提醒、退回、督办等会发到这里。")


@needs(None)
@require_safe
def open_message(request: UserRequest, pk: int) -> HttpResponse:
    """Show one message; it is marked as read by the button that leads on to what it is about."""
    message = Message.objects.visible_to(request.user).filter(pk=pk).first()
    if message is None:
        raise NotFound
    return render(request, "notifications/detail.html", {"message": message})


@needs(None)
@require_POST
def read(request: UserRequest, pk: int) -> HttpResponse:
    """Mark as read and go on to what the message is about."""
    message = read_message(message_id=pk, by=request.user, at=now())
    is_ours = url_has_allowed_host_and_scheme(message.url, {request.get_host()})
    return redirect(message.url if message.url and is_ours else "notifications:list")


@needs(None)
@require_POST
def read_everything(request: UserRequest) -> HttpResponse:
    """Mark all as read."""
    count = read_all(by=request.user, at=now())
    messages.success(request, f"已将 {count} 条消息标为已读。" if count else "没有未读消息。")
    return redirect("notifications:list")


@needs(Capability.PLAN_LAUNCH)
@require_POST
def urge(request: UserRequest) -> HttpResponse:
    """Remind the owners of what is late of one kind in the person's area, and say how many."""
    done = urge_kind(kind=request.POST.get("kind", ""), by=request.user, at=now())
    if not done.cases:
        messages.info(request, "逾期事项今天都已催办过。")
    elif not done.told:
        messages.info(request, f"{done.cases} 项逾期事项没有可提醒的账号，请用其他方式联系。")
    else:
        rest = f"其余 {done.left} 项请再次催办。" if done.left else ""
        messages.success(
            request,
            f"已就 {done.cases} 项逾期事项发出 {done.told} 条提醒，同一事项一天只提醒一次。{rest}",
        )
    return redirect("web:workbench")
