"""The confirmation page: the plan's text beside what was read in it, decided item by item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from bihuan.campaigns import items as kinds
from bihuan.campaigns.forms import HeadForm, ItemForm, metric_choices
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.passages import Notice, Sentence, Spot, shown
from bihuan.campaigns.rereading import read_passage
from bihuan.campaigns.services import importing
from bihuan.campaigns.services import items as service
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.campaigns.views.finding import campaign_for, item_for
from bihuan.campaigns.views.listing import number_in, state_of
from bihuan.kernel.errors import BadInput, Problem, StaleVersion
from bihuan.people.states import Capability
from bihuan.web.middleware import is_htmx
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

SURE = 0.9
DECISION_TONES = {
    Decision.PENDING: Tone.TODO,
    Decision.ACCEPTED: Tone.DONE,
    Decision.CORRECTED: Tone.DONE,
    Decision.ADDED: Tone.DONE,
    Decision.REJECTED: Tone.UNTRACKED,
}
ADDABLE = [(kind.value, kind.label) for kind in ItemKind if kind != ItemKind.ANOMALY]
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


def _workspace(request: UserRequest, campaign: Campaign) -> Workspace:
    may_edit = campaign.state == CampaignState.DRAFT and request.user.can(Capability.PLAN_CONFIRM)
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


@login_required
@require_safe
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's text and its items."""
    campaign = campaign_for(request, pk, Capability.PLAN_VIEW)
    context = {
        "work": _workspace(request, campaign),
        "campaign": campaign,
        "state": state_of(campaign),
        "addable": ADDABLE,
        "notices": list(Notice),
    }
    return render(request, "campaigns/confirm.html", context)


