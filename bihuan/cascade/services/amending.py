"""Carry an amendment of a superior's plan to the plans below it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from bihuan.campaigns.events import CampaignAmended
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import STANDING
from bihuan.cascade.models import SubPlan
from bihuan.cascade.queries import below, place_of
from bihuan.cascade.rules.strictness import INHERITED
from bihuan.cascade.services.decomposing import inherited
from bihuan.cascade.states import OPEN, SubPlanState
from bihuan.kernel.events import subscribe
from bihuan.loop.models import Todo
from bihuan.loop.services.cases import advance
from bihuan.notifications.queries import owners_of_todo
from bihuan.notifications.services import notify
from bihuan.notifications.states import MessageKind
from bihuan.people.models import User
from bihuan.people.states import Capability


@transaction.atomic
def notify_children(
    *, campaign_id: int, changed: Collection[int] = (), added: Collection[int] = (),
    gone: Collection[int] = (), reason: str, by: User, at: datetime,
) -> list[SubPlan]:  # fmt: skip
    """Let every open lower plan inherit a superior's items as they are now; return those told.

    ``changed``, ``added`` and ``gone`` are numbers of the superior's items; a changed one that is
    handed down by its successor is ``gone`` and ``added``. What was filed or recognised comes
    back to the body for revision, with the reason; what is carried by an item stays bound to it,
    so that a weaker one shows at once. An item that is gone leaves the lower plan its own.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    told = []
    for sub_plan in below(campaign).filter(state__in=OPEN).order_by("pk"):
        if not _renew(campaign, sub_plan, changed=changed, added=added, gone=gone):
            continue
        if sub_plan.state in (SubPlanState.FILED, SubPlanState.RECOGNISED):
            sub_plan = advance(sub_plan, "revise", by=by, at=at, note=reason)  # noqa: PLW2901
        _tell(sub_plan, reason, at)
        told.append(sub_plan)
    return told


@subscribe(CampaignAmended)
def carry_down(event: CampaignAmended) -> None:
    """Tell the plans below of what an amendment changed, in the name of who drafted it."""
    by = User.objects.filter(pk=event.by_id).first() if event.by_id else None
    if by is not None and by.can(Capability.PLAN_LAUNCH):  # who left the post sends nothing down
        notify_children(
            campaign_id=event.campaign_id, changed=event.changed, added=event.added,
            gone=event.gone, reason=event.reason, by=by, at=event.at,
        )  # fmt: skip


def _renew(
    campaign: Campaign, sub_plan: SubPlan, *, changed: Collection[int], added: Collection[int],
    gone: Collection[int],
) -> bool:  # fmt: skip
    """Bring what the lower plan inherits up to date; return whether anything of it changed."""
    rows = {one.parent_item_id: one for one in sub_plan.inherited.select_related("parent_item")}
    renewed = [pk for pk in changed if pk in rows]
    for pk in renewed:
        row = rows[pk]
        row.data, row.quote = row.parent_item.data, row.parent_item.quote
        row.place = place_of(campaign, row.parent_item.start_char)
        row.save(update_fields=["data", "quote", "place"])
    left = [pk for pk in gone if pk in rows]
    sub_plan.inherited.filter(parent_item_id__in=left).delete()
    last = sub_plan.inherited.aggregate(last=Max("position"))["last"] or 0
    new = campaign.items.filter(pk__in=added, kind__in=INHERITED, decision__in=STANDING)
    joined: list[PlanItem] = list(new.exclude(pk__in=rows).order_by("position", "pk"))
    for place, item in enumerate(joined, start=last + 1):
        inherited(sub_plan, campaign, item, place).save()
    return bool(renewed or joined or left)


def _tell(sub_plan: SubPlan, reason: str, at: datetime) -> None:
    todo = Todo.objects.filter(case_kind=sub_plan.kind, case_id=sub_plan.pk).first()
    if todo is not None:
        notify(
            owners_of_todo(todo), kind=MessageKind.NOTICE,
            title=f"上级方案有调整：《{sub_plan.parent.title}》", body=reason,
            url=sub_plan.get_absolute_url(),
            key=f"cascade:{sub_plan.pk}:{at.isoformat()}", at=at,
        )  # fmt: skip
