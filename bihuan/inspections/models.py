"""Self-checks and their answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.enterprises.models import Enterprise
from bihuan.hazards.models import Hazard
from bihuan.inspections.states import SELF_CHECK, Answer
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability
from bihuan.standards.models import CheckItem, Checklist


class SelfCheckQuerySet(ScopedQuerySet["SelfCheck"]):
    """Self-checks within an area range or of one enterprise."""

    def open(self) -> SelfCheckQuerySet:
        """Keep those that are still to be filled."""
        return self.exclude(state__in=SELF_CHECK.end)


class SelfCheck(Case):
    """企业自查: one enterprise answering one checklist by a deadline.

    ``round_key`` tells apart the rounds of one campaign (a phase, a month). ``campaign_ref`` is
    the campaign's id. Answers are saved as they are typed; ``submit`` closes the check.
    """

    machine = SELF_CHECK
    late_list = "/inspections/self-checks/?overdue=1"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="self_checks")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="self_checks")
    title = models.CharField("名称", max_length=120)
    reason = models.CharField("为什么要做", max_length=300, blank=True)
    round_key = models.CharField(max_length=40)
    campaign_ref = models.BigIntegerField(null=True, blank=True)
    assigned_on = models.DateField("下达日期")
    asked_by = models.DateField("要求完成日期")
    submitted_on = models.DateField("完成日期", null=True, blank=True)
    started_at = models.DateTimeField("开始填写", null=True, blank=True)
    submitted_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "企业自查"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "campaign_ref", "round_key"], name="self_check_once"
            ),
            models.UniqueConstraint(  # an absent campaign is no value, so it needs its own
                fields=["enterprise", "round_key"], condition=Q(campaign_ref__isnull=True),
                name="self_check_once_outside_campaigns",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["county", "state", "due_on", "id"], name="self_check_county_list"),
            models.Index(fields=["campaign_ref", "state"], name="self_check_campaign"),
            models.Index(fields=["area", "assigned_on"], name="self_check_area_assigned"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The self-check's page."""
        return f"/inspections/self-checks/{self.pk}/"

    def todo(self) -> TodoSpec | None:
        """Filling it is the enterprise's."""
        return TodoSpec(
            self.title, self.get_absolute_url(), Capability.SELF_CHECK_FILL,
            enterprise_id=self.enterprise_id,
        )  # fmt: skip


class SelfCheckAnswer(models.Model):
    """自查答复: the answer to one item. A failed item has become ``hazard`` after submission."""

    self_check = models.ForeignKey(SelfCheck, models.CASCADE, related_name="answers")
    item = models.ForeignKey(CheckItem, models.PROTECT, related_name="+")
    answer = models.CharField("结论", max_length=8, choices=Answer.choices)
    note = models.CharField("说明", max_length=500, blank=True)
    place = models.CharField("部位", max_length=100, blank=True)
    level = models.CharField("隐患级别", max_length=8, blank=True)
    owner = models.CharField("整改责任人", max_length=40, blank=True)
    measures = models.CharField("整改措施", max_length=500, blank=True)
    funds = models.DecimalField(
        "整改资金（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    interim_measures = models.CharField("整改期间防范措施", max_length=500, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    due_reason = models.CharField("期限较长的理由", max_length=200, blank=True)
    photos = models.ManyToManyField("loop.Evidence", related_name="+")
    hazard = models.OneToOneField(Hazard, models.PROTECT, null=True, related_name="answer")
    answered_at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "自查答复"
        ordering: ClassVar = ["self_check_id", "item__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["self_check", "item"], name="self_check_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.get_answer_display()}"
