"""An imported plan, its items, and the campaign that runs from it."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from bihuan.campaigns import desk_models, group_models, memory_models  # noqa: F401 - makes their tables known
from bihuan.campaigns.item_models import PlanItem, PlanItemChange
from bihuan.campaigns.states import (
    CAMPAIGN,
    DELIVERABLE,
    CampaignState,
    DeliverableState,
    PhaseState,
)
from bihuan.enterprises.models import Enterprise
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability
from bihuan.standards.models import Checklist

__all__ = [
    "Campaign", "Deliverable", "ItemLink", "Participation", "Phase", "PlanFile", "PlanItem",
    "PlanItemChange", "Target",
]  # fmt: skip


class PlanFileQuerySet(ScopedQuerySet["PlanFile"]):
    """Plan files of the bodies within an area range; enterprises do not see them."""

    enterprise_field = None


def plan_path(instance: PlanFile, _filename: str) -> str:
    """Name a stored plan by its content, so that a hostile name never reaches the disk."""
    suffix = instance.kind or "bin"
    return f"plans/{instance.sha256[:2]}/{instance.sha256}.{suffix}"


class PlanFile(models.Model):
    """方案文件: one document as a body handed it in, its text and every plan read in it.

    ``drafts`` is the parser's answer as JSON, one draft per plan, spans into ``text``. A body
    keeps a document once, however often it is handed in.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="上传单位")
    area = models.BigIntegerField("区划代码")
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("格式", max_length=8)
    sha256 = models.CharField("摘要", max_length=64)
    file = models.FileField("原文件", upload_to=plan_path, max_length=200)
    text = models.TextField("原文")
    drafts = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    objects = PlanFileQuerySet.as_manager()

    class Meta:
        verbose_name = "方案文件"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="plan_file_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page that lists the plans in the file."""
        return f"/campaigns/files/{self.pk}/"

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePath(self.name).stem


class CampaignQuerySet(ScopedQuerySet["Campaign"]):
    """Campaigns run within an area range; enterprises do not see them."""

    enterprise_field = None


class Campaign(Case):
    """专项行动: one plan, from uploaded text to end.

    While ``DRAFT`` a person confirms ``items``; after launch the confirmed items are bound to
    phases, targets, duties, deliverables and a checklist. ``text`` is the plan's own text, into
    which every ``start_char``/``end_char`` points. ``draft`` is the parser's PlanDraft as JSON,
    kept unchanged; ``revision`` counts edits of the items, for people editing at once.
    ``bindings`` says what the person who launched chose for duties and tasks, by item id;
    ``outline`` is the plan's sentences in force: start, end, kind, why nothing is tracked, and what
    an amendment did to the sentence, if one did.
    """

    machine = CAMPAIGN

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="组织单位")
    title = models.CharField("标题", max_length=200)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    issuer = models.CharField("发文机关", max_length=120, blank=True)
    issued_on = models.DateField("发文日期", null=True, blank=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)
    is_priority = models.BooleanField("重点行动", default=False)
    approval = models.CharField("研究决定情况", max_length=200, blank=True)
    months = models.PositiveSmallIntegerField("为期约几个月", null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by",
        verbose_name="延续自",
    )  # fmt: skip
    text = models.TextField("原文")
    draft = models.JSONField(default=dict)
    plan_file = models.ForeignKey(
        PlanFile, models.PROTECT, null=True, related_name="campaigns", verbose_name="方案文件"
    )
    plan_number = models.PositiveSmallIntegerField("文件中第几份", default=1)
    file = models.FileField("原文件", upload_to="plans/%Y/", max_length=200, blank=True)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    scope_sectors = models.JSONField("行业领域", default=list, blank=True)
    scope_tags = models.JSONField("类别标签", default=list, blank=True)
    scope_areas = models.JSONField("区划范围", default=list, blank=True)
    checklist = models.ForeignKey(Checklist, models.PROTECT, null=True, related_name="campaigns")
    bindings = models.JSONField("下达选择", default=dict, blank=True)
    outline = models.JSONField("语句", default=list, blank=True)
    launched_on = models.DateField("下达日期", null=True, blank=True)
    self_check_due_on = models.DateField("自查期限", null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "专项行动"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan_file", "plan_number"],
                condition=~Q(state=CampaignState.DISCARDED),
                name="campaign_once_per_plan",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Confirmation page while a draft, living document afterwards."""
        page = "confirm/" if self.state == CampaignState.DRAFT else ""
        return f"/campaigns/{self.pk}/{page}"

    def todo(self) -> TodoSpec | None:
        """A draft waits for confirmation; a running campaign asks nothing by itself."""
        if self.state != CampaignState.DRAFT:
            return None
        return TodoSpec(
            f"核对方案：{self.title}", self.get_absolute_url(), Capability.PLAN_CONFIRM,
            organisation_id=self.organisation_id,
        )  # fmt: skip


class Phase(models.Model):
    """阶段: a span of the campaign's timeline; its state follows from the day."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases")
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=120)
    start = models.DateField("开始", null=True)
    end = models.DateField("结束", null=True)

    class Meta:
        verbose_name = "阶段"
        ordering: ClassVar = ["campaign_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="phase_number_once")
        ]

    def __str__(self) -> str:
        return self.name

    def state_on(self, day: date) -> PhaseState:
        """Return how the phase stands on a day; without an end it never ends by itself.

        A phase of which the plan gives no date at all never starts by itself.
        """
        if self.start is None and self.end is None:
            return PhaseState.NOT_STARTED
        if self.start is not None and day < self.start:
            return PhaseState.NOT_STARTED
        if self.end is not None and day > self.end:
            return PhaseState.ENDED
        return PhaseState.RUNNING


