"""The pages of amendments: hand in, compare, decide, approve, read any version."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.amendments.models import Amendment
from bihuan.amendments.states import AmendmentState, ChangeDecision
from bihuan.amendments.tests.given import (
    JUNE_16,
    REVISED,
    a_running_plan,
    compared,
    decided,
    in_force,
)
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.given import PLAN
from bihuan.campaigns.tests.running import noon
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.usefixtures("_june")


@pytest.fixture
def _june() -> object:
    with time_machine.travel(JUNE_16, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def zhou(cast: Cast) -> Client:
    return signed_in(cast.zhou)


def words(client: Client, url: str, *, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def handed_in(client: Client, campaign: Campaign, **given: object) -> Amendment:
    form = {
        "text": REVISED,
        "reason": "县里要求延长",
        "document_number": "示安办〔2026〕9号",
        **given,
    }
    answer = client.post(f"/amendments/campaigns/{campaign.pk}/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    return Amendment.objects.get()


def test_from_the_revised_text_to_the_new_version(
    running: Campaign, cast: Cast, zhou: Client
) -> None:
    home = f"/amendments/campaigns/{running.pk}/"
    assert "没有修订过" in words(zhou, home)
    amendment = handed_in(zhou, running)
    page = words(zhou, f"/amendments/{amendment.pk}/")
    assert "还有6处没有定取舍" in page
    assert "［删去］95%［改为］98%以上" in page
    assert "目标值：≥95%→≥98%" in page
    assert "尚未开始的3家改用新版" in page
    assert "未变" in page
    answer = zhou.post(f"/amendments/{amendment.pk}/adopt-sure/")
    assert answer.status_code == 302
    for change in amendment.changes.filter(decision=ChangeDecision.OPEN):
        card = zhou.post(
            f"/amendments/{amendment.pk}/changes/{change.pk}/",
            {"decision": "adopted"},
            headers=HTMX,
        )
        assert card.status_code == 200
    assert "各处都已定取舍" in words(zhou, f"/amendments/{amendment.pk}/")
    amendment.refresh_from_db()
    step = {"version": amendment.version, "key": str(uuid4())}
    assert zhou.post(f"/amendments/{amendment.pk}/submit/", step).status_code == 302
    assert "“确认修订”须由其他人员办理" not in words(zhou, f"/amendments/{amendment.pk}/")
    zhao = signed_in(cast.zhao)
    amendment.refresh_from_db()
    step = {"version": amendment.version, "key": str(uuid4()), "note": "同意"}
    assert zhao.post(f"/amendments/{amendment.pk}/approve/", step).status_code == 302
    run_job(Job.objects.latest("pk").pk, clock=lambda: JUNE_16)
    page = words(zhou, f"/amendments/{amendment.pk}/")
    assert "在办事项对账" in page
    assert "自2026-07-01起每周不少于1次" in page
    home_page = words(zhou, f"{home}?on=2026-06-10")
    assert "2026年6月10日按第1版执行" in home_page
    assert "第2版" in home_page
    assert "现行第2版" in words(zhou, f"/campaigns/{running.pk}/")
    assert "第2版改动" in words(zhou, f"/campaigns/{running.pk}/")


def test_a_file_may_be_handed_in_and_is_given_back(running: Campaign, zhou: Client) -> None:
    file = SimpleUploadedFile("修订.txt", REVISED.encode())
    amendment = handed_in(zhou, running, text="", file=file)
    answer = zhou.get(f"/amendments/{amendment.pk}/file/")
    assert b"".join(answer.streaming_content).decode() == REVISED  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": ""}, "请选择修订后的方案"),
        ({"reason": ""}, "这个字段是必填项"),
        ({"text": PLAN}, "一字不差"),
    ],
)
def test_what_cannot_be_taken_in_is_said(
    running: Campaign, zhou: Client, given: dict[str, str], told: str
) -> None:
    form = {"text": REVISED, "reason": "县里要求", **given}
    answer = zhou.post(f"/amendments/campaigns/{running.pk}/new/", form)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_change_is_edited_beside_its_fields(running: Campaign, cast: Cast, zhou: Client) -> None:
    amendment = compared(running, cast)
    change = amendment.changes.get(kind="target")
    url = f"/amendments/{amendment.pk}/changes/{change.pk}/"
    assert "改后采用" in words(zhou, f"{url}edit/")
    prefix = f"c{change.pk}-"
    form = {prefix + name: value or "" for name, value in change.after.items()}
    bad = zhou.post(url, {**form, "decision": "edited", f"{prefix}value": "x"}, headers=HTMX)
    assert bad.status_code == 422
    assert "请填写数字" in bad.content.decode()
    good = zhou.post(url, {**form, "decision": "edited", f"{prefix}value": "97"})
    assert good.status_code == 302
    change.refresh_from_db()
    assert (change.decision, change.data["value"]) == (ChangeDecision.EDITED, 97)


def test_options_are_saved_and_refused_beside_the_form(
    running: Campaign, cast: Cast, zhou: Client
) -> None:
    amendment = compared(running, cast)
    url = f"/amendments/{amendment.pk}/options/"
    form = {"duties_from": "2026-06-16", "areas": amendment.scope_areas}
    assert "不能早于明天" in zhou.post(url, form).content.decode()
    form = {**form, "duties_from": "2026-07-01", "self_check_due_on": "2026-08-15"}
    assert zhou.post(url, form).status_code == 302
    amendment.refresh_from_db()
    assert (amendment.duties_from, amendment.self_check_due_on) == (
        date(2026, 7, 1), date(2026, 8, 15)
    )  # fmt: skip


def test_what_is_missing_is_named_on_the_page(running: Campaign, cast: Cast, zhou: Client) -> None:
    amendment = compared(running, cast)
    step = {"version": amendment.version, "key": str(uuid4())}
    answer = zhou.post(f"/amendments/{amendment.pk}/submit/", step)
    assert answer.status_code == 422
    assert "还有 6 处没有定取舍" in answer.content.decode()
    Campaign.objects.filter(pk=running.pk).update(revision=99)
    assert "比对后方案又有改动" in words(zhou, f"/amendments/{amendment.pk}/")
    assert zhou.post(f"/amendments/{amendment.pk}/again/").status_code == 302
    assert "比对后方案又有改动" not in words(zhou, f"/amendments/{amendment.pk}/")


def test_it_may_be_returned_and_given_up(running: Campaign, cast: Cast, zhou: Client) -> None:
    amendment = decided(compared(running, cast), cast)
    zhao = signed_in(cast.zhao)
    for client, step, note in (
        (zhou, "submit", ""), (zhao, "return", "再核对频次"), (zhou, "discard", "上级收回"),
    ):  # fmt: skip
        amendment.refresh_from_db()
        form = {"version": amendment.version, "key": str(uuid4()), "note": note}
        assert client.post(f"/amendments/{amendment.pk}/{step}/", form).status_code == 302
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.DISCARDED
    running.refresh_from_db()
    assert running.text == PLAN


def test_any_two_versions_are_held_against_each_other(
    running: Campaign, cast: Cast, zhou: Client
) -> None:
    in_force(running, cast)
    in_force(running, cast, text=REVISED.replace("98%以上", "99%以上"), at=noon(date(2026, 6, 20)))
    base = f"/amendments/campaigns/{running.pk}/versions/"
    assert "［删去］95%［改为］99%以上" in words(zhou, f"{base}compare/")
    assert "［删去］98%［改为］99%以上" in words(zhou, f"{base}compare/?a=2&b=3")
    assert "带队检查　每月3次".replace("　", "") in words(zhou, f"{base}1/").replace("　", "")
    assert zhou.get(f"{base}7/").status_code == 404


def test_the_comparison_costs_the_same_for_more_enterprises(cast: Cast) -> None:
    taken = []
    for count in (3, 12):
        campaign = a_running_plan(cast, enterprises=count, text=PLAN + "\n" * count)
        amendment = compared(campaign, cast)
        client = signed_in(cast.zhou)
        client.get(f"/amendments/{amendment.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/amendments/{amendment.pk}/")
        taken.append(len(queries))
    assert taken[0] == taken[1]
    assert taken[0] < 80
