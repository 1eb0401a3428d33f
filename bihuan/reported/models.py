"""What a body reported about a target that no metric measures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.kernel.clocks import Term, workdays
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability
from bihuan.reported.rules import Answer
from bihuan.reported.states import REPORTED_VALUE, ReportedState, ReportPeriod, Word


class ReportedValueQuerySet(ScopedQuerySet["ReportedValue"]):
    """Values reported by bodies within an area range; enterprises do not see them."""

    enterprise_field = None


class ReportedValue(Case):
    """目标填报: the value of one target for one place and period, with its source and document.

    A report about the same place and period again is the next ``edition``; the earlier ones stay
    as they were. ``as_of`` orders values: the period's last day, or the day of the report.
    ``area`` is the place it speaks for, the reporting body's own.
    """

    machine = REPORTED_VALUE

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reported_values")
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="reported_values")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="填报单位"
    )
    period = models.CharField("填报周期", max_length=8, choices=ReportPeriod.choices)
    period_label = models.CharField("期间", max_length=20, blank=True)
    as_of = models.DateField("截至")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    value = models.DecimalField("本期数", max_digits=14, decimal_places=4, null=True, blank=True)
    baseline = models.DecimalField("基期数", max_digits=14, decimal_places=4, null=True, blank=True)
    word = models.CharField("结论", max_length=4, choices=Word.choices, blank=True)
    source = models.CharField("来源", max_length=200)
    baseline_source = models.CharField("基期数来源", max_length=200, blank=True)
    note = models.TextField("说明", blank=True)
    confirmed_on = models.DateField("认定日期", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", verbose_name="认定人"
    )
    campaign_ref = models.BigIntegerField()

    objects = ReportedValueQuerySet.as_manager()

    class Meta:
        verbose_name = "目标填报"
        ordering: ClassVar = ["-as_of", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "area", "period_label", "edition"], name="reported_edition_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "item", "area"], name="reported_of_item")
        ]

    def __str__(self) -> str:
        return f"{self.item.quote[:60]}{f'（{self.period_label}）' if self.period_label else ''}"

    def get_absolute_url(self) -> str:
        """The value's page."""
        return f"/reported/{self.pk}/"

    @property
    def answer(self) -> Answer:
        """What was reported, as the rules look at it."""
        return Answer(
            self.value, self.baseline, Word(self.word) if self.word else None, self.source,
            self.baseline_source,
        )  # fmt: skip

    def term(self, clock: str) -> Term:
        """Confirming takes five workdays."""
        assert clock == "confirm"
        return workdays(5, "平台默认期限")

    def todo(self) -> TodoSpec | None:
        """The office that runs the campaign confirms."""
        if self.state != ReportedState.REPORTED:
            return None
        return TodoSpec(
            f"认定目标：{self}"[:200], self.get_absolute_url(), Capability.DELIVERABLE_ACCEPT,
            organisation_id=self.campaign.organisation_id,
        )  # fmt: skip

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the plain campaign number true to the key."""
        self.campaign_ref = self.campaign_id
        super().save(*args, **kwargs)
