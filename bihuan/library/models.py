"""The index of the library, and templates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet


class LibraryEntry(models.Model):
    """方案库条目: one plan as the index holds it; made anew from the campaign at any time.

    ``folded`` is title, number and text as ``folding`` writes them; ``stamp`` says of which
    content the entry was made; ``sectors`` are codes between commas (``,fire,food,``).
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="library_entry")
    area = models.BigIntegerField("区划代码")
    year = models.PositiveSmallIntegerField("年份", null=True)
    sectors = models.CharField("行业领域", max_length=400, blank=True)
    folded_title = models.CharField(max_length=300)
    folded = models.TextField()
    stamp = models.CharField(max_length=64)
    indexed_at = models.DateTimeField("编入时间")

    class Meta:
        verbose_name = "方案库条目"
        ordering: ClassVar = ["-campaign_id"]
        indexes: ClassVar = [models.Index(fields=["area", "campaign"], name="library_entry_area")]

    def __str__(self) -> str:
        return self.folded_title


class LibraryGram(models.Model):
    """方案库索引: how often a pair of neighbouring characters stands in a plan.

    Searching goes by the index on (gram, entry): the full-text search of SQLite finds no words
    of two characters, and both databases must answer alike.
    """

    gram = models.BigIntegerField()
    entry = models.ForeignKey(LibraryEntry, models.CASCADE, related_name="grams", db_index=False)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "方案库索引"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gram", "entry"], name="library_gram_once")
        ]
        indexes: ClassVar = [models.Index(fields=["entry", "gram"], name="library_gram_entry")]

    def __str__(self) -> str:
        return f"{self.gram}@{self.entry_id}"


class PlanTemplateQuerySet(ScopedQuerySet["PlanTemplate"]):
    """Templates of the bodies within an area range; enterprises do not see them."""

    enterprise_field = None


class PlanTemplate(models.Model):
    """方案模板: a plan to start next year's from.

    ``text`` keeps the plan's words with last year's figures, names and document number taken
    out; ``items`` are its confirmed items with spans into that text, their days as distances
    from ``base``, the plan's first day; ``last`` is the plan's last day.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位")
    area = models.BigIntegerField("区划代码")
    name = models.CharField("名称", max_length=120)
    notes = models.TextField("使用说明", blank=True)
    source = models.ForeignKey(
        Campaign, models.PROTECT, related_name="templates", verbose_name="来源方案"
    )
    title = models.CharField("标题", max_length=200)
    base = models.DateField("起算日期")
    last = models.DateField("最后日期")
    text = models.TextField("文字")
    items = models.JSONField("条目", default=list)
    version = models.PositiveIntegerField(default=1)
    retired = models.BooleanField("已停用", default=False)
    created_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "方案模板"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The template's page."""
        return f"/library/templates/{self.pk}/"
