"""How campaigns of one chain share records, enterprises and work (the once-only principle).

- An enterprise is taken in by one campaign of a chain only, and so gets one self-check of it,
  whichever level launched first (``tree``).
- A duty that a superior already gives to enterprises is not given again unless the lower plan
  asks for more (``carriers``); what it asks more of is then taken out of the superior's rule
  (``services.passing_on``).
- A campaign counts its own records, those of every campaign below, and of those above what
  happened in its own, smaller area. A department, whose area is its superior's, counts of the
  campaigns above only what concerns the enterprises in its own scope.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.campaigns.models import Campaign, ItemLink, Participation, PlanItem
from bihuan.campaigns.relatives import Relatives, use_relatives
from bihuan.campaigns.states import CampaignState
from bihuan.cascade.models import InheritedItem, Lineage
from bihuan.cascade.queries import ancestors, kin_items, whole_tree
from bihuan.cascade.rules.strictness import is_tighter
from bihuan.duties.models import DutyRule
from bihuan.duties.states import HolderKind
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.queries import EnterpriseFilter, enterprises_matching
from bihuan.kernel.areas import range_of
from bihuan.metrics.families import Family, family


@family
def of_campaign(campaign: int) -> Family | None:
    """Return the family of a campaign that has relatives: one query, a second for departments."""
    rows = list(
        Lineage.objects.filter(Q(ancestor=campaign) | Q(descendant=campaign))
        .order_by("pk")
        .values_list("ancestor_id", "descendant_id", "ancestor__area", "descendant__area")
    )
    if not rows:
        return None
    counted = (campaign, *(lower for upper, lower, *_ in rows if upper == campaign))
    above = [
        (upper, upper_area, area) for upper, lower, upper_area, area in rows if lower == campaign
    ]
    if not above:
        return Family(counted)
    own_area = above[0][2]
    is_beside = any(upper_area == own_area for _, upper_area, _ in above)
    return Family(
        counted,
        above=tuple(upper for upper, *_ in above),
        area=range_of(own_area),
        enterprises=_in_scope(Campaign.objects.get(pk=campaign)) if is_beside else None,
    )


def _in_scope(campaign: Campaign) -> QuerySet[Any]:
    wanted = EnterpriseFilter(
        areas=tuple(campaign.scope_areas) or (campaign.area,),
        sectors=tuple(campaign.scope_sectors),
        tags=tuple(campaign.scope_tags),
    )
    return enterprises_matching(wanted).order_by().values("pk")


class Chain(Relatives):
    """The answers for campaigns that were handed down."""

    def tree(self, campaign: Campaign) -> Collection[int]:
        """Return every campaign of the chain."""
        return whole_tree(campaign.pk)

    def kin(self, campaign: Campaign) -> Mapping[int, Collection[int]]:
        """Return the items above and below that ask for the same."""
        return kin_items(campaign.pk)

    def carriers(self, campaign: Campaign, item: PlanItem) -> QuerySet[Enterprise]:
        """Return whom a duty is given to: not again those of whom a superior asks the same."""
        own = Q(pk__in=Participation.objects.filter(campaign=campaign).values("enterprise_id"))
        above = ancestors(campaign.pk)
        if above and not is_given_above(item):
            taken_in = Participation.objects.filter(campaign_id__in=above).values("enterprise_id")
            own |= Q(pk__in=taken_in) & Q(pk__in=_in_scope(campaign))
        return Enterprise.objects.filter(own).exclude(pk__in=_asked_more_below(item))


def _asked_more_below(item: PlanItem) -> QuerySet[Any]:
    """Return the enterprises of whom a running plan below asks a duty in place of this one."""
    links = ItemLink.objects.filter(
        item__in=items_below(item), target_kind="duty_rule",
        item__campaign__state__in=(CampaignState.LAUNCHING, CampaignState.RUNNING),
    )  # fmt: skip
    rules = DutyRule.objects.filter(pk__in=links.values("target_id"))
    return Enterprise.objects.filter(duty_rules__in=rules).order_by().values("pk")


def items_below(item: PlanItem) -> list[int]:
    """Return the items of the plans below that carry an item on, however far down."""
    found: list[int] = []
    here = [item.pk]
    while here:
        rows = InheritedItem.objects.filter(parent_item__in=here, child_item__isnull=False)
        here = [pk for pk in rows.values_list("child_item_id", flat=True) if pk is not None]
        found += here
    return found


def rules_above(item: PlanItem) -> list[int]:
    """Return the superiors' running duty rules for enterprises that an item carries on."""
    parents: list[int] = []
    here = [item.pk]
    while here:
        rows = InheritedItem.objects.filter(child_item__in=here)
        here = list(rows.values_list("parent_item_id", flat=True))
        parents += here
    links = ItemLink.objects.filter(item__in=parents, target_kind="duty_rule")
    rules = DutyRule.objects.filter(
        pk__in=links.values("target_id"), holder_kind=HolderKind.ENTERPRISE
    )
    return list(rules.order_by("pk").values_list("pk", flat=True))


def is_given_above(item: PlanItem) -> bool:
    """Whether a superior already asks enterprises for this duty, and this plan for no more."""
    one = InheritedItem.objects.filter(child_item=item).first()
    if one is None or is_tighter(one.kind, one.data, item.data):
        return False
    return bool(rules_above(item))


use_relatives(Chain())
