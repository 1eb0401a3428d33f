"""What was read in a plan, item by item, and the history of deciding it."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from bihuan.campaigns.states import STANDING, Decision, ItemAction, ItemKind


class PlanItem(models.Model):
    """方案条目: one thing read out of the plan, or added by a person, with its sentence.

    ``data`` holds the fields of the kind as in the parser's contract without the span;
    ``original`` is what the parser read, so a correction can be seen and undone. ``changed_in``
    is the campaign's revision at the item's last change, for pages that are open meanwhile.
    """

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="items")
    kind = models.CharField("类别", max_length=16, choices=ItemKind.choices)
    position = models.PositiveIntegerField("顺序")
    data = models.JSONField("内容", default=dict)
    original = models.JSONField(default=dict)
    quote = models.TextField("原文")
    start_char = models.PositiveIntegerField()
    end_char = models.PositiveIntegerField()
    confidence = models.FloatField("把握", default=1.0)
    rule = models.CharField("规则", max_length=80, blank=True)
    decision = models.CharField(
        "核对结论", max_length=12, choices=Decision.choices, default=Decision.PENDING
    )
    decided_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+", verbose_name="核对人"
    )
    decided_at = models.DateTimeField("核对时间", null=True)
    version = models.PositiveIntegerField(default=1)
    changed_in = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "方案条目"
        ordering: ClassVar = ["campaign_id", "position", "id"]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "kind", "position"], name="plan_item_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.quote[:40]}"

    @property
    def stands(self) -> bool:
        """Whether the item goes into the campaign."""
        return self.decision in STANDING


class PlanItemChange(models.Model):
    """条目改动: who decided what about an item, when, and what it was before. Append-only.

    Everything that one press of a button changed has the same ``batch``; ``undoes`` names the
    batch that a row takes back.
    """

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="changes")
    action = models.CharField("操作", max_length=12, choices=ItemAction.choices)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name="经办人")
    by_name = models.CharField("经办人姓名", max_length=40)
    at = models.DateTimeField("时间")
    before = models.JSONField("改前", default=dict)
    after = models.JSONField("改后", default=dict)
    batch = models.UUIDField("同一操作", null=True, db_index=True)
    undoes = models.UUIDField("所撤操作", null=True)

    class Meta:
        verbose_name = "条目改动"
        ordering: ClassVar = ["item_id", "id"]

    def __str__(self) -> str:
        return f"{self.by_name}{self.get_action_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once.

        Raises:
            TypeError: the row exists already.
        """
        if self.pk is not None:
            raise TypeError("item changes are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: the history is append-only."""
        raise TypeError("item changes are never deleted")
