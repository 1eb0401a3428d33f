"""Remember what was changed by hand, and offer it for the items of later plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.campaigns import items as kinds
from bihuan.campaigns.lessons import applied, taught_by
from bihuan.campaigns.memory_models import ItemSuggestion, Lesson, above
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.origins import ADDED_RULE, REMEMBERED_RULE
from bihuan.campaigns.passages import sentences
from bihuan.campaigns.rereading import read_passage
from bihuan.campaigns.rules import suggest_holder
from bihuan.campaigns.similarity import Found, Index, fold
from bihuan.campaigns.states import Decision, ItemKind, LessonKind
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound
from bihuan.people.models import Area, User
from bihuan.people.states import Capability

REMEMBERED_CONFIDENCE = 0.5
MOST_LESSONS = 3000
SHORTEST_KEY = 4
"""A sentence of fewer characters says too little to be known again."""


def places_of(area: int) -> list[str]:
    """Return the names of a place and of what it lies in, which sentences are folded by."""
    return list(Area.objects.filter(code__in=above(area)).values_list("name", flat=True))


def relearn(items: Sequence[PlanItem], *, by: User, at: datetime) -> None:
    """Let each item teach what its present state shows, and nothing that it showed before.

    The items are of one campaign, with it loaded.
    """
    if not items:
        return
    taught = [
        (item, lesson)
        for item in items
        if (
            lesson := taught_by(
                item.kind, item.decision, item.original, item.data,
                is_added=item.rule == ADDED_RULE,
            )
        )
    ]  # fmt: skip
    Lesson.objects.filter(item__in=items).exclude(lesson=LessonKind.HOLDER).delete()
    if not taught:
        return
    places = places_of(items[0].campaign.area)
    lessons = [
        _lesson(item, lesson, changes, places, by=by, at=at) for item, (lesson, changes) in taught
    ]
    Lesson.objects.bulk_create(one for one in lessons if len(one.key) >= SHORTEST_KEY)


def _lesson(
    item: PlanItem, lesson: str, changes: Mapping[str, Any], places: Sequence[str], *,
    by: User, at: datetime,
) -> Lesson:  # fmt: skip
    campaign = item.campaign
    return Lesson(
        organisation_id=campaign.organisation_id, area=campaign.area, item=item, campaign=campaign,
        item_kind=item.kind, lesson=lesson, key=fold(item.quote, places), quote=item.quote,
        changes=changes, by=by, by_name=by.name, at=at,
    )  # fmt: skip


def learn_holders(campaign: Campaign, *, by: User, at: datetime) -> None:
    """Remember who was given which duty at launch, where it is not whom the plan suggests."""
    places = places_of(campaign.area)
    lessons = []
    given = campaign.bindings.get("duties", {})
    for item in campaign.items.filter(kind=ItemKind.DUTY, pk__in=[int(pk) for pk in given]):
        holder = given[str(item.pk)]
        named = suggest_holder(item.data.get("actor"), str(item.data.get("action") or ""))
        if holder != named:
            changes = {"holder": [named, holder]}
            lessons.append(_lesson(item, LessonKind.HOLDER, changes, places, by=by, at=at))
    Lesson.objects.bulk_create(
        (one for one in lessons if len(one.key) >= SHORTEST_KEY), ignore_conflicts=True
    )


def holders_learned(campaign: Campaign, duties: Sequence[PlanItem]) -> dict[int, Lesson]:
    """Return, by duty item, the lesson that says who carried the same duty before."""
    lessons = _lessons_for(campaign, [LessonKind.HOLDER])
    found = {}
    places = places_of(campaign.area)
    index = Index([lesson.key for lesson in lessons])
    for item in duties:
        best = index.best(fold(item.quote, places))
        if best is not None and lessons[best.place].campaign_id != campaign.pk:
            found[item.pk] = lessons[best.place]
    return found


def _lessons_for(campaign: Campaign, of: Sequence[str]) -> list[Lesson]:
    """Return the lessons for a campaign's body, its own before those from above, newest first."""
    rows = Lesson.objects.for_body(campaign.organisation).filter(lesson__in=of)
    newest = list(rows.select_related("campaign")[:MOST_LESSONS])
    return sorted(
        newest, key=lambda one: (one.organisation_id != campaign.organisation_id, -one.pk)
    )


