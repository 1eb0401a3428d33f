"""Wiring of the notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """消息."""

    name = "bihuan.notifications"
    label = "notifications"
    verbose_name = "消息"

    def ready(self) -> None:
        """Listen to the loop, and show the count of unread messages."""
        from bihuan.notifications import listeners, pages  # noqa: F401 - models are loaded first
