"""Start a campaign from a pack, let one use a pack, take items over, publish the checklist."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.campaigns import items as kinds
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services import items as plan_items
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.kernel.areas import AreaLevel, at_level
from bihuan.kernel.errors import BadInput, Problem
from bihuan.packs.contents import Pack
from bihuan.packs.loading import pack_by
from bihuan.packs.models import PackUse
from bihuan.packs.queries import offers, open_categories
from bihuan.packs.samples import COUNTY, TOWN, sample_plan
from bihuan.people.models import Area, Organisation, User
from bihuan.standards.models import Checklist
from bihuan.standards.services import create_checklist, publish, revise, update_draft
from bihuan.standards.states import ChecklistState

SOURCE = "行业包"
LONGEST_ANCHOR = 60


def use_pack(campaign: Campaign, pack: Pack, *, by: User | None, at: datetime) -> PackUse:
    """Note that a campaign works with a pack; noted once, it stays."""
    use, _ = PackUse.objects.get_or_create(
        campaign=campaign, pack=pack.code,
        defaults={
            "area": campaign.area, "version": pack.version, "attached_by": by, "attached_at": at,
        },
    )  # fmt: skip
    return use


@transaction.atomic
def draft_from_pack(
    *, code: str, organisation: Organisation, year: int, by: User, at: datetime, title: str = ""
) -> Campaign:
    """Import the pack's sample plan for a body, moved to its year and place, as a draft.

    Every sentence of it waits for confirmation like those of an uploaded plan.

    Raises:
        NotFound, NotAllowed, BadInput: see ``import_plan`` and ``pack_by``.
    """
    pack = pack_by(code)
    text = sample_plan(pack, year=year, numbered=False, **_places(organisation.area))
    (campaign,) = import_plan(
        text=text, name=f"{pack.name}（{year}年示例方案）.txt", organisation=organisation, by=by,
        at=at, title=title,
    )  # fmt: skip
    use_pack(campaign, pack, by=by, at=at)
    return campaign


def _places(area: int) -> dict[str, str]:
    """Return the names that stand in for the sample's county and town; of a county any town will do."""
    names = dict(
        Area.objects.filter(
            code__in=[at_level(area, AreaLevel.COUNTY), at_level(area, AreaLevel.TOWN)]
        ).values_list("code", "name")
    )
    county = names.get(at_level(area, AreaLevel.COUNTY), COUNTY)
    town = names.get(at_level(area, AreaLevel.TOWN), TOWN)
    return {"county": county, "town": TOWN if town == county else town}


@transaction.atomic
def attach_pack(*, campaign_id: int, code: str, by: User, at: datetime) -> PackUse:
    """Let a draft use a pack.

    Raises:
        NotFound, NotAllowed, StepRefused: as for every change of a draft.
    """
    pack = pack_by(code)
    campaign = plan_items.open_campaign(campaign_id, by=by)
    return use_pack(campaign, pack, by=by, at=at)


@transaction.atomic
def take_over(
    *, campaign_id: int, code: str, rows: Collection[int], categories: Collection[str], by: User,
    at: datetime,
) -> list[PlanItem]:  # fmt: skip
    """Put chosen check items and kinds of enterprise into a draft, to be confirmed there.

    They hang at the plan's own heading of check items or of scope, or at its first line. What
    the draft has already is left out.

    Raises:
        NotFound, NotAllowed, StepRefused: as for every change of a draft.
        BadInput: nothing chosen, a number the pack does not have, or a guard refuses.
    """
    pack = pack_by(code)
    campaign = plan_items.open_campaign(campaign_id, by=by)
    known = {one.number: one for one in offers(campaign, pack)}
    kinds_known = {one.code: (one, taken) for one, taken in open_categories(campaign, pack)}
    if not set(rows) <= set(known) or not set(categories) <= set(kinds_known):
        raise BadInput([Problem("行业包", "有不在包内的条目，请刷新页面后重新选择。")])
    if not rows and not categories:
        raise BadInput([Problem("行业包", "没有选择任何条目", "，请至少勾选一项。")])
    use_pack(campaign, pack, by=by, at=at)
    wanted: list[tuple[ItemKind, dict[str, Any]]] = []
    for key in sorted(categories, key=list(kinds_known).index):
        category, taken = kinds_known[key]
        if not taken:
            sector = category.sectors[0] if category.sectors else None
            wanted.append((ItemKind.SCOPE, {"text": category.name, "category": sector}))
    for number in sorted(rows):
        offer = known[number]
        if not offer.taken:
            wanted.append(
                (
                    ItemKind.CHECK_ITEM,
                    {
                        "group": offer.group, "text": offer.row.asked,
                        "severity": str(offer.row.severity), "basis": offer.row.basis_text,
                    },
                )
            )  # fmt: skip
    return [_suggest(campaign, pack, kind, data, by=by, at=at) for kind, data in wanted]


def _suggest(
    campaign: Campaign, pack: Pack, kind: ItemKind, data: dict[str, Any], *, by: User, at: datetime
) -> PlanItem:
    checked = kinds.clean(kind, data, metric_keys=plan_items.metric_keys())
    start, end = _anchor(campaign, "scope" if kind == ItemKind.SCOPE else "check")
    plan_items.require_allowed(campaign, kind, checked, campaign.text[start:end])
    return plan_items.add(
        campaign, kind, start, end, checked, by=by, at=at, rule=f"{SOURCE}：{pack.name}",
        decision=Decision.PENDING,
    )  # fmt: skip


def _anchor(campaign: Campaign, kind: str) -> tuple[int, int]:
    """Return the bounds of the plan's first heading of a kind, or of its first line."""
    clauses = (campaign.draft or {}).get("clauses", [])
    start = next((one["start_char"] for one in clauses if one["kind"] == kind), 0)
    text = campaign.text
    while start < len(text) and text[start].isspace():
        start += 1
    line = text.find("\n", start)
    end = min(line if line > start else len(text), start + LONGEST_ANCHOR)
    return start, end


@transaction.atomic
def publish_checklist(
    *, code: str, organisation: Organisation, by: User | None, at: datetime
) -> Checklist:
    """Publish the pack's checklist as a body's own check standard; of a newer pack a new version.

    Called again with nothing new it returns the version in force.

    Raises:
        NotFound, NotAllowed: ``by`` does not keep standards, or not those of that body.
        Refused: somebody is revising the standard.
    """
    pack = pack_by(code)
    series = f"pack-{pack.code}-{organisation.pk}"
    items, name = pack.new_items(), f"{pack.name}检查表"
    source = f"系统内置行业包“{pack.name}”第 {pack.version} 版，依据所列法律法规自拟"
    known = Checklist.objects.filter(series=series).order_by("-version").first()
    if known is None:
        made = create_checklist(
            name=name, items=items, source=source, series=series, organisation=organisation,
            by=by, at=at,
        )  # fmt: skip
        return publish(checklist_id=made.pk, by=by, at=at)
    if known.source == source and known.state == ChecklistState.PUBLISHED:
        return known
    draft = revise(checklist_id=known.pk, by=by, at=at)
    update_draft(checklist_id=draft.pk, name=name, source=source, items=items, by=by)
    return publish(checklist_id=draft.pk, by=by, at=at)
