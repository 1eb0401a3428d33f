"""The registry."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from bihuan.enterprises.states import EnterpriseStatus, RiskColour, Size
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
    category words plans speak of (粉尘涉爆, 有限空间, 九小场所…). ``supervisor`` is the body whose
    inbox the enterprise's open cases land in.
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
    tags = models.JSONField("类别标签", default=list, blank=True)
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
