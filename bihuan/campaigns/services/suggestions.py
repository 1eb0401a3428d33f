"""Use what was remembered: one suggestion, or all that wait in a draft at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bihuan.campaigns.memory_models import ItemSuggestion
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.services.doubts import settle_as
from bihuan.campaigns.services.history import Act
from bihuan.campaigns.services.items import decide_as, locked_item, open_campaign
from bihuan.campaigns.states import Decision, LessonKind
from bihuan.kernel.errors import StepRefused
from bihuan.people.models import User


@transaction.atomic
def use_suggestion(*, item_id: int, by: User, at: datetime, version: int) -> list[PlanItem]:
    """Change a waiting item as the same item of an earlier plan was changed.

    Returns the item first, then others that changed with it.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: as ``decide``; also when nothing is
            suggested, because the change was deleted meanwhile.
    """
    item = locked_item(item_id, by=by, version=version)
    suggestion = ItemSuggestion.objects.select_related("lesson").filter(item=item).first()
    if suggestion is None or item.decision != Decision.PENDING:
        raise StepRefused("这一条没有可沿用的改法，或者已经核对，请刷新页面。")
    return _use(item, suggestion, Act(by, at, teaches=False))


@transaction.atomic
def use_all(*, campaign_id: int, by: User, at: datetime) -> list[PlanItem]:
    """Use every suggestion whose item waits, and return those items; undone as one act.

    Only sentences that are the same but for numbers, days and places count; one that is merely
    alike is looked at by itself.

    Raises:
        NotFound, NotAllowed, StepRefused: as ``decide``.
    """
    campaign = open_campaign(campaign_id, by=by)
    act = Act(by, at, teaches=False)
    done = []
    for suggestion in same_sentence(campaign.pk):
        item = suggestion.item
        item.campaign = campaign
        done.append(_use(item, suggestion, act)[0])
    return done


def same_sentence(campaign_id: int) -> Sequence[ItemSuggestion]:
    """Return the waiting suggestions that come from the very same sentence of an earlier plan."""
    waiting = ItemSuggestion.objects.filter(
        item__campaign=campaign_id, item__decision=Decision.PENDING, score=1.0
    )
    return list(waiting.select_related("lesson", "item").order_by("item__position", "item_id"))


def _use(item: PlanItem, suggestion: ItemSuggestion, act: Act) -> list[PlanItem]:
    match suggestion.lesson.lesson:
        case LessonKind.OMIT:
            done = [decide_as(item, Decision.REJECTED, act)]
        case LessonKind.KEEP:
            done = settle_as(item, None, act)
        case LessonKind.READING:
            done = settle_as(item, suggestion.data.get("reading") or "", act)
        case _:
            done = [decide_as(item, Decision.ACCEPTED, act, data=suggestion.data)]
    ItemSuggestion.objects.filter(pk=suggestion.pk).update(used_at=act.at)
    return done
