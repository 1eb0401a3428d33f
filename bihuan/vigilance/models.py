"""Sensitive periods and the duties that are asked more often in them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from bihuan.duties.models import DutyRule
from bihuan.kernel.periods import Recurrence
from bihuan.people.models import Organisation, User
from bihuan.people.scoping import HandedDownQuerySet
from bihuan.vigilance.states import PeriodKind


class SensitivePeriodQuerySet(HandedDownQuerySet["SensitivePeriod"]):
    """Periods marked within an area range, and those that bodies above have marked for it."""

    def standing(self, on: date) -> Self:
        """Keep those that are on, and were not cancelled."""
        return self.filter(starts_on__lte=on, ends_on__gte=on, cancelled_on__isnull=True)


class SensitivePeriod(models.Model):
    """敏感时期: days in which an area's offices and enterprises are asked for more.

    With ``zero_report`` every safety office of the area reports daily, also when nothing
    happened. ``raised`` are duty rules that are asked ``count`` times ``every`` period while it
    lasts, beside what they ask anyhow.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="划定单位")
    area = models.BigIntegerField("区划代码")
    kind = models.CharField("类别", max_length=16, choices=PeriodKind.choices)
    name = models.CharField("名称", max_length=60)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    basis = models.CharField("依据", max_length=200, blank=True)
    zero_report = models.BooleanField("每日零报告", default=False)
    raised = models.ManyToManyField(DutyRule, related_name="raised_in", blank=True)
    count = models.PositiveSmallIntegerField("次数", default=1)
    every = models.CharField("周期", max_length=12, default=Recurrence.WEEK)
    created_at = models.DateTimeField("划定时间")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="划定人")
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)

    objects = SensitivePeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "敏感时期"
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sensitive_period_has_days", condition=Q(ends_on__gte=models.F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The period's page."""
        return f"/vigilance/{self.pk}/"

    @property
    def measures(self) -> str:
        """What is asked in it, in words."""
        told = ["每日零报告"] if self.zero_report else []
        count = len(self.raised.all())
        if count:
            often = f"每{Recurrence(self.every).label} {self.count} 次"
            told.append(f"{count} 项职责加至{often}")
        return "，".join(told) or "只作提示"
