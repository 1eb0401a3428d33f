"""What the confirmation page answers: others' changes, undoing, offers, standards, filters, sections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.campaigns.memory_models import ItemSuggestion, Lesson, StandardMatch
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services import items as service
from bihuan.campaigns.services.binding import checklist_items
from bihuan.campaigns.services.presence import HERE, others_here
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.tests.given import PLAN, a_draft, first_of
from bihuan.campaigns.tests.test_confirm_pages import HTMX, act, page_of, zhou
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.people.tests.given import Cast

__all__ = ["zhou"]  # the fixture of a signed-in clerk
LATER = JUNE_1 + timedelta(hours=1)


def post(client: Client, campaign: Campaign, verb: str, **data: object) -> HttpResponse:
    return client.post(f"/campaigns/{campaign.pk}/{verb}/", data, headers=HTMX)  # type: ignore[return-value]


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


# --- others at the same draft -------------------------------------------------------------------


def test_a_sign_of_life_is_answered_by_nothing_while_nothing_changes(
    cast: Cast, zhou: Client, draft: Campaign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = post(zhou, draft, "pulse", since=0, here="")
    assert first.status_code == 200
    here = text(first).split('data-here="')[1].split('"')[0]
    with django_assert_max_num_queries(7):  # session, person, post, campaign, own sign, others
        again = post(zhou, draft, "pulse", since=0, here=here)
    assert again.status_code == 204
    assert others_here(campaign_id=draft.pk, by=cast.zhou, at=LATER) == []


def test_what_others_changed_comes_with_the_next_sign(
    cast: Cast, zhou: Client, draft: Campaign
) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    post(signed_in(cast.zhao), draft, "pulse", since=0, here="", item=phase.pk)
    service.decide(item_id=phase.pk, decision=Decision.REJECTED, by=cast.zhao, at=LATER, version=1)
    told = text(post(zhou, draft, "pulse", since=0, here=""))
    assert 'data-revision="1"' in told
    assert "赵" in told.split('id="presence"')[1].split("</p>")[0]
    assert told.count("<article") == 1
    assert f'id="item-{phase.pk}"' in told
    assert "已核对 1/" in told


def test_who_gives_no_more_signs_is_gone(cast: Cast, draft: Campaign) -> None:
    post(signed_in(cast.zhao), draft, "pulse", since=0, here="")
    (seen,) = draft.presences.all()
    late = seen.seen_at + HERE
    assert [
        one.user for one in others_here(campaign_id=draft.pk, by=cast.zhou, at=seen.seen_at)
    ] == [cast.zhao]
    assert others_here(campaign_id=draft.pk, by=cast.zhou, at=late) == []


def test_a_sign_names_no_item_of_another_plan(cast: Cast, zhou: Client, draft: Campaign) -> None:
    other = a_draft(cast, text=PLAN.replace("夏季", "秋季"), name="秋.txt")
    post(zhou, draft, "pulse", since="x", here="", item=first_of(other, ItemKind.PHASE).pk)
    assert draft.presences.get().item is None
    assert post(signed_in(cast.sun), draft, "pulse", since=0).status_code == 404


def test_a_conflict_shows_both_also_without_scripts(
    cast: Cast, zhou: Client, draft: Campaign
) -> None:
    duty = first_of(draft, ItemKind.DUTY)
    fields = {f"i{duty.pk}-{name}": value or "" for name, value in duty.data.items()}
    service.decide(
        item_id=duty.pk, decision=Decision.CORRECTED, by=cast.zhao, at=LATER, version=1,
        data={"count": 5},
    )  # fmt: skip
    mine = {**fields, f"i{duty.pk}-count": "4", "version": 1}
    address = f"/campaigns/{draft.pk}/items/{duty.pk}/correct/"
    answer = zhou.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<!doctype html>" in page
    assert '<th scope="row">次数</th><td>5</td><td>4</td>' in page
    kept = {**mine, "version": 2}
    assert f'name="i{duty.pk}-count" value="4"' in page
    zhou.post(address, kept)
    duty.refresh_from_db()
    assert (duty.data["count"], duty.decided_by) == (4, cast.zhou)


# --- undoing, bulk ------------------------------------------------------------------------------


def test_a_cell_of_the_table_accepts_what_it_counts(zhou: Client, draft: Campaign) -> None:
    page = page_of(zhou, draft)
    assert 'value="phase:0.9" aria-label="采纳阶段把握不低于 0.9 的 3 项">3</button>' in page
    told = text(post(zhou, draft, "accept-sure", pick="phase:0.9"))
    assert "已采纳 3 项。" in told
    assert set(draft.items.filter(decision=Decision.ACCEPTED).values_list("kind", flat=True)) == {
        ItemKind.PHASE
    }
    assert "撤销：采纳 3 项" in told
    assert "已撤销：采纳 3 项。" in text(post(zhou, draft, "undo"))
    assert not draft.items.exclude(decision=Decision.PENDING).exists()
    assert post(zhou, draft, "undo").status_code == 409


@pytest.mark.parametrize("pick", ["phase:0.1", "nothing:0.9", "phase"])
def test_a_made_up_threshold_is_refused(zhou: Client, draft: Campaign, pick: str) -> None:
    assert post(zhou, draft, "accept-sure", pick=pick).status_code == 422
    assert not draft.items.exclude(decision=Decision.PENDING).exists()


# --- what earlier plans and standards offer -----------------------------------------------------


@pytest.fixture
def offered(cast: Cast, draft: Campaign) -> PlanItem:
    """A duty for which an earlier plan's change is offered."""
    service.decide(
        item_id=first_of(draft, ItemKind.DUTY).pk, decision=Decision.CORRECTED, by=cast.zhao,
        at=LATER, version=1, data={"actor": "镇党政领导"},
    )  # fmt: skip
    return first_of(
        a_draft(cast, text=PLAN.replace("2026", "2027"), name="次年.txt"), ItemKind.DUTY
    )


