"""The pages of rounds: draw, look, say what was found, and the rates side by side."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from bihuan.campaigns.models import Campaign
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.lookback.models import Lookback, LookbackRound
from bihuan.lookback.states import LookbackState
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

pytestmark = pytest.mark.usefixtures("_june")


@pytest.fixture
def _june() -> Iterator[None]:
    with time_machine.travel(JUNE_1, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def a_photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 60).save(out, "PNG")
    return SimpleUploadedFile("现场.png", out.getvalue(), content_type="image/png")


def test_from_the_draw_to_the_true_rate(
    running: Campaign, cast: Cast, county_inspector: User
) -> None:
    zhou = signed_in(cast.zhou)
    home = f"/lookback/campaigns/{running.pk}/"
    assert "还没有回头看" in words(zhou, home)
    form = {"size": 4, "organisation": cast.county.pk, "due_on": "2026-06-10", "seed": 5}
    assert (
        "早于今天" in zhou.post(f"{home}draw/", {**form, "due_on": "2026-05-01"}).content.decode()
    )
    assert zhou.post(f"{home}draw/", form).status_code == 302
    made = LookbackRound.objects.get()
    assert "还有4起待核查" in words(zhou, made.get_absolute_url())
    case = made.cases.filter(assignee=county_inspector)[0]
    he = signed_in(county_inspector)
    form_of = f"{case.get_absolute_url()}confirm/"
    assert form_of in he.get(case.get_absolute_url()).content.decode()
    assert form_of not in zhou.get(case.get_absolute_url()).content.decode()
    step = {"version": case.version, "key": str(uuid4()), "note": "没有更换"}
    assert "须附" in he.post(f"{case.get_absolute_url()}undone/", step).content.decode()
    step |= {"photos": a_photo(), "key": str(uuid4())}
    assert he.post(f"{case.get_absolute_url()}undone/", step).status_code == 302
    case.refresh_from_db()
    assert case.state == LookbackState.UNDONE
    assert "重新登记的隐患" in words(he, case.get_absolute_url())
    page = words(zhou, home)
    assert "真实整改率0%（0/1）95%置信区间0%—79.3%" in page
    assert "上报整改率85.7%（6/7）" in page
    assert "整改真实性" in words(zhou, f"/campaigns/{running.pk}/")
    assert "派给我的" in words(he, "/lookback/?mine=1")


def test_a_recheck_is_given_to_somebody_else(
    running: Campaign, cast: Cast, county_inspector: User
) -> None:
    zhou = signed_in(cast.zhou)
    form = {"size": 2, "organisation": cast.county.pk, "due_on": "2026-06-10", "seed": 5}
    zhou.post(f"/lookback/campaigns/{running.pk}/draw/", form)
    case = Lookback.objects.filter(assignee=county_inspector)[0]
    url = f"{case.get_absolute_url()}reassign/"
    step = {"version": case.version, "key": str(uuid4()), "note": "出差"}
    assert "没有选择" in zhou.post(url, step).content.decode()
    step |= {"assignee": cast.wu.pk}
    assert zhou.post(url, step).status_code == 302
    case.refresh_from_db()
    assert case.assignee == cast.wu


def test_neither_the_enterprise_nor_another_town_sees_a_round(
    running: Campaign, cast: Cast, county_inspector: User, factory: object
) -> None:
    form = {"size": 1, "organisation": cast.county.pk, "due_on": "2026-06-10", "seed": 5}
    signed_in(cast.zhou).post(f"/lookback/campaigns/{running.pk}/draw/", form)
    case = Lookback.objects.get()
    for user in (cast.sun, factory.qian):  # type: ignore[attr-defined]
        client = signed_in(user)
        assert client.get(case.get_absolute_url()).status_code == 404
        assert client.get(case.round.get_absolute_url()).status_code == 404


def test_more_rounds_cost_the_page_no_more_queries(
    running: Campaign, cast: Cast, county_inspector: User
) -> None:
    zhou, home = signed_in(cast.zhou), f"/lookback/campaigns/{running.pk}/"
    counts: list[int] = []
    for seed in (5, 6, 7):
        form = {"size": 1, "organisation": cast.county.pk, "due_on": "2026-06-10", "seed": seed}
        assert zhou.post(f"{home}draw/", form).status_code == 302
        with CaptureQueriesContext(connection) as asked:
            assert f"第{len(counts) + 1}轮" in words(zhou, home)
        counts.append(len(asked))
    assert counts[0] == counts[2]
