"""What was known when a campaign was launched."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign
from bihuan.feasibility.states import Verdict
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet


class AssessmentQuerySet(ScopedQuerySet["Assessment"]):
    """Assessments of campaigns within an area range; enterprises do not see them."""

    enterprise_field = None


class LocalAssumptionsQuerySet(ScopedQuerySet["LocalAssumptions"]):
    """Assumptions of bodies within an area range; enterprises do not see them."""

    enterprise_field = None


class Assessment(models.Model):
    """可行性测算: the simulation as it stood at a launch, kept unchanged.

    ``assumptions`` and ``findings`` are what the page showed, as plain JSON.
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="assessment")
    area = models.BigIntegerField("区划代码")
    on = models.DateField("测算日")
    made_at = models.DateTimeField("测算时间")
    by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", verbose_name="发起人"
    )
    verdict = models.CharField("结论", max_length=8, choices=Verdict.choices)
    assumptions = models.JSONField("假设", default=dict)
    findings = models.JSONField("逐项结论", default=list)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "可行性测算"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.campaign}：{self.get_verdict_display()}"


class LocalAssumptions(models.Model):
    """本地测算假设: what an office says of its own people, with the ground it gives.

    ``pools`` maps a role to crew, visits per day and share of workdays in the field.
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="+", verbose_name="机构"
    )
    area = models.BigIntegerField("区划代码")
    pools = models.JSONField("各岗位", default=dict)
    yearly_cap = models.PositiveSmallIntegerField("每家企业每年行政检查上限")
    basis = models.CharField("依据", max_length=200)
    changed_by = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", verbose_name="修改人"
    )
    changed_at = models.DateTimeField("修改时间")

    objects = LocalAssumptionsQuerySet.as_manager()

    class Meta:
        verbose_name = "本地测算假设"
        ordering: ClassVar = ["organisation_id"]

    def __str__(self) -> str:
        return f"{self.organisation}的测算假设"