class Target(models.Model):
    """目标: a metric to be brought to a value by a day. Without ``metric_key`` it is judged by hand."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="+")
    subject = models.CharField("对象", max_length=200, blank=True)
    metric_name = models.CharField("指标", max_length=200)
    metric_key = models.CharField("对应指标", max_length=60, blank=True)
    op = models.CharField("比较", max_length=2)
    value = models.FloatField("目标值")
    unit = models.CharField("单位", max_length=8)
    deadline = models.DateField("截止", null=True)
    firm = models.BooleanField("确保", default=True)

    class Meta:
        verbose_name = "目标"
        ordering: ClassVar = ["campaign_id", "deadline", "id"]

    def __str__(self) -> str:
        return f"{self.subject}{self.metric_name} {self.op} {self.value:g}{self.unit}"


class Participation(models.Model):
    """纳入企业: an enterprise of the campaign's scope, taken in at its launch or afterwards.

    ``left_on`` is the day on which an amendment took it out of the scope; what it had open then
    it still finishes.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="participations")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="participations")
    area = models.BigIntegerField("区划代码")
    included_at = models.DateTimeField("纳入时间")
    left_on = models.DateField("退出日期", null=True, blank=True)

    class Meta:
        verbose_name = "纳入企业"
        ordering: ClassVar = ["campaign_id", "enterprise_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "enterprise"], name="participation_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.enterprise_id}"


class ItemLink(models.Model):
    """条目绑定: what a confirmed item became: a duty rule, a checklist item, a deliverable series."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="links")
    target_kind = models.CharField(max_length=24)
    target_id = models.BigIntegerField()

    class Meta:
        verbose_name = "条目绑定"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "target_kind", "target_id"], name="item_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.target_kind}#{self.target_id}"


class DeliverableQuerySet(ScopedQuerySet["Deliverable"]):
    """Deliverables owed within an area range; enterprises do not see them."""

    enterprise_field = None


class Deliverable(Case):
    """报送: a report or list that a body owes another by a day; recurring ones once per period."""

    machine = DELIVERABLE
    late_list = "/campaigns/deliverables/?overdue=1"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="deliverables")
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="报送单位"
    )
    what = models.CharField("报送内容", max_length=300)
    recipient = models.CharField("报送对象", max_length=120, blank=True)
    period_label = models.CharField("周期", max_length=20, blank=True)
    period_start = models.DateField(null=True, blank=True)
    asked_by = models.DateField("要求日期", null=True)
    submitted_on = models.DateField("报送日期", null=True, blank=True)
    campaign_ref = models.BigIntegerField()

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        verbose_name = "报送"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "organisation", "period_label"], name="deliverable_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "state", "due_on", "id"], name="deliverable_list")
        ]

    def __str__(self) -> str:
        return f"{self.what}{f'（{self.period_label}）' if self.period_label else ''}"

    def get_absolute_url(self) -> str:
        """The deliverable's page."""
        return f"/campaigns/deliverables/{self.pk}/"

    def todo(self) -> TodoSpec | None:
        """Due: the owing body's; submitted: the same body's chief accepts, or sends back."""
        accept = self.state == DeliverableState.SUBMITTED
        return TodoSpec(
            f"{'审核报送' if accept else '报送'}：{self}", self.get_absolute_url(),
            Capability.DELIVERABLE_ACCEPT if accept else Capability.DELIVERABLE_SUBMIT,
            organisation_id=self.organisation_id,
        )  # fmt: skip

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the plain campaign number, by which metrics filter, true to the key."""
        self.campaign_ref = self.campaign_id
        super().save(*args, **kwargs)
