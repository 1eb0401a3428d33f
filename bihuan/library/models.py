"""The index of the library."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.campaigns.models import Campaign


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
