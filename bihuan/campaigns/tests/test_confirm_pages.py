"""The confirmation page and its answers, the list, and giving a draft up."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services import items as service
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.campaigns.tests.given import TITLE, UNDATED, a_draft, first_of
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.loop.models import Todo, TrailRow
from bihuan.people.tests.given import Cast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def zhou(cast: Cast) -> Client:
    return signed_in(cast.zhou)


def act(client: Client, item: PlanItem, verb: str, **data: Any) -> HttpResponse:
    address = f"/campaigns/{item.campaign_id}/items/{item.pk}/{verb}/"
    return client.post(address, {"version": item.version, **data}, headers=HTMX)  # type: ignore[return-value]


def page_of(client: Client, campaign: Campaign) -> str:
    return client.get(f"/campaigns/{campaign.pk}/confirm/").content.decode()


def test_the_page_shows_the_whole_text_and_every_item(zhou: Client, draft: Campaign) -> None:
    page = page_of(zhou, draft)
    shown = page.split('id="plan-text"')[1].split("</div>")[0]
    plain = re.sub(r"<[^>]*>", "", shown.split(">", 1)[1])
    assert plain == draft.text
    for item in draft.items.all():
        assert f'id="item-{item.pk}"' in page
        assert re.search(rf'data-items="[\d ]*\b{item.pk}\b', page)
    assert page.index('id="kind-anomaly"') < page.index('id="kind-phase"')
    assert f"已核对 0/{draft.items.count()}" in page


def test_launching_waits_for_the_last_doubt(cast: Cast, zhou: Client, draft: Campaign) -> None:
    assert "尚有疑点 1 项、阶段 3 项" in page_of(zhou, draft)
    assert "/launch/" not in page_of(zhou, draft)
    service.bulk_accept(campaign_id=draft.pk, min_confidence=0, by=cast.zhou, at=JUNE_1)
    for item in draft.items.filter(kind=ItemKind.TARGET):
        act(zhou, item, "accept", metric_key="")
    assert "尚有疑点 1 项待核对" in page_of(zhou, draft)
    act(zhou, first_of(draft, ItemKind.ANOMALY), "settle", how="keep")
    assert f'href="/campaigns/{draft.pk}/launch/"' in page_of(zhou, draft)


def test_accepting_answers_with_the_card_and_the_counts(zhou: Client, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    answer = act(zhou, phase, "accept").content.decode()
    assert f'id="item-{phase.pk}"' in answer
    assert "已采纳" in answer
    assert f"已核对 1/{draft.items.count()}" in answer
    phase.refresh_from_db()
    assert phase.decision == Decision.ACCEPTED


def test_a_suggested_metric_is_marked_and_bound_by_accepting(zhou: Client, draft: Campaign) -> None:
    target = draft.items.get(kind=ItemKind.TARGET, data__metric_key="self_check.rate")
    card = zhou.get(f"/campaigns/{draft.pk}/items/{target.pk}/", headers=HTMX).content.decode()
    assert '<span class="item__suggested">建议</span>' in card
    assert '<option value="self_check.rate" selected>' in card
    act(zhou, target, "accept", metric_key="self_check.rate")
    target.refresh_from_db()
    assert (target.decision, target.data["metric_key"]) == ("accepted", "self_check.rate")


def test_correcting_shows_the_error_beside_its_field(zhou: Client, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    form = zhou.get(f"/campaigns/{draft.pk}/items/{phase.pk}/edit/", headers=HTMX)
    assert f'name="i{phase.pk}-end" value="2026-06-10"' in form.content.decode()
    fields = {f"i{phase.pk}-{name}": value for name, value in phase.data.items()}
    wrong = act(zhou, phase, "correct", **{**fields, f"i{phase.pk}-end": "2026-02-30"})
    assert wrong.status_code == 422
    assert "没有这一天" in wrong.content.decode().split(f'id="field-i{phase.pk}-end"')[1]
    right = act(zhou, phase, "correct", **{**fields, f"i{phase.pk}-end": "2026-06-12"})
    assert "已修正" in right.content.decode()
    assert "原读作：动员部署阶段　2026-06-01 至 2026-06-10" in right.content.decode()


def test_the_second_of_two_people_sees_who_was_first(
    cast: Cast, zhou: Client, draft: Campaign
) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    act(signed_in(cast.zhao), phase, "reject")
    answer = act(zhou, phase, "accept")
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == f"#item-{phase.pk}"
    card = answer.content.decode()
    assert "赵在" in card
    assert "已弃用" in card
    assert 'name="version" value="2"' in card
    phase.refresh_from_db()
    assert phase.decision == Decision.REJECTED


def test_rejecting_and_undoing(zhou: Client, draft: Campaign) -> None:
    duty = first_of(draft, ItemKind.DUTY)
    out = act(zhou, duty, "reject").content.decode()
    assert "已弃用" in out
    assert 'id="plan-text"' in out  # the sentence's bar changes
    duty.refresh_from_db()
    act(zhou, duty, "undo")
    duty.refresh_from_db()
    assert duty.decision == Decision.PENDING


def test_taking_the_suggestion_adds_the_target_to_the_list(zhou: Client, draft: Campaign) -> None:
    doubt = first_of(draft, ItemKind.ANOMALY)
    assert "像是「<b>100%</b>」" in page_of(zhou, draft)
    answer = act(zhou, doubt, "settle", reading="100%").content.decode()
    made = draft.items.get(decision=Decision.ADDED)
    assert made.data["value"] == 100
    assert f'id="item-{made.pk}"' in answer
    assert "已按「100%」读出：目标「" in answer


def test_selected_text_becomes_an_item(zhou: Client, draft: Campaign) -> None:
    wording = "各社区召开动员会"
    start = draft.text.index(wording)
    place: dict[str, Any] = {"kind": "task", "start": start, "end": start + len(wording)}
    form = zhou.get(f"/campaigns/{draft.pk}/items/new/", place, headers=HTMX).content.decode()
    assert f'<blockquote class="item__quote">{wording}</blockquote>' in form
    wrong = zhou.post(f"/campaigns/{draft.pk}/items/add/", place, headers=HTMX)
    assert wrong.status_code == 422
    assert wrong["HX-Retarget"] == "#new-item"
    fields = {"new-action": "召开动员会", "new-actor": "各社区", "new-due": "2026-06-10"}
    answer = zhou.post(f"/campaigns/{draft.pk}/items/add/", {**place, **fields}, headers=HTMX)
    made = draft.items.get(decision=Decision.ADDED)
    assert (made.quote, made.start_char) == (wording, start)
    assert f'data-focus-item="{made.pk}"' in answer.content.decode()


def test_the_new_form_is_filled_with_what_the_passage_says(zhou: Client, draft: Campaign) -> None:
    wording = "各社区于2026年7月25日前将自查情况汇总表报镇安全办"
    start = draft.text.index(wording)
    place: dict[str, Any] = {"kind": "deliverable", "start": start, "end": start + len(wording)}
    form = zhou.get(f"/campaigns/{draft.pk}/items/new/", place, headers=HTMX).content.decode()
    assert 'name="new-due" value="2026-07-25"' in form


@pytest.mark.parametrize(
    "place",
    [
        {"kind": "anomaly", "start": 0, "end": 4},
        {"kind": "task", "start": 0, "end": 10**8},
        {"kind": "task", "start": "x", "end": 4},
        {},
    ],
)
def test_a_tampered_selection_is_refused(
    zhou: Client, draft: Campaign, place: dict[str, Any]
) -> None:
    answer = zhou.get(f"/campaigns/{draft.pk}/items/new/", place, headers=HTMX)
    assert answer.status_code == 422
    assert not draft.items.filter(decision=Decision.ADDED).exists()


def test_accepting_all_sure_items_at_once(zhou: Client, draft: Campaign) -> None:
    label = re.search(r"全部接受把握≥0.9 的 (\d+) 项", page_of(zhou, draft))
    assert label is not None
    answer = zhou.post(f"/campaigns/{draft.pk}/accept-sure/", headers=HTMX)
    assert f"已采纳 {label[1]} 项。" in answer.content.decode()
    assert draft.items.filter(decision=Decision.ACCEPTED).count() == int(label[1])


def test_without_scripts_a_decision_leads_back_to_the_item(zhou: Client, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    answer = zhou.post(f"/campaigns/{draft.pk}/items/{phase.pk}/accept/", {"version": 1})
    assert answer["Location"] == f"/campaigns/{draft.pk}/confirm/#item-{phase.pk}"
    page = zhou.get(f"/campaigns/{draft.pk}/items/{phase.pk}/edit/")
    assert "<!doctype html>" in page.content.decode()


def test_the_head_can_be_put_right(zhou: Client, draft: Campaign) -> None:
    head = {"title": "改后的标题", "document_number": "示〔2026〕9号", "issued_on": "2026-05-20"}
    zhou.post(f"/campaigns/{draft.pk}/head/", head)
    draft.refresh_from_db()
    assert (draft.title, str(draft.issued_on)) == ("改后的标题", "2026-05-20")
    todo = Todo.objects.get(case_kind="campaign", case_id=draft.pk)
    assert todo.title == "核对方案：改后的标题"
    row = TrailRow.objects.filter(case_kind="campaign", case_id=draft.pk).last()
    assert row is not None
    assert (row.label, row.by_name) == ("修改方案信息", "周")


def test_of_another_town_everything_is_not_found(cast: Cast, draft: Campaign) -> None:
    item = first_of(draft, ItemKind.PHASE)
    base = f"/campaigns/{draft.pk}/"
    for client in (signed_in(cast.sun), signed_in(a_factory(cast).qian)):
        for address in ("confirm/", "discard/", "head/", "original/", f"items/{item.pk}/",
                        f"items/{item.pk}/edit/", "items/new/"):  # fmt: skip
            assert client.get(base + address).status_code == 404, address
        for verb in ("accept", "correct", "reject", "undo", "settle"):
            assert act(client, item, verb).status_code == 404, verb
        for address in ("accept-sure/", "items/add/", "discard/", "head/"):
            assert client.post(base + address).status_code == 404, address
    assert not draft.items.exclude(decision=Decision.PENDING).exists()


def test_an_item_of_another_campaign_is_not_found(
    cast: Cast, zhou: Client, draft: Campaign
) -> None:
    other = a_draft(cast, text=UNDATED)
    item = first_of(draft, ItemKind.PHASE)
    answer = zhou.post(f"/campaigns/{other.pk}/items/{item.pk}/accept/", {"version": 1})
    assert answer.status_code == 404


def test_readers_see_the_page_without_buttons(cast: Cast, draft: Campaign) -> None:
    lin = signed_in(cast.lin)
    page = page_of(lin, draft)
    assert "采纳" not in page.split('id="items"')[1].split("</section>")[0]
    assert act(lin, first_of(draft, ItemKind.PHASE), "accept").status_code == 403


def test_a_draft_is_given_up_with_a_reason(zhou: Client, draft: Campaign) -> None:
    address = f"/campaigns/{draft.pk}/discard/"
    form = {"version": draft.version, "key": str(uuid4())}
    assert zhou.post(address, {**form, "reason": ""}).status_code == 422
    zhou.post(address, {**form, "reason": "传错文件"})
    draft.refresh_from_db()
    assert draft.state == CampaignState.DISCARDED
    assert "已作废" in page_of(zhou, draft)


def test_the_list_shows_how_far_each_draft_is(cast: Cast, zhou: Client, draft: Campaign) -> None:
    act(zhou, first_of(draft, ItemKind.PHASE), "accept")
    page = zhou.get("/campaigns/").content.decode()
    assert TITLE in page
    assert f"已核对 1/{draft.items.count()}" in page
    assert TITLE not in signed_in(cast.sun).get("/campaigns/").content.decode()
    assert TITLE in signed_in(cast.wu).get("/campaigns/").content.decode()
    assert signed_in(a_factory(cast).qian).get("/campaigns/").status_code == 403
    assert TITLE not in zhou.get("/campaigns/?state=running").content.decode()


def test_the_search_box_finds_plans_within_reach(cast: Cast, draft: Campaign) -> None:
    address = f"/campaigns/{draft.pk}/confirm/"
    words = {"q": "夏季安全生产"}
    assert address in signed_in(cast.lin).get("/search/", words).content.decode()
    assert address not in signed_in(cast.sun).get("/search/", words).content.decode()


WITH_PANELS = 24
"""The page itself takes nine; the rest is what installed packages show beside it."""


def test_more_items_cost_no_more_queries(
    cast: Cast, zhou: Client, draft: Campaign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    small = a_draft(cast, text=UNDATED)
    for campaign in (small, draft):
        with django_assert_max_num_queries(WITH_PANELS):
            page_of(zhou, campaign)
    with django_assert_max_num_queries(9):
        zhou.get("/campaigns/")
