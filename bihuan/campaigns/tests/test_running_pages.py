"""Pages of a running campaign: launch, living document, panel, matrix, lists, the end."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.campaigns.tests.running import (
    a_plan,
    factories,
    launched,
    noon,
    sentence,
    started,
)
from bihuan.campaigns.tests.test_living import checks, items_of_every_kind
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.duties.models import Duty
from bihuan.enterprises.tests.given import JUNE_1, a_factory, an_enterprise
from bihuan.inspections.models import SelfCheckAnswer
from bihuan.inspections.states import Answer
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.people.tests.given import TOWN_ONE, TOWN_TWO, VILLAGE_ONE, Cast
from bihuan.standards.models import CheckItem

HTMX = {"HX-Request": "true"}
JUNE_5 = noon(date(2026, 6, 5))


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


@pytest.fixture
def plan(cast: Cast) -> Campaign:
    factories(cast, 3)
    return a_plan(cast.zhou, cast.town_one)


@pytest.fixture
def running(plan: Campaign, cast: Cast) -> Campaign:
    return launched(plan, cast.zhou)


@pytest.fixture
def zhou(cast: Cast) -> Client:
    return signed_in(cast.zhou)


def launch_form(campaign: Campaign, **changes: object) -> dict[str, object]:
    duties = campaign.items.filter(kind=ItemKind.DUTY)
    form: dict[str, object] = {
        "version": campaign.version, "revision": campaign.revision, "key": str(uuid4()),
        "areas": [TOWN_ONE], "sectors": ["light_industry"], "self_check_due_on": "2026-07-20",
    }  # fmt: skip
    form |= {f"holder_{item.pk}": "leader" for item in duties}
    return form | changes


def rows_of(client: Client, url: str) -> int:
    """How many records a list says it holds."""
    page = client.get(url).content.decode()
    found = re.search(r"共\s*(?:<[^>]+>)?\s*(\d+)", page)
    assert found, page[:2000]
    return int(found[1])


# --- launch ----------------------------------------------------------------------------------------


@time_machine.travel(JUNE_5, tick=False)
def test_the_launch_page_is_filled_and_launches(plan: Campaign, zhou: Client) -> None:
    page = zhou.get(f"/campaigns/{plan.pk}/launch/").content.decode()
    assert "3 家企业</strong>收到自查任务，共 2 项检查内容" in page
    assert "1 名分管领导每月 3 次：带队检查" in page
    assert 'value="light_industry" id="id_sectors_4" checked' in page
    assert 'name="self_check_due_on" value="2026-07-20"' in page
    assert page.count('class="launch__row"') == 3
    answer = zhou.post(f"/campaigns/{plan.pk}/launch/", launch_form(plan))
    assert answer.status_code == 302
    plan.refresh_from_db()
    assert plan.state == CampaignState.LAUNCHING
    page = zhou.get(f"/campaigns/{plan.pk}/").content.decode()
    assert reverse("jobs:card", args=[Job.objects.get().public_id]) in page
    assert zhou.get(f"/campaigns/{plan.pk}/launch/").status_code == 302


@time_machine.travel(JUNE_5, tick=False)
def test_a_refused_launch_keeps_the_choices(plan: Campaign, zhou: Client) -> None:
    plan.items.filter(kind=ItemKind.SCOPE).update(decision=Decision.PENDING)
    form = launch_form(plan, sectors=["commerce"], self_check_due_on="2026-06-01")
    answer = zhou.post(f"/campaigns/{plan.pk}/launch/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "范围：还有 1 项没有核对" in page
    assert "自查期限：早于今天" in page
    assert "没有符合条件的在业企业" in page
    assert re.search(r'value="commerce"[^>]*checked', page)
    assert "0 家企业</strong>收到自查任务" in page
    form = launch_form(plan, areas=[TOWN_TWO])
    assert zhou.post(f"/campaigns/{plan.pk}/launch/", form).status_code == 422


@time_machine.travel(JUNE_5, tick=False)
def test_the_summary_follows_the_form(plan: Campaign, cast: Cast, zhou: Client) -> None:
    an_enterprise(cast.town_one, name="示例商店", sector="commerce")
    address = f"/campaigns/{plan.pk}/launch/preview/"
    both = launch_form(plan, sectors=["light_industry", "commerce"])
    assert "4 家企业</strong>" in zhou.post(address, both, headers=HTMX).content.decode()
    assert (
        "1 家企业</strong>"
        in zhou.post(
            address, launch_form(plan, sectors=["commerce"]), headers=HTMX
        ).content.decode()
    )
    bad = launch_form(plan, self_check_due_on="never")
    assert "3 家企业</strong>" in zhou.post(address, bad, headers=HTMX).content.decode()


@time_machine.travel(JUNE_5, tick=False)
def test_an_actor_of_several_is_pointed_out(plan: Campaign, zhou: Client) -> None:
    duty = plan.items.filter(kind=ItemKind.DUTY)[0]
    duty.data["actor"] = "镇领导、社区网格员"
    duty.save()
    page = zhou.get(f"/campaigns/{plan.pk}/launch/").content.decode()
    assert "原文同时提到分管领导、网格员" in page


@time_machine.travel(JUNE_5, tick=False)
def test_items_edited_meanwhile_stop_the_launch(plan: Campaign, zhou: Client) -> None:
    answer = zhou.post(f"/campaigns/{plan.pk}/launch/", launch_form(plan, revision=99))
    assert answer.status_code == 409
    plan.refresh_from_db()
    assert plan.state == CampaignState.DRAFT


@time_machine.travel(JUNE_5, tick=False)
def test_a_failed_launch_can_be_run_again_from_the_page(
    plan: Campaign, cast: Cast, zhou: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bihuan.campaigns.services import launch  # patched by name below

    job = started(plan, cast.zhou, at=JUNE_5)
    with monkeypatch.context() as patched:
        patched.setattr(launch, "roll_duties", None)
        run_job(job.pk, clock=lambda: JUNE_5)
    job.refresh_from_db()
    assert job.state == "failed"
    page = zhou.get(f"/campaigns/{plan.pk}/").content.decode()
    assert reverse("jobs:card", args=[job.public_id]) in page
    card = zhou.get(reverse("jobs:card", args=[job.public_id])).content.decode()
    assert reverse("jobs:retry", args=[job.public_id]) in card


# --- living document -------------------------------------------------------------------------------


@time_machine.travel(JUNE_5, tick=False)
def test_the_document_shows_text_states_and_figures(running: Campaign, zhou: Client) -> None:
    page = zhou.get(f"/campaigns/{running.pk}/").content.decode()
    text = page.split("living__text")[1].split("</article>")[0].split(">", 1)[1]
    text = re.sub(r'<span class="(?:visually-hidden|sentence__figure)">[^<]*</span>', "", text)
    assert re.sub(r"<[^>]*>|\s", "", text) == re.sub(r"\s", "", running.text)
    assert "0%（0/3） · 还差 3" in page
    assert "第 5/10 天，还有 5 天结束" in page
    assert "sentence--overdue" not in page
    dimmed = zhou.get(f"/campaigns/{running.pk}/?only=late").content.decode()
    assert "sentence--dim" in dimmed
    assert "sentence--dim" not in zhou.get(f"/campaigns/{running.pk}/?only=x").content.decode()


@time_machine.travel(JUNE_5, tick=False)
def test_drafts_and_discarded_plans_have_no_living_document(plan: Campaign, zhou: Client) -> None:
    for state in (CampaignState.DRAFT, CampaignState.DISCARDED):
        Campaign.objects.filter(pk=plan.pk).update(state=state)
        answer = zhou.get(f"/campaigns/{plan.pk}/")
        assert answer.status_code == 302
        assert zhou.get(answer["Location"]).status_code == 200


@time_machine.travel(JUNE_5, tick=False)
def test_the_area_is_switched_within_the_scope(running: Campaign, cast: Cast, zhou: Client) -> None:
    page = zhou.get(f"/campaigns/{running.pk}/?area={VILLAGE_ONE}").content.decode()
    assert f'<option value="{VILLAGE_ONE}" selected>' in page
    for area in (TOWN_TWO, 990121_000_000, 1, 10**20):
        assert zhou.get(f"/campaigns/{running.pk}/?area={area}").status_code == 404
    assert signed_in(cast.wu).get(f"/campaigns/{running.pk}/?area={VILLAGE_ONE}").status_code == 200


@time_machine.travel(noon(date(2026, 7, 21)), tick=False)
def test_the_panel_tells_numbers_places_and_who_is_late(running: Campaign, zhou: Client) -> None:
    start = sentence(running, "企业自查率").start
    address = f"/campaigns/{running.pk}/sentences/{start}/"
    panel = zhou.get(address, headers=HTMX).content.decode()
    assert "<html" not in panel
    assert "甲社区" in panel
    assert "逾期事项 3 项" in panel
    assert "未达到的 3 条记录" in panel
    assert "催办" in panel
    page = zhou.get(address).content.decode()
    assert "<html" in page
    assert "逾期事项 3 项" in page
    assert zhou.get(f"/campaigns/{running.pk}/sentences/99999/").status_code == 404


@time_machine.travel(noon(date(2026, 7, 21)), tick=False)
def test_a_long_list_of_the_late_says_how_many_more(cast: Cast, zhou: Client) -> None:
    factories(cast, 33)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    start = sentence(campaign, "疏散通道").start
    panel = zhou.get(f"/campaigns/{campaign.pk}/sentences/{start}/", headers=HTMX).content.decode()
    assert "逾期事项 33 项" in panel
    assert "另有 3 项没有列出" in panel
    assert panel.count("<li>") == 30


@time_machine.travel(noon(date(2026, 7, 21)), tick=False)
def test_urging_answers_how_many(cast: Cast, zhou: Client) -> None:
    a_factory(cast)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    address = f"/campaigns/{campaign.pk}/sentences/{sentence(campaign, '疏散通道').start}/urge/"
    assert "已发出 2 条提醒" in zhou.post(address, headers=HTMX).content.decode()
    assert "今天都已提醒过" in zhou.post(address, headers=HTMX).content.decode()
    assert zhou.post(address).status_code == 302
    assert signed_in(cast.lin).post(address).status_code == 403
    assert zhou.get(address).status_code == 405


# --- a figure equals the list that it opens --------------------------------------------------------


@time_machine.travel(noon(date(2026, 7, 1)), tick=False)
@pytest.mark.parametrize("area", [TOWN_ONE, VILLAGE_ONE])
def test_figures_open_the_records_they_count(
    running: Campaign, cast: Cast, zhou: Client, area: int
) -> None:
    on = date(2026, 7, 1)
    item = CheckItem.objects.get(checklist=running.checklist, number=1)
    other = CheckItem.objects.get(checklist=running.checklist, number=2)
    for check in checks(running, 2):
        for one in (item, other):
            SelfCheckAnswer.objects.create(
                self_check=check, item=one, answer=Answer.FAIL, answered_at=JUNE_1
            )
    SelfCheckAnswer.objects.filter(item=other)[0].delete()

    def url(quote: str) -> str:
        (found,) = sentence(running, quote, on=on, area=area).items
        return found.url

    assert rows_of(zhou, url("辖区内轻工企业")) == 3
    assert rows_of(zhou, url("疏散通道")) == 2
    assert rows_of(zhou, url("除尘系统")) == 1
    late = Duty.objects.filter(enterprise__isnull=False).count()
    assert rows_of(zhou, url("企业主要负责人每月")) == late == 3
    assert rows_of(signed_in(cast.wu), url("企业主要负责人每月")) == 3
    assert rows_of(zhou, url("企业自查率")) == 2
    assert rows_of(zhou, f"/campaigns/{running.pk}/participants/?area={VILLAGE_ONE + 1}") == 3


# --- matrix, latecomers, the end -------------------------------------------------------------------


@time_machine.travel(JUNE_5, tick=False)
def test_the_matrix(running: Campaign, zhou: Client) -> None:
    page = zhou.get(f"/campaigns/{running.pk}/matrix/").content.decode()
    assert "甲社区未达目标最多（1 项）：自查率 0%（0/3）。" in page
    assert "目标 ≥ 100%" in page
    assert "群众满意度" in page
    checks(running, 3)
    assert (
        "各地均已达到有指标的目标。"
        in zhou.get(f"/campaigns/{running.pk}/matrix/").content.decode()
    )


@time_machine.travel(JUNE_5, tick=False)
def test_latecomers_are_offered_and_taken_in(running: Campaign, cast: Cast, zhou: Client) -> None:
    address = f"/campaigns/{running.pk}/"
    assert "补充纳入" not in zhou.get(address).content.decode()
    an_enterprise(cast.town_one, name="示例新厂")
    assert "下达后又有 1 家企业符合范围" in zhou.get(address).content.decode()
    assert "补充纳入" not in signed_in(cast.lin).get(address).content.decode()
    assert signed_in(cast.lin).post(f"{address}include/").status_code == 403
    assert zhou.post(f"{address}include/").status_code == 302
    run_job(Job.objects.latest("pk").pk, clock=lambda: JUNE_5)
    assert "补充纳入" not in zhou.get(address).content.decode()
    assert rows_of(zhou, f"{address}participants/") == 4


@time_machine.travel(JUNE_5, tick=False)
def test_finishing_asks_for_the_reason(running: Campaign, cast: Cast, zhou: Client) -> None:
    address = f"/campaigns/{running.pk}/finish/"
    form = {"version": running.version, "key": uuid4(), "note": "任务完成"}
    hand_over_by_default(campaign_id=running.pk, by=cast.zhou, at=JUNE_5)
    assert 'name="note"' in zhou.get(address).content.decode()
    assert zhou.post(address, {**form, "note": " "}).status_code == 422
    assert zhou.post(address, {**form, "version": "x"}).status_code == 422
    assert zhou.post(address, {**form, "version": 99}).status_code == 409
    assert zhou.post(address, form).status_code == 302
    running.refresh_from_db()
    assert running.state == CampaignState.ENDED
    page = zhou.get(f"/campaigns/{running.pk}/").content.decode()
    assert "已结束" in page
    assert "结束行动" not in page


# --- scope and cost --------------------------------------------------------------------------------

GETS = (
    "", "matrix/", "participants/", "findings/", "launch/", "finish/", "sentences/0/",
)  # fmt: skip
POSTS = ("launch/", "launch/preview/", "finish/", "include/", "sentences/0/urge/")


@time_machine.travel(JUNE_5, tick=False)
def test_other_towns_and_enterprises_find_nothing(running: Campaign, cast: Cast) -> None:
    sun, qian = signed_in(cast.sun), signed_in(a_factory(cast).qian)
    root = f"/campaigns/{running.pk}/"
    assert {sun.get(root + path).status_code for path in GETS} == {404}
    assert {sun.post(root + path).status_code for path in POSTS} == {404}
    assert {path: qian.get(root + path).status_code for path in GETS} == {
        **dict.fromkeys(GETS, 403), "findings/": 404,
    }  # fmt: skip
    assert {qian.post(root + path).status_code for path in POSTS} == {403}
    assert {Client().get(root + path).status_code for path in GETS} == {302}


@time_machine.travel(JUNE_5, tick=False)
def test_a_countys_campaign_is_not_a_towns_page(cast: Cast, zhou: Client) -> None:
    factories(cast, 1)
    campaign = launched(a_plan(cast.wu, cast.county), cast.wu)
    assert zhou.get(f"/campaigns/{campaign.pk}/").status_code == 404
    assert signed_in(cast.wu).get(f"/campaigns/{campaign.pk}/").status_code == 200


MOST_QUERIES = 60
"""A page of a campaign, with the panels that every installed package adds to it."""


@time_machine.travel(JUNE_5, tick=False)
@pytest.mark.parametrize("path", ["", "matrix/", "participants/", "findings/", "sentences/0/"])
def test_pages_cost_the_same_for_a_long_plan(
    cast: Cast, zhou: Client, django_assert_max_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    taken = []
    for times in (1, 6):
        for number in range(3 * times):
            an_enterprise(cast.town_one, name=f"示例轻工厂{times}-{number}", area=VILLAGE_ONE)
        campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
        items_of_every_kind(campaign, times)
        start = sentence(campaign, "企业自查率").start
        address = f"/campaigns/{campaign.pk}/{path.replace('/0/', f'/{start}/')}"
        zhou.get(address)
        with django_assert_max_num_queries(MOST_QUERIES) as queries:
            zhou.get(address)
        taken.append(len(queries))
    assert taken[0] == taken[1]
