"""What an amendment does around a running campaign's items: scope, checklist, duties, trail.

The system's steps, each repeatable. Loops that are open keep their trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from bihuan.campaigns.models import Campaign, ItemLink, Participation, PlanItem
from bihuan.campaigns.rules import NOBODY
from bihuan.campaigns.services.binding import (
    bind_checklist,
    checklist_items,
    give_duty,
    link,
    standing,
)
from bihuan.campaigns.states import ItemKind
from bihuan.duties.models import DutyRule
from bihuan.duties.services.revising import end_duty_rule, revise_duty_rule
from bihuan.kernel.periods import Recurrence
from bihuan.loop.services.cases import advance, business_date
from bihuan.standards.models import Checklist
from bihuan.standards.services import publish, revise, update_draft


@transaction.atomic
def put_scope(
    campaign: Campaign, *, areas: list[int], sectors: list[str], tags: list[str], reason: str,
    at: datetime,
) -> None:  # fmt: skip
    """Let the campaign describe other enterprises; who comes in and goes out follows apart."""
    wanted = {"scope_areas": areas, "scope_sectors": sectors, "scope_tags": tags}
    if all(getattr(campaign, name) == value for name, value in wanted.items()):
        return
    advance(campaign, "amend", by=None, at=at, note=reason, changes=wanted)
    campaign.refresh_from_db()


@transaction.atomic
def take_out(campaign: Campaign, enterprise_ids: Sequence[int], *, at: datetime) -> int:
    """Note that enterprises left the campaign's scope; return how many did now."""
    rows = Participation.objects.filter(
        campaign=campaign, enterprise_id__in=enterprise_ids, left_on__isnull=True
    )
    return rows.update(left_on=business_date(at))


@transaction.atomic
def take_back(campaign: Campaign, enterprise_ids: Sequence[int]) -> int:
    """Note that enterprises that had left are in the scope again; return how many."""
    rows = Participation.objects.filter(
        campaign=campaign, enterprise_id__in=enterprise_ids, left_on__isnull=False
    )
    return rows.update(left_on=None)


@transaction.atomic
def note_amended(
    campaign: Campaign, *, note: str, facts: Mapping[str, object], at: datetime
) -> None:
    """Write into the campaign's trail that it was amended."""
    advance(campaign, "amend", by=None, at=at, note=note, facts=facts, due_on=campaign.ends_on)


@transaction.atomic
def put_self_check_deadline(campaign: Campaign, due_on: date | None) -> None:
    """Let the campaign name another day for its self-checks."""
    Campaign.objects.filter(pk=campaign.pk).update(self_check_due_on=due_on)
    campaign.self_check_due_on = due_on


@transaction.atomic
def renew_checklist(campaign: Campaign, *, at: datetime) -> Checklist | None:
    """Publish a new version of the self-check's list when its items changed; None when they did not.

    Answers given stay with the version they were given to. Without any item left the last
    version stays: what is under way must still be answerable.
    """
    items = standing(campaign, ItemKind.CHECK_ITEM)
    if not items:
        return None
    known = campaign.checklist
    if known is None:
        bind_checklist(campaign, at=at)
        return campaign.checklist
    wanted = checklist_items(campaign)
    now = list(known.items.order_by("number"))
    if [(one.text, one.group, one.severity) for one in now] == [
        (one.text.strip(), one.group.strip(), one.severity) for one in wanted
    ]:
        return None
    draft = revise(checklist_id=known.pk, by=None, at=at)
    update_draft(checklist_id=draft.pk, name=draft.name, source=draft.source, items=wanted, by=None)
    checklist = publish(checklist_id=draft.pk, by=None, at=at)
    rows = checklist.items.order_by("number").values_list("pk", flat=True)
    for item, row in zip(items, rows, strict=True):
        link(item, "check_item", row)
    Campaign.objects.filter(pk=campaign.pk).update(checklist=checklist)
    campaign.checklist = checklist
    return checklist


@transaction.atomic
def sync_duty(
    item: PlanItem, *, holder: str, wanted_on: date, release: bool, reason: str, source_key: str,
    at: datetime,
) -> str:  # fmt: skip
    """Bring the duty rule of an item in line with it; return what was done, in words.

    Occurrences that were sent out stay as they are, unless the item is given up and ``release``
    ends them.
    """
    rule_id = (
        ItemLink.objects.filter(item=item, target_kind="duty_rule")
        .order_by("-pk")
        .values_list("target_id", flat=True)
        .first()
    )
    if rule_id is None:
        return _give(item, holder=holder, wanted_on=wanted_on, at=at)
    if not item.stands:
        ended = end_duty_rule(rule_id=rule_id, reason=reason, release=release, at=at)
        return f"规则终止，免除未到期的 {ended} 项" if release else "规则终止，已派发的继续办完"
    rule = DutyRule.objects.get(pk=rule_id)
    title = str(item.data.get("action") or item.quote)[:200]
    count, every = int(item.data.get("count") or 1), item.data.get("period")
    if every not in set(Recurrence):
        return "周期无法按日历计算，规则未改"
    if (rule.title, rule.count, rule.every) == (title, count, every):
        return "规则不变"
    made = revise_duty_rule(
        rule_id=rule_id, title=title, count=count, every=every, wanted_on=wanted_on,
        reason=reason, source_key=source_key, at=at,
    )  # fmt: skip
    return f"自 {made.effective_on} 起{made.frequency}"


def _give(item: PlanItem, *, holder: str, wanted_on: date, at: datetime) -> str:
    campaign = item.campaign
    if not item.stands or holder in ("", NOBODY):
        return "没有下达给岗位或企业"
    if campaign.ends_on is not None and campaign.ends_on < wanted_on:
        return "行动届时已结束，没有下达"
    campaign.bindings.setdefault("duties", {})[str(item.pk)] = holder
    Campaign.objects.filter(pk=campaign.pk).update(bindings=campaign.bindings)
    give_duty(campaign, item, holder=holder, since=wanted_on, at=at)
    return f"自 {wanted_on} 起下达"


@transaction.atomic
def choose_task(item: PlanItem) -> None:
    """Let a task become something to hand in, as at the launch."""
    campaign = Campaign.objects.select_for_update().get(pk=item.campaign_id)
    chosen = campaign.bindings.setdefault("tasks", [])
    if item.pk not in chosen:
        chosen.append(item.pk)
        Campaign.objects.filter(pk=campaign.pk).update(bindings=campaign.bindings)
