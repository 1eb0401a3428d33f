"""Who has a draft open for checking."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Presence(models.Model):
    """在场: a person who has a draft's page open, when it last gave a sign, and at which item."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="presences")
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("最近活动")
    item = models.ForeignKey("campaigns.PlanItem", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "在场"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "user"], name="presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.user_id}"
