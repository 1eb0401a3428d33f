"""Decide the items of a draft: accept, correct, reject, add, undo, settle what is doubtful."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.campaigns import items as kinds
from bihuan.campaigns.guards import decision_problems_of, item_problems_of
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.origins import ADDED_RULE, PROPOSED_RULE
from bihuan.campaigns.services.history import Act, accept_all, change, note_added, touch
from bihuan.campaigns.services.standard_offers import offer_again
from bihuan.campaigns.states import CampaignState, Decision, ItemAction, ItemKind
from bihuan.kernel.chinese import moment_text
from bihuan.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    Problem,
    StaleVersion,
    StepRefused,
)
from bihuan.metrics.registry import all_metrics
from bihuan.people.models import User
from bihuan.people.states import Capability

Data = Mapping[str, Any]


@transaction.atomic
def decide(
    *,
    item_id: int,
    decision: str,
    by: User,
    at: datetime,
    version: int,
    data: Data | None = None,
) -> PlanItem:
    """Accept, correct or reject an item.

    ``data`` are the fields the person saw or typed, all of the kind's or only those that
    changed; an accepted item whose data differ from what was read counts as corrected. An
    accepted target takes its metric binding from ``data``: what the parser suggests is bound
    only when the person sent it.

    Raises:
        NotFound: no such item, or outside what ``by`` may see.
        NotAllowed, StepRefused: ``by`` may not confirm, or the campaign is no longer a draft.
        StaleVersion: somebody else changed the item since the page was made; it says who.
        BadInput: a field is wrong.
    """
    item = locked_item(item_id, by=by, version=version)
    return decide_as(item, decision, Act(by, at), data=data)


def decide_as(item: PlanItem, decision: str, act: Act, *, data: Data | None = None) -> PlanItem:
    """Decide a locked item as one part of ``act``; see ``decide``."""
    if decision == Decision.REJECTED:
        return change(item, ItemAction.REJECT, act, decision=Decision.REJECTED)
    if decision not in (Decision.ACCEPTED, Decision.CORRECTED):
        raise BadInput([Problem("核对结论", "只能采纳、修正或弃用。")])
    if item.kind == ItemKind.ANOMALY:
        raise BadInput([Problem("疑点", "请选择一种写法，或保留原文。")])
    given = {**item.data, **(data or {})}
    if item.kind == ItemKind.TARGET and "metric_key" not in (data or {}) and is_open(item):
        given["metric_key"] = None
    checked = kinds.clean(item.kind, given, metric_keys=metric_keys())
    require_allowed(item.campaign, item.kind, checked, item.quote)
    if item.rule == ADDED_RULE:
        decided = Decision.ADDED
    else:
        is_as_read = same(checked, item.original)
        decided = Decision.ACCEPTED if is_as_read else Decision.CORRECTED
    action = ItemAction.ACCEPT if decided == Decision.ACCEPTED else ItemAction.CORRECT
    text_before = str(item.data.get("text") or "")
    change(item, action, act, decision=decided, data=checked)
    offer_again(item, text_before=text_before)
    return item


@transaction.atomic
def undo(*, item_id: int, by: User, at: datetime, version: int) -> PlanItem:
    """Take a decision back: the item waits again as it was read; one added by hand is given up.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: as ``decide``.
    """
    item, act = locked_item(item_id, by=by, version=version), Act(by, at)
    if is_open(item):
        raise StepRefused("这一条尚未核对，无可撤销。")
    if item.rule != ADDED_RULE:
        return change(item, ItemAction.UNDO, act, decision=Decision.PENDING, data=item.original)
    back = Decision.ADDED if item.decision == Decision.REJECTED else Decision.REJECTED
    return change(item, ItemAction.UNDO, act, decision=back)


@transaction.atomic
def bulk_accept(
    *,
    campaign_id: int,
    min_confidence: float,
    by: User,
    at: datetime,
    only: Collection[str] | None = None,
) -> list[PlanItem]:
    """Accept every waiting item the parser is sure of, and return them; undone as one act.

    Left for a person: anomalies; targets with a suggested metric, because a binding is never
    silent; items for which an earlier change is suggested; and what would not stand the check of
    its fields. ``only`` narrows to some kinds.

    Raises:
        NotFound, NotAllowed, StepRefused: as ``decide``.
    """
    campaign = open_campaign(campaign_id, by=by)
    accepted = sure_items(campaign, min_confidence=min_confidence, only=only)
    accept_all(accepted, ItemAction.ACCEPT, Act(by, at))
    return accepted


def sure_items(
    campaign: Campaign, *, min_confidence: float, only: Collection[str] | None = None
) -> list[PlanItem]:
    """Return the waiting items that ``bulk_accept`` would accept."""
    waiting = campaign.items.filter(decision=Decision.PENDING, confidence__gte=min_confidence)
    if only is not None:
        waiting = waiting.filter(kind__in=only)
    keys = metric_keys()
    read = waiting.exclude(kind=ItemKind.ANOMALY).select_related("suggestion")
    return [item for item in read if is_sure(item, keys)]


def is_sure(item: PlanItem, keys: list[str]) -> bool:
    """Whether nothing in the item needs a person's eye but the reading itself."""
    if item.rule == PROPOSED_RULE or hasattr(item, "suggestion"):
        return False
    if item.kind == ItemKind.TARGET and item.data.get("metric_key"):
        return False
    try:
        kinds.clean(item.kind, item.data, metric_keys=keys)
    except BadInput:
        return False
    return not decision_problems_of(item, Decision.ACCEPTED, item.data)


