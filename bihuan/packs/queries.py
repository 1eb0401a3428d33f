"""Reads of packs: which a campaign uses, what it has not taken over yet, whom a pack means."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.enterprises.models import EnterpriseQuerySet
from bihuan.enterprises.queries import EnterpriseFilter, enterprises_matching
from bihuan.packs.contents import Category, Pack, Row
from bihuan.packs.loading import all_packs
from bihuan.packs.models import PackUse


def packs_of(campaign: Campaign) -> list[Pack]:
    """Return the packs a campaign uses, oldest first."""
    known = all_packs()
    codes = campaign.pack_uses.order_by("id").values_list("pack", flat=True)
    return [known[code] for code in codes if code in known]


def checks_institutions_only(campaign_id: int) -> bool:
    """Whether a campaign uses a pack that keeps every word about persons out."""
    strict = [one.code for one in all_packs().values() if one.institutions_only]
    return PackUse.objects.filter(campaign_id=campaign_id, pack__in=strict).exists()


def claimed_by(text: str) -> list[Pack]:
    """Return the packs that a plan's own words make it belong to."""
    return [one for one in all_packs().values() if any(word in text for word in one.claims)]


def suggested_for(campaign: Campaign) -> list[Pack]:
    """Return the packs that fit a campaign's fields of work, the best first."""
    meant = set((campaign.draft or {}).get("sectors", []))
    fits = [
        (len(meant & set(one.sectors)), one)
        for one in all_packs().values()
        if meant & set(one.sectors)
    ]
    return [one for _, one in sorted(fits, key=lambda fit: -fit[0])]


@dataclass(frozen=True, slots=True)
class Offer:
    """A check item of a pack that a draft may take over; ``taken`` when it has it already."""

    number: int
    group: str
    row: Row
    taken: bool


def offers(campaign: Campaign, pack: Pack) -> list[Offer]:
    """Return the pack's check items as a draft is offered them."""
    there = _texts(campaign, ItemKind.CHECK_ITEM)
    return [
        Offer(number, group, row, taken=row.asked in there) for number, group, row in pack.numbered
    ]


def open_categories(campaign: Campaign, pack: Pack) -> list[tuple[Category, bool]]:
    """Return the pack's kinds of enterprise, and whether the draft's scope names each already."""
    there = _texts(campaign, ItemKind.SCOPE)
    return [(one, one.name in there) for one in pack.scope]


def _texts(campaign: Campaign, kind: ItemKind) -> set[str]:
    rows = campaign.items.filter(kind=kind).exclude(decision=Decision.REJECTED)
    return {str(one.data.get("text") or "") for one in rows}


def enterprises_in(category: Category) -> EnterpriseQuerySet:
    """Return the enterprises in business that a category means; chain ``visible_to``."""
    return enterprises_matching(EnterpriseFilter(sectors=category.sectors, tags=category.tags))
