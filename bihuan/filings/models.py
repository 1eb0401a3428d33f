"""The filing of a campaign's inspections."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.campaigns.models import Campaign
from bihuan.filings.rules import ListedItem
from bihuan.filings.states import FILING, FilingState
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.models import Organisation
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability


class FilingQuerySet(ScopedQuerySet["Filing"]):
    """Filings of bodies within an area range; enterprises read what is published."""

    enterprise_field = None

    def published(self) -> FilingQuerySet:
        """Keep those that anybody may read."""
        return self.filter(state=FilingState.PUBLISHED)


class Filing(Case):
    """检查备案: who inspects what, how often, on whose approval, filed where, published since when.

    ``items`` are rows of ``text`` and ``basis``: nothing outside the list is inspected.
    """

    machine = FILING

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="filings")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="编制单位"
    )
    inspector = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="检查主体"
    )
    mandate = models.CharField("检查权依据", max_length=300, blank=True)
    purpose = models.CharField("检查事由", max_length=500, blank=True)
    times = models.PositiveSmallIntegerField("每家企业最多检查次数", default=1)
    starts_on = models.DateField("检查开始")
    ends_on = models.DateField("检查结束")
    items = models.JSONField("事项清单", default=list)
    approved_by = models.CharField("批准机关", max_length=120, blank=True)
    approval_number = models.CharField("批准文号", max_length=60, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    filed_with = models.CharField("备案机关", max_length=120, blank=True)
    filing_number = models.CharField("备案号", max_length=60, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "检查备案"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "inspector"],
                condition=~Q(state__in=[FilingState.WITHDRAWN, FilingState.PUBLISHED]),
                name="filing_one_open_per_inspector",
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}：{self.inspector}"

    def get_absolute_url(self) -> str:
        """The filing's page."""
        return f"/filings/{self.pk}/"

    @property
    def listed(self) -> list[ListedItem]:
        """The item list."""
        return [ListedItem(one["text"], one["basis"]) for one in self.items]

    def is_in_force(self, on: date) -> bool:
        """Whether inspections may be opened under it on a day."""
        return self.state == FilingState.PUBLISHED and self.starts_on <= on <= self.ends_on

    def is_over(self, on: date) -> bool:
        """Whether it was published for days that have passed: a new one may follow it."""
        return self.state == FilingState.PUBLISHED and self.ends_on < on

    def todo(self) -> TodoSpec | None:
        """What is waited for: the papers by the office, the approval by its leader."""
        waits = {
            FilingState.DRAFT.value: ("编制检查备案", Capability.PLAN_CONFIRM),
            FilingState.SUBMITTED.value: ("批准检查备案", Capability.BULLETIN_ISSUE),
            FilingState.APPROVED.value: ("登记备案号", Capability.PLAN_CONFIRM),
            FilingState.FILED.value: ("公布检查备案", Capability.PLAN_LAUNCH),
        }.get(self.state)
        if waits is None:
            return None
        title, capability = waits
        return TodoSpec(
            f"{title}：{self.campaign.title}", self.get_absolute_url(), capability,
            organisation_id=self.organisation_id,
        )  # fmt: skip