def test_an_offer_says_who_when_and_which_plan_and_is_used_by_one_click(
    zhou: Client, offered: PlanItem
) -> None:
    page = page_of(zhou, offered.campaign)
    card = page.split(f'id="item-{offered.pk}"')[1].split("</article>")[0]
    assert "上次同类方案中这样改过" in card
    assert "责任主体「镇领导」改为「镇党政领导」" in card
    assert "赵" in card
    assert "2026年夏季安全生产专项整治" in card
    assert "照上次改 1 项" in page
    assert "已修正" in text(act(zhou, offered, "use"))
    offered.refresh_from_db()
    assert offered.data["actor"] == "镇党政领导"


def test_all_offers_at_once(zhou: Client, offered: PlanItem) -> None:
    told = text(post(zhou, offered.campaign, "use-all"))
    assert "已沿用上次的改法 1 项。" in told


def test_what_was_learned_is_listed_and_can_be_deleted(zhou: Client, offered: PlanItem) -> None:
    lesson = Lesson.objects.get()
    page = zhou.get("/campaigns/lessons/").content.decode()
    assert "镇领导每月带队检查不少于3次" in page
    one = zhou.get(f"/campaigns/lessons/{lesson.pk}/").content.decode()
    assert "镇党政领导" in one
    zhou.post(f"/campaigns/lessons/{lesson.pk}/forget/")
    assert not ItemSuggestion.objects.exists()


def test_of_another_town_no_lesson_is_seen(cast: Cast, offered: PlanItem) -> None:
    lesson = Lesson.objects.get()
    stranger = signed_in(cast.sun)
    assert stranger.get(f"/campaigns/lessons/{lesson.pk}/").status_code == 404
    assert stranger.post(f"/campaigns/lessons/{lesson.pk}/forget/").status_code == 404
    county = signed_in(cast.wu)
    assert county.get(f"/campaigns/lessons/{lesson.pk}/").status_code == 200


def test_a_standard_is_offered_with_its_score_and_taken_over_by_a_person(
    zhou: Client, draft: Campaign
) -> None:
    item = draft.items.get(kind=ItemKind.CHECK_ITEM, quote__contains="疏散通道")
    match = StandardMatch.objects.get(item=item)
    option = match.options[0]
    card = page_of(zhou, draft).split(f'id="item-{item.pk}"')[1].split("</article>")[0]
    assert "可能对应内置标准" in card
    assert f"相似度 {option['score'] * 100:.0f}%" in card
    act(zhou, item, "accept")
    item.refresh_from_db()
    (plain,) = [one for one in checklist_items(draft) if "疏散通道" in one.text]
    assert option["basis"] not in plain.basis
    answer = text(act(zhou, item, "standard", number="0"))
    assert "周选定" in answer
    (taken,) = [one for one in checklist_items(draft) if "疏散通道" in one.text]
    assert option["basis"] in taken.basis
    assert f"《{draft.title}》" in taken.basis
    assert (taken.severity, taken.photo_required) == (option["severity"], option["photo"])


def test_a_standard_is_taken_back_or_declined(zhou: Client, draft: Campaign) -> None:
    item = draft.items.get(kind=ItemKind.CHECK_ITEM, quote__contains="疏散通道")
    act(zhou, item, "standard", number="0")
    item.refresh_from_db()
    assert act(zhou, item, "standard", number="99").status_code == 422
    act(zhou, item, "standard", number="")
    item.refresh_from_db()
    assert StandardMatch.objects.get(item=item).chosen is None
    act(zhou, item, "standard", number="")
    assert not StandardMatch.objects.filter(item=item).exists()


