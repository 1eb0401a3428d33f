"""Hazards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.enterprises.models import Enterprise
from bihuan.hazards import rules
from bihuan.hazards.states import HAZARD, HazardLevel, HazardSource, HazardState
from bihuan.kernel.clocks import Term
from bihuan.loop.models import Case, TodoSpec
from bihuan.people.scoping import ScopedQuerySet
from bihuan.people.states import Capability


class HazardQuerySet(ScopedQuerySet["Hazard"]):
    """Hazards within an area range or of one enterprise."""

    def open(self) -> HazardQuerySet:
        """Keep those that are not closed or withdrawn."""
        return self.exclude(state__in=HAZARD.end)


class Hazard(Case):
    """事故隐患: a condition, act or gap in management that may lead to an accident.

    One row is one hazard at one enterprise from report to closure. ``level`` is blank until it
    is graded. 五定 (who, measures, money, deadline, fallback) is ``owner``, ``measures``,
    ``funds`` (blank: nobody has said; zero: none needed), ``due_on`` and ``interim_measures``.
    ``campaign_ref`` is the id of the campaign in which it was found; ``source_ref`` the id of the
    self-check or duty record that found it. ``first_due_on`` never moves, so that neither an
    extension nor a return makes a late rectification timely.
    """

    machine = HAZARD
    late_list = "/hazards/?overdue=1"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="hazards")
    level = models.CharField("隐患级别", max_length=8, choices=HazardLevel.choices, blank=True)
    summary = models.CharField("隐患描述", max_length=500)
    place = models.CharField("部位", max_length=100, blank=True)
    basis = models.CharField("依据", max_length=300, blank=True)
    found_on = models.DateField("发现日期")
    source = models.CharField("来源", max_length=16, choices=HazardSource.choices)
    source_ref = models.BigIntegerField(null=True, blank=True)
    campaign_ref = models.BigIntegerField(null=True, blank=True)
    owner = models.CharField("整改责任人", max_length=40, blank=True)
    measures = models.TextField("整改措施", blank=True)
    interim_measures = models.TextField("整改期间防范措施", blank=True)
    funds = models.DecimalField(
        "整改资金（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    first_due_on = models.DateField("首次整改期限", null=True, blank=True)
    returned = models.PositiveSmallIntegerField("退回次数", default=0)

    objects = HazardQuerySet.as_manager()

    class Meta:
        verbose_name = "事故隐患"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hazard_being_rectified_has_due_date",
                condition=~Q(state=HazardState.ORDERED) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="hazard_being_rectified_has_level",
                condition=Q(state__in=[HazardState.REPORTED, HazardState.WITHDRAWN]) | ~Q(level=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "state", "due_on", "id"], name="hazard_county_list"),
            models.Index(fields=["area", "found_on"], name="hazard_area_found"),
            models.Index(fields=["enterprise", "state"], name="hazard_enterprise"),
            models.Index(fields=["campaign_ref"], name="hazard_campaign"),
        ]

    def __str__(self) -> str:
        return self.summary

    def get_absolute_url(self) -> str:
        """The hazard's page."""
        return f"/hazards/{self.pk}/"

    def term(self, clock: str) -> Term:
        """Return how long ``grade``, ``rectify``, ``recheck`` or ``again`` runs."""
        level = HazardLevel(self.level or HazardLevel.GENERAL)
        return {
            "grade": rules.grading_term(),
            "rectify": rules.rectification_term(level),
            "recheck": rules.recheck_term(level),
            "again": rules.second_term(level),
        }[clock]

    @property
    def plan(self) -> rules.Plan:
        """What is said of 五定 so far."""
        return rules.Plan(self.owner, self.measures, self.funds, self.interim_measures)

    def todo(self) -> TodoSpec | None:
        """Rectifying is the enterprise's; grading and rechecking are the supervisor's."""
        url = self.get_absolute_url()
        if self.state == HazardState.ORDERED:
            return TodoSpec(
                f"隐患整改：{self.summary}", url, Capability.HAZARD_RECTIFY,
                enterprise_id=self.enterprise_id,
            )  # fmt: skip
        verb, capability = (
            ("隐患定级", Capability.HAZARD_GRADE)
            if self.state == HazardState.REPORTED
            else ("隐患复查", Capability.HAZARD_VERIFY)
        )
        return TodoSpec(
            f"{verb}：{self.enterprise.name} {self.summary}", url, capability,
            organisation_id=self.enterprise.supervisor_id,
        )  # fmt: skip
