"""A second, similar plan arrives: what was changed by hand in the first is offered, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bihuan.campaigns.memory_models import ItemSuggestion, Lesson
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services import doubts
from bihuan.campaigns.services import items as service
from bihuan.campaigns.services.importing import discard_draft, import_plan
from bihuan.campaigns.services.memory import forget
from bihuan.campaigns.services.suggestions import use_all, use_suggestion
from bihuan.campaigns.services.undoing import undo_last
from bihuan.campaigns.states import Decision, ItemKind, LessonKind
from bihuan.campaigns.tests.given import PLAN, a_draft, first_of
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import NotAllowed, NotFound, StepRefused
from bihuan.people.tests.given import Cast

LATER = JUNE_1 + timedelta(hours=1)
NEXT_YEAR = (
    PLAN.replace("2026年", "2027年")
    .replace("6月11日", "6月15日")
    .replace("夏季", "冬春")
    .replace("镇领导每月带队检查不少于3次", "镇领导每月要带队检查不少于2次")
    .replace(
        "粉尘清扫制度是否落实，除尘系统是否正常运行", "粉尘清扫制度是否落实，除尘系统是否运行正常"
    )
    .replace("隐患整改率达到95%以上", "隐患整改率达到98%以上")
)
"""The next year's plan: other days and numbers, two sentences slightly rewritten."""


def correct(item: PlanItem, cast: Cast, **data: object) -> None:
    service.decide(
        item_id=item.pk, decision=Decision.CORRECTED, by=cast.zhou, at=LATER, version=item.version,
        data=data,
    )  # fmt: skip


@pytest.fixture
def taught(cast: Cast, draft: Campaign) -> Campaign:
    """The first plan, with six things changed by hand."""
    correct(first_of(draft, ItemKind.DUTY), cast, actor="镇党政领导")
    check = first_of(draft, ItemKind.CHECK_ITEM)
    correct(check, cast, severity="major")
    target = draft.items.get(kind=ItemKind.TARGET, data__metric_key="hazard.closing_rate")
    correct(target, cast, metric_key="self_check.rate")
    scope = first_of(draft, ItemKind.SCOPE)
    service.decide(item_id=scope.pk, decision=Decision.REJECTED, by=cast.zhou, at=LATER, version=1)
    words = "结合本镇实际，制定本方案"
    start = draft.text.index(words)
    service.add_item(
        campaign_id=draft.pk, kind=ItemKind.TASK, start=start, end=start + len(words),
        data={"actor": "镇安全办", "action": "制定方案", "due": "2026-06-10"}, by=cast.zhou, at=LATER,
    )  # fmt: skip
    doubt = first_of(draft, ItemKind.ANOMALY)
    doubts.settle_anomaly(item_id=doubt.pk, reading=None, by=cast.zhou, at=LATER, version=1)
    return draft


@pytest.fixture
def second(cast: Cast, taught: Campaign) -> Campaign:
    """The next year's plan of the same body."""
    assert Lesson.objects.filter(campaign=taught).count() == 6
    return a_draft(cast, text=NEXT_YEAR, name="次年.txt")


def test_every_change_is_offered_and_nothing_else(cast: Cast, second: Campaign) -> None:
    offers = {
        (one.item.kind, one.lesson.lesson): one
        for one in ItemSuggestion.objects.filter(item__campaign=second)
    }
    assert set(offers) == {
        (ItemKind.DUTY, LessonKind.FIELDS), (ItemKind.CHECK_ITEM, LessonKind.FIELDS),
        (ItemKind.TARGET, LessonKind.FIELDS), (ItemKind.SCOPE, LessonKind.OMIT),
        (ItemKind.TASK, LessonKind.ADD), (ItemKind.ANOMALY, LessonKind.KEEP),
    }  # fmt: skip
    assert second.items.filter(suggestion__isnull=False).count() == 6
    duty = offers[ItemKind.DUTY, LessonKind.FIELDS]
    assert (duty.data["actor"], duty.data["count"]) == ("镇党政领导", 2)
    assert duty.score < 1  # rewritten
    check = offers[ItemKind.CHECK_ITEM, LessonKind.FIELDS]
    assert check.data["severity"] == "major"
    target = offers[ItemKind.TARGET, LessonKind.FIELDS]
    assert (target.data["metric_key"], target.data["value"]) == ("self_check.rate", 98)
    assert second.items.exclude(decision=Decision.PENDING).count() == 0


