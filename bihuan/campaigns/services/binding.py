"""Turn confirmed items into phases, targets, a checklist, duty rules and deliverables.

Every function may run again after a crash: what exists already is left alone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.campaigns.memory_models import StandardMatch
from bihuan.campaigns.models import Campaign, ItemLink, Phase, PlanItem, Target
from bihuan.campaigns.relatives import carriers_of
from bihuan.campaigns.rules import ENTERPRISES, NOBODY, end_after
from bihuan.campaigns.states import STANDING, ItemKind
from bihuan.duties.services.duty_rules import create_duty_rule
from bihuan.duties.states import HolderKind
from bihuan.kernel.periods import Recurrence
from bihuan.planparse.schema import PlanDraft
from bihuan.planparse.sentences import sentences
from bihuan.standards.services import NewItem, create_checklist, publish
from bihuan.standards.states import Severity


def standing(campaign: Campaign, kind: ItemKind) -> list[PlanItem]:
    """Return the confirmed items of a kind, in the plan's order."""
    items = campaign.items.filter(kind=kind, decision__in=STANDING)
    return list(items.order_by("position", "id"))


def day_of(data: dict[str, Any], key: str) -> date | None:
    """Return the date an item's data holds under ``key``."""
    value = data.get(key)
    return date.fromisoformat(value) if value else None


def span_of(campaign: Campaign, *, on: date | None = None) -> tuple[date | None, date | None]:
    """Return the first day and the last that the confirmed phases name.

    A plan that names no last day but says how long it is to run ends so many months after its
    first day, or after ``on``, the day of its launch.
    """
    phases = standing(campaign, ItemKind.PHASE)
    starts = [day for item in phases if (day := day_of(item.data, "start"))]
    ends = [day for item in phases if (day := day_of(item.data, "end"))]
    first, last = min(starts, default=None), max(ends, default=None)
    if last is None and campaign.months and (begins := first or on) is not None:
        last = end_after(begins, campaign.months)
    return first, last


def link(item: PlanItem, kind: str, target_id: int) -> None:
    """Remember what an item became."""
    ItemLink.objects.get_or_create(item=item, target_kind=kind, target_id=target_id)


def bind_outline(campaign: Campaign) -> None:
    """Keep the plan's sentences, so that no page reads the text again."""
    if campaign.outline:
        return
    draft = PlanDraft.model_validate(campaign.draft) if campaign.draft else None
    # A text that was lengthened after it was read no longer has the draft's bounds.
    told = sentences(campaign.text, draft) or sentences(campaign.text)
    campaign.outline = [[one.start_char, one.end_char, one.kind, one.reason] for one in told]
    Campaign.objects.filter(pk=campaign.pk).update(outline=campaign.outline)


def bind_phases(campaign: Campaign) -> list[Phase]:
    """Write the timeline; a phase that says only its end starts when the one before ends."""
    if campaign.phases.exists():
        return list(campaign.phases.all())
    phases = [
        Phase(
            campaign=campaign, item=item, number=number, name=str(item.data.get("name") or "阶段"),
            start=day_of(item.data, "start"), end=day_of(item.data, "end"),
        )
        for number, item in enumerate(standing(campaign, ItemKind.PHASE), start=1)
    ]  # fmt: skip
    return Phase.objects.bulk_create(phases)


def bind_targets(campaign: Campaign) -> list[Target]:
    """Write the targets with the metric a person confirmed."""
    if campaign.targets.exists():
        return list(campaign.targets.all())
    targets = [
        Target(
            campaign=campaign, item=item, subject=str(item.data.get("subject") or "")[:200],
            metric_name=str(item.data.get("metric") or "")[:200],
            metric_key=item.data.get("metric_key") or "", op=item.data["op"],
            value=item.data["value"], unit=item.data.get("unit") or "",
            deadline=day_of(item.data, "deadline"), firm="力争" not in item.quote,
        )
        for item in standing(campaign, ItemKind.TARGET)
        if item.data.get("value") is not None and item.data.get("op")
    ]  # fmt: skip
    return Target.objects.bulk_create(targets)


