"""Hand a campaign down: which body, which items, by when; take it back; join campaigns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import CampaignState
from bihuan.cascade.models import InheritedItem, Lineage, Receipt, SubPlan
from bihuan.cascade.queries import (
    ancestors,
    bodies_below,
    descendants,
    given_to,
    handed_down,
    place_of,
)
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused, StepRefused
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability

Mode = Literal["plan", "sign"]
RUNNING = (CampaignState.RUNNING, CampaignState.LAUNCHING)


@dataclass(frozen=True, slots=True)
class Assigned:
    """What one body is given: ``plan`` asks for its own plan, ``sign`` only for a receipt."""

    organisation_id: int
    items: Collection[int]
    asked_by: date
    mode: Mode = "plan"


@transaction.atomic
def decompose(
    *, campaign_id: int, assigned: Sequence[Assigned], by: User, at: datetime
) -> list[SubPlan | Receipt]:
    """Hand a running campaign down to the bodies named; return what was opened, in that order.

    Raises:
        NotFound, NotAllowed: not ``by``'s campaign, or not their office's to hand down.
        StepRefused: the campaign does not run.
        BadInput: a body or an item that cannot be, a day that is past, a body given it already.
    """
    campaign = own_campaign(campaign_id, by=by)
    if campaign.state not in RUNNING:
        raise StepRefused(f"行动当前为“{campaign.state_label}”，发起后才能向下分解。")
    items = {item.pk: item for item in handed_down(campaign)}
    bodies = {one.organisation.pk: one.organisation for one in bodies_below(campaign)}
    if problems := _problems(campaign, assigned, items, bodies, business_date(at)):
        raise BadInput(problems)
    return [
        _hand_down(campaign, one, items, bodies[one.organisation_id], by=by, at=at)
        for one in assigned
    ]


def own_campaign(campaign_id: int, *, by: User) -> Campaign:
    """Return a campaign, locked, that the person's own office organises.

    Raises:
        NotFound, NotAllowed: see ``decompose``.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.PLAN_LAUNCH):
        raise NotAllowed("您的岗位不能分解方案，请由安全办干事或主任办理。")
    require_member(campaign.organisation, by, "分解方案由组织单位办理")
    return campaign


def require_member(body: Organisation, by: User, told: str) -> None:
    """Let in who holds a post in the body itself.

    Raises:
        NotAllowed: ``by`` works somewhere else.
    """
    if by.scope is None or by.scope.organisation_id != body.pk:
        raise NotAllowed(f"{told}，请联系{body.name}。")


def _problems(
    campaign: Campaign, assigned: Sequence[Assigned], items: dict[int, PlanItem],
    bodies: dict[int, Organisation], on: date,
) -> list[Problem]:  # fmt: skip
    if not assigned:
        return [Problem("承接单位", "没有选择", "，请至少选一个单位。")]
    known = given_to(campaign)
    found = []
    for one in assigned:
        body = bodies.get(one.organisation_id)
        if body is None:
            found.append(Problem("承接单位", "不是本行动的下级单位", "，请刷新页面后重选。"))
            continue
        if body.pk in known:
            found.append(Problem(body.name, "已经分解过", "，如需调整请先撤销。"))
        if one.asked_by < on:
            found.append(Problem(body.name, "要求日期早于今天", "，请改为今天或以后的日期。"))
        if not one.items or not set(one.items) <= set(items):
            found.append(Problem(body.name, "没有选择承接的内容", "，请至少选一项。"))
    return found


def _hand_down(
    campaign: Campaign, one: Assigned, items: dict[int, PlanItem], body: Organisation, *,
    by: User, at: datetime,
) -> SubPlan | Receipt:  # fmt: skip
    chosen = [item for pk, item in items.items() if pk in set(one.items)]
    if one.mode == "sign":
        return open_case(
            Receipt(
                campaign=campaign, organisation=body, area=body.area, asked_by=one.asked_by,
                due_on=one.asked_by, items=[item.pk for item in chosen],
            ),
            by=by, at=at, label="下达",
        )  # fmt: skip
    sub_plan = open_case(
        SubPlan(
            parent=campaign, organisation=body, area=body.area, asked_by=one.asked_by,
            due_on=one.asked_by,
        ),
        by=by, at=at, label="分解下达", facts={"items": len(chosen)},
    )  # fmt: skip
    InheritedItem.objects.bulk_create(
        inherited(sub_plan, campaign, item, position)
        for position, item in enumerate(chosen, start=1)
    )
    return sub_plan


def inherited(
    sub_plan: SubPlan, campaign: Campaign, item: PlanItem, position: int
) -> InheritedItem:
    """Return, unsaved, an item as it is handed down today."""
    return InheritedItem(
        sub_plan=sub_plan, parent_item=item, kind=item.kind, position=position, data=item.data,
        quote=item.quote, place=place_of(campaign, item.start_char),
    )  # fmt: skip


@transaction.atomic
def withdraw(
    *, sub_plan_id: int, note: str, by: User, at: datetime, version: int, key: UUID | None = None
) -> SubPlan:
    """Take back what was handed down, with the reason; a plan not launched yet stands alone then.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: as for every step.
        Refused: no reason, or the body's campaign runs already.
    """
    sub_plan = seen(sub_plan_id, by=by)
    require_member(sub_plan.parent.organisation, by, "撤销分解由上级组织单位办理")
    child = sub_plan.child
    if child is not None and child.state in RUNNING:
        raise Refused("下级行动已经发起，不能撤销；请等它结束，或通过修订方案调整要求。")
    if child is not None:
        separate(child)
    return advance(
        sub_plan, "withdraw", by=by, at=at, note=note, expected_version=version, key=key,
        changes={"child": None},
    )  # fmt: skip


def seen(sub_plan_id: int, *, by: User) -> SubPlan:
    """Return a lower plan among those the person may see, locked.

    Raises:
        NotFound: there is none.
    """
    rows = SubPlan.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.select_related("parent__organisation", "organisation", "child").filter(
        pk=sub_plan_id
    )
    found = row.first()
    if found is None:
        raise NotFound
    return found


def join(sub_plan: SubPlan, child: Campaign) -> None:
    """Write who stands above whom once a body has its own campaign.

    Raises:
        Refused: the campaign stands above the superior's already.
    """
    parent_id = sub_plan.parent_id
    lines = Lineage.objects.filter(Q(descendant=parent_id) | Q(ancestor=child))
    above = {parent_id: 0}
    below = {child.pk: 0}
    for line in lines:
        if line.descendant_id == parent_id:
            above[line.ancestor_id] = line.distance
        else:
            below[line.descendant_id] = line.distance
    if set(above) & set(below):
        raise Refused("这个行动本身就在上级行动之上，不能作为它的下级方案。")
    Lineage.objects.bulk_create(
        Lineage(ancestor_id=upper, descendant_id=lower, distance=over + under + 1)
        for upper, over in above.items()
        for lower, under in below.items()
    )


def separate(child: Campaign) -> None:
    """Take a campaign that never ran, with what hangs below it, out of the chain above."""
    below = [child.pk, *descendants(child.pk)]
    Lineage.objects.filter(ancestor__in=ancestors(child.pk), descendant__in=below).delete()
    InheritedItem.objects.filter(child_item__campaign=child).update(child_item=None)
