"""Rounds of 回头看 and the rechecks drawn in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign
from bihuan.enterprises.models import Enterprise
from bihuan.hazards.models import Hazard
from bihuan.lookback.states import LOOKBACK
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation, User
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability


class LookbackRoundQuerySet(ScopedQuerySet["LookbackRound"]):
    """Rounds over campaigns within an area range; enterprises do not see them."""

    enterprise_field = None


class LookbackRound(models.Model):
    """回头看轮次: one draw from what a campaign closed, with everything to draw it again.

    ``pool`` are the ids of the closed hazards in order, ``strata`` says per place and severity
    how many there were and how many were drawn.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="lookbacks")
    number = models.PositiveSmallIntegerField("第几轮")
    area = models.BigIntegerField("区划代码")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="核查单位")
    size = models.PositiveIntegerField("抽取数")
    seed = models.BigIntegerField("随机数种子")
    major_weight = models.PositiveSmallIntegerField("重大隐患权重", default=1)
    pool = models.JSONField(default=list)
    strata = models.JSONField(default=list)
    due_on = models.DateField("完成期限")
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="抽取人"
    )

    objects = LookbackRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "回头看轮次"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="lookback_round_once")
        ]

    def __str__(self) -> str:
        return f"《{self.campaign.title}》第 {self.number} 轮回头看"

    def get_absolute_url(self) -> str:
        """The round's page."""
        return f"/lookback/rounds/{self.pk}/"


class LookbackQuerySet(ScopedQuerySet["Lookback"]):
    """Rechecks within an area range; the enterprise looked at is not told beforehand."""

    enterprise_field = None


class Lookback(Case):
    """回头看核查: one closed hazard looked at again by somebody who had no part in closing it.

    ``new_hazard`` is what was registered when it was not as reported.
    """

    machine = LOOKBACK
    late_list = "/lookback/?overdue=1"

    round = models.ForeignKey(LookbackRound, models.PROTECT, related_name="cases")
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="lookbacks")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="lookbacks")
    campaign_ref = models.BigIntegerField()
    stratum_area = models.BigIntegerField("抽样地区")
    major = models.BooleanField("重大隐患", default=False)
    assignee = models.ForeignKey(
        User, models.PROTECT, related_name="lookbacks", verbose_name="核查人"
    )
    checked_on = models.DateField("核查日期", null=True, blank=True)
    finding = models.TextField("核查情况", blank=True)
    new_hazard = models.OneToOneField(
        Hazard, models.PROTECT, null=True, blank=True, related_name="found_by_lookback"
    )

    objects = LookbackQuerySet.as_manager()

    class Meta:
        verbose_name = "回头看核查"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "hazard"], name="lookback_once_per_round")
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "state", "due_on", "id"], name="lookback_list"),
            models.Index(fields=["campaign_ref", "state"], name="lookback_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise.name}：{self.hazard.summary}"

    def get_absolute_url(self) -> str:
        """The recheck's page."""
        return f"/lookback/{self.pk}/"

    def todo(self) -> TodoSpec | None:
        """The assigned person's."""
        return TodoSpec(
            f"回头看：{self}"[:200], self.get_absolute_url(), Capability.HAZARD_VERIFY,
            user_id=self.assignee_id,
        )  # fmt: skip