def checklist_items(campaign: Campaign) -> list[NewItem]:
    """Return the plan's check items as a checklist takes them.

    Where a person chose a built-in standard for an item, its legal basis stands beside the plan,
    and its severity and photo count unless the item says otherwise.
    """
    matches = StandardMatch.objects.filter(item__campaign=campaign, chosen__isnull=False)
    chosen = {match.item_id: match.options[match.chosen] for match in matches}
    return [
        _checklist_item(campaign, item, chosen.get(item.pk, {}))
        for item in standing(campaign, ItemKind.CHECK_ITEM)
    ]


def _checklist_item(campaign: Campaign, item: PlanItem, known: dict[str, Any]) -> NewItem:
    own = str(item.data.get("basis") or f"《{campaign.title}》")
    bases = [part for part in (own, known.get("basis")) if part]
    return NewItem(
        text=str(item.data.get("text") or item.quote),
        group=str(item.data.get("group") or "")[:120],
        basis="；".join(bases)[:300],
        severity=Severity(item.data.get("severity") or known.get("severity") or Severity.GENERAL),
        photo_required=bool(known.get("photo")),
    )


def bind_checklist(campaign: Campaign, *, at: datetime) -> None:
    """Publish a checklist made of the plan's check items, unless one was chosen or none are."""
    if campaign.checklist_id is not None:
        return
    items = standing(campaign, ItemKind.CHECK_ITEM)
    if not items:
        return
    checklist = create_checklist(
        name=f"{campaign.title}自查表"[:120],
        series=f"campaign-{campaign.pk}",
        organisation=campaign.organisation,
        source=f"《{campaign.title}》{campaign.document_number}",
        items=checklist_items(campaign),
        by=None,
        at=at,
    )
    checklist = publish(checklist_id=checklist.pk, by=None, at=at)
    rows = checklist.items.order_by("number").values_list("pk", flat=True)
    for item, row in zip(items, rows, strict=True):
        link(item, "check_item", row)
    Campaign.objects.filter(pk=campaign.pk).update(checklist=checklist)
    campaign.checklist = checklist


def first_day_of_duties(starts_on: date | None, ends_on: date | None, on: date) -> date | None:
    """Return from when duties are asked for: launch or the plan's start; None when it is over."""
    since = max(starts_on or on, on)
    return None if ends_on is not None and ends_on < since else since


def bind_duties(campaign: Campaign, *, at: datetime, on: date) -> None:
    """Write a duty rule per confirmed duty for the holder that was chosen at launch.

    A plan whose last phase is over asks for nothing that recurs.
    """
    since = first_day_of_duties(campaign.starts_on, campaign.ends_on, on)
    if since is None:
        return
    for item in standing(campaign, ItemKind.DUTY):
        holder = campaign.bindings.get("duties", {}).get(str(item.pk), NOBODY)
        give_duty(campaign, item, holder=holder, since=since, at=at)


def give_duty(
    campaign: Campaign, item: PlanItem, *, holder: str, since: date, at: datetime
) -> None:
    """Write the duty rule of one item for whoever carries it; for nobody there is none."""
    if holder == NOBODY or item.data.get("period") not in set(Recurrence):
        return
    for_enterprises = holder == ENTERPRISES
    carriers = list(carriers_of(campaign, item).order_by("pk")) if for_enterprises else []
    if for_enterprises and not carriers:
        return  # a superior's campaign asks the same of all of them already
    rule = create_duty_rule(
        title=str(item.data.get("action") or item.quote)[:200],
        holder_kind=HolderKind.ENTERPRISE if for_enterprises else HolderKind.POST,
        role="" if for_enterprises else holder,
        enterprises=carriers,
        organisation=campaign.organisation,
        count=int(item.data.get("count") or 1),
        every=item.data["period"],
        since=since,
        until=campaign.ends_on,
        basis=f"《{campaign.title}》：{item.quote}"[:300],
        campaign_ref=campaign.pk,
        source_key=f"campaign-{campaign.pk}-item-{item.pk}",
        by=None,
        at=at,
    )
    link(item, "duty_rule", rule.pk)
