"""Meetings of several bodies: the rule by which they recur, who came, what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.cooperation.models.scoping import SharedQuerySet
from bihuan.cooperation.rules import TERMS
from bihuan.cooperation.states import MEETING, Attendance, MeetingKind
from bihuan.kernel.clocks import Term
from bihuan.kernel.periods import Recurrence
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability


class MeetingSeriesQuerySet(SharedQuerySet["MeetingSeries"]):
    """Meeting rules of the area, and those that a body of the area belongs to."""

    seat_path = "members"


class MeetingSeries(models.Model):
    """会议制度: which bodies meet how often, at whose invitation."""

    name = models.CharField("名称", max_length=120)
    category = models.CharField("类别", max_length=12, choices=MeetingKind.choices)
    host = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="召集单位"
    )
    area = models.BigIntegerField("区划代码", db_index=True)
    members = models.ManyToManyField(
        Organisation, related_name="meeting_series", verbose_name="成员单位"
    )
    every = models.CharField("周期", max_length=12)
    since = models.DateField("起始日期")
    until = models.DateField("终止日期", null=True, blank=True)
    agenda = models.TextField("固定议题", blank=True)
    created_at = models.DateTimeField("建立时间")
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MeetingSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = "会议制度"
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list of the series' meetings."""
        return f"/cooperation/meetings/?series={self.pk}"

    @property
    def frequency(self) -> str:
        """How often, in words."""
        return f"每{Recurrence(self.every).label}一次"


class MeetingQuerySet(SharedQuerySet["Meeting"]):
    """Meetings of the area, and those that a body of the area was asked to."""

    seat_path = "seats__organisation"


class Meeting(Case):
    """协同会议: one meeting, planned by its series or by itself."""

    machine = MEETING
    late_list = "/cooperation/meetings/?overdue=1"

    series = models.ForeignKey(MeetingSeries, models.PROTECT, null=True, related_name="meetings")
    period_start = models.DateField(null=True)
    category = models.CharField("类别", max_length=12, choices=MeetingKind.choices)
    title = models.CharField("会议名称", max_length=160)
    host = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="召集单位"
    )
    agenda = models.TextField("议题", blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    planned_on = models.DateField("计划日期")
    held_on = models.DateField("召开日期", null=True, blank=True)
    summary = models.TextField("会议情况", blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "协同会议"
        ordering: ClassVar = ["-planned_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "period_start"], name="meeting_once_a_period")
        ]
        indexes: ClassVar = [models.Index(fields=["area", "-planned_on"], name="meeting_area")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return f"/cooperation/meetings/{self.pk}/"

    def term(self, clock: str) -> Term:
        """How long until the meeting, where no day is given."""
        return TERMS[clock]

    def todo(self) -> TodoSpec | None:
        """The host holds it and writes down what was decided."""
        return TodoSpec(
            f"召开{self.title}", self.get_absolute_url(), Capability.COOPERATION_HANDLE,
            organisation_id=self.host_id,
        )  # fmt: skip


class MeetingSeat(models.Model):
    """参会单位: one body at one meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="meeting_seats", verbose_name="单位"
    )
    attendance = models.CharField(
        "到会情况", max_length=12, choices=Attendance.choices, default=Attendance.INVITED
    )
    person = models.CharField("到会人员", max_length=120, blank=True)

    class Meta:
        verbose_name = "参会单位"
        ordering: ClassVar = ["meeting_id", "organisation__area", "organisation_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="meeting_seat_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}（{self.get_attendance_display()}）"


class Decision(models.Model):
    """议定事项: one thing that a meeting decided."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField("序号")
    text = models.CharField("议定事项", max_length=300)
    task = models.OneToOneField(
        "cooperation.CooperationTask", models.PROTECT, null=True, related_name="decision"
    )

    class Meta:
        verbose_name = "议定事项"
        ordering: ClassVar = ["meeting_id", "number"]

    def __str__(self) -> str:
        return self.text
