"""How a demand of a plan fits the people and days there are."""

from __future__ import annotations

from django.db.models import TextChoices


class Verdict(TextChoices):
    """测算结论."""

    FITS = "fits", "能完成"
    TIGHT = "tight", "偏紧"
    SHORT = "short", "完不成"
    NOTE = "note", "提示"
