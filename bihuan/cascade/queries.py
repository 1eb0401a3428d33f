"""Reads of the plan chain: who is above and below, who may be given a part, what is carried how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import STANDING, Decision, ItemKind
from bihuan.cascade.models import InheritedItem, Lineage, SubPlan
from bihuan.cascade.rules.framing import Sentence
from bihuan.cascade.rules.strictness import INHERITED, Gap, gaps, is_tighter
from bihuan.cascade.states import OPEN, Carrying, SubPlanState
from bihuan.kernel.areas import AreaLevel, level_of, range_of
from bihuan.people.models import Organisation
from bihuan.people.states import OrganisationKind as K

LONGEST_PLACE = 40
_OFFICES = (K.COMMITTEE_OFFICE, K.EMERGENCY_BUREAU)


@dataclass(frozen=True, slots=True)
class Body:
    """A body below, and what it is to the campaign: town, office, department or community."""

    organisation: Organisation
    sort: str


def bodies_below(campaign: Campaign) -> list[Body]:
    """Return the bodies a campaign can be handed down to: departments beside, offices below."""
    own = range_of(campaign.area)
    rows = (
        Organisation.objects.filter(
            area__gte=own.low, area__lte=own.high, enterprise_ref__isnull=True
        )
        .exclude(pk=campaign.organisation_id)
        .order_by("area", "pk")
    )
    level = level_of(campaign.area)
    found = [Body(one, sort) for one in rows if (sort := _sort_of(one, level, campaign.area))]
    return sorted(found, key=lambda one: (_SORTS.index(one.sort), one.organisation.area))


_SORTS = ("department", "office", "town", "community")


def _sort_of(body: Organisation, level: AreaLevel, area: int) -> str:
    if body.area == area:
        beside = body.kind in (K.SECTOR_DEPARTMENT, *_OFFICES) or (
            body.kind == K.COMMUNITY and level is AreaLevel.VILLAGE
        )
        return "department" if beside else ""
    below = level_of(body.area) is level.below()
    if body.kind in _OFFICES and below:
        return "office"
    if body.kind == K.TOWN_OFFICE and below:
        return "town"
    is_community = body.kind == K.COMMUNITY and level is AreaLevel.TOWN
    return "community" if is_community else ""


def given_to(campaign: Campaign) -> set[int]:
    """Return the bodies that a campaign was handed down to already, for a plan or to sign."""
    plans = campaign.sub_plans.filter(state__in=OPEN)
    signing = campaign.receipts.filter(organisation__isnull=False)
    return {
        *plans.values_list("organisation_id", flat=True),
        *signing.values_list("organisation_id", flat=True),
    }


def ancestors(campaign_id: int) -> list[int]:
    """Return the campaigns above, nearest first."""
    rows = Lineage.objects.filter(descendant_id=campaign_id).order_by("distance")
    return list(rows.values_list("ancestor_id", flat=True))


def descendants(campaign_id: int) -> list[int]:
    """Return the campaigns below, nearest first."""
    rows = Lineage.objects.filter(ancestor_id=campaign_id).order_by("distance", "pk")
    return list(rows.values_list("descendant_id", flat=True))


def whole_tree(campaign_id: int) -> list[int]:
    """Return every campaign of the chain that the campaign belongs to, itself included."""
    above = ancestors(campaign_id)
    root = above[-1] if above else campaign_id
    return [root, *descendants(root)]


def handed_down(campaign: Campaign) -> list[PlanItem]:
    """Return the standing items that can be inherited, as a plan tells them."""
    items = campaign.items.filter(kind__in=INHERITED, decision__in=STANDING)
    order = {kind: place for place, kind in enumerate(INHERITED)}
    return sorted(items, key=lambda one: (order[ItemKind(one.kind)], one.position, one.pk))


def place_of(campaign: Campaign, start: int) -> str:
    """Return the heading under which a passage stands: 「一、工作目标」; "" where none does."""
    headings = [row for row in campaign.outline if row[2] == "heading" and row[1] <= start]
    if not headings:
        return ""
    low, high, *_ = headings[-1]
    return campaign.text[low:high].strip()[:LONGEST_PLACE]


def sentences_for(campaign: Campaign, wanted: Sequence[InheritedItem]) -> list[Sentence]:
    """Return the superior's sentences with the inherited items in them, as they stand in its text.

    Items of one kind that share a sentence share one line.
    """
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for one in wanted:
        text = _sentence_at(campaign, one.parent_item) or one.quote
        found.setdefault((one.kind, text), []).append((one.pk, one.quote))
    return [Sentence(kind, text, tuple(items)) for (kind, text), items in found.items()]


def _sentence_at(campaign: Campaign, item: PlanItem) -> str:
    for start, end, *_ in campaign.outline:
        if start <= item.start_char and item.end_char <= end:
            return campaign.text[start:end].strip()
    return ""


WORST_FIRST = (
    Carrying.WEAKER, Carrying.DROPPED, Carrying.OPEN, Carrying.TIGHTER, Carrying.TAKEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carried:
    """One inherited item with what carries it and how."""

    inherited: InheritedItem
    how: Carrying
    gaps: tuple[Gap, ...] = ()

    @property
    def item(self) -> PlanItem | None:
        """The item of the lower plan."""
        return self.inherited.child_item


def carried(one: InheritedItem) -> Carried:
    """Return how one inherited item stands in the lower plan."""
    item = one.child_item
    if item is None:
        return Carried(one, Carrying.OPEN)
    if item.decision == Decision.REJECTED:
        return Carried(one, Carrying.DROPPED)
    found = tuple(gaps(one.kind, one.data, item.data))
    if found:
        return Carried(one, Carrying.WEAKER, found)
    tighter = is_tighter(one.kind, one.data, item.data)
    return Carried(one, Carrying.TIGHTER if tighter else Carrying.TAKEN)


def carried_in(sub_plan: SubPlan) -> list[Carried]:
    """Return every inherited item of a lower plan with how it stands, what falls short first."""
    rows = sub_plan.inherited.select_related("child_item", "parent_item", "sub_plan__parent")
    return sorted((carried(one) for one in rows), key=lambda one: WORST_FIRST.index(one.how))


def carried_by(sub_plans: Iterable[SubPlan]) -> dict[int, dict[Carrying, int]]:
    """Count, per lower plan, how many inherited items stand how; one query."""
    counts: dict[int, dict[Carrying, int]] = {}
    rows = InheritedItem.objects.filter(sub_plan__in=list(sub_plans)).select_related("child_item")
    for one in rows:
        mine = counts.setdefault(one.sub_plan_id, dict.fromkeys(Carrying, 0))
        mine[carried(one).how] += 1
    return counts


def below(campaign: Campaign) -> QuerySet[SubPlan]:
    """Return the lower plans of a campaign that were not withdrawn."""
    rows = SubPlan.objects.filter(parent=campaign).exclude(state=SubPlanState.WITHDRAWN)
    return rows.select_related("organisation", "child", "parent")


def sub_plan_of(campaign_id: int) -> SubPlan | None:
    """Return the lower plan that a campaign carries out; None when it answers to nobody."""
    rows = SubPlan.objects.filter(child_id=campaign_id, state__in=OPEN)
    return rows.select_related("parent__organisation", "organisation").first()


def answered_by(campaign: Campaign) -> SubPlan | None:
    """Return the same for a campaign at hand: one query for the object, however often asked."""
    sub_plan: SubPlan | None = getattr(campaign, "sub_plan", None)
    return sub_plan if sub_plan is not None and sub_plan.state in OPEN else None


def kin_items(campaign_id: int) -> dict[int, list[int]]:
    """Return, by item of a campaign, the items of campaigns above and below that ask for the same.

    Up and down the chain, never across: what two towns make of one sentence are no kin.
    """
    found: dict[int, list[int]] = {}
    _climb(campaign_id, found, up=True)
    _climb(campaign_id, found, up=False)
    return found


def _climb(campaign_id: int, found: dict[int, list[int]], *, up: bool) -> None:
    mine, other = ("child_item", "parent_item") if up else ("parent_item", "child_item")
    rows = InheritedItem.objects.filter(child_item__isnull=False)
    step = rows.filter(**{f"{mine}__campaign": campaign_id})
    came_from: dict[int, list[int]] = {}
    pairs = list(step.values_list(f"{mine}_id", f"{other}_id"))
    for own, next_one in pairs:
        came_from.setdefault(next_one, []).append(own)
    while came_from:
        for next_one, origins in came_from.items():
            for own in origins:
                found.setdefault(own, []).append(next_one)
        further: dict[int, list[int]] = {}
        wanted = rows.filter(**{f"{mine}_id__in": list(came_from)})
        for here, beyond in wanted.values_list(f"{mine}_id", f"{other}_id"):
            further.setdefault(beyond, []).extend(came_from[here])
        came_from = further
