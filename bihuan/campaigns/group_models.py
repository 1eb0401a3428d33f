"""The tables of a campaign's leading group."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.campaigns.states import GroupRole
from bihuan.people.models import Organisation
from bihuan.people.states import OrganisationKind, Role


class LeadingGroup(models.Model):
    """领导小组: who leads a campaign, and the existing body in which its office sits.

    ``office_words`` is how the plan names the office while no body of the system stands for it.
    """

    campaign = models.OneToOneField(
        "campaigns.Campaign", models.CASCADE, related_name="leading_group"
    )
    name = models.CharField("名称", max_length=240)
    office = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="办公室设在"
    )
    office_words = models.CharField("办公室（方案写法）", max_length=120, blank=True)
    created_at = models.DateTimeField("成立时间")
    created_by = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", verbose_name="经办人"
    )

    class Meta:
        verbose_name = "领导小组"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(office__isnull=True) | Q(office_words=""), name="group_office_said_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """领导小组席位: one seat, held by a post, by a whole class of posts, or written in words.

    A seat names a post by body, role and title, never by its holder, so it stays when the
    holder changes. ``body_kind`` within ``area`` instead of ``organisation`` is a class of
    posts. Without ``held_role`` the seat is ``words``; empty words are a blank to be filled.
    ``quote`` is where the plan asks for the seat.
    """

    group = models.ForeignKey(LeadingGroup, models.CASCADE, related_name="members")
    role = models.CharField("职务", max_length=16, choices=GroupRole.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="机构"
    )
    body_kind = models.CharField(
        "机构类别", max_length=24, choices=OrganisationKind.choices, blank=True
    )
    area = models.BigIntegerField("区划代码", null=True)
    held_role = models.CharField("岗位", max_length=24, choices=Role.choices, blank=True)
    held_title = models.CharField("职务名称", max_length=60, blank=True)
    words = models.CharField("文字", max_length=200, blank=True)
    quote = models.CharField("方案原文", max_length=300, blank=True)

    class Meta:
        verbose_name = "领导小组席位"
        ordering: ClassVar = ["group_id", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_seat_named_one_way",
                condition=(
                    Q(organisation__isnull=False, body_kind="", area__isnull=True, words="")
                    & ~Q(held_role="")
                )
                | (
                    Q(organisation__isnull=True, area__isnull=False, words="", held_title="")
                    & ~Q(body_kind="")
                    & ~Q(held_role="")
                )
                | Q(
                    organisation__isnull=True, body_kind="", area__isnull=True, held_role="",
                    held_title="",
                ),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.words or self.get_held_role_display() or '未填'}"

    @property
    def is_blank(self) -> bool:
        """Whether nobody has said yet who takes the seat."""
        return not self.held_role and not self.words

    @property
    def is_open(self) -> bool:
        """Whether the seat is still to be given to a post: blank, or only words."""
        return not self.held_role
