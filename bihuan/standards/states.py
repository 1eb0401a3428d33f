"""Enumerations of check standards."""

from __future__ import annotations

from django.db.models import TextChoices


class ChecklistState(TextChoices):
    """检查标准状态."""

    DRAFT = "draft", "拟定中"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已停用"


class Severity(TextChoices):
    """不符合时的隐患级别."""

    GENERAL = "general", "一般"
    MAJOR = "major", "重大"
