"""What people changed by hand, kept for the next similar plan, and what was offered from it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from bihuan.campaigns.states import CampaignState, ItemKind, LessonKind
from bihuan.kernel import areas
from bihuan.kernel.areas import AreaLevel
from bihuan.people.models import Organisation, User
from bihuan.people.scoping import ScopedQuerySet


def above(area: int) -> list[int]:
    """Return the codes of a place and of every place it lies in."""
    return [areas.at_level(area, level) for level in AreaLevel if level <= areas.level_of(area)]


class LessonQuerySet(ScopedQuerySet["Lesson"]):
    """Lessons of the bodies within an area range, and of those above; enterprises see none."""

    enterprise_field = None

    def visible_to(self, user: User) -> Self:
        """Keep what was learned within the person's area, and what applies to it from above."""
        scope = user.scope
        if scope is None or scope.enterprise_id is not None:
            return self.none()
        inside = Q(area__gte=scope.area.low, area__lte=scope.area.high)
        return self.filter(inside | Q(area__in=above(scope.area.low)))

    def owned_by(self, user: User) -> Self:
        """Keep what was learned within the person's own area: what he may delete."""
        scope = user.scope
        if scope is None or scope.enterprise_id is not None:
            return self.none()
        return self.within(scope.area)

    def for_body(self, organisation: Organisation) -> Self:
        """Keep what holds for a body's plans: its own, and that of the bodies above it."""
        return self.filter(area__in=above(organisation.area)).exclude(
            campaign__state=CampaignState.DISCARDED
        )


class Lesson(models.Model):
    """改法: one change made by hand, as it can be made again in a similar plan.

    ``key`` is the quoted sentence without numbers, dates and place names. ``changes`` holds per
    field what was read and what was made of it; of an added item its fields, of a doubt the
    reading, of a duty its holder. An item teaches what its present state shows, and no more.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="单位"
    )
    area = models.BigIntegerField("区划代码")
    item = models.ForeignKey("campaigns.PlanItem", models.CASCADE, related_name="lessons")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="lessons")
    item_kind = models.CharField("类别", max_length=16, choices=ItemKind.choices)
    lesson = models.CharField("改法", max_length=12, choices=LessonKind.choices)
    key = models.TextField("要点")
    quote = models.TextField("原文")
    changes = models.JSONField("改动", default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="核对人")
    by_name = models.CharField("核对人姓名", max_length=40)
    at = models.DateTimeField("时间")

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = "改法"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "lesson"], name="lesson_once_per_item")
        ]
        indexes: ClassVar = [models.Index(fields=["area", "-id"], name="lesson_of_body")]

    def __str__(self) -> str:
        return f"{self.get_lesson_display()}：{self.quote[:40]}"

    def get_absolute_url(self) -> str:
        """The lesson's page."""
        return f"/campaigns/lessons/{self.pk}/"


class ItemSuggestion(models.Model):
    """沿用建议: a lesson offered for an item of a later plan; nothing until a person uses it.

    ``data`` are the item's fields as they would be; ``score`` is how alike the sentences are.
    """

    item = models.OneToOneField("campaigns.PlanItem", models.CASCADE, related_name="suggestion")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="suggestions")
    data = models.JSONField("建议内容", default=dict)
    score = models.FloatField("相似")
    used_at = models.DateTimeField("采用时间", null=True)

    class Meta:
        verbose_name = "沿用建议"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.item_id} ← {self.lesson_id}"


class StandardMatch(models.Model):
    """对应标准: the items of built-in check standards that a check item may mean.

    ``options`` are the likeliest, best first, each with its list, number, text, basis, severity,
    method and score. Nothing is taken over before a person has ``chosen`` one.
    """

    item = models.OneToOneField("campaigns.PlanItem", models.CASCADE, related_name="standard_match")
    options = models.JSONField("可能的标准", default=list)
    chosen = models.PositiveSmallIntegerField("选定", null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("选定时间", null=True)

    class Meta:
        verbose_name = "对应标准"

    def __str__(self) -> str:
        return f"{self.item_id}: {len(self.options)}"
