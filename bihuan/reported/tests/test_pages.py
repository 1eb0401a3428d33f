"""The pages: the list of targets, reporting, confirming, the matrix and the workbench."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.running import factories, noon
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import Cast, a_person
from bihuan.reported.models import ReportedValue
from bihuan.reported.tests.conftest import CONTAIN, DEATHS, PDF, SATISFIED, a_campaign

JULY_2 = noon(date(2026, 7, 2))
pytestmark = pytest.mark.usefixtures("_july")


@pytest.fixture
def _july() -> Iterator[None]:
    with time_machine.travel(JULY_2, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def filled(**more: str) -> dict[str, object]:
    return {
        "period": "none", "source": "满意度调查报告", "note": "", "key": str(uuid4()),
        "files": SimpleUploadedFile("报告.pdf", PDF), **more,
    }  # fmt: skip


def decided(client: Client, row: ReportedValue, step: str = "confirm") -> int:
    form = {"version": row.version, "key": str(uuid4()), "note": "核对无误"}
    return client.post(f"{row.get_absolute_url()}{step}/", form).status_code


def test_from_the_list_to_the_confirmed_value(running: Campaign, cast: Cast) -> None:
    zhou, zhao = signed_in(cast.zhou), signed_in(cast.zhao)
    tab = f"/reported/campaigns/{running.pk}/"
    page = words(zhou, tab)
    assert "共3项，3项尚未认定" in page
    assert f"{DEATHS}目标：比2010年下降≥12.5%" in page
    assert f"{CONTAIN}目标：为零，或比上期下降" in page
    assert "企业自查率达到100%≥100%" in page
    assert "须填报的目标" in words(zhou, "/")
    url = f"/reported/items/{running.items.get(quote=DEATHS).pk}/new/"
    assert "基期数：2010年" in words(zhou, url)
    bare = zhou.post(url, filled(source=" ")).content.decode()
    for name in ("source", "value", "baseline", "baseline_source"):
        assert f'id="id_{name}_error">没有填写。' in bare
    numbers = {"value": "33", "baseline": "40", "baseline_source": "2010年统计年报"}
    without = {name: value for name, value in filled(**numbers).items() if name != "files"}
    answer = zhou.post(url, without)
    assert answer.status_code == 422
    assert "须附报送材料" in answer.content.decode()
    assert zhou.post(url, filled(**numbers)).status_code == 302
    row = ReportedValue.objects.get()
    again = zhou.post(url, filled(**numbers) | {"note": "重报一次"})
    assert again.status_code == 422
    assert "已有一份填报等待认定" in again.content.decode()
    assert "重报一次" in again.content.decode()
    shown = words(zhou, row.get_absolute_url())
    assert "下降=（40−33）÷40=17.5%" in shown
    assert "“认定”须由其他人员办理" in shown
    assert "报告.pdf" in shown
    assert decided(zhou, row) == 403
    assert decided(zhao, row, "report") == 404
    assert decided(zhao, row) == 302
    page = words(zhou, tab)
    assert "达到下降17.5%" in page
    assert "赵2026年7月2日认定" in page
    living = words(zhou, f"/campaigns/{running.pk}/")
    assert "人工认定下降17.5%" in living
    start = next(s[0] for s in running.outline if s[0] <= running.text.index(DEATHS) < s[1])
    beside = words(zhou, f"/campaigns/{running.pk}/sentences/{start}/")
    assert "填报和认定" in beside


def test_a_county_sees_its_towns_side_by_side(cast: Cast) -> None:
    factories(cast, 2)
    zheng = a_person("zheng", "郑", Role.CHIEF, cast.county)
    campaign = a_campaign(cast, county=True)
    zhou, county = signed_in(cast.zhou), signed_in(zheng)
    assert zhou.get(f"/reported/campaigns/{campaign.pk}/").status_code == 404
    assert SATISFIED in words(zhou, "/")
    url = f"/reported/items/{campaign.items.get(quote=SATISFIED).pk}/new/"
    assert "由示例一镇安全办填报本地区的数" in words(zhou, url)
    assert zhou.post(url, filled(value="87.5")).status_code == 302
    row = ReportedValue.objects.get()
    tab = f"/reported/campaigns/{campaign.pk}/"
    page = words(county, tab)
    assert "待认定示例一镇安全办的填报" in page
    assert decided(county, row) == 302
    page = words(county, tab)
    assert "示例一镇87.5%（未达到）" in page
    assert "还没有填报：示例二镇" in page
    matrix = words(county, f"/campaigns/{campaign.pk}/matrix/")
    assert "87.5%未达人工认定" in matrix
    assert "尚未认定" in matrix


def test_what_was_sent_back_says_why(running: Campaign, cast: Cast) -> None:
    zhou, zhao = signed_in(cast.zhou), signed_in(cast.zhao)
    url = f"/reported/items/{running.items.get(quote=SATISFIED).pk}/new/"
    assert zhou.post(url, filled(value="92")).status_code == 302
    row = ReportedValue.objects.get()
    assert decided(zhao, row, "return") == 302
    page = words(zhou, row.get_absolute_url())
    assert "已退回" in page
    assert "核对无误" in page
    assert "上次填报已退回" in words(zhou, "/")


def test_strangers_and_enterprises_get_nothing(running: Campaign, cast: Cast) -> None:
    sun = signed_in(cast.sun)
    item = running.items.get(quote=SATISFIED).pk
    assert sun.get(f"/reported/campaigns/{running.pk}/").status_code == 404
    assert sun.get(f"/reported/items/{item}/new/").status_code == 404
    assert signed_in(cast.lin).get(f"/reported/items/{item}/new/").status_code == 403
