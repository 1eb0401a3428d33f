"""Phases as they begin and end, their changes of dates, and what they bring."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign, Phase
from bihuan.kernel.clocks import Term, workdays
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability
from bihuan.phasework.states import (
    PHASE_CHANGE,
    PHASE_OUTPUT,
    Depth,
    OutputKind,
    OutputState,
    PhaseMoment,
    ResultType,
)


class PhaseMark(models.Model):
    """阶段启止记录: a phase began or ended on its day, once; ``unfinished`` names what was open.

    ``day`` is the phase's own first or last day. A phase that is extended after its end ends a
    second time, on its new last day.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="marks")
    moment = models.CharField("启止", max_length=8, choices=PhaseMoment.choices)
    day = models.DateField("日期")
    unfinished = models.JSONField("未完成事项", default=list)
    unfinished_count = models.PositiveIntegerField("未完成数", default=0)
    noted_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "阶段启止记录"
        ordering: ClassVar = ["phase_id", "day", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phase", "moment", "day"], name="phase_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.phase_id} {self.moment} {self.day}"


class PhaseChangeQuerySet(ScopedQuerySet["PhaseChange"]):
    """Changes of phases within an area range; enterprises do not see them."""

    enterprise_field = None


class PhaseChange(Case):
    """阶段调整: a phase is to get other days (延期), or days at all, with reason and approval.

    ``effects`` is what was stated when it was applied for; with ``moves_deadlines`` what is due on
    the phase's old last day moves along.
    """

    machine = PHASE_CHANGE

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="phase_changes")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="changes")
    start_before = models.DateField("原开始", null=True)
    end_before = models.DateField("原结束", null=True)
    start_after = models.DateField("调整后开始", null=True)
    end_after = models.DateField("调整后结束", null=True)
    moves_deadlines = models.BooleanField("同日期限一并顺延", default=True)
    reason = models.TextField("原因")
    effects = models.JSONField("影响", default=list)

    objects = PhaseChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "阶段调整"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.phase.name}调整"

    def get_absolute_url(self) -> str:
        """The change's page."""
        return f"/phasework/changes/{self.pk}/"

    def term(self, clock: str) -> Term:
        """Approving takes three workdays."""
        assert clock == "approve"
        return workdays(3, "平台默认期限")

    def todo(self) -> TodoSpec | None:
        """The chief or a leader of the office that runs the campaign decides."""
        return TodoSpec(
            f"批准阶段调整：{self.phase.name}", self.get_absolute_url(), Capability.PLAN_APPROVE,
            organisation_id=self.campaign.organisation_id,
        )  # fmt: skip


class PhaseOutputQuerySet(ScopedQuerySet["PhaseOutput"]):
    """Outputs of bodies within an area range; enterprises do not see them."""

    enterprise_field = None


class PhaseOutput(Case):
    """阶段成果: a record, plan, summary or standing rule that a phase is to bring, with its document.

    ``result_type`` and ``depth`` are said of 制度成果 alone. ``detail`` holds what a meeting took
    up, or what a result consists of.
    """

    machine = PHASE_OUTPUT
    late_list = "/phasework/outputs/?overdue=1"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="phase_outputs")
    phase = models.ForeignKey(
        Phase, models.SET_NULL, null=True, blank=True, related_name="outputs", verbose_name="阶段"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    kind = models.CharField("类别", max_length=12, choices=OutputKind.choices)
    result_type = models.CharField(
        "成果类型", max_length=12, choices=ResultType.choices, blank=True
    )
    depth = models.CharField("标本", max_length=8, choices=Depth.choices, blank=True)
    title = models.CharField("名称", max_length=200)
    detail = models.TextField("内容", blank=True)
    asked_by = models.DateField("要求日期", null=True, blank=True)
    held_on = models.DateField("形成日期", null=True, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    campaign_ref = models.BigIntegerField()

    objects = PhaseOutputQuerySet.as_manager()

    class Meta:
        verbose_name = "阶段成果"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["county", "state", "due_on", "id"], name="phase_output_list"),
            models.Index(fields=["campaign", "phase"], name="phase_output_phase"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The output's page."""
        return f"/phasework/outputs/{self.pk}/"

    def todo(self) -> TodoSpec | None:
        """Planned: the body's to bring; recorded: its chief's or clerk's to check."""
        is_recorded = self.state == OutputState.RECORDED
        return TodoSpec(
            f"{'核实成果' if is_recorded else '形成成果'}：{self.title}", self.get_absolute_url(),
            Capability.DELIVERABLE_ACCEPT if is_recorded else Capability.DELIVERABLE_SUBMIT,
            organisation_id=self.organisation_id,
        )  # fmt: skip

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the plain campaign number true to the key."""
        self.campaign_ref = self.campaign_id
        super().save(*args, **kwargs)
