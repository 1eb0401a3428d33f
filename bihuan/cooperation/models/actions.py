"""Actions of several bodies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign
from bihuan.cooperation.models.scoping import SharedQuerySet
from bihuan.cooperation.states import ACTION, ActionKind
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation
from bihuan.people.states import Capability


class JointActionQuerySet(SharedQuerySet["JointAction"]):
    """Actions led in the area, and those that a body of the area takes part in."""

    seat_path = "members__organisation"


class JointAction(Case):
    """联合行动: one lead body, several that take part with a task each, one file, one outcome."""

    machine = ACTION
    late_list = "/cooperation/actions/?overdue=1"

    category = models.CharField("类别", max_length=12, choices=ActionKind.choices)
    title = models.CharField("名称", max_length=160)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="牵头单位"
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="joint_actions",
        verbose_name="所属专项行动",
    )  # fmt: skip
    purpose = models.TextField("内容")
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    checked_count = models.PositiveIntegerField("检查企业数", null=True, blank=True)
    found_count = models.PositiveIntegerField("发现隐患数", null=True, blank=True)
    case_count = models.PositiveIntegerField("立案数", null=True, blank=True)
    outcome = models.TextField("行动成果", blank=True)

    objects = JointActionQuerySet.as_manager()

    class Meta:
        verbose_name = "联合行动"
        ordering: ClassVar = ["-starts_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "-starts_on"], name="joint_action_area")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The action's page."""
        return f"/cooperation/actions/{self.pk}/"

    def todo(self) -> TodoSpec | None:
        """The lead body ends it when every task is done."""
        return TodoSpec(
            f"联合行动：{self.title}", self.get_absolute_url(), Capability.COOPERATION_HANDLE,
            organisation_id=self.lead_id,
        )  # fmt: skip


class JointMember(models.Model):
    """参与单位: a body that takes part in an action."""

    action = models.ForeignKey(JointAction, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="joint_members", verbose_name="单位"
    )

    class Meta:
        verbose_name = "参与单位"
        ordering: ClassVar = ["action_id", "organisation_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "organisation"], name="joint_member_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)