def test_an_added_or_rewritten_check_item_is_matched_too(cast: Cast, draft: Campaign) -> None:
    words = "镇安全办组织检查"
    start = draft.text.index(words)
    made = service.add_item(
        campaign_id=draft.pk, kind=ItemKind.CHECK_ITEM, start=start, end=start + len(words),
        data={"text": "灭火器数量、压力是否正常"}, by=cast.zhou, at=LATER,
    )  # fmt: skip
    assert "灭火器" in StandardMatch.objects.get(item=made).options[0]["text"]
    service.decide(
        item_id=made.pk, decision=Decision.CORRECTED, by=cast.zhou, at=LATER, version=1,
        data={"text": "疏散通道、安全出口是否畅通"},
    )  # fmt: skip
    assert "疏散通道" in StandardMatch.objects.get(item=made).options[0]["text"]


# --- finding one's way --------------------------------------------------------------------------


def test_without_scripts_the_filter_hides_the_rest(zhou: Client, draft: Campaign) -> None:
    page = zhou.get(f"/campaigns/{draft.pk}/confirm/?state=doubt").content.decode()
    heads = [part.split(">")[0] for part in page.split("<article ")[1:]]
    shown = [head for head in heads if not head.endswith("hidden")]
    assert len(heads) == draft.items.count()
    assert len(shown) == 1
    assert 'data-kind="anomaly"' in shown[0]


def test_the_outline_counts_what_each_section_holds(zhou: Client, draft: Campaign) -> None:
    page = zhou.get(f"/campaigns/{draft.pk}/outline/").content.decode()
    assert "检查内容</a> <span" in page
    assert "待核对 3/3 项" in page.split("检查内容</a>")[1][:90]
    part = zhou.get(f"/campaigns/{draft.pk}/outline/", headers=HTMX).content.decode()
    assert part.startswith('<nav id="outline"')


def test_a_plan_says_which_usual_sections_it_lacks(zhou: Client, draft: Campaign) -> None:
    assert "这份没有写到的部分：组织领导。" in page_of(zhou, draft)


def test_a_missing_year_is_offered_as_buttons(cast: Cast, zhou: Client) -> None:
    text_without = PLAN.replace("（2026年7月21日至9月30日）", "（2026年7月21日至年9月30日）")
    campaign = a_draft(cast, text=text_without, name="缺年份.txt")
    doubt = campaign.items.get(kind=ItemKind.ANOMALY, data__kind="blank")
    page = page_of(zhou, campaign)
    card = page.split(f'id="item-{doubt.pk}"')[1].split("</article>")[0]
    assert doubt.quote == "年9月"
    assert "读作「2026年9月」" in card
    act(zhou, doubt, "settle", reading="2026年9月")
    phase = campaign.items.get(kind=ItemKind.PHASE, quote__contains="集中整治")
    assert phase.data["end"] == "2026-09-30"


def test_another_year_for_a_plan_without_one_moves_its_days(cast: Cast, zhou: Client) -> None:
    plan = PLAN.replace("2026年", "").replace("本方案。", "本方案。国庆60周年将至。")
    campaign = a_draft(cast, text=plan, name="无年份.txt")
    doubt = campaign.items.get(kind=ItemKind.ANOMALY, rule="year")
    assert doubt.data["suggestion"] == "2009年"
    act(zhou, doubt, "settle", reading="2010年")
    first = first_of(campaign, ItemKind.PHASE)
    assert (first.data["start"], first.data["end"]) == ("2010-06-01", "2010-06-10")
    assert first.decision == Decision.PENDING
    doubt.refresh_from_db()
    post(zhou, campaign, "undo")
    first.refresh_from_db()
    assert first.data["start"] == "2009-06-01"


def test_a_thousand_items_cost_no_more_queries(
    zhou: Client, draft: Campaign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    few = list(draft.items.exclude(kind=ItemKind.ANOMALY))
    PlanItem.objects.bulk_create(
        PlanItem(
            campaign=draft, kind=one.kind, position=one.position, data=one.data,
            original=one.original, quote=one.quote, start_char=one.start_char,
            end_char=one.end_char, confidence=one.confidence, rule=one.rule,
        )
        for _ in range(1000 // len(few))
        for one in few
    )  # fmt: skip
    assert draft.items.count() > 900
    with django_assert_max_num_queries(30):  # ten, and what other packages show beside it
        page_of(zhou, draft)
    with django_assert_max_num_queries(30):
        post(zhou, draft, "accept-sure", pick=":0")
    with django_assert_max_num_queries(38):
        post(zhou, draft, "undo")
    assert not draft.items.exclude(decision=Decision.PENDING).exists()
