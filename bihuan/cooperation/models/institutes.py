"""Institutes, associations and experts that a body works with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.cooperation.states import InstituteKind
from bihuan.people.models import Organisation, User
from bihuan.people.scoping import HandedDownQuerySet


class InstituteQuerySet(HandedDownQuerySet["Institute"]):
    """Partners registered in the area or by bodies above it; enterprises see none."""


class Institute(models.Model):
    """合作机构: whose knowledge a body can call on, for what, until when."""

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=12, choices=InstituteKind.choices)
    expertise = models.CharField("专长领域", max_length=200)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    agreed_until = models.DateField("合作期限", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    is_active = models.BooleanField("合作中", default=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="登记单位"
    )
    area = models.BigIntegerField("区划代码", db_index=True)
    created_at = models.DateTimeField("登记时间")
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = InstituteQuerySet.as_manager()

    class Meta:
        verbose_name = "合作机构"
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="institute_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The partner's page."""
        return f"/cooperation/institutes/{self.pk}/"
