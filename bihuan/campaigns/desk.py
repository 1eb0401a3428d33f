"""What the confirmation page shows: cards, tabs, the text, what is missing and what holds it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from bihuan.campaigns import items as kinds
from bihuan.campaigns.cards import Card, Conflict
from bihuan.campaigns.desk_models import Presence
from bihuan.campaigns.forms import ItemForm, metric_choices
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.outline import Section, lacking, tree
from bihuan.campaigns.passages import Notice, Sentence, Spot, shown
from bihuan.campaigns.services import items as service
from bihuan.campaigns.services.presence import others_here
from bihuan.campaigns.services.undoing import Undoable, last_act
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.people.models import User
from bihuan.people.states import Capability

SURE = 0.9
THRESHOLDS = (0.9, 0.8, 0.6, 0.0)
FILTERS = (
    ("", "全部"), ("pending", "待核对"), ("decided", "已核对"), ("doubt", "疑点"),
    ("low", "低把握"), ("suggested", "有建议"), ("added", "人工添加"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind with how many items wait of how many."""

    kind: str
    label: str
    waiting: int
    total: int

    @property
    def done(self) -> int:
        """How many are decided."""
        return self.total - self.waiting


@dataclass(frozen=True, slots=True)
class BulkRow:
    """How many items of one kind (or of all) a bulk would accept, by threshold."""

    kind: str
    label: str
    counts: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything the confirmation page shows of one campaign."""

    campaign: Campaign
    may_edit: bool
    sections: list[tuple[Tab, list[Card]]]
    sentences: list[Sentence]
    missing: list[str]
    lacking: list[str]
    obstacles: list[str]
    bulk: list[BulkRow]
    sure_count: int
    offered: int
    decided: int
    total: int
    undoable: Undoable | None
    others: Sequence[Presence] = field(default_factory=list)

    @property
    def missed_count(self) -> int:
        """Sentences that sound like a demand though nothing was read in them."""
        return sum(1 for one in self.sentences if one.notice == Notice.MISSED)

    @property
    def obstacle_text(self) -> str:
        """Why it cannot be launched yet."""
        return f"尚有{'、'.join(self.obstacles)}待核对。" if self.obstacles else ""

    @property
    def cards(self) -> Iterable[Card]:
        """Every card, in the page's order."""
        return (card for _, cards in self.sections for card in cards)


def may_confirm(user: User, campaign: Campaign) -> bool:
    """Whether ``user`` may decide the campaign's items now."""
    return campaign.state == CampaignState.DRAFT and user.can(Capability.PLAN_CONFIRM)


def card_of(
    item: PlanItem, user: User, *, notice: str = "", form: ItemForm | None = None,
    conflict: Conflict | None = None,
) -> Card:  # fmt: skip
    """Return one item's card as ``user`` sees it."""
    may_edit = may_confirm(user, item.campaign)
    return Card(
        item, may_edit, notice=notice, form=form, metrics=metric_choices(), conflict=conflict
    )


def items_shown(campaign: Campaign) -> QuerySet[PlanItem]:
    """Return a campaign's items with everything their cards show."""
    return campaign.items.select_related(
        "decided_by", "suggestion__lesson__campaign", "standard_match"
    ).defer("suggestion__lesson__campaign__text", "suggestion__lesson__campaign__draft")


def workspace(
    user: User, campaign: Campaign, *, at: datetime, state: str = "", kind: str = ""
) -> Workspace:
    """Return everything the page shows of a campaign; the same few queries for any number of items.

    ``state`` (of ``FILTERS``) and ``kind`` say which cards are shown; the others are hidden.
    """
    may_edit = may_confirm(user, campaign)
    items = list(items_shown(campaign))
    metrics = metric_choices()
    by_kind = {one: [item for item in items if item.kind == one] for one in ItemKind}
    sections = []
    for one, of_kind in by_kind.items():
        waiting = sum(1 for item in of_kind if item.decision == Decision.PENDING)
        cards = [Card(item, may_edit, metrics=metrics) for item in of_kind]
        for card in cards:
            wanted = (not state or state in card.states.split()) and kind in ("", one.value)
            card.hidden = not wanted
        if cards:
            sections.append((Tab(one.value, one.label, waiting, len(cards)), cards))
    counted = [
        kinds.Counted(item.kind, item.data, item.decision == Decision.PENDING, item.stands)
        for item in items
    ]
    spots = [
        Spot(item.pk, item.start_char, item.end_char, item.decision != Decision.REJECTED)
        for item in items
    ]
    sure = _sure(items, [key for key, _ in metrics])
    draft = campaign.draft or {}
    return Workspace(
        campaign=campaign,
        may_edit=may_edit,
        sections=sections,
        sentences=shown(campaign.text, spots),
        missing=kinds.missing(counted),
        lacking=lacking(
            draft.get("clauses", []),
            (item.kind for item in items if item.decision != Decision.REJECTED),
            has_group=bool((draft.get("organisation") or {}).get("leading_group")),
        ),
        obstacles=kinds.obstacles(counted),
        bulk=_bulk_rows(sure),
        sure_count=sum(1 for item in sure if item.confidence >= SURE),
        offered=sum(
            1
            for _, cards in sections
            for card in cards
            if card.suggestion and card.suggestion.score >= 1
        ),
        decided=sum(1 for item in items if item.decision != Decision.PENDING),
        total=len(items),
        undoable=last_act(campaign, user) if may_edit else None,
        others=others_here(campaign_id=campaign.pk, by=user, at=at),
    )


def _sure(items: Sequence[PlanItem], keys: list[str]) -> list[PlanItem]:
    return [
        item
        for item in items
        if item.decision == Decision.PENDING
        and item.kind != ItemKind.ANOMALY
        and service.is_sure(item, keys)
    ]


def _bulk_rows(sure: Sequence[PlanItem]) -> list[BulkRow]:
    """Return the table of the bulk: all kinds, then each that has something to accept."""
    counts: Counter[tuple[str, float]] = Counter()
    for item in sure:
        for threshold in THRESHOLDS:
            if item.confidence >= threshold:
                counts[item.kind, threshold] += 1
                counts["", threshold] += 1
    rows = [("", "全部类别"), *((one.value, one.label) for one in ItemKind)]
    return [
        BulkRow(kind, label, [(f"{one:g}", counts[kind, one]) for one in THRESHOLDS])
        for kind, label in rows
        if counts[kind, THRESHOLDS[-1]]
    ]


def outline_of(campaign: Campaign) -> list[Section]:
    """Return the plan's own outline with how many items lie in each section; one query."""
    rows = campaign.items.values_list("start_char", "decision")
    spots = [(start, decision == Decision.PENDING) for start, decision in rows]
    return tree((campaign.draft or {}).get("clauses", []), campaign.text, spots)
