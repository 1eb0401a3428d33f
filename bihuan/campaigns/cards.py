"""One item as its card on the confirmation page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse

from bihuan.campaigns import items as kinds
from bihuan.campaigns.forms import ItemForm
from bihuan.campaigns.lessons import told
from bihuan.campaigns.memory_models import ItemSuggestion, StandardMatch
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.origins import ADDED_RULE, PROPOSED_RULE, REMEMBERED_RULE
from bihuan.campaigns.readings import readings, years_near
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.web.tones import Tone

LOW = 0.7
"""Below this confidence an item is listed under 低把握."""
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
DATED_DOUBTS = ("blank", "impossible_date", "inferred")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people made of the same item: field, theirs, mine; and how to insist on mine."""

    message: str
    rows: list[tuple[str, str, str]]
    verb: str
    url: str
    fields: Mapping[str, str]


@dataclass
class Card:
    """One item as its card shows it; ``form`` while it is being corrected."""

    item: PlanItem
    may_edit: bool
    notice: str = ""
    form: ItemForm | None = None
    metrics: list[tuple[str, str]] = field(default_factory=list)
    conflict: Conflict | None = None
    hidden: bool = False

    @cached_property
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

    @cached_property
    def url(self) -> str:
        """The item's own address, below which its actions lie."""
        return reverse("campaigns:item", args=[self.item.campaign_id, self.item.pk])

    @property
    def kind_word(self) -> str:
        """What it is; of a doubt, what sort of doubt."""
        if self.is_doubt:
            return kinds.ANOMALIES.get(str(self.item.data.get("kind")), "疑点")
        return self.item.get_kind_display()

    @property
    def label(self) -> str:
        """What screen readers say when they come to it."""
        return f"{self.item.get_kind_display()}，{self.word}：{self.summary}"

    @property
    def sureness(self) -> str:
        """How sure the reading is, or who brought the item in."""
        return self.origin or f"把握 {self.item.confidence:.2f}"

    @property
    def readings(self) -> list[str]:
        """How a doubtful date or number may be read, besides the suggestion."""
        item = self.item
        if not self.is_open or item.data.get("kind") not in DATED_DOUBTS:
            return []
        campaign = item.campaign
        years = years_near(
            campaign.text, item.start_char, issued_on=campaign.issued_on,
            year=(campaign.draft or {}).get("year"),
        )  # fmt: skip
        return readings(item.quote, item.data.get("suggestion"), years)

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
        return self.item.rule == ADDED_RULE

    @property
    def origin(self) -> str:
        """Who brought it in, where that was not the reading of the plan."""
        by_others = (ADDED_RULE, PROPOSED_RULE, REMEMBERED_RULE)
        return self.item.rule if self.item.rule in by_others else ""

    @cached_property
    def suggestion(self) -> ItemSuggestion | None:
        """What the same item of an earlier plan was changed to, while this one waits."""
        return getattr(self.item, "suggestion", None) if self.is_open else None

    @property
    def suggested_changes(self) -> list[tuple[str, str, str]]:
        """What the suggestion changes: field, as read, as it would be."""
        if self.suggestion is None:
            return []
        lesson = self.suggestion.lesson
        changed = {
            name: change
            for name, change in lesson.changes.items()
            if not isinstance(change, list)
            or (self.suggestion.data.get(name) or None) == (change[1] or None)
        }
        return told(self.item.kind, lesson.lesson, changed)

    @cached_property
    def match(self) -> StandardMatch | None:
        """The built-in standards it may mean."""
        return getattr(self.item, "standard_match", None)

    @property
    def standard(self) -> dict[str, Any]:
        """The standard chosen, or the likeliest while none is."""
        return self.match.options[self.match.chosen or 0] if self.match else {}

    @property
    def states(self) -> str:
        """Under which filters it is listed, as an attribute holds them."""
        found = ["pending" if self.is_open else "decided"]
        found += ["doubt"] * self.is_doubt + ["added"] * self.is_added
        is_offered = self.suggestion or (self.match and self.match.chosen is None)
        found += ["suggested"] * bool(self.is_open and (is_offered or self.is_suggested))
        found += ["low"] * (self.item.confidence < LOW)
        return " ".join(found)


def as_told(kind: str, data: Mapping[str, Any], metrics: Mapping[str, str]) -> dict[str, str]:
    """Return an item's fields as people read them, by label."""
    told_as = {}
    for one in kinds.FIELDS[kind]:
        value = data.get(one.name)
        words = "" if value is None else str(value)
        if isinstance(value, float):
            words = f"{value:g}"
        if one.type == "metric":
            words = metrics.get(words, words)
        told_as[one.label] = (one.choices or {}).get(words, words)
    return told_as
