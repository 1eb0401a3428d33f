"""Amendments of running plans, their changes, and every version of the text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.amendments.states import (
    AMENDMENT,
    OPEN,
    TAKEN,
    AmendmentState,
    ChangeDecision,
    ChangeVerb,
    Handling,
)
from bihuan.campaigns import items as kinds
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import ItemKind
from bihuan.kernel.clocks import Term, workdays
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability

TERMS = {"compare": 5, "approve": 3, "apply": 1}


class AmendmentQuerySet(ScopedQuerySet["Amendment"]):
    """Amendments of campaigns within an area range; enterprises do not see them."""

    enterprise_field = None


def revised_path(instance: Amendment, _filename: str) -> str:
    """Name a revised document by its content, so that a hostile name never reaches the disk."""
    return f"plans/{instance.file_sha256[:2]}/{instance.file_sha256}.{instance.file_kind or 'bin'}"


class Amendment(Case):
    """方案修订: one revised text of a running campaign, from comparison until it is in force.

    ``text`` is the revised document's own text; ``outline`` its sentences and ``pairs`` how they
    stand to those of ``base_text``: pairing, old places, new places, likeness, moved. ``spans``
    says where each running item stands in the new text. ``base_revision`` is the campaign's
    revision that was compared; when it moved since, the comparison is made again.
    """

    machine = AMENDMENT

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField("第几次修订")
    document_number = models.CharField("修订文件文号", max_length=60, blank=True)
    issued_on = models.DateField("修订文件日期", null=True, blank=True)
    reason = models.TextField("修订原因")
    file = models.FileField("修订文件", upload_to=revised_path, max_length=200, blank=True)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    file_kind = models.CharField(max_length=8, blank=True)
    file_sha256 = models.CharField(max_length=64)
    text = models.TextField("修订后全文")
    outline = models.JSONField(default=list)
    base_text = models.TextField("比对的原文")
    base_revision = models.PositiveIntegerField()
    pairs = models.JSONField(default=list)
    spans = models.JSONField(default=dict)
    duties_from = models.DateField("新频次起始日期")
    self_check_due_on = models.DateField("自查期限", null=True, blank=True)
    scope_areas = models.JSONField("区划范围", default=list)
    scope_sectors = models.JSONField("行业领域", default=list)
    scope_tags = models.JSONField("类别标签", default=list)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    counts_before = models.JSONField(default=dict)
    counts_after = models.JSONField(default=dict)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "方案修订"
        ordering: ClassVar = ["campaign_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state__in=OPEN), name="amendment_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.campaign.title}》第 {self.number} 次修订"

    def get_absolute_url(self) -> str:
        """The comparison, or what came of it."""
        return f"/amendments/{self.pk}/"

    def term(self, clock: str) -> Term:
        """Comparing takes five workdays, approving three, taking effect one."""
        return workdays(TERMS[clock], "平台默认期限")

    def todo(self) -> TodoSpec | None:
        """Compared by the office that runs the campaign; approved by its chief or leader."""
        if self.state == AmendmentState.APPLYING:
            return None
        is_pending = self.state == AmendmentState.PENDING
        return TodoSpec(
            f"{'批准修订' if is_pending else '核对修订'}：{self.campaign.title}",
            self.get_absolute_url(),
            Capability.PLAN_APPROVE if is_pending else Capability.PLAN_CONFIRM,
            organisation_id=self.campaign.organisation_id,
        )


class AmendmentChange(models.Model):
    """修订变化: one item that a revised text changes, brings or leaves out, and the decision.

    ``before`` is the item as it ran, ``after`` as the revised text says, ``data`` what a person
    wrote instead. ``start_char``/``end_char`` lie in the revised text. ``applied_at`` is set in
    the transaction that put the change into the campaign, so that nothing is applied twice.
    """

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField("顺序")
    verb = models.CharField("变化", max_length=8, choices=ChangeVerb.choices)
    kind = models.CharField("类别", max_length=16, choices=ItemKind.choices)
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, related_name="+")
    before = models.JSONField("现行", default=dict)
    after = models.JSONField("修订后", default=dict)
    data = models.JSONField("采用内容", default=dict)
    conflicts = models.JSONField(default=list)
    start_char = models.PositiveIntegerField()
    end_char = models.PositiveIntegerField()
    was_at = models.PositiveIntegerField("原位置", null=True)
    quote = models.TextField("原文", blank=True)
    confidence = models.FloatField("把握", default=1.0)
    rule = models.CharField(max_length=80, blank=True)
    decision = models.CharField(
        "取舍", max_length=8, choices=ChangeDecision.choices, default=ChangeDecision.OPEN
    )
    handling = models.CharField(
        "在办事项", max_length=4, choices=Handling.choices, default=Handling.KEEP
    )
    holder = models.CharField("承担者", max_length=24, blank=True)
    decided_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", verbose_name="核对人"
    )
    decided_at = models.DateTimeField("核对时间", null=True)
    applied_at = models.DateTimeField("生效时间", null=True)
    applied_note = models.CharField("生效结果", max_length=200, blank=True)

    class Meta:
        verbose_name = "修订变化"
        ordering: ClassVar = ["amendment_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["amendment", "position"], name="amendment_change_position_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        """Whether nobody decided it yet."""
        return self.decision == ChangeDecision.OPEN

    @property
    def is_taken(self) -> bool:
        """Whether it goes into the campaign."""
        return self.decision in TAKEN

    @property
    def before_text(self) -> str:
        """The item as it runs, in one line."""
        return kinds.summary(self.kind, self.before) if self.before else ""

    @property
    def after_text(self) -> str:
        """The item as it would run, in one line."""
        chosen = self.data or self.after
        return kinds.summary(self.kind, chosen) if chosen else ""


class PlanVersion(models.Model):
    """方案版本: the text in force from a day until the day before the next one, with its items.

    Version 1 is the text as launched. ``items`` are the standing items as they ran when the
    version ended (the last one's: when it began): id, kind, data, start, end.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几版")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, related_name="versions")
    document_number = models.CharField("文号", max_length=60, blank=True)
    text = models.TextField("全文")
    outline = models.JSONField(default=list)
    items = models.JSONField(default=list)
    starts_on = models.DateField("施行日期")
    ends_on = models.DateField("止于", null=True, blank=True)

    class Meta:
        verbose_name = "方案版本"
        ordering: ClassVar = ["campaign_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="plan_version_once")
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"
