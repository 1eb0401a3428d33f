"""Enumerations of sector packs."""

from __future__ import annotations

from django.db.models import TextChoices


class PaperKind(TextChoices):
    """行动文书: a paper that a campaign brings forth."""

    PLAN = "plan", "方案"
    NOTICE = "notice", "部署通知"
    REGISTER = "register", "对象台账"
    CHECKLIST = "checklist", "检查表"
    RECTIFY = "rectify", "整改清单"
    PROGRESS = "progress", "进展报送"
    BULLETIN = "bulletin", "情况通报"
    SUMMARY = "summary", "工作总结"
    OTHER = "other", "其他文书"
