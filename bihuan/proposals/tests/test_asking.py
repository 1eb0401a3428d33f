"""A draft read by a model server: off by default, proposals marked, nothing lost when it fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.origins import PROPOSED_RULE
from bihuan.campaigns.services.items import bulk_accept
from bihuan.campaigns.states import Decision
from bihuan.campaigns.tests.given import a_draft
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.kernel.errors import NotAllowed, Refused
from bihuan.people.tests.given import Cast, the_cast
from bihuan.proposals.services import ask_model
from bihuan.proposals.tests.fakes import FakeServer, a_duty, a_model_server, saying

TEXT = """示例一镇冬季巡查工作方案
一、工作任务
各村组织人员入户走访，一个月走两遍，逐户登记。
"""
QUOTE = "入户走访，一个月走两遍"


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


@pytest.fixture
def plan(cast: Cast) -> Campaign:
    return a_draft(cast, text=TEXT)


@pytest.fixture
def server(settings: Settings) -> Iterator[FakeServer]:
    with a_model_server() as fake:
        settings.MODEL_URL, settings.MODEL_KEY, settings.MODEL_NAME = fake.url, "1", "tiny"
        yield fake


def read(plan: Campaign, cast: Cast) -> Job:
    job = ask_model(campaign_id=plan.pk, by=cast.zhou, at=JUNE_1)
    return run_job(job.pk, clock=lambda: JUNE_1)


def test_without_an_address_there_is_no_button_and_no_question(
    plan: Campaign, cast: Cast, client: Client
) -> None:
    client.force_login(cast.zhou)
    page = client.get(f"/campaigns/{plan.pk}/confirm/").content.decode()
    assert "请模型再读一遍" not in page
    with pytest.raises(Refused, match="没有设置模型服务"):
        ask_model(campaign_id=plan.pk, by=cast.zhou, at=JUNE_1)


def test_a_proposal_waits_for_a_person_and_says_where_it_comes_from(
    plan: Campaign, cast: Cast, server: FakeServer, client: Client
) -> None:
    server.says = [saying(a_duty(QUOTE), a_duty("不在方案里的话"))]
    client.force_login(cast.zhou)
    client.post(f"/proposals/{plan.pk}/ask/")
    job = run_job(Job.objects.get(kind="proposals.read").pk, clock=lambda: JUNE_1)
    assert job.state == "done", job.message
    assert job.message == "模型提出 1 条建议，待人工核对；另有 1 条与原文不符，没有采用。"
    (item,) = plan.items.filter(rule=PROPOSED_RULE)
    assert (item.quote, item.decision, item.confidence) == (QUOTE, Decision.PENDING, 0.5)
    (path, key, body) = server.asked[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer 1", "tiny")
    assert TEXT.strip() in body["messages"][1]["content"]
    page = client.get(f"/campaigns/{plan.pk}/confirm/").content.decode()
    assert "现有 1 条建议待核对" in page
    assert PROPOSED_RULE in page.split(f'id="item-{item.pk}"', 1)[1]


def test_proposals_are_never_accepted_in_bulk(
    plan: Campaign, cast: Cast, server: FakeServer
) -> None:
    server.says = [saying(a_duty(QUOTE))]
    read(plan, cast)
    accepted = bulk_accept(campaign_id=plan.pk, min_confidence=0.0, by=cast.zhou, at=JUNE_1)
    assert PROPOSED_RULE not in {item.rule for item in accepted}


def test_reading_again_adds_nothing_twice(plan: Campaign, cast: Cast, server: FakeServer) -> None:
    server.says = [saying(a_duty(QUOTE))] * 2
    read(plan, cast)
    again = read(plan, cast)
    assert again.message.startswith("模型提出 0 条建议")
    assert plan.items.filter(rule=PROPOSED_RULE).count() == 1


@pytest.mark.parametrize(
    ("status", "says", "told"),
    [(500, "", "答复 500"), (302, "", "答复 302"), (200, "不是 JSON", "提出 0 条")],
)
def test_a_server_that_fails_leaves_the_draft_as_it_was(
    plan: Campaign, cast: Cast, server: FakeServer, status: int, says: str, told: str
) -> None:
    before = list(plan.items.values_list("pk", "decision"))
    server.status, server.says, server.location = status, [says], "http://127.0.0.1:9/away"
    job = read(plan, cast)
    assert told in job.message
    assert list(plan.items.values_list("pk", "decision")) == before


def test_a_server_that_is_not_there_is_said_so(
    plan: Campaign, cast: Cast, server: FakeServer, settings: Settings
) -> None:
    settings.MODEL_URL = "http://127.0.0.1:9/v1"
    job = read(plan, cast)
    assert (job.state, "连不上模型服务" in job.message) == ("failed", True)
    assert server.asked == []


def test_who_may_not_confirm_may_not_ask(plan: Campaign, cast: Cast, server: FakeServer) -> None:
    with pytest.raises(NotAllowed):
        ask_model(campaign_id=plan.pk, by=cast.li, at=JUNE_1)
    assert server.asked == []