@login_required
@require_safe
def item(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Show one item's card, as after cancelling a correction."""
    found = item_for(request, pk, item_id, Capability.PLAN_VIEW)
    return _card(request, found)


@login_required
@require_safe
def edit(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Show one item's card with its fields open."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    form = ItemForm(found.kind, initial=found.data, prefix=f"i{found.pk}")
    return _card(request, found, form=form)


@login_required
@require_POST
def accept(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Accept an item as read; a target with the metric that stands in its box."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    data = None
    if found.kind == ItemKind.TARGET and "metric_key" in request.POST:
        data = {"metric_key": request.POST["metric_key"]}
    return _decide(request, found, Decision.ACCEPTED, data=data)


@login_required
@require_POST
def correct(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Correct an item, or answer with its form and the errors in it."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    form = ItemForm(found.kind, request.POST, prefix=f"i{found.pk}")
    if not form.is_valid():
        return _card(request, found, form=form, status=422)
    return _decide(request, found, Decision.CORRECTED, data=form.cleaned)


@login_required
@require_POST
def reject(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Leave an item out."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    return _decide(request, found, Decision.REJECTED)


@login_required
@require_POST
def undo(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Take the decision on an item back."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    version = number_in(request, "version")
    try:
        done = service.undo(item_id=found.pk, by=request.user, at=now(), version=version)
    except StaleVersion as stale:
        return _stale(request, found, stale)
    return _decided(request, found.campaign, done)


@login_required
@require_POST
def settle(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Settle a doubt: use a reading, keep the text, or just acknowledge it."""
    found = item_for(request, pk, item_id, Capability.PLAN_CONFIRM)
    version = number_in(request, "version")
    reading = None if request.POST.get("how") == "keep" else request.POST.get("reading", "")
    try:
        settled, *touched = service.settle_anomaly(
            item_id=found.pk, reading=reading, by=request.user, at=now(), version=version
        )
    except StaleVersion as stale:
        return _stale(request, found, stale)
    except BadInput as wrong:
        return _card(request, found, notice=wrong.message, status=422)
    return _whole(request, found.campaign, told=_what_changed(settled, touched))


def _what_changed(settled: PlanItem, touched: list[PlanItem]) -> str:
    if settled.decision == Decision.REJECTED:
        return "已保留原文。"
    reading = settled.data.get("reading")
    if not reading:
        return "已知悉。"
    if touched:
        told = "、".join(
            f"{one.get_kind_display()}「{kinds.summary(one.kind, one.data)}」" for one in touched
        )
        waits = any(one.decision == Decision.PENDING for one in touched)
        return f"已按「{reading}」读出：{told}。{'请接着核对它的对应指标。' if waits else ''}"
    if settled.data.get("kind") in service.CHANGES_ITEMS:
        return f"已记下「{reading}」，但未能据此读出条目；需要跟踪的，请选中原文手工添加。"
    return f"已记下「{reading}」。"


@login_required
@require_POST
def accept_sure(request: UserRequest, pk: int) -> HttpResponse:
    """Accept every item the parser is sure of."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    done = service.bulk_accept(
        campaign_id=campaign.pk, min_confidence=SURE, by=request.user, at=now()
    )
    return _whole(request, campaign, told=f"已采纳 {len(done)} 项。")


@login_required
@require_safe
def new_item(request: UserRequest, pk: int) -> HttpResponse:
    """Show the form of a new item for a selected passage, filled with what the passage says."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    kind, start, end = _chosen(request.GET, campaign)
    quote = campaign.text[start:end]
    read = read_passage(quote, kind, context=campaign.title)
    read.pop("metric_key", None)
    initial = read or {kinds.MAIN_FIELD[ItemKind(kind)]: quote}
    form = ItemForm(kind, initial=initial, prefix="new")
    return _new_form(request, campaign, form, start, end)


@login_required
@require_POST
def add(request: UserRequest, pk: int) -> HttpResponse:
    """Add an item for a passage, or answer with its form and the errors in it."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    kind, start, end = _chosen(request.POST, campaign)
    form = ItemForm(kind, request.POST, prefix="new")
    if not form.is_valid():
        return _new_form(request, campaign, form, start, end, status=422)
    made = service.add_item(
        campaign_id=campaign.pk, kind=kind, start=start, end=end, data=form.cleaned,
        by=request.user, at=now(),
    )  # fmt: skip
    return _whole(request, campaign, told=f"已添加{made.get_kind_display()}。", focus=made.pk)


@login_required
def head(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's name, number, issuer and day, or write them."""
    campaign = campaign_for(request, pk, Capability.PLAN_CONFIRM)
    initial = {name: getattr(campaign, name) for name in HeadForm.base_fields}
    form = HeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        importing.describe_draft(
            campaign_id=campaign.pk, by=request.user, at=now(), **form.cleaned_data
        )
        return redirect("campaigns:confirm", campaign.pk)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/head.html", context, status=status)


def _chosen(given: Mapping[str, str], campaign: Campaign) -> tuple[str, int, int]:
    kind = given.get("kind", "")
    if kind not in dict(ADDABLE):
        raise BadInput([Problem("类别", "请从列出的类别中选择。")])
    numbers = [given.get(name, "") for name in ("start", "end")]
    if not all(one.isdecimal() and len(one) < 10 for one in numbers):  # noqa: PLR2004
        raise BadInput([Problem("选中的文字", "不在方案原文中，请重新选择。")])
    start, end = service.passage(campaign.text, *map(int, numbers))
    return kind, start, end


def _decide(
    request: UserRequest, found: PlanItem, decision: str, *, data: Mapping[str, Any] | None = None
) -> HttpResponse:
    try:
        done = service.decide(
            item_id=found.pk, decision=decision, by=request.user, at=now(),
            version=number_in(request, "version"), data=data,
        )  # fmt: skip
    except StaleVersion as stale:
        return _stale(request, found, stale)
    except BadInput as wrong:
        form = ItemForm(found.kind, initial={**found.data, **(data or {})}, prefix=f"i{found.pk}")
        return _card(request, found, form=form, notice=wrong.message, status=422)
    return _decided(request, found.campaign, done)


def _stale(request: UserRequest, found: PlanItem, stale: StaleVersion) -> HttpResponse:
    """Answer somebody who came second with the item as it is now and who changed it."""
    if not is_htmx(request):
        raise stale
    found.refresh_from_db()
    return _card(request, found, notice=stale.message, status=422)


def _decided(request: UserRequest, campaign: Campaign, done: PlanItem) -> HttpResponse:
    """Answer a decision on one item: its card, and the counts and the text that changed with it."""
    if not is_htmx(request):
        return redirect(f"{reverse('campaigns:confirm', args=[campaign.pk])}#item-{done.pk}")
    work = _workspace(request, campaign)
    card = next(card for _, cards in work.sections for card in cards if card.item.pk == done.pk)
    context = {"card": card, "work": work, "campaign": campaign, "oob": True}
    # accepting changes no sentence's bar; everything else may
    context["text_changed"] = done.decision not in (Decision.ACCEPTED, Decision.CORRECTED)
    return render(request, "campaigns/_decided.html", context)


def _whole(
    request: UserRequest, campaign: Campaign, *, told: str, focus: int | None = None
) -> HttpResponse:
    """Answer what may have changed many items: all cards, the counts and the text."""
    if not is_htmx(request):
        return redirect("campaigns:confirm", campaign.pk)
    work = _workspace(request, campaign)
    context = {"work": work, "campaign": campaign, "oob": True, "told": told, "focus": focus}
    return render(request, "campaigns/_whole.html", context)


def _card(
    request: UserRequest, found: PlanItem, *, form: ItemForm | None = None, notice: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    campaign = found.campaign
    may_edit = campaign.state == CampaignState.DRAFT and request.user.can(Capability.PLAN_CONFIRM)
    card = Card(found, may_edit, notice=notice, form=form, metrics=metric_choices())
    context = {"card": card, "campaign": campaign}
    template = "campaigns/_item.html" if is_htmx(request) else "campaigns/item.html"
    response = render(request, template, context, status=status)
    return _into(response, f"#item-{found.pk}")


def _into(response: HttpResponse, place: str) -> HttpResponse:
    """Let htmx put the answer where it belongs, wherever the request had pointed."""
    response["HX-Retarget"] = place
    response["HX-Reswap"] = "outerHTML"
    return response


def _new_form(
    request: UserRequest, campaign: Campaign, form: ItemForm, start: int, end: int, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "campaign": campaign, "form": form, "start": start, "end": end,
        "kind_label": ItemKind(form.kind).label, "quote": campaign.text[start:end],
    }  # fmt: skip
    response = render(request, "campaigns/_new_item.html", context, status=status)
    return _into(response, "#new-item")


def pending_of(items: Iterable[PlanItem]) -> list[str]:
    """Return why a campaign may not be launched yet, for the page that launches it."""
    return kinds.obstacles(
        kinds.Counted(one.kind, one.data, one.decision == Decision.PENDING, one.stands)
        for one in items
    )
