"""What the confirmation page shows: cards, tabs, the text, what is missing and what holds it up."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.campaigns import items as kinds
from bihuan.campaigns.forms import ItemForm, metric_choices
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.passages import Notice, Sentence, Spot, shown
from bihuan.campaigns.services import items as service
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web.tones import Tone

SURE = 0.9
DECISION_TONES = {
    Decision.PENDING: Tone.TODO,
    Decision.ACCEPTED: Tone.DONE,
    Decision.CORRECTED: Tone.DONE,
    Decision.ADDED: Tone.DONE,
    Decision.REJECTED: Tone.UNTRACKED,
}
DOUBT_WORDS = {
    Decision.ACCEPTED: "已处理",
    Decision.CORRECTED: "已处理",
    Decision.REJECTED: "保留原文",
}


@dataclass(slots=True)
class Card:
    """One item as its card shows it; ``form`` while it is being corrected."""

    item: PlanItem
    may_edit: bool
    notice: str = ""
    form: ItemForm | None = None
    metrics: list[tuple[str, str]] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The item in one line."""
        return kinds.summary(self.item.kind, self.item.data)

    @property
    def was(self) -> str:
        """What was read, where a person corrected it."""
        read = kinds.summary(self.item.kind, self.item.original)
        is_corrected = self.item.decision == Decision.CORRECTED
        return read if is_corrected and read != self.summary else ""

    @property
    def tone(self) -> Tone:
        """The pill's colour."""
        return DECISION_TONES[Decision(self.item.decision)]

    @property
    def word(self) -> str:
        """The pill's word."""
        if self.is_doubt:
            return DOUBT_WORDS.get(Decision(self.item.decision), "待处理")
        return self.item.get_decision_display()

    @property
    def is_doubt(self) -> bool:
        """Whether it is an anomaly."""
        return self.item.kind == ItemKind.ANOMALY

    @property
    def is_target(self) -> bool:
        """Whether it can be bound to a metric."""
        return self.item.kind == ItemKind.TARGET

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.item.decision == Decision.PENDING

    @property
    def doubt_kind(self) -> str:
        """What sort of doubt it is."""
        return kinds.ANOMALIES.get(str(self.item.data.get("kind")), "疑点")

    @property
    def metric_key(self) -> str:
        """The metric bound, or suggested while the item waits."""
        return self.item.data.get("metric_key") or ""

    @property
    def metric_name(self) -> str:
        """The bound metric's name."""
        return dict(self.metrics).get(self.metric_key, "")

    @property
    def is_suggested(self) -> bool:
        """Whether the metric shown is only the parser's suggestion, and known to this build."""
        return self.is_open and bool(self.metric_name)

    @property
    def is_added(self) -> bool:
        """Whether a person added it."""
        return self.item.rule == service.ADDED_RULE

    @property
    def origin(self) -> str:
        """Who brought it in, where that was not the reading of the plan."""
        by_others = (service.ADDED_RULE, service.PROPOSED_RULE)
        return self.item.rule if self.item.rule in by_others else ""


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
class Workspace:
    """Everything the confirmation page shows of one campaign."""

    campaign: Campaign
    may_edit: bool
    sections: list[tuple[Tab, list[Card]]]
    sentences: list[Sentence]
    missing: list[str]
    obstacles: list[str]
    sure_count: int
    decided: int
    total: int

    @property
    def missed_count(self) -> int:
        """Sentences that sound like a demand though nothing was read in them."""
        return sum(1 for one in self.sentences if one.notice == Notice.MISSED)

    @property
    def obstacle_text(self) -> str:
        """Why it cannot be launched yet."""
        return f"尚有{'、'.join(self.obstacles)}待核对。" if self.obstacles else ""


def may_confirm(user: User, campaign: Campaign) -> bool:
    """Whether ``user`` may decide the campaign's items now."""
    return campaign.state == CampaignState.DRAFT and user.can(Capability.PLAN_CONFIRM)


def card_of(item: PlanItem, user: User, *, notice: str = "", form: ItemForm | None = None) -> Card:
    """Return one item's card as ``user`` sees it."""
    may_edit = may_confirm(user, item.campaign)
    return Card(item, may_edit, notice=notice, form=form, metrics=metric_choices())


def workspace(user: User, campaign: Campaign) -> Workspace:
    """Return everything the page shows of a campaign; one query."""
    may_edit = may_confirm(user, campaign)
    items = list(campaign.items.select_related("decided_by"))
    metrics = metric_choices()
    keys = [key for key, _ in metrics]
    sections = []
    for kind in ItemKind:
        of_kind = [item for item in items if item.kind == kind]
        waiting = sum(1 for item in of_kind if item.decision == Decision.PENDING)
        cards = [Card(item, may_edit, metrics=metrics) for item in of_kind]
        if cards:
            sections.append((Tab(kind.value, kind.label, waiting, len(cards)), cards))
    counted = [
        kinds.Counted(item.kind, item.data, item.decision == Decision.PENDING, item.stands)
        for item in items
    ]
    spots = [
        Spot(item.pk, item.start_char, item.end_char, item.decision != Decision.REJECTED)
        for item in items
    ]
    sure = [
        item
        for item in items
        if item.decision == Decision.PENDING
        and item.kind != ItemKind.ANOMALY
        and item.confidence >= SURE
        and service.is_sure(item, keys)
    ]
    return Workspace(
        campaign=campaign,
        may_edit=may_edit,
        sections=sections,
        sentences=shown(campaign.text, spots),
        missing=kinds.missing(counted),
        obstacles=kinds.obstacles(counted),
        sure_count=len(sure),
        decided=sum(1 for item in items if item.decision != Decision.PENDING),
        total=len(items),
    )
