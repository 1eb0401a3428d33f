"""Duty rules, their occurrences and the records that prove them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from bihuan.duties.rules import days_backdated
from bihuan.duties.states import DUTY, HolderKind
from bihuan.enterprises.models import Enterprise
from bihuan.kernel.periods import Recurrence
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation, Post, User
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability, Role


class DutyRuleQuerySet(ScopedQuerySet["DutyRule"]):
    """Rules made within an area range."""

    enterprise_field = None


class DutyRule(models.Model):
    """职责规则: who × what × how often × until when, and where that is written.

    For posts the holders are the posts of ``role`` in ``organisation``; for enterprises they are
    those listed in ``enterprises``. ``every`` is a ``kernel.periods.Recurrence``.
    """

    title = models.CharField("职责", max_length=200)
    holder_kind = models.CharField("主体", max_length=12, choices=HolderKind.choices)
    role = models.CharField("岗位", max_length=24, choices=Role.choices, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="制定单位")
    enterprises = models.ManyToManyField(Enterprise, related_name="duty_rules", blank=True)
    count = models.PositiveSmallIntegerField("次数", default=1)
    every = models.CharField("周期", max_length=12)
    since = models.DateField("起始日期")
    until = models.DateField("终止日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=300)
    campaign_ref = models.BigIntegerField(null=True, blank=True)
    source_key = models.CharField(max_length=60, unique=True)
    area = models.BigIntegerField("区划代码")
    created_at = models.DateTimeField("制定时间")
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="制定人"
    )
    stop_reason = models.CharField("停用原因", max_length=200, blank=True)

    objects = DutyRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "职责规则"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The rule's page."""
        return f"/duties/rules/{self.pk}/"

    @property
    def frequency(self) -> str:
        """How often, in words: 「每月不少于 3 次」."""
        return f"每{Recurrence(self.every).label}不少于 {self.count} 次"

    def runs_on(self, on: date) -> bool:
        """Whether the rule asks for anything on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


class DutyRuleRevision(models.Model):
    """职责规则修订: what a rule asks from a day on; what was sent out before stays as it was.

    The daily tick takes it over into the rule on that day (``applied_on``); a later revision that
    comes before it takes its place.
    """

    rule = models.ForeignKey(DutyRule, models.PROTECT, related_name="revisions")
    effective_on = models.DateField("起始执行日期")
    title = models.CharField("职责", max_length=200)
    count = models.PositiveSmallIntegerField("次数")
    every = models.CharField("周期", max_length=12)
    before = models.JSONField("修订前", default=dict)
    reason = models.CharField("原因", max_length=300)
    source_key = models.CharField(max_length=60, unique=True)
    created_at = models.DateTimeField("修订时间")
    applied_on = models.DateField("执行日期", null=True, blank=True)

    class Meta:
        verbose_name = "职责规则修订"
        ordering: ClassVar = ["rule_id", "effective_on", "id"]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.effective_on}"

    @property
    def frequency(self) -> str:
        """How often from then on, in words."""
        return f"每{Recurrence(self.every).label}不少于 {self.count} 次"


class DutyQuerySet(ScopedQuerySet["Duty"]):
    """Occurrences within an area range or of one enterprise."""


class Duty(Case):
    """履职事项: one rule falling due for one holder in one period.

    Exactly one of ``post`` and ``enterprise`` is the holder. ``done`` counts the records so far;
    ``required`` is how many the rule asks for in the period.
    """

    machine = DUTY
    late_list = "/duties/?overdue=1"

    rule = models.ForeignKey(DutyRule, models.PROTECT, related_name="occurrences")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="duties")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="duties")
    period_start = models.DateField("周期开始")
    period_end = models.DateField("周期结束")
    period_label = models.CharField("周期", max_length=20)
    required = models.PositiveSmallIntegerField("应履职次数")
    done = models.PositiveSmallIntegerField("已履职次数", default=0)
    done_on = models.DateField("完成日期", null=True, blank=True)
    campaign_ref = models.BigIntegerField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = "履职事项"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "post", "period_start"],
                condition=Q(post__isnull=False),
                name="duty_once_per_post",
            ),
            models.UniqueConstraint(
                fields=["rule", "enterprise", "period_start"],
                condition=Q(enterprise__isnull=False),
                name="duty_once_per_enterprise",
            ),
            models.CheckConstraint(
                name="duty_has_one_holder",
                condition=Q(post__isnull=True) ^ Q(enterprise__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "state", "due_on", "id"], name="duty_county_list"),
            models.Index(fields=["campaign_ref", "state"], name="duty_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.rule.title}（{self.period_label}）"

    def get_absolute_url(self) -> str:
        """The occurrence's page."""
        return f"/duties/{self.pk}/"

    @property
    def holder_name(self) -> str:
        """Who must do it: a person with the post, or an enterprise."""
        if self.post is not None:
            return f"{self.post.user.name}（{self.post.title or self.post.get_role_display()}）"
        assert self.enterprise is not None
        return self.enterprise.name

    def is_held_by(self, user: User) -> bool:
        """Whether it is for ``user`` to do: the person's own post, or the user's enterprise."""
        if self.post is not None:
            return self.post.user_id == user.pk
        return user.scope is not None and user.scope.enterprise_id == self.enterprise_id

    def todo(self) -> TodoSpec | None:
        """The holder's: a person's, or the enterprise's."""
        left = self.required - self.done
        title = f"{self.rule.title}（{self.period_label}还差 {left} 次）"
        user_id = self.post.user_id if self.post else None
        return TodoSpec(
            title, self.get_absolute_url(), Capability.DUTY_PERFORM, user_id=user_id,
            enterprise_id=self.enterprise_id,
        )  # fmt: skip


class DutyRecord(models.Model):
    """履职记录: one thing done, with what was found. It may name the enterprise visited."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="records")
    number = models.PositiveSmallIntegerField("第几次")
    done_on = models.DateField("日期")
    place = models.CharField("地点或对象", max_length=120, blank=True)
    visited = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="+")
    summary = models.TextField("情况")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "履职记录"
        ordering: ClassVar = ["duty_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["duty", "number"], name="duty_record_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.done_on} {self.summary[:30]}"

    @property
    def days_backdated(self) -> int:
        """How many days late it was written, when later than a week; otherwise 0."""
        return days_backdated(self.done_on, recorded_on=localdate(self.recorded_at))
