"""The pages of phases: progress by unit, a change of days, an output from plan to check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.tests.running import noon
from bihuan.people.models import User
from bihuan.people.tests.given import Cast
from bihuan.phasework.models import PhaseChange, PhaseOutput
from bihuan.phasework.services.opening import mark_phases
from bihuan.phasework.states import OutputState, PhaseChangeState
from bihuan.phasework.tests.test_outputs import PDF

JULY_21 = noon(date(2026, 7, 21))
pytestmark = pytest.mark.usefixtures("_july")


@pytest.fixture
def _july() -> Iterator[None]:
    with time_machine.travel(JULY_21, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def zhou(cast: Cast) -> Client:
    return signed_in(cast.zhou)


def words(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def test_a_phase_shows_its_items_its_units_and_what_was_left_open(
    running: Campaign, zhou: Client
) -> None:
    mark_phases(on=date(2026, 7, 21), at=JULY_21)
    second = running.phases.get(number=2)
    page = words(zhou, f"/phasework/campaigns/{running.pk}/?phase={second.pk}")
    assert "本阶段事项3项，已完成0项" in page
    assert "甲社区" in page
    assert "2026年7月20日结束时还有" in page
    assert "建立企业台账" in page
    assert "还没有成果" in page
    living = words(zhou, f"/campaigns/{running.pk}/")
    assert "自查自纠阶段2026年7月20日结束时还有" in living
    assert "集中整治阶段今天开始" in words(zhou, "/")


def test_undated_open_ended_overlapping_phases_are_shown_as_they_are(
    running: Campaign, zhou: Client
) -> None:
    Phase.objects.filter(campaign=running, number=1).update(start=None, end=None)
    Phase.objects.filter(campaign=running, number=3).update(start=date(2026, 7, 16), end=None)
    page = words(zhou, f"/phasework/campaigns/{running.pk}/")
    assert "未定日期须人工确定日期" in page
    assert "2026-07-16起，长期" in page
    assert "与前一阶段重叠5天" in page


def test_a_phase_is_extended_from_application_to_approval(
    running: Campaign, cast: Cast, zhou: Client
) -> None:
    phase = running.phases.get(number=3)
    url = f"/phasework/phases/{phase.pk}/change/"
    form = {"start": "2026-07-21", "end": "2026-10-31", "moves_deadlines": "on"}
    seen = zhou.post(url, {**form, "preview": "1"}).content.decode()
    assert "行动止期：2026年9月30日 → 2026年10月31日" in seen
    assert "没有填写" in zhou.post(url, form).content.decode()
    assert zhou.post(url, {**form, "reason": "县里延长"}).status_code == 302
    change = PhaseChange.objects.get()
    form_of = f"{change.get_absolute_url()}approve/"
    assert form_of not in zhou.get(change.get_absolute_url()).content.decode()
    step = {"version": change.version, "key": str(uuid4()), "note": "同意"}
    answer = signed_in(cast.zhao).post(f"{change.get_absolute_url()}approve/", step)
    assert answer.status_code == 302
    change.refresh_from_db()
    assert change.state == PhaseChangeState.APPROVED
    assert "原定2026年9月30日，已改到2026年10月31日" in words(zhou, f"/campaigns/{running.pk}/")


def test_an_output_goes_from_plan_to_check(running: Campaign, cast: Cast, zhou: Client) -> None:
    url = f"/phasework/campaigns/{running.pk}/outputs/new/"
    form = {
        "kind": "result", "title": "粉尘清扫制度", "organisation": cast.town_one.pk,
        "asked_by": "2026-08-01", "phase": running.phases.get(number=3).pk, "key": str(uuid4()),
    }  # fmt: skip
    assert "成果类型：没有选择" in zhou.post(url, form).content.decode()
    form |= {"result_type": "rule", "depth": "root"}
    assert zhou.post(url, form).status_code == 302
    output = PhaseOutput.objects.get()
    base = output.get_absolute_url()
    step = {
        "version": output.version,
        "key": str(uuid4()),
        "held_on": "2026-07-20",
        "note": "已印发",
    }
    assert "须附" in zhou.post(f"{base}record/", step).content.decode()
    step |= {"key": str(uuid4()), "files": SimpleUploadedFile("制度.pdf", PDF)}
    assert zhou.post(f"{base}record/", step).status_code == 302
    output.refresh_from_db()
    assert "“核实”须由其他人员办理" in words(zhou, base)
    check = {"version": output.version, "key": str(uuid4())}
    assert signed_in(cast.zhao).post(f"{base}accept/", check).status_code == 302
    output.refresh_from_db()
    assert output.state == OutputState.ACCEPTED
    assert "粉尘清扫制度" in words(zhou, "/phasework/outputs/?depth=root&state=accepted")
