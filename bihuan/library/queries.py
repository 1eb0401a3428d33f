"""Which plans somebody may read, and which of them hold words or facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KT

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.kernel.areas import AreaLevel, above_of
from bihuan.library.folding import folded, gram, range_of_first
from bihuan.library.models import LibraryEntry, LibraryGram
from bihuan.people.models import User

MOST_WORDS, LONGEST_WORD, MOST_GRAMS = 6, 40, 24
IN_THE_TITLE = 1_000
LAUNCHED = (CampaignState.RUNNING, CampaignState.ENDED)
PAGE = 20
MOST_PAGES = 50
RELEVANCE, NEWEST = "relevance", "newest"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; ``words`` are folded, the rest narrows."""

    words: tuple[str, ...] = ()
    year: int | None = None
    sector: str = ""
    level: int | None = None
    state: str = ""
    body: int | None = None
    sort: str = RELEVANCE


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of what was typed: few, and none too long."""
    parts = [folded(part)[:LONGEST_WORD] for part in text.split()]
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_WORDS]


def open_to(user: User, *, prefix: str = "") -> Q:
    """Return which plans ``user`` may read: those of the own range, and superiors' once launched.

    ``prefix`` leads to the campaign (``campaign__``) from the rows that are filtered.
    """
    scope = user.scope
    if scope is None or scope.enterprise_id is not None:
        return Q(pk__in=())
    own = Q(**{f"{prefix}area__gte": scope.area.low, f"{prefix}area__lte": scope.area.high})
    above = above_of(scope.area)
    from_above = Q(**{f"{prefix}area__in": above, f"{prefix}state__in": LAUNCHED})
    return own | from_above if above else own


def plans_open_to(user: User) -> QuerySet[Campaign]:
    """Return the plans that ``user`` may read."""
    return Campaign.objects.filter(open_to(user)).exclude(state=CampaignState.DISCARDED)


def sees(user: User, campaign: Campaign) -> bool:
    """Whether the person sees the campaign itself, not only its plan."""
    return user.scope is not None and campaign.area in user.scope.area


def found(user: User, asked: Asked) -> QuerySet[LibraryEntry]:
    """Return the entries that hold every word and stand every filter, best or newest first."""
    rows = LibraryEntry.objects.filter(open_to(user, prefix="campaign__"))
    rows = _narrowed(rows, asked)
    pairs: list[int] = []
    for word in asked.words:
        rows = rows.filter(folded__contains=word)
        if len(word) == 1:
            low, high = range_of_first(word)
            inside = LibraryGram.objects.filter(gram__gte=low, gram__lte=high)
            rows = rows.filter(pk__in=inside.values("entry"))
        else:
            pairs += [gram(*pair) for pair in pairwise(word)]
    pairs = list(dict.fromkeys(pairs))[:MOST_GRAMS]
    if pairs:
        rows = rows.filter(pk__in=_holding(pairs))
    if not asked.words or asked.sort == NEWEST:
        return rows.order_by(F("year").desc(nulls_last=True), "-campaign_id")
    return rows.annotate(score=_score(asked.words, pairs)).order_by("-score", "-campaign_id")


def _holding(pairs: Sequence[int]) -> QuerySet[LibraryGram, int]:
    """Return the entries that hold all pairs: one range of the index per pair."""
    return (
        LibraryGram.objects.filter(gram__in=pairs)
        .order_by()
        .values("entry")
        .annotate(held=Count("pk"))
        .filter(held=len(pairs))
        .values_list("entry", flat=True)
    )


def _score(words: Sequence[str], pairs: Sequence[int]) -> Any:
    """Rank by words in the title, then by how often the rarest pair of the words stands there."""
    score: Any = Value(0)  # expressions add up in SQL, which their types do not say
    if pairs:
        score = Subquery(
            LibraryGram.objects.filter(entry=OuterRef("pk"), gram__in=pairs)
            .order_by()
            .values("entry")
            .annotate(least=Min("count"))
            .values("least"),
            output_field=IntegerField(),
        )
    for word in words:
        titled = When(folded_title__contains=word, then=Value(IN_THE_TITLE))
        score = score + Case(titled, default=Value(0))
    return score


def _narrowed(rows: QuerySet[LibraryEntry], asked: Asked) -> QuerySet[LibraryEntry]:
    if asked.year is not None:
        rows = rows.filter(year=asked.year)
    if asked.sector:
        rows = rows.filter(sectors__contains=f",{asked.sector},")
    if asked.state:
        rows = rows.filter(campaign__state=asked.state)
    if asked.body is not None:
        rows = rows.filter(campaign__organisation_id=asked.body)
    if asked.level is not None:
        level = AreaLevel(asked.level)
        rows = rows.annotate(rest=F("area") % level.span).filter(rest=0)
        if level is not AreaLevel.PROVINCE:
            higher = list(AreaLevel)[list(AreaLevel).index(level) - 1]
            rows = rows.annotate(outer=F("area") % higher.span).exclude(outer=0)
    return rows


def facts(
    user: User, *, kind: str, metric: str = "", words: str = "", month: int | None = None
) -> QuerySet[PlanItem]:
    """Return the items of a kind in the plans ``user`` may read, newest plan first.

    ``metric`` is a metric's key, ``words`` stand in the item's sentence, ``month`` is that of its
    due day (a monthly deliverable is due in every month).
    """
    rows = (
        PlanItem.objects.filter(open_to(user, prefix="campaign__"), kind=kind)
        .exclude(decision=Decision.REJECTED)
        .exclude(campaign__state=CampaignState.DISCARDED)
        .select_related("campaign__organisation")
        .defer(*(f"campaign__{name}" for name in ("text", "draft", "outline", "bindings")))
        .order_by("-campaign_id", "position", "pk")
    )
    if metric:
        rows = rows.filter(data__metric_key=metric)
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(quote__icontains=word[:LONGEST_WORD])
    if month is not None:
        day = "deadline" if kind == ItemKind.TARGET else "due"
        rows = rows.annotate(until=KT(f"data__{day}"))
        due = Q(until__contains=f"-{month:02d}-")
        if kind == ItemKind.DELIVERABLE:
            due |= Q(data__recurrence="month")
        rows = rows.filter(due)
    return rows
