"""What one body is to do for several."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from bihuan.cooperation.models.scoping import TwoSidedQuerySet
from bihuan.cooperation.rules import TERMS
from bihuan.cooperation.states import TASK, TaskState
from bihuan.kernel.clocks import Term
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation
from bihuan.people.states import Capability


class CooperationTaskQuerySet(TwoSidedQuerySet["CooperationTask"]):
    """Tasks that the area of the owner or of who set them holds."""


class CooperationTask(Case):
    """协同任务: what a meeting decided, an action asks of one body, or an approval leaves behind.

    ``owner`` does it, ``assigner`` accepts it; ``acceptance`` says when it is good. One of
    ``meeting``, ``action``, ``referral`` is where it comes from.
    """

    machine = TASK
    late_list = "/cooperation/tasks/?overdue=1"

    title = models.CharField("任务", max_length=300)
    acceptance = models.CharField("验收要求", max_length=300, blank=True)
    assigner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="tasks_set", verbose_name="交办单位"
    )
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="tasks_owned", verbose_name="责任单位"
    )
    from_area = models.BigIntegerField("交办单位区划")
    result = models.TextField("办理结果", blank=True)
    reported_on = models.DateField("报告日期", null=True, blank=True)
    meeting = models.ForeignKey(
        "cooperation.Meeting", models.PROTECT, null=True, related_name="tasks"
    )
    action = models.ForeignKey(
        "cooperation.JointAction", models.PROTECT, null=True, related_name="tasks"
    )
    referral = models.ForeignKey(
        "cooperation.Referral", models.PROTECT, null=True, related_name="tasks"
    )

    objects = CooperationTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "协同任务"
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["area", "due_on"], name="coop_task_area"),
            models.Index(fields=["from_area", "due_on"], name="coop_task_from_area"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The task's page."""
        return f"/cooperation/tasks/{self.pk}/"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep both areas true to the two bodies."""
        self.area, self.from_area = self.owner.area, self.assigner.area
        super().save(*args, **kwargs)

    def term(self, clock: str) -> Term:
        """How long each side has."""
        return TERMS[clock]

    @property
    def source(self) -> Case:
        """Where the task comes from."""
        found = self.meeting or self.action or self.referral
        assert found is not None
        return found

    def todo(self) -> TodoSpec | None:
        """The owner's, then whoever set it accepts."""
        is_reported = self.state == TaskState.REPORTED
        return TodoSpec(
            f"{'验收' if is_reported else '协同任务'}：{self.title}", self.get_absolute_url(),
            Capability.COOPERATION_HANDLE,
            organisation_id=self.assigner_id if is_reported else self.owner_id,
        )  # fmt: skip
