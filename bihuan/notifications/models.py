"""Messages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.notifications.states import MessageKind
from bihuan.people.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages; everybody sees their own only."""

    def visible_to(self, user: User) -> MessageQuerySet:
        """Keep what was sent to ``user``."""
        return self.filter(user=user)

    def unread(self) -> MessageQuerySet:
        """Keep what was not read yet."""
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """消息: one thing told to one person. ``key`` names the news, so that it is told once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="收件人")
    kind = models.CharField("类别", max_length=16, choices=MessageKind.choices)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=100)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="message_told_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-at", "-id"], name="message_inbox"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="message_unread"),
            models.Index(fields=["key"], name="message_key"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Opens the message: it is read then, and leads on to what it is about."""
        return f"/notifications/{self.pk}/"
