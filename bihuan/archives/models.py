"""The summary with its frozen figures and cases, handovers, and archives."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.archives.states import (
    HANDOVER,
    SUMMARY,
    CaseKind,
    LoopKind,
    SummaryState,
)
from bihuan.campaigns.models import Campaign
from bihuan.documents.models import IssuedDocument
from bihuan.enterprises.models import Enterprise
from bihuan.hazards.models import Hazard
from bihuan.jobs.models import Job
from bihuan.kernel.areas import range_of
from bihuan.kernel.clocks import Term, workdays
from bihuan.loop.models import Case, TodoSpec
from bihuan.oversight.models import FrozenFigure
from bihuan.people.models import Organisation, User
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability


class SummaryQuerySet(ScopedQuerySet["Summary"]):
    """Summaries of bodies within an area range; enterprises do not see them."""

    enterprise_field = None


class Summary(Case):
    """总结: what a body reports of a campaign at its end.

    While a draft its numbers are taken anew each time; issuing freezes them. ``practice``,
    ``problems`` and ``next_steps`` are a person's words beside what the records say;
    ``verdicts`` says how targets without a metric came out, by target.
    """

    machine = SUMMARY

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="发文单位")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="summaries")
    title = models.CharField("标题", max_length=200)
    addressees = models.CharField("主送", max_length=300)
    opening = models.TextField("基本情况")
    practice = models.TextField("主要做法补充", blank=True)
    problems = models.TextField("存在问题补充", blank=True)
    next_steps = models.TextField("下一步打算", blank=True)
    verdicts = models.JSONField("人工评定", default=dict, blank=True)
    start = models.DateField("统计开始")
    as_of = models.DateField("数据截至")
    issued = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, related_name="summary")

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = "总结"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def area_counted(self) -> int:
        """The place whose records count: the body's own, or the campaign's where that is smaller."""
        is_inside = range_of(self.area).covers(range_of(self.campaign.area))
        return self.campaign.area if is_inside else self.area

    def get_absolute_url(self) -> str:
        """The summary's page."""
        return f"/archives/summaries/{self.pk}/"

    def term(self, clock: str) -> Term:
        """Signing is asked for within three workdays (house rule)."""
        assert clock == "sign"
        return workdays(3, "平台默认期限")

    def todo(self) -> TodoSpec | None:
        """A submitted summary waits for the signature; a draft for its own office."""
        waits = self.state == SummaryState.SUBMITTED
        return TodoSpec(
            f"{'签发' if waits else '起草'}总结：{self.title}", self.get_absolute_url(),
            Capability.BULLETIN_ISSUE if waits else Capability.BULLETIN_DRAFT,
            organisation_id=self.organisation_id,
        )  # fmt: skip


class SummaryFigure(FrozenFigure):
    """总结冻结数据: one number of an issued summary with the records that made it."""

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="figures")

    class Meta:
        verbose_name = "总结冻结数据"
        ordering: ClassVar = ["summary_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["summary", "area", "metric_key"], name="summary_figure_once"
            )
        ]


class SummaryCase(models.Model):
    """典型案例: a hazard or an enterprise that a person chose, good or bad.

    What happened is told from the records; ``comment`` is the person's. An anonymous case names
    no enterprise.
    """

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="cases")
    kind = models.CharField("类别", max_length=8, choices=CaseKind.choices)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, related_name="+")
    anonymous = models.BooleanField("隐去企业名称", default=False)
    comment = models.CharField("点评", max_length=500, blank=True)

    class Meta:
        verbose_name = "典型案例"
        ordering: ClassVar = ["summary_id", "-kind", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["summary", "hazard"], condition=Q(hazard__isnull=False),
                name="summary_case_once_per_hazard",
            ),
            models.UniqueConstraint(
                fields=["summary", "enterprise"], condition=Q(hazard__isnull=True),
                name="summary_case_once_per_enterprise",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.enterprise.name}"


class HandoverQuerySet(ScopedQuerySet["Handover"]):
    """Handovers to bodies within an area range; enterprises do not see them."""

    enterprise_field = None


class Handover(Case):
    """移交清单: what a campaign leaves open, handed to one body (or one person of it) by name."""

    machine = HANDOVER
    late_list = "/archives/handovers/?overdue=1"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="handovers")
    receiver = models.ForeignKey(Organisation, models.PROTECT, verbose_name="接收单位")
    person = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="接收人"
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "移交清单"
        ordering: ClassVar = ["campaign_id", "id"]

    def __str__(self) -> str:
        return f"{self.campaign.title}未办结事项移交{self.receiver.name}"

    def get_absolute_url(self) -> str:
        """The list's page."""
        return f"/archives/handovers/{self.pk}/"

    def term(self, clock: str) -> Term:
        """Accepting is asked for within three workdays (house rule)."""
        assert clock == "accept"
        return workdays(3, "平台默认期限")

    def todo(self) -> TodoSpec | None:
        """The receiver's: the person named, or the body's office."""
        who = (
            {"user_id": self.person_id} if self.person_id else {"organisation_id": self.receiver_id}
        )
        return TodoSpec(
            f"接收移交：{self.campaign.title}", self.get_absolute_url(), Capability.DUTY_PERFORM,
            **who,
        )  # fmt: skip


class HandoverLine(models.Model):
    """移交事项: one open loop on a handover list; a returned list's lines go onto another."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="handover_lines")
    case_kind = models.CharField("类别", max_length=32, choices=LoopKind.choices)
    case_id = models.BigIntegerField("事项编号")
    title = models.CharField("事项", max_length=300)
    holder = models.CharField("责任主体", max_length=160, blank=True)

    class Meta:
        verbose_name = "移交事项"
        ordering: ClassVar = ["handover_id", "case_kind", "case_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "case_kind", "case_id"], name="handover_line_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


def package_path(archive: Archive, _name: str) -> str:
    """Return where a package is stored: by its digest, below nobody's own name."""
    return f"archives/{archive.sha256[:2]}/{archive.sha256}.zip"


class ArchiveQuerySet(ScopedQuerySet["Archive"]):
    """Archives of campaigns within an area range; enterprises do not see them."""

    enterprise_field = None


class Archive(models.Model):
    """归档包: everything of an ended campaign in one file that proves itself.

    ``sha256`` is that of the file, ``package_digest`` the one its manifest ends with. The same
    data give the same file, so making it again adds nothing.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="archives")
    area = models.BigIntegerField("区划代码")
    file = models.FileField("归档包", upload_to=package_path, max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    package_digest = models.CharField("归档摘要", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    files = models.PositiveIntegerField("文件数")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("归档时间")
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = "归档包"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "sha256"], name="archive_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign.title} 归档包"
