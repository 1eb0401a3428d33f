"""Enumerations every closed loop shares."""

from __future__ import annotations

from django.db.models import TextChoices

SYSTEM = "system"
"""Capability of steps that the clock takes by itself; no person holds it."""


class EvidenceKind(TextChoices):
    """佐证材料类别."""

    PHOTO_FOUND = "photo_found", "现场照片"
    PHOTO_AFTER = "photo_after", "整改后照片"
    RECHECK = "recheck", "复查照片"
    RECORD = "record", "履职记录"
    ATTACHMENT = "attachment", "报送材料"


class EscalationAction(TextChoices):
    """逾期升级方式."""

    REMIND_OWNER = "remind_owner", "提醒责任单位"
    INFORM_SUPERIOR = "inform_superior", "告知上级"
    SUPERVISE = "supervise", "列入督办"
