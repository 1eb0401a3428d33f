"""The living document: each kind of item in each state, by area, at a constant cost."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.campaigns.living import LiveSentence, living_document
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.paragraphs import paragraphs
from bihuan.campaigns.services.deliverables import (
    accept_deliverable,
    roll_deliverables,
    submit_deliverable,
    waive_deliverable,
)
from bihuan.campaigns.states import Decision, ItemKind, SentenceState
from bihuan.campaigns.tests.running import (
    a_plan,
    an_item,
    factories,
    launched,
    noon,
    sentence,
    started,
)
from bihuan.duties.models import Duty
from bihuan.duties.services.rolling import roll_duties
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.inspections.models import SelfCheck, SelfCheckAnswer
from bihuan.inspections.states import Answer, SelfCheckState
from bihuan.kernel.areas import range_of
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import Area
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, Cast

S = SentenceState
VILLAGE_THREE = 990121_101_003
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


@pytest.fixture
def running(cast: Cast) -> Campaign:
    """The plan, launched on 1 June for three enterprises of 甲社区 and one of 丙社区."""
    Area.objects.create(code=VILLAGE_THREE, name="丙社区", full_name="丙社区", level=12)
    factories(cast, 3)
    factories(cast, 1, area=VILLAGE_THREE)
    return launched(a_plan(cast.zhou, cast.town_one), cast.zhou)


def live(
    campaign: Campaign, quote: str, *, on: date = date(2026, 6, 5), area: int = TOWN_ONE
) -> tuple[SentenceState, str]:
    (item,) = sentence(campaign, quote, on=on, area=area).items
    return item.state, item.figure or item.reason


def checks(campaign: Campaign, count: int, *, on: date = date(2026, 6, 5)) -> list[SelfCheck]:
    """Finish the first ``count`` self-checks that are still asked for."""
    rows = list(SelfCheck.objects.filter(campaign_ref=campaign.pk, state="assigned")[:count])
    for row in rows:
        SelfCheck.objects.filter(pk=row.pk).update(
            state=SelfCheckState.SUBMITTED, submitted_on=on, submitted_at=noon(on)
        )
    return rows


def a_paper(cast: Cast) -> Evidence:
    return keep_file(
        PDF, name="材料.pdf", kind=EvidenceKind.ATTACHMENT, area=TOWN_ONE, enterprise_id=None,
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip


# --- kinds and states ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "state", "figure"),
    [
        (date(2026, 6, 5), S.NOT_STARTED, "还有 6 天开始"),
        (date(2026, 6, 11), S.RUNNING, "还有 39 天结束"),
        (date(2026, 7, 17), S.SOON, "还有 3 天结束"),
        (date(2026, 7, 20), S.SOON, "今天结束"),
        (date(2026, 7, 21), S.DONE, "阶段已结束"),
    ],
)
def test_a_phase(running: Campaign, on: date, state: S, figure: str) -> None:
    assert live(running, "自查自纠阶段", on=on) == (state, figure)


def test_a_phase_without_dates_is_not_tracked(cast: Cast) -> None:
    factories(cast, 1)
    campaign = a_plan(cast.zhou, cast.town_one)
    phase = campaign.items.filter(kind=ItemKind.PHASE)[0]
    phase.data.update(start=None, end=None)
    phase.save()
    launched(campaign, cast.zhou)
    assert live(campaign, "动员部署阶段") == (S.UNTRACKED, "原文没有写明起止日期")
    assert sentence(campaign, "动员部署阶段").reason == "原文没有写明起止日期"


def test_a_target(running: Campaign) -> None:
    quote = "企业自查率"
    assert live(running, quote) == (S.RUNNING, "0%（0/4） · 还差 4")
    checks(running, 1)
    assert live(running, quote, on=date(2026, 7, 18)) == (S.SOON, "25%（1/4） · 还差 3")
    assert live(running, quote, on=date(2026, 7, 21)) == (S.LATE, "25%（1/4） · 还差 3")
    checks(running, 3)
    assert live(running, quote, on=date(2026, 7, 21)) == (S.DONE, "100%（4/4）")


def test_a_target_without_a_metric_or_number_is_not_tracked(running: Campaign) -> None:
    assert live(running, "群众满意度") == (S.UNTRACKED, "没有对应的指标，须人工认定")
    running.targets.all().delete()
    assert live(running, "群众满意度") == (S.UNTRACKED, "目标没有数值")


def test_check_items(running: Campaign) -> None:
    quote = "疏散通道"
    assert live(running, quote) == (S.RUNNING, "已查 0/4 家")
    first, second = checks(running, 2)
    item = running.checklist.items.get(number=1)  # type: ignore[union-attr]
    other = running.checklist.items.get(number=2)  # type: ignore[union-attr]
    for check, answer in ((first, Answer.FAIL), (second, Answer.PASS)):
        SelfCheckAnswer.objects.create(
            self_check=check, item=item, answer=answer, answered_at=JUNE_1
        )
    unfinished = SelfCheck.objects.filter(state="assigned")[0]
    SelfCheckAnswer.objects.create(
        self_check=unfinished, item=other, answer=Answer.FAIL, answered_at=JUNE_1
    )
    assert live(running, quote) == (S.RUNNING, "已查 2/4 家 · 不符合 1 家")
    assert live(running, "除尘系统") == (S.RUNNING, "已查 2/4 家")
    assert live(running, quote, on=date(2026, 7, 19))[0] is S.SOON
    assert live(running, quote, on=date(2026, 7, 21))[0] is S.LATE
    checks(running, 2)
    assert live(running, quote, on=date(2026, 7, 21)) == (S.DONE, "已查 4/4 家 · 不符合 1 家")
    SelfCheck.objects.update(state=SelfCheckState.CANCELLED)
    assert live(running, quote) == (S.UNTRACKED, "没有企业承担这项检查内容")


def test_a_duty(running: Campaign) -> None:
    quote = "镇领导每月带队检查"
    assert live(running, quote) == (S.RUNNING, "本期 0/3 次")
    assert live(running, quote, on=date(2026, 6, 28))[0] is S.SOON
    assert live(running, quote, on=date(2026, 7, 1)) == (S.LATE, "逾期 1 项")
    Duty.objects.filter(post__isnull=False).update(done=3, state="done")
    assert live(running, quote) == (S.DONE, "本期 3/3 次")
    assert live(running, quote, on=date(2026, 7, 1)) == (S.DONE, "共 1 项已办")
    assert live(running, quote, on=date(2026, 5, 20))[0] is S.DONE


def test_a_duty_that_begins_later_has_not_started(cast: Cast) -> None:
    factories(cast, 1)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou, at=noon(date(2026, 4, 10)))
    assert live(campaign, "镇领导每月", on=date(2026, 4, 20)) == (S.NOT_STARTED, "本地区没有承担者")
    roll_duties(on=date(2026, 6, 1), at=JUNE_1)
    assert live(campaign, "镇领导每月", on=date(2026, 5, 31)) == (S.NOT_STARTED, "待办 1 项")


def test_a_duty_of_nobody_is_not_tracked(cast: Cast) -> None:
    factories(cast, 1)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou, holders={})
    assert live(campaign, "镇领导每月") == (S.UNTRACKED, "没有下达给岗位或企业")


def test_a_deliverable(running: Campaign, cast: Cast) -> None:
    quote = "报送自查汇总表"
    row = running.deliverables.get(what="自查汇总表")
    assert live(running, quote) == (S.RUNNING, "待报送")
    assert live(running, quote, on=date(2026, 6, 22))[0] is S.SOON
    assert live(running, quote, on=date(2026, 6, 26)) == (S.LATE, "待报送")
    submit_deliverable(
        deliverable_id=row.pk, evidence=[a_paper(cast)], note="", by=cast.zhou,
        at=noon(date(2026, 6, 24)),
    )  # fmt: skip
    assert live(running, quote, on=date(2026, 7, 3)) == (S.RUNNING, "待审核")
    accept_deliverable(deliverable_id=row.pk, by=cast.zhao, at=noon(date(2026, 7, 3)))
    assert live(running, quote, on=date(2026, 7, 3)) == (S.DONE, "已报送 6月24日")


def test_a_recurring_deliverable_names_its_period(running: Campaign, cast: Cast) -> None:
    quote = "每月底前报送"
    assert live(running, quote) == (S.RUNNING, "待报送（2026年6月）")
    roll_deliverables(on=date(2026, 7, 1), at=noon(date(2026, 7, 1)))
    assert live(running, quote, on=date(2026, 7, 2)) == (S.LATE, "待报送（2026年6月） 等 2 期")
    june = running.deliverables.get(period_label="2026年6月")
    submit_deliverable(
        deliverable_id=june.pk, evidence=[a_paper(cast)], note="", by=cast.zhou, at=JUNE_1
    )
    assert live(running, quote, on=date(2026, 7, 2)) == (S.RUNNING, "待报送（2026年7月）")
    accept_deliverable(deliverable_id=june.pk, by=cast.zhao, at=JUNE_1)
    for row in running.deliverables.filter(period_label="2026年7月"):
        waive_deliverable(deliverable_id=row.pk, note="并入总结", by=cast.zhou, at=JUNE_1)
    assert live(running, quote, on=date(2026, 7, 2)) == (S.DONE, "已报送 6月1日")


def test_a_task_lives_like_a_deliverable(running: Campaign, cast: Cast) -> None:
    assert live(running, "建立企业台账") == (S.RUNNING, "待报送")
    assert live(running, "建立企业台账", on=date(2026, 6, 21))[0] is S.LATE


def test_a_task_that_was_not_chosen_says_so(cast: Cast) -> None:
    factories(cast, 1)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou, tasks=())
    assert live(campaign, "建立企业台账") == (S.UNTRACKED, "没有下达为办结事项")


def test_the_scope(running: Campaign) -> None:
    assert live(running, "辖区内轻工企业") == (S.DONE, "已纳入 4 家")


def test_what_nothing_tracks_says_why(running: Campaign) -> None:
    assert sentence(running, "通报批评").reason == "奖惩问责条款，按考核结果执行"
    heading = sentence(running, "五、工作要求")
    assert heading.state is S.UNTRACKED
    assert heading.reason
    assert all(
        one.reason
        for one in living_document(running, area=range_of(TOWN_ONE), on=date(2026, 6, 5)).sentences
        if one.state is S.UNTRACKED
    )


def test_a_rejected_item_is_not_in_the_campaign(cast: Cast) -> None:
    factories(cast, 1)
    campaign = a_plan(cast.zhou, cast.town_one)
    campaign.items.filter(kind=ItemKind.SCOPE).update(decision=Decision.REJECTED)
    launched(campaign, cast.zhou)
    assert sentence(campaign, "辖区内轻工企业").items == ()


def test_while_launching_nothing_is_claimed(cast: Cast) -> None:
    factories(cast, 1)
    campaign = a_plan(cast.zhou, cast.town_one)
    started(campaign, cast.zhou)
    campaign.refresh_from_db()
    document = living_document(campaign, area=range_of(TOWN_ONE), on=date(2026, 6, 5))
    assert document.sentences == ()
    assert document.phases == ()


def test_the_counts_add_up(running: Campaign) -> None:
    document = living_document(running, area=range_of(TOWN_ONE), on=date(2026, 6, 5))
    counts = document.counts()
    assert set(counts) == set(S)
    assert sum(counts.values()) == len(document.sentences)
    assert counts[S.NOT_STARTED] == 2


# --- by area ---------------------------------------------------------------------------------------


def test_another_area_has_its_own_numbers(running: Campaign) -> None:
    on = date(2026, 6, 5)
    check = SelfCheck.objects.get(area=VILLAGE_THREE)
    SelfCheck.objects.filter(pk=check.pk).update(state="submitted", submitted_on=on)
    assert live(running, "企业自查率", area=VILLAGE_THREE) == (S.DONE, "100%（1/1）")
    assert live(running, "企业自查率", area=VILLAGE_ONE) == (S.RUNNING, "0%（0/3） · 还差 3")
    assert live(running, "疏散通道", area=VILLAGE_THREE) == (S.DONE, "已查 1/1 家")
    assert live(running, "辖区内轻工企业", area=VILLAGE_ONE) == (S.DONE, "已纳入 3 家")
    assert live(running, "企业主要负责人每月", area=VILLAGE_THREE) == (S.RUNNING, "本期 0/1 次")
    assert live(running, "镇领导每月", area=VILLAGE_THREE) == (S.NOT_STARTED, "本地区没有承担者")
    assert live(running, "自查汇总表", area=VILLAGE_THREE) == (
        S.UNTRACKED, "由组织单位报送，不在本地区统计",
    )  # fmt: skip


# --- cost ------------------------------------------------------------------------------------------


def items_of_every_kind(campaign: Campaign, times: int) -> None:
    PlanItem.objects.bulk_create(
        an_item(campaign, item.kind, item.quote, item.data, position=100 * turn + item.position)
        for turn in range(1, times)
        for item in list(campaign.items.exclude(kind=ItemKind.TARGET))
    )


@pytest.mark.parametrize("times", [1, 6])
def test_the_document_costs_the_same_for_a_long_plan(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, times: int
) -> None:
    factories(cast, 2)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    items_of_every_kind(campaign, times)
    assert campaign.items.count() >= 12 * times
    campaign = Campaign.objects.get(pk=campaign.pk)
    with django_assert_num_queries(15):
        document = living_document(campaign, area=range_of(TOWN_ONE), on=date(2026, 6, 5))
    assert document.sentences


# --- paragraphs ------------------------------------------------------------------------------------


def a_sentence(text: str, start: int, kind: str = "sentence") -> LiveSentence:
    return LiveSentence(start, start + len(text), text, kind, S.UNTRACKED, "")


def test_sentences_stand_in_the_paragraphs_of_the_text() -> None:
    text = "标题\n一、目标\n第一句。第二句。\n第三句。"
    spans = [
        ("标题", "title"),
        ("一、目标", "heading"),
        ("第一句。", "sentence"),
        ("第二句。", "sentence"),
        ("第三句。", "sentence"),
    ]
    told = paragraphs(text, [a_sentence(words, text.index(words), kind) for words, kind in spans])
    assert [[one.text for one in group.sentences] for group in told] == [
        ["标题"], ["一、目标"], ["第一句。", "第二句。"], ["第三句。"],
    ]  # fmt: skip
    assert [group.is_heading for group in told] == [False, True, False, False]
    assert paragraphs("", []) == []


# --- who is late, and reminding them ----------------------------------------------------------------
