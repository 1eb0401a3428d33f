"""Kinds of sensitive periods."""

from __future__ import annotations

from django.db.models import TextChoices


class PeriodKind(TextChoices):
    """敏感时期类别."""

    NEW_YEAR = "new_year", "元旦"
    SPRING_FESTIVAL = "spring_festival", "春节"
    CONGRESS = "congress", "两会"
    NATIONAL_DAY = "national_day", "国庆"
    FLOOD = "flood", "汛期"
    BUSY = "busy", "繁忙时期"
    OTHER = "other", "其他时期"