@transaction.atomic
def add_item(
    *, campaign_id: int, kind: str, start: int, end: int, data: Data, by: User, at: datetime
) -> PlanItem:
    """Add an item for the passage ``text[start:end]`` of the plan; blanks at its ends are left off.

    Raises:
        NotFound, NotAllowed, StepRefused: as ``decide``.
        BadInput: an unknown kind, an empty or impossible passage, or a wrong field.
    """
    campaign = open_campaign(campaign_id, by=by)
    if kind not in ItemKind.values or kind == ItemKind.ANOMALY:
        raise BadInput([Problem("类别", "请从列出的类别中选择。")])
    start, end = passage(campaign.text, start, end)
    checked = kinds.clean(kind, data, metric_keys=metric_keys())
    require_allowed(campaign, kind, checked, campaign.text[start:end])
    made = add(campaign, kind, start, end, checked, by=by, at=at)
    offer_again(made)
    return made


def require_allowed(campaign: Campaign, kind: str, data: Data, quote: str) -> None:
    """Ask the higher domains whether an item may stand.

    Raises:
        BadInput: what they hold against it.
    """
    if problems := item_problems_of(campaign, kind, data, quote):
        raise BadInput(problems)


def passage(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a selected passage without the blanks around it.

    Raises:
        BadInput: nothing is selected, or it does not lie in the text.
    """
    if not 0 <= start < end <= len(text):
        raise BadInput([Problem("选中的文字", "不在方案原文中，请重新选择。")])
    chosen = text[start:end]
    start += len(chosen) - len(chosen.lstrip())
    end -= len(chosen) - len(chosen.rstrip())
    if start >= end:
        raise BadInput([Problem("选中的文字", "只有空白，请重新选择。")])
    return start, end


def add(
    campaign: Campaign, kind: str, start: int, end: int, data: Data, *, by: User, at: datetime,
    rule: str = ADDED_RULE, decision: str = Decision.ADDED, confidence: float = 1.0,
    act: Act | None = None,
) -> PlanItem:  # fmt: skip
    """Write a new item with its history; the caller holds the campaign's lock."""
    is_decided = decision != Decision.PENDING
    item = PlanItem.objects.create(
        campaign=campaign, kind=kind, position=_position(campaign, kind, start), data=dict(data),
        original=dict(data), quote=campaign.text[start:end], start_char=start, end_char=end,
        confidence=confidence, rule=rule, decision=decision,
        decided_by=by if is_decided else None, decided_at=at if is_decided else None,
        changed_in=touch(campaign),
    )  # fmt: skip
    note_added(item, ItemAction.ADD, act or Act(by, at))
    return item


def _position(campaign: Campaign, kind: str, start: int) -> int:
    """Return the position of a new item: that of the item before it, ties go by age."""
    before = (
        campaign.items.filter(kind=kind, start_char__lte=start).order_by("-position").first()
        or campaign.items.filter(kind__in=kinds.ORDER[: kinds.ORDER.index(kind)])
        .order_by("-position")
        .first()
    )
    return before.position if before else 0


def is_open(item: PlanItem) -> bool:
    """Whether the item waits for a decision."""
    return item.decision == Decision.PENDING


def same(one: Data, other: Data) -> bool:
    """Whether two data say the same; absent, empty and null are one, 1 and 1.0 too."""
    return all(
        (one.get(name) or None) == (other.get(name) or None) for name in set(one) | set(other)
    )


def locked_item(item_id: int, *, by: User, version: int) -> PlanItem:
    """Return an item, locked with its campaign, if it is still as the person saw it.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: see ``decide``.
    """
    campaign_id = PlanItem.objects.filter(pk=item_id).values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise NotFound
    campaign = open_campaign(campaign_id, by=by)
    item = PlanItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    item.campaign = campaign
    if item.version != version:
        raise StaleVersion(_who_changed(item))
    return item


def _who_changed(item: PlanItem) -> str:
    last = item.changes.order_by("-id").first()
    if last is None:
        return "这一条已有变动，请刷新后再核对。"
    when = moment_text(last.at, today=last.at.date())
    return f"{last.by_name}在{when}对这一条作了“{last.get_action_display()}”，现为“{item.get_decision_display()}”。请看过后再定。"


def open_campaign(campaign_id: int, *, by: User) -> Campaign:
    """Lock the campaign, so that launching it and deciding its items cannot cross.

    Raises:
        NotFound, NotAllowed, StepRefused: see ``decide``.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.PLAN_CONFIRM):
        raise NotAllowed("您的岗位不能核对方案。")
    if campaign.state != CampaignState.DRAFT:
        raise StepRefused(f"方案当前为“{campaign.state_label}”，条目不能再改。")
    return campaign


def metric_keys() -> list[str]:
    """Return the keys a target can be bound to."""
    return [metric.key for metric in all_metrics()]
