"""One row per long-running piece of work, and the slots of periodic work already started."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from bihuan.jobs.states import OPEN, JobState
from bihuan.kernel.ids import uuid7
from bihuan.people.models import User
from bihuan.people.scoping import ScopedQuerySet


class JobQuerySet(ScopedQuerySet["Job"]):
    """Jobs within an area range or of one enterprise."""


class Job(models.Model):
    """后台任务: what runs, how far it is, and what came of it.

    A handler may be started again after a crash at any moment, so it finds out from the data
    itself what is left to do; ``done`` only tells people.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField("类别", max_length=40)
    title = models.CharField("名称", max_length=120)
    state = models.CharField(
        "状态", max_length=12, choices=JobState.choices, default=JobState.QUEUED
    )
    payload = models.JSONField(default=dict)
    total = models.PositiveIntegerField("总数", default=0)
    done = models.PositiveIntegerField("已办", default=0)
    failed = models.PositiveIntegerField("未成", default=0)
    message = models.TextField("说明", blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    area = models.BigIntegerField()
    enterprise_id = models.BigIntegerField(null=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("提交时间")
    started_at = models.DateTimeField("开始时间", null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    cancel_asked = models.BooleanField(default=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "heartbeat_at"], name="job_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The job's page."""
        return f"/jobs/{self.public_id}/"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN

    @property
    def percent(self) -> int:
        """Whole percent done, 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0

    def remaining(self, *, at: datetime) -> timedelta | None:
        """Estimate the time left from the pace so far; None before there is a pace."""
        if not self.started_at or not self.done or not self.total:
            return None
        return (at - self.started_at) / self.done * (self.total - self.done)


class Beat(models.Model):
    """定时: a slot of periodic work that some worker already took."""

    name = models.CharField(max_length=40)
    slot = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "定时"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "slot"], name="beat_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"