@transaction.atomic
def offer_lessons(campaign: Campaign, *, metric_keys: Sequence[str]) -> list[ItemSuggestion]:
    """Offer what was learned for the items of a new draft, and add what was once added by hand.

    Returns the suggestions. An item that was not read is added, waiting and of small confidence.
    """
    lessons = _lessons_for(
        campaign, [kind for kind in LessonKind.values if kind != LessonKind.HOLDER]
    )
    if not lessons:
        return []
    places = places_of(campaign.area)
    items = list(campaign.items.all())
    made = []
    for kind in ItemKind:
        of_kind = [one for one in lessons if one.item_kind == kind and one.lesson != LessonKind.ADD]
        index = Index([one.key for one in of_kind])
        for item in (one for one in items if one.kind == kind):
            best = index.best(fold(item.quote, places))
            if best is not None:
                made += _offer(item, of_kind[best.place], best, places, metric_keys)
    made += _add_remembered(
        campaign, [one for one in lessons if one.lesson == LessonKind.ADD], items, places,
        metric_keys,
    )  # fmt: skip
    return ItemSuggestion.objects.bulk_create(made)


def _offer(
    item: PlanItem, lesson: Lesson, found: Found, places: list[str], metric_keys: Sequence[str]
) -> list[ItemSuggestion]:
    data = applied(
        lesson.lesson, lesson.changes, lesson.quote, to=item.data, of=item.quote, places=places
    )
    if data is None:
        return []
    if lesson.lesson == LessonKind.FIELDS:
        try:
            data = kinds.clean(item.kind, data, metric_keys=metric_keys)
        except BadInput:
            return []  # what was right for the other sentence cannot stand in this one
    return [ItemSuggestion(item=item, lesson=lesson, data=data, score=found.score)]


def _add_remembered(
    campaign: Campaign, lessons: Sequence[Lesson], items: Sequence[PlanItem], places: list[str],
    metric_keys: Sequence[str],
) -> list[ItemSuggestion]:  # fmt: skip
    bounds = sentences(campaign.text) if lessons else []
    index = Index([fold(campaign.text[start:end], places) for start, end in bounds])
    made, taken = [], [(item.kind, item.start_char, item.end_char) for item in items]
    for lesson in lessons:
        place = _where(campaign.text, lesson, bounds, index)
        if place is None:
            continue
        start, end, score = place
        if any(
            lesson.item_kind == kind and low < end and start < high for kind, low, high in taken
        ):
            continue
        quote = campaign.text[start:end]
        read = read_passage(quote, lesson.item_kind, context=campaign.title)
        data = {**lesson.changes, **_days(lesson.item_kind, read)}
        try:
            data = kinds.clean(lesson.item_kind, data, metric_keys=metric_keys)
        except BadInput:
            continue
        taken.append((lesson.item_kind, start, end))
        before = [item.position for item in items if item.kind == lesson.item_kind
                  and item.start_char <= start]  # fmt: skip
        item = PlanItem.objects.create(
            campaign=campaign, kind=lesson.item_kind, position=max(before, default=0), data=data,
            original=data, quote=quote, start_char=start, end_char=end,
            confidence=REMEMBERED_CONFIDENCE, rule=REMEMBERED_RULE, decision=Decision.PENDING,
        )  # fmt: skip
        made.append(ItemSuggestion(item=item, lesson=lesson, data=data, score=score))
    return made


def _where(
    text: str, lesson: Lesson, bounds: Sequence[tuple[int, int]], index: Index
) -> tuple[int, int, float] | None:
    """Return where the text says what a lesson's quote says: start, end, likeness."""
    at = text.find(lesson.quote)
    if at >= 0:
        return at, at + len(lesson.quote), 1.0
    best = index.best(lesson.key)
    if best is None:
        return None
    start, end = bounds[best.place]
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip()), best.score


def _days(kind: str, read: Mapping[str, Any]) -> dict[str, Any]:
    days = [field.name for field in kinds.FIELDS[kind] if field.type == "date"]
    return {name: read.get(name) for name in days}


@transaction.atomic
def forget(*, lesson_id: int, by: User) -> None:
    """Delete a lesson; what it suggested and nobody used is gone with it.

    Raises:
        NotFound: no such lesson, or learned outside the area that ``by`` answers for.
        NotAllowed: ``by`` may not confirm plans.
    """
    if not by.can(Capability.PLAN_CONFIRM):
        raise NotAllowed("您的岗位不能核对方案，不能删除改法。")
    lesson = Lesson.objects.owned_by(by).filter(pk=lesson_id).first()
    if lesson is None:
        raise NotFound
    lesson.delete()