def test_what_had_been_added_is_there_waiting_with_its_own_day(second: Campaign) -> None:
    item = second.items.get(kind=ItemKind.TASK, suggestion__lesson__lesson=LessonKind.ADD)
    assert (item.quote, item.data["actor"]) == ("结合本镇实际，制定本方案", "镇安全办")
    assert item.data["due"] is None
    assert item.confidence < 0.9
    assert second.text[item.start_char : item.end_char] == item.quote


def test_a_bulk_leaves_what_has_an_offer(cast: Cast, second: Campaign) -> None:
    done = service.bulk_accept(campaign_id=second.pk, min_confidence=0, by=cast.zhou, at=LATER)
    assert done
    assert not any(hasattr(item, "suggestion") for item in done)


def test_using_an_offer_changes_the_item_and_teaches_nothing_twice(
    cast: Cast, second: Campaign
) -> None:
    duty = first_of(second, ItemKind.DUTY)
    (done,) = use_suggestion(item_id=duty.pk, by=cast.zhou, at=LATER, version=1)
    assert (done.decision, done.data["actor"]) == (Decision.CORRECTED, "镇党政领导")
    assert not Lesson.objects.filter(campaign=second).exists()
    used = ItemSuggestion.objects.get(item=duty)
    assert used.used_at == LATER
    with pytest.raises(StepRefused, match="没有可沿用的改法"):
        use_suggestion(item_id=duty.pk, by=cast.zhou, at=LATER, version=2)


def test_all_of_the_same_sentences_at_once_and_back(cast: Cast, second: Campaign) -> None:
    done = use_all(campaign_id=second.pk, by=cast.zhou, at=LATER)
    assert {item.kind for item in done} == {
        ItemKind.ANOMALY, ItemKind.TARGET, ItemKind.SCOPE, ItemKind.TASK,
    }  # fmt: skip
    scope = first_of(second, ItemKind.SCOPE)
    assert scope.decision == Decision.REJECTED
    assert len(undo_last(campaign_id=second.pk, by=cast.zhou, at=LATER).items) == len(done)
    assert not second.items.exclude(decision=Decision.PENDING).exists()


def test_the_county_teaches_its_towns_and_no_town_another(cast: Cast, taught: Campaign) -> None:
    lesson = Lesson.objects.filter(campaign=taught)
    lesson.update(organisation=cast.county, area=cast.county.area)
    below = a_draft(cast, text=NEXT_YEAR, name="县里教的.txt")
    assert below.items.filter(suggestion__isnull=False).count() == 6
    lesson.update(organisation=cast.town_two, area=cast.town_two.area)
    apart = a_draft(cast, text=NEXT_YEAR.replace("冬春", "秋冬"), name="邻镇教的.txt")
    assert not apart.items.filter(suggestion__isnull=False).exists()


def test_a_discarded_draft_teaches_nothing(cast: Cast, taught: Campaign) -> None:
    taught.refresh_from_db()
    discard_draft(
        campaign_id=taught.pk, reason="传错", by=cast.zhao, at=LATER, version=taught.version
    )
    second = a_draft(cast, text=NEXT_YEAR, name="次年.txt")
    assert not second.items.filter(suggestion__isnull=False).exists()


def test_what_is_forgotten_is_offered_no_more(cast: Cast, second: Campaign) -> None:
    lesson = Lesson.objects.get(item_kind=ItemKind.DUTY)
    with pytest.raises(NotFound):
        forget(lesson_id=lesson.pk, by=cast.sun)
    with pytest.raises(NotAllowed):
        forget(lesson_id=lesson.pk, by=cast.lin)
    forget(lesson_id=lesson.pk, by=cast.zhou)
    assert not hasattr(first_of(second, ItemKind.DUTY), "suggestion")


def test_deciding_otherwise_later_teaches_otherwise(cast: Cast, taught: Campaign) -> None:
    duty = first_of(taught, ItemKind.DUTY)
    correct(duty, cast, actor="镇班子成员")
    lesson = Lesson.objects.get(item=duty)
    assert lesson.changes["actor"][1] == "镇班子成员"


def test_an_unlike_plan_is_offered_nothing(cast: Cast, taught: Campaign) -> None:
    (other,) = import_plan(
        text="示例一镇防汛值班方案\n\n一、值班要求\n各村每日报送雨情2次。值班人员不得离岗。\n",
        organisation=cast.town_one, by=cast.zhou, at=LATER,
    )  # fmt: skip
    assert other.items.exists()
    assert not other.items.filter(suggestion__isnull=False).exists()
