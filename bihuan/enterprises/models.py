"""The registry."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models

from bihuan.enterprises.states import ChangeKind, EnterpriseStatus, RiskColour, Size
from bihuan.kernel.areas import county_of
from bihuan.kernel.ids import uuid7
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet


class EnterpriseQuerySet(ScopedQuerySet["Enterprise"]):
    """Enterprises within an area range; an enterprise sees itself."""

    enterprise_field = "id"

    def operating(self) -> EnterpriseQuerySet:
        """Keep those in business."""
        return self.filter(status=EnterpriseStatus.OPERATING)


class Enterprise(models.Model):
    """生产经营单位: one enterprise or place at one address.

    ``sector`` is a code of ``reference.sectors`` and decides who supervises; ``tags`` are the
    category words plans speak of (粉尘涉爆, 有限空间, 九小场所…), one row of ``EnterpriseTag``
    each. ``supervisor`` is the body whose inbox the enterprise's open cases land in. ``version``
    counts the changes, so that two people editing at once do not undo each other.
    """

    public_id = models.UUIDField("公开编号", default=uuid7, editable=False, db_index=True)
    name = models.CharField("企业名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    area = models.BigIntegerField("区划代码")
    county = models.IntegerField("区县代码", editable=False)
    home = models.IntegerField("首登区县", editable=False)
    address = models.CharField("地址", max_length=200, blank=True)
    sector = models.CharField("行业领域", max_length=32)
    industry = models.CharField("国民经济行业", max_length=60, blank=True)
    size = models.CharField("规模", max_length=8, choices=Size.choices, default=Size.SMALL)
    employees = models.PositiveIntegerField("从业人数", default=0)
    principal = models.CharField("主要负责人", max_length=40, blank=True)
    principal_phone = models.CharField("负责人电话", max_length=20, blank=True)
    safety_manager = models.CharField("安全管理人员", max_length=40, blank=True)
    status = models.CharField(
        "经营状态", max_length=12, choices=EnterpriseStatus.choices,
        default=EnterpriseStatus.OPERATING,
    )  # fmt: skip
    risk_colour = models.CharField(
        "风险颜色", max_length=8, choices=RiskColour.choices, default=RiskColour.BLUE
    )
    supervisor = models.ForeignKey(
        Organisation, models.PROTECT, related_name="supervised", verbose_name="监管单位"
    )
    created_at = models.DateTimeField("建档时间")
    version = models.PositiveIntegerField("版次", default=1)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = "企业"
        ordering: ClassVar = ["area", "id"]
        indexes: ClassVar = [
            models.Index(fields=["county", "status", "id"], name="enterprise_county"),
            models.Index(fields=["area", "id"], name="enterprise_area"),
            models.Index(fields=["credit_code"], name="enterprise_credit_code"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep ``county`` and ``home`` true to ``area``."""
        self.county = county_of(self.area)
        self.home = self.home or self.county
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The dossier page."""
        return f"/enterprises/{self.pk}/"

    @property
    def tags(self) -> list[str]:
        """The category words; lists prefetch ``tag_rows`` to read them without a query each."""
        return [row.tag for row in self.tag_rows.all()]


class EnterpriseTag(models.Model):
    """类别标签: one category word of one enterprise."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="tag_rows")
    tag = models.CharField("类别标签", max_length=40)

    class Meta:
        verbose_name = "类别标签"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tag", "enterprise"], name="enterprise_tag_once")
        ]

    def __str__(self) -> str:
        return self.tag


class EnterpriseChange(models.Model):
    """档案变更: who changed what of a dossier, when and on what ground; written once.

    ``changes`` holds ``[column, before, after]`` in the words people saw that day.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField("版次")
    kind = models.CharField("方式", max_length=12, choices=ChangeKind.choices)
    changes = models.JSONField("变更内容", default=list)
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="经办人",
    )  # fmt: skip
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "档案变更"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（第 {self.version} 版）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; a written one stays as it is."""
        if self.pk is not None:
            raise TypeError("changes of a dossier are never rewritten")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: the history is append-only."""
        raise TypeError("changes of a dossier are never deleted")


class EnterpriseImportQuerySet(ScopedQuerySet["EnterpriseImport"]):
    """Imports of an area range; an enterprise sees none."""

    enterprise_field = None


class EnterpriseImport(models.Model):
    """企业导入: one uploaded workbook and how far it was taken in.

    ``next_row`` moves in the transaction that takes the rows in, so a start after a crash goes
    on where the last one stopped. ``problems`` are ``[row, column, message, suggestion]``.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    area = models.BigIntegerField("区划代码")
    file = models.FileField("文件", upload_to="imports/", max_length=200)
    name = models.CharField("文件名", max_length=120)
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("上传时间")
    next_row = models.PositiveIntegerField("下一行", default=0)
    added = models.PositiveIntegerField("新建", default=0)
    changed = models.PositiveIntegerField("更新", default=0)
    same = models.PositiveIntegerField("无变化", default=0)
    problems = models.JSONField("问题", default=list)

    objects = EnterpriseImportQuerySet.as_manager()

    class Meta:
        verbose_name = "企业导入"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page that shows the progress and the result."""
        return f"/enterprises/import/{self.pk}/"

    @property
    def bad_rows(self) -> int:
        """How many rows were left out."""
        return len({problem[0] for problem in self.problems})
