"""Bulletins and their frozen figures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign, Phase
from bihuan.documents.models import IssuedDocument
from bihuan.kernel.areas import range_of
from bihuan.kernel.clocks import Term, workdays
from bihuan.loop.models import Case, TodoSpec
from bihuan.oversight.states import BULLETIN, BulletinState
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability


class BulletinQuerySet(ScopedQuerySet["Bulletin"]):
    """Bulletins of bodies within an area range; enterprises do not see them."""

    enterprise_field = None


class Bulletin(Case):
    """通报: what a body publishes about a campaign for a span of days.

    While a draft its numbers are taken anew each time; issuing freezes them in ``figures`` and
    prints the document. ``start`` and ``end`` bound the records counted, both included; ``as_of``
    is the day on which the numbers are true.
    """

    machine = BULLETIN

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="发文单位")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="bulletins")
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, related_name="+")
    title = models.CharField("标题", max_length=200)
    addressees = models.CharField("主送", max_length=300)
    opening = models.TextField("开头")
    demands = models.TextField("下一步要求")
    start = models.DateField("统计开始")
    end = models.DateField("统计截止")
    as_of = models.DateField("数据截至")
    issued = models.OneToOneField(
        IssuedDocument, models.PROTECT, null=True, related_name="bulletin"
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = "通报"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def area_counted(self) -> int:
        """The place whose records count: the body's own, or the campaign's where that is smaller."""
        is_inside = range_of(self.area).covers(range_of(self.campaign.area))
        return self.campaign.area if is_inside else self.area

    def get_absolute_url(self) -> str:
        """The bulletin's page."""
        return f"/oversight/bulletins/{self.pk}/"

    def term(self, clock: str) -> Term:
        """Signing is asked for within three workdays (house rule)."""
        assert clock == "sign"
        return workdays(3, "平台默认期限")

    def todo(self) -> TodoSpec | None:
        """A submitted bulletin waits for the signature; a draft for its own office."""
        if self.state == BulletinState.SUBMITTED:
            return TodoSpec(
                f"签发通报：{self.title}", self.get_absolute_url(), Capability.BULLETIN_ISSUE,
                organisation_id=self.organisation_id,
            )  # fmt: skip
        return TodoSpec(
            f"起草通报：{self.title}", self.get_absolute_url(), Capability.BULLETIN_DRAFT,
            organisation_id=self.organisation_id,
        )  # fmt: skip


class FrozenFigure(models.Model):
    """One number of something issued, with the records that made it.

    ``where`` is the question as ``metrics.Where.as_facts`` writes it; ``part_ids`` and
    ``whole_ids`` are the primary keys counted when it was frozen; ``whole`` is null for counts.
    """

    area = models.BigIntegerField("区划代码")
    metric_key = models.CharField("指标", max_length=60)
    where = models.JSONField("统计口径")
    part = models.PositiveIntegerField("分子")
    whole = models.PositiveIntegerField("分母", null=True)
    text = models.CharField("文字", max_length=60)
    part_ids = models.JSONField(default=list)
    whole_ids = models.JSONField(default=list)
    frozen_at = models.DateTimeField("冻结时间")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.metric_key} {self.text}"


class BulletinFigure(FrozenFigure):
    """冻结数据: one number of an issued bulletin with the records that made it."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="figures")

    class Meta:
        verbose_name = "冻结数据"
        ordering: ClassVar = ["bulletin_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bulletin", "area", "metric_key"], name="bulletin_figure_once"
            )
        ]
