"""What a superior handed down to whom, item by item; and who signed for having received it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import ItemKind
from bihuan.cascade.states import (
    IN_HAND,
    RECEIPT,
    SUB_PLAN,
    ReceiptState,
    SubPlanState,
)
from bihuan.enterprises.models import Enterprise
from bihuan.kernel.clocks import Term, workdays
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability

TERMS = {"review": workdays(5, "House rule"), "redo": workdays(5, "House rule")}


class SubPlanQuerySet(ScopedQuerySet["SubPlan"]):
    """Lower plans of the bodies within an area range; enterprises see none."""

    enterprise_field = None


class SubPlan(Case):
    """下级方案: the plan that a superior's campaign asks of one body below, until it is recognised.

    ``parent`` is the superior's campaign, ``child`` the body's own once it has one. ``asked_by``
    is the day the superior named; ``due_on`` runs with the steps.
    """

    machine = SUB_PLAN
    late_list = "/cascade/?overdue=1"

    parent = models.ForeignKey(
        Campaign, models.PROTECT, related_name="sub_plans", verbose_name="上级行动"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="承接单位"
    )
    child = models.OneToOneField(
        Campaign, models.PROTECT, null=True, related_name="sub_plan", verbose_name="本级行动"
    )
    asked_by = models.DateField("要求日期")
    first_filed_on = models.DateField("首次报备日期", null=True, blank=True)
    is_own_text = models.BooleanField("自拟方案", default=False)
    campaign_ref = models.BigIntegerField()

    objects = SubPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "下级方案"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent", "organisation"],
                condition=~Q(state=SubPlanState.WITHDRAWN),
                name="sub_plan_once_per_body",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "state", "due_on", "id"], name="sub_plan_list"),
            models.Index(fields=["campaign_ref", "state"], name="sub_plan_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name}承接《{self.parent.title}》"

    def get_absolute_url(self) -> str:
        """The lower plan's page."""
        return f"/cascade/{self.pk}/"

    def term(self, clock: str) -> Term:
        """House rule: five workdays to look at what was filed, as many to do it again."""
        return TERMS[clock]

    def todo(self) -> TodoSpec | None:
        """The body makes and files its plan; the superior's office looks at what was filed."""
        if self.state == SubPlanState.RECOGNISED:
            return None
        if self.state == SubPlanState.FILED:
            title, whose = f"审核下级方案：{self}", self.parent.organisation_id
            capability = Capability.PLAN_LAUNCH
        else:
            word = "修改并报备" if self.state in IN_HAND else "制定"
            title, whose = f"{word}实施方案：《{self.parent.title}》", self.organisation_id
            capability = Capability.PLAN_CONFIRM
        return TodoSpec(title, self.get_absolute_url(), capability, organisation_id=whose)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the plain campaign number, by which metrics filter, true to the key."""
        self.campaign_ref = self.parent_id
        super().save(*args, **kwargs)


class InheritedItem(models.Model):
    """承接条目: one item of the superior's plan that a lower plan must carry.

    ``data`` and ``quote`` are what the superior asked for when it was handed down (or when its
    amendment was); ``child_item`` is the item of the lower plan that carries it.
    """

    sub_plan = models.ForeignKey(SubPlan, models.CASCADE, related_name="inherited")
    parent_item = models.ForeignKey(PlanItem, models.PROTECT, related_name="handed_down")
    kind = models.CharField("类别", max_length=16, choices=ItemKind.choices)
    position = models.PositiveIntegerField("顺序")
    data = models.JSONField("上级要求", default=dict)
    quote = models.TextField("上级原文")
    place = models.CharField("所在条款", max_length=80, blank=True)
    child_item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, related_name="carries", verbose_name="本方案条目"
    )

    class Meta:
        verbose_name = "承接条目"
        ordering: ClassVar = ["sub_plan_id", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sub_plan", "parent_item"], name="inherited_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.quote[:40]}"

    @property
    def source(self) -> str:
        """The superior's clause as a refusal names it: 「《…方案》三、」."""
        return f"《{self.sub_plan.parent.title}》{self.place}"


class Lineage(models.Model):
    """行动谱系: a campaign and one below it, ``distance`` levels apart; written when they join."""

    ancestor = models.ForeignKey(Campaign, models.PROTECT, related_name="lines_below")
    descendant = models.ForeignKey(Campaign, models.PROTECT, related_name="lines_above")
    distance = models.PositiveSmallIntegerField("相隔层级")

    class Meta:
        verbose_name = "行动谱系"
        ordering: ClassVar = ["ancestor_id", "distance", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="lineage_once")
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} → {self.descendant_id}"


class ReceiptQuerySet(ScopedQuerySet["Receipt"]):
    """Receipts within an area range or of one enterprise."""


class Receipt(Case):
    """签收: an enterprise or a community confirms that it received a campaign and its share of it.

    Either ``enterprise`` or ``organisation`` is set; ``items`` are the numbers of the plan's items
    that a community was given, empty for what the plan asks of every enterprise.
    """

    machine = RECEIPT
    late_list = "/cascade/receipts/?overdue=1"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="receipts", verbose_name="行动"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="receipts",
        verbose_name="企业",
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    items = models.JSONField("承接条目", default=list, blank=True)
    asked_by = models.DateField("要求日期")
    signed_on = models.DateField("签收日期", null=True, blank=True)
    campaign_ref = models.BigIntegerField()

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "签收"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "enterprise"], name="receipt_enterprise"),
            models.UniqueConstraint(fields=["campaign", "organisation"], name="receipt_body"),
            models.CheckConstraint(
                name="receipt_of_one_receiver",
                condition=Q(enterprise__isnull=True) ^ Q(organisation__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign_ref", "state"], name="receipt_campaign"),
            models.Index(fields=["county", "state", "due_on", "id"], name="receipt_list"),
        ]

    def __str__(self) -> str:
        return f"{self.receiver}签收《{self.campaign.title}》"

    @property
    def receiver(self) -> str:
        """Who signs."""
        whoever = self.enterprise or self.organisation
        assert whoever is not None, "the table asks for one of the two"
        return whoever.name

    def get_absolute_url(self) -> str:
        """The receipt's page."""
        return f"/cascade/receipts/{self.pk}/"

    def todo(self) -> TodoSpec | None:
        """The receiver signs."""
        if self.state != ReceiptState.SENT:
            return None
        return TodoSpec(
            f"签收行动：{self.campaign.title}", self.get_absolute_url(), Capability.DUTY_PERFORM,
            organisation_id=self.organisation_id, enterprise_id=self.enterprise_id,
        )  # fmt: skip

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the plain campaign number true to the key."""
        self.campaign_ref = self.campaign_id
        super().save(*args, **kwargs)


class ReceiptRound(models.Model):
    """签收要求: the enterprises of a campaign are asked to sign, those that join later too."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="receipt_round")
    due_on = models.DateField("签收期限")
    asked_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("要求时间")

    class Meta:
        verbose_name = "签收要求"

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.due_on}"
