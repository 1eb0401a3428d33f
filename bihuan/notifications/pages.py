"""What messages put into the shell: the count of unread ones."""

from __future__ import annotations

from bihuan.notifications.models import Message
from bihuan.people.models import User
from bihuan.web import menu


def unread(user: User) -> int:
    """Count what was not read."""
    return Message.objects.visible_to(user).unread().count()


menu.add_badge("messages", "消息", "notifications:list", icon="bell", count=unread, order=20)
