"""Enumerations of the enterprise registry."""

from __future__ import annotations

from django.db.models import TextChoices


class EnterpriseStatus(TextChoices):
    """经营状态."""

    OPERATING = "operating", "在业"
    SUSPENDED = "suspended", "停产停业"
    CLOSED = "closed", "关闭注销"


class RiskColour(TextChoices):
    """风险颜色: the overall risk of an enterprise; never shown as a colour alone."""

    RED = "red", "红（重大）"
    ORANGE = "orange", "橙（较大）"
    YELLOW = "yellow", "黄（一般）"
    BLUE = "blue", "蓝（低）"


class Size(TextChoices):
    """规模."""

    LARGE = "large", "规上"
    SMALL = "small", "小微"


class ChangeKind(TextChoices):
    """档案变更方式."""

    REGISTERED = "registered", "建档"
    UPDATED = "updated", "修改"
    STATUS = "status", "经营状态变更"
    IMPORTED = "imported", "Excel 导入"
    ACCOUNT = "account", "开通账号"
