"""Which pack a campaign works with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign
from bihuan.people.scoping import ScopedQuerySet


class PackUseQuerySet(ScopedQuerySet["PackUse"]):
    """Uses within an area range; enterprises do not see them."""

    enterprise_field = None


class PackUse(models.Model):
    """行业包引用: a campaign works with a pack, in the version that was in force then."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="pack_uses")
    area = models.BigIntegerField("区划代码")
    pack = models.CharField("行业包", max_length=40)
    version = models.PositiveSmallIntegerField("版次")
    attached_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", verbose_name="引用人"
    )
    attached_at = models.DateTimeField("引用时间")

    objects = PackUseQuerySet.as_manager()

    class Meta:
        verbose_name = "行业包引用"
        ordering: ClassVar = ["campaign_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "pack"], name="pack_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.pack}"
