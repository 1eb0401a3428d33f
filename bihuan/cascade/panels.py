"""What decomposition puts into the shell, a campaign's pages and an enterprise's dossier."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.campaigns.extensions import Tab, campaign_panel, campaign_tab, sentence_panel
from bihuan.campaigns.living import LiveSentence
from bihuan.campaigns.models import Campaign, Participation
from bihuan.campaigns.states import CampaignState, ItemKind
from bihuan.cascade.models import InheritedItem, Receipt
from bihuan.cascade.queries import (
    WORST_FIRST,
    ancestors,
    answered_by,
    below,
    carried,
    carried_in,
)
from bihuan.cascade.rollup import is_late, rollup
from bihuan.cascade.states import Carrying, ReceiptState
from bihuan.cascade.tones import RECEIPT_TONES
from bihuan.enterprises.dossier import dossier_panel
from bihuan.enterprises.models import Enterprise
from bihuan.people.states import Capability
from bihuan.web import menu
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel

LATEST = 5
NAMED = 4

menu.add(
    "方案行动", "下级方案", "cascade:list", icon="list-check", need=Capability.PLAN_VIEW, order=30
)
menu.add("方案行动", "签收", "cascade:receipts", icon="circle-check", need=Capability.DUTY_VIEW,
         order=40)  # fmt: skip


@campaign_tab(order=40, need=Capability.PLAN_VIEW)
def levels(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """上下分解: the bodies below, with how many there are."""
    if campaign.state in (CampaignState.DRAFT, CampaignState.DISCARDED):
        return None
    return Tab(
        "上下分解", reverse("cascade:levels", args=[campaign.pk]), below(campaign).count() or None
    )


@campaign_tab(order=5, need=Capability.PLAN_VIEW)
def above(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """承接上级: what the superior asks of this plan."""
    sub_plan = answered_by(campaign)
    return Tab("承接上级", sub_plan.get_absolute_url()) if sub_plan else None


@campaign_panel("draft", order=20, need=Capability.PLAN_VIEW)
def asked_by_superior(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """While a plan is checked: what of the superior's is still open or falls short."""
    sub_plan = answered_by(campaign)
    if sub_plan is None:
        return None
    lines = carried_in(sub_plan)
    counts = [(how, n) for how in Carrying if (n := sum(one.how is how for one in lines))]
    context = {"sub_plan": sub_plan, "counts": counts}
    return Panel(
        "承接上级方案", "cascade/_asked.html", context, url=sub_plan.get_absolute_url(),
        url_label="逐条核对",
    )  # fmt: skip


@campaign_panel("launch", order=20, need=Capability.PLAN_LAUNCH)
def given_once(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """Before the launch of a lower plan: which enterprises a superior already gave their work."""
    sub_plan = answered_by(campaign)
    if sub_plan is None:
        return None
    taken_in = Participation.objects.filter(campaign_id__in=ancestors(campaign.pk))
    inside = taken_in.filter(area__gte=sub_plan.organisation.area_range.low,
                             area__lte=sub_plan.organisation.area_range.high)  # fmt: skip
    own = campaign.items.filter(kind=ItemKind.CHECK_ITEM).exclude(carries__sub_plan=sub_plan)
    context = {"sub_plan": sub_plan, "given": inside.count(), "own_checks": own.count()}
    return Panel("上级已下达的不重复下达", "cascade/_given_once.html", context)


@campaign_panel("running", order=20, need=Capability.PLAN_VIEW)
def lower_levels(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """Above the living document: how many bodies below have a plan, and who is late."""
    if not below(campaign).exists():
        return None
    made = rollup(campaign, on=localdate(), only_plans=True)
    late = [row for row in made.direct if row.is_late or row.weaker]
    context = {"made": made, "late": late[:NAMED], "more": max(0, len(late) - NAMED)}
    return Panel(
        "下级落实", "cascade/_lower.html", context,
        url=reverse("cascade:levels", args=[campaign.pk]), url_label="上下分解",
    )  # fmt: skip


@sentence_panel(order=10, need=Capability.PLAN_VIEW)
def below_sentence(
    _request: UserRequest, campaign: Campaign, sentence: LiveSentence
) -> Panel | None:
    """Beside a sentence: what the bodies below made of it, the weakest first."""
    items = [live.item.pk for live in sentence.items]
    rows = InheritedItem.objects.filter(parent_item__in=items).exclude(sub_plan__state="withdrawn")
    found = [
        carried(one)
        for one in rows.select_related("child_item", "sub_plan__organisation", "sub_plan__parent")
    ]
    if not found:
        return None
    today = localdate()
    bodies = {one.inherited.sub_plan_id: one.inherited.sub_plan for one in found}
    made = [one for one in bodies.values() if one.child_id is not None]
    context = {
        "asked": len(bodies), "made": len(made),
        "late": sum(is_late(one, on=today) for one in bodies.values()),
        "lines": sorted(found, key=lambda one: (WORST_FIRST.index(one.how), one.inherited.sub_plan.area)),
        "reached": _reached(campaign, sentence, [one.area for one in bodies.values()]),
    }  # fmt: skip
    return Panel(
        "下级落实", "cascade/_sentence.html", context,
        url=reverse("cascade:levels", args=[campaign.pk]), url_label="上下分解",
    )  # fmt: skip


def _reached(
    campaign: Campaign, sentence: LiveSentence, areas: list[int]
) -> list[tuple[str, int, int]]:
    """Return, per number of the sentence, how many of the areas below reach it: name, met, asked."""
    wanted = {live.item.pk for live in sentence.items if live.measure is not None}
    if not wanted:
        return []
    made = rollup(campaign, on=localdate())
    rows = [row for row in made.rows if row.sub_plan.area in areas]
    found = []
    for place, target in enumerate(made.targets):
        if target.item_id in wanted:
            taken = [row.targets[place][1] for row in rows if row.targets]
            counted = [one for one in taken if one.value is not None]
            met = sum(one.reaches(target.op, target.value) for one in counted)
            found.append((target.metric_name, met, len(counted)))
    return found


@dossier_panel(order=25, column="right", need=Capability.DUTY_VIEW)
def receipts_of(request: UserRequest, enterprise: Enterprise) -> Panel | None:
    """The campaigns an enterprise was asked to sign for, the latest first."""
    rows = Receipt.objects.visible_to(request.user).filter(enterprise=enterprise)
    shown = list(rows.select_related("campaign").order_by("-pk")[:LATEST])
    if not shown:
        return None
    context: dict[str, object] = {
        "rows": [(one, RECEIPT_TONES[ReceiptState(one.state)]) for one in shown]
    }
    return Panel("签收的行动", "cascade/_receipts.html", context)
