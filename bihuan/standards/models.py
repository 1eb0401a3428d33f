"""Versioned checklists. A published version never changes; a revision is a new version."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from bihuan.kernel import areas
from bihuan.kernel.areas import AreaLevel
from bihuan.people.models import Organisation, User
from bihuan.people.scoping import ScopedQuerySet
from bihuan.standards.states import ChecklistState, Severity


class ChecklistQuerySet(ScopedQuerySet["Checklist"]):
    """Checklists owned within an area range, and what bodies above have issued."""

    enterprise_field = None

    def visible_to(self, user: User) -> Self:
        """Keep what is owned within the person's area, and what was issued above it."""
        scope = user.scope
        if scope is None or scope.enterprise_id is not None:
            return self.none()
        inside = Q(area__gte=scope.area.low, area__lte=scope.area.high)
        above = [areas.at_level(scope.area.low, level) for level in AreaLevel]
        issued = Q(area__in=above) & ~Q(state=ChecklistState.DRAFT)
        return self.filter(inside | issued)

    def owned_by(self, user: User) -> Self:
        """Keep what the person's own area owns: what he may change, if he may change any."""
        scope = user.scope
        if scope is None or scope.enterprise_id is not None:
            return self.none()
        return self.within(scope.area)


class Checklist(models.Model):
    """检查标准: a list of requirements that is answered item by item."""

    series = models.CharField("标准编码", max_length=60)
    version = models.PositiveIntegerField("版次", default=1)
    name = models.CharField("名称", max_length=120)
    state = models.CharField(
        "状态", max_length=12, choices=ChecklistState.choices, default=ChecklistState.DRAFT
    )
    source = models.CharField("来源", max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="制定单位")
    area = models.BigIntegerField("区划代码")
    created_at = models.DateTimeField("拟定时间", null=True, blank=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="拟定人"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="发布人"
    )

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = "检查标准"
        ordering: ClassVar = ["name", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "version"], name="checklist_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.version} 版）"

    def get_absolute_url(self) -> str:
        """The checklist's page."""
        return f"/standards/{self.pk}/"


class CheckItem(models.Model):
    """检查项: one requirement."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField("序号")
    group = models.CharField("类别", max_length=120, blank=True)
    text = models.TextField("检查内容")
    basis = models.CharField("依据", max_length=300, blank=True)
    severity = models.CharField(
        "不符合时的隐患级别", max_length=8, choices=Severity.choices, default=Severity.GENERAL
    )
    photo_required = models.BooleanField("须拍照", default=False)

    class Meta:
        verbose_name = "检查项"
        ordering: ClassVar = ["checklist_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checklist", "number"], name="check_item_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
