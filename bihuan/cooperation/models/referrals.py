"""What one body passes to another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from bihuan.cooperation.models.scoping import TwoSidedQuerySet
from bihuan.cooperation.rules import TERMS
from bihuan.cooperation.states import REFERRAL, ReferralKind, ReferralOutcome, ReferralState
from bihuan.kernel.clocks import Term
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation
from bihuan.people.states import Capability


class ReferralQuerySet(TwoSidedQuerySet["Referral"]):
    """Referrals that one of the two bodies' areas holds."""


class Referral(Case):
    """移送: a clue, a notice or a request for guidance, from one body to another and back.

    ``area`` is the receiver's, ``from_area`` the sender's. ``reply_due_on`` is the day by which
    the answer is asked for; it stays when the case is closed. ``approver`` is the body that
    approved the matter and keeps the follow-up (谁审批、谁负责).
    """

    machine = REFERRAL
    late_list = "/cooperation/?overdue=1"

    category = models.CharField("类别", max_length=12, choices=ReferralKind.choices)
    subject = models.CharField("事由", max_length=200)
    content = models.TextField("内容")
    about = models.CharField("涉及单位或项目", max_length=200, blank=True)
    sender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="referrals_sent", verbose_name="移送单位"
    )
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, related_name="referrals_received", verbose_name="接收单位"
    )
    from_area = models.BigIntegerField("移送单位区划")
    reply_due_on = models.DateField("反馈期限")
    replied_on = models.DateField("反馈日期", null=True, blank=True)
    outcome = models.CharField(
        "反馈结果", max_length=12, choices=ReferralOutcome.choices, blank=True
    )
    result = models.TextField("办理情况", blank=True)
    approver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="审批单位",
    )  # fmt: skip
    approval = models.CharField("审批事项", max_length=200, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "移送事项"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["area", "-id"], name="referral_area"),
            models.Index(fields=["from_area", "-id"], name="referral_from_area"),
            models.Index(fields=["reply_due_on", "area"], name="referral_reply_due"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The referral's page."""
        return f"/cooperation/{self.pk}/"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep both areas true to the two bodies."""
        self.area, self.from_area = self.receiver.area, self.sender.area
        super().save(*args, **kwargs)

    def term(self, clock: str) -> Term:
        """How long each side has."""
        return TERMS[clock]

    def todo(self) -> TodoSpec | None:
        """The receiver's while it is there, the sender's when it came back."""
        words = {
            ReferralState.SENT: "接收", ReferralState.HANDLING: "反馈",
            ReferralState.RETURNED: "被退回", ReferralState.ANSWERED: "确认",
        }  # fmt: skip
        is_back = self.state in (ReferralState.RETURNED, ReferralState.ANSWERED)
        return TodoSpec(
            f"{self.get_category_display()}{words[ReferralState(self.state)]}：{self.subject}",
            self.get_absolute_url(), Capability.COOPERATION_HANDLE,
            organisation_id=self.sender_id if is_back else self.receiver_id,
        )  # fmt: skip
