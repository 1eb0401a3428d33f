"""What follows in the plan chain from steps of campaigns: starts, ends, drafts given up."""

from __future__ import annotations

from datetime import datetime

from bihuan.campaigns.models import Campaign, ItemLink, PlanItem
from bihuan.cascade.family import is_given_above, rules_above
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.cascade.queries import sub_plan_of
from bihuan.cascade.services.decomposing import separate
from bihuan.cascade.states import OPEN, ReceiptState
from bihuan.duties.models import DutyRule
from bihuan.duties.services.duty_rules import add_enterprises, remove_enterprises
from bihuan.duties.states import HolderKind
from bihuan.kernel.events import subscribe
from bihuan.loop.events import CaseMoved
from bihuan.loop.services.cases import advance


@subscribe(CaseMoved)
def follow(event: CaseMoved) -> None:
    """React to the steps of a campaign; other cases are no concern of the chain."""
    if not isinstance(event.case, Campaign):
        return
    if event.step == "discard":
        _drop(event.case, event.at)
    elif event.step == "start":
        pass_on_duties(event.case, at=event.at)
    elif event.step == "finish":
        _close(event.case, event.at)
        hand_back_duties(event.case)


def _drop(child: Campaign, at: datetime) -> None:
    """Let the superior's wait for a new plan when the draft that answered it is given up."""
    sub_plan = sub_plan_of(child.pk)
    if sub_plan is None:
        return
    separate(child)
    advance(
        sub_plan, "drop", by=None, at=at, note=f"方案草稿“{child.title}”已作废，须重新制定",
        changes={"child": None, "is_own_text": False},
    )  # fmt: skip


def _close(parent: Campaign, at: datetime) -> None:
    """Ask nothing more of the bodies below when the campaign is over."""
    for sub_plan in SubPlan.objects.filter(parent=parent, state__in=OPEN).order_by("pk"):
        advance(sub_plan, "close", by=None, at=at, note="上级行动已结束")
    for receipt in Receipt.objects.filter(campaign=parent, state=ReceiptState.SENT).order_by("pk"):
        advance(receipt, "lapse", by=None, at=at, note="行动已结束")


def pass_on_duties(child: Campaign, *, at: datetime) -> None:
    """Take out of the superiors' rules the enterprises of whom the lower plan asks more.

    So nobody does the same thing twice, once as often as the superior and once more often.
    """
    if sub_plan_of(child.pk) is None:
        return
    for rule, item in _own_rules(child):
        if is_given_above(item):
            continue
        for upper in rules_above(item):
            remove_enterprises(
                rule_id=upper, enterprises=rule.enterprises.all(), at=at,
                reason=f"改按《{child.title}》从严履职", release=True,
            )  # fmt: skip


def hand_back_duties(child: Campaign) -> None:
    """Let the superiors' rules hold again for the enterprises of a lower plan that ended first."""
    for rule, item in _own_rules(child):
        for upper in rules_above(item):
            add_enterprises(rule_id=upper, enterprises=rule.enterprises.all())


def _own_rules(child: Campaign) -> list[tuple[DutyRule, PlanItem]]:
    """Return the campaign's duty rules for enterprises, each with the item it was made of."""
    links = ItemLink.objects.filter(item__campaign=child, target_kind="duty_rule")
    own = {link.target_id: link.item for link in links.select_related("item")}
    rules = DutyRule.objects.filter(pk__in=own, holder_kind=HolderKind.ENTERPRISE)
    return [(rule, own[rule.pk]) for rule in rules.order_by("pk")]
