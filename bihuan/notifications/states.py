"""Kinds of messages."""

from __future__ import annotations

from django.db.models import TextChoices


class MessageKind(TextChoices):
    """消息类别."""

    REMINDER = "reminder", "到期提醒"
    ESCALATION = "escalation", "逾期告知"
    SUPERVISION = "supervision", "督办"
    RETURN = "return", "退回"
    NOTICE = "notice", "通知"
