"""The pages of decomposition, from the county's table to an enterprise's button."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.campaigns.models import Campaign
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.cascade.queries import handed_down
from bihuan.cascade.services.receipts import ask_enterprises
from bihuan.cascade.states import ReceiptState, SubPlanState
from bihuan.cascade.tests.given import (
    PLAN_DUE,
    a_draft_of,
    assigned,
    brought,
    inherited,
    launched_below,
    taken_over,
)
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.services import open_account
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.jobs.services import run_job
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import COUNTY, Cast, a_body

TODAY = JUNE_1 + timedelta(days=14)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: object) -> str:
    response = signed_in(user).get(reverse(name, args=args))
    assert response.status_code == 200, response
    return response.content.decode()


def test_the_county_sees_every_level_the_worst_first(cast: Cast, parent: Campaign) -> None:
    one, _two = assigned(parent, cast, cast.town_one, cast.town_two)
    launched_below(taken_over(one, cast.zhou), cast.zhou)
    told = page(cast.wu, "cascade:levels", parent.pk)
    assert "2 个单位中，1 个已制定方案，0 个已认可，1 个已发起" in told
    assert told.index("示例二镇安全办") < told.index("示例一镇安全办")  # nothing made, and late
    assert "逾期 3 天" in told
    assert "0%（0/2）" in told
    sheet = signed_in(cast.wu).get(reverse("cascade:export", args=[parent.pk]))
    octets = b"".join(sheet.streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(octets)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["示例二镇安全办", "示例一镇安全办"]


def test_the_table_costs_the_same_however_many_bodies(cast: Cast, parent: Campaign) -> None:
    def cost() -> int:
        client = signed_in(cast.wu)
        client.get(reverse("cascade:levels", args=[parent.pk]))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("cascade:levels", args=[parent.pk]))
        return len(asked)

    assigned(parent, cast, cast.town_one)
    few = cost()
    bodies = [a_body(f"示例镇{n}", "town_office", COUNTY + (200 + n) * 1000) for n in range(12)]
    assigned(parent, cast, *bodies)
    assert cost() == few


def test_handing_down_by_the_form(cast: Cast, parent: Campaign) -> None:
    client = signed_in(cast.wu)
    url = reverse("cascade:hand_down", args=[parent.pk])
    told = client.get(url).content.decode()
    assert "示例一镇安全办" in told
    assert 'value="2026-06-12"' not in told  # the plan's own day is past: ten workdays from today
    refused = client.post(url, {"mode": "plan", "asked_by": "2026-07-01"})
    assert refused.status_code == 422
    assert "请至少选一个单位" in refused.content.decode()
    items = {f"item_{item.pk}": "on" for item in handed_down(parent)}
    client.post(
        url,
        {
            "mode": "plan", "asked_by": "2026-07-01", f"body_{cast.town_one.pk}": "on",
            "only_concerned": "on", **items,
        },
    )  # fmt: skip
    sub_plan = SubPlan.objects.get()
    assert sub_plan.organisation == cast.town_one
    assert sub_plan.inherited.count() == len(items)


def test_the_town_answers_files_and_the_county_recognises(cast: Cast, sub_plan: SubPlan) -> None:
    client = signed_in(cast.zhou)
    url = reverse("cascade:plan", args=[sub_plan.pk])
    assert "生成实施方案" in client.get(url).content.decode()
    assert "云溪县轻工企业安全整治方案" in page(cast.zhou, "cascade:parent", sub_plan.pk)
    made = client.post(
        reverse("cascade:take_over", args=[sub_plan.pk]), {"version": sub_plan.version}
    )
    sub_plan.refresh_from_db()
    assert sub_plan.child is not None
    assert made["Location"] == sub_plan.child.get_absolute_url()
    told = client.get(made["Location"]).content.decode()
    assert "承接上级方案" in told
    step(client, sub_plan, "file")
    county = signed_in(cast.wu)
    assert "认可" in county.get(url).content.decode()
    step(county, sub_plan, "recognise")
    sub_plan.refresh_from_db()
    assert sub_plan.state == SubPlanState.RECOGNISED


def step(client: Client, sub_plan: SubPlan, name: str, note: str = "") -> Any:
    sub_plan.refresh_from_db()
    return client.post(
        reverse("cascade:step", args=[sub_plan.pk, name]),
        {
            "version": sub_plan.version, "note": note,
            "key": f"00000000-0000-4000-8000-00000000000{len(name) % 10}",
        },
    )  # fmt: skip


def test_an_own_plan_is_matched_on_the_page(cast: Cast, sub_plan: SubPlan) -> None:
    client = signed_in(cast.zhou)
    draft = a_draft_of(cast.zhou, cast.town_one, "别的方案\n一、目标\n", [])
    wrong = client.post(
        reverse("cascade:bring_own", args=[sub_plan.pk]),
        {"version": sub_plan.version, "campaign": 0},
    )
    assert wrong.status_code == 422
    assert draft.title in wrong.content.decode()
    brought(sub_plan, cast.zhou)
    told = page(cast.zhou, "cascade:plan", sub_plan.pk)
    assert "逐条对应" in told
    target = inherited(sub_plan, "80%")
    own = SubPlan.objects.get().child.items.get(kind="target")  # type: ignore[union-attr]
    assert f'<option value="{own.pk}" selected>' in told
    answers = {f"match_{one.pk}": "" for one in sub_plan.inherited.all()}
    client.post(
        reverse("cascade:match", args=[sub_plan.pk]), {**answers, f"match_{target.pk}": own.pk}
    )
    told = page(cast.zhou, "cascade:plan", sub_plan.pk)
    assert "目标值上级要求≥80%，本方案为≥70%，不能低于上级要求" in told
    refused = step(client, sub_plan, "file")
    assert refused.status_code == 422
    client.post(reverse("cascade:raise", args=[sub_plan.pk, target.pk]))
    own.refresh_from_db()
    assert own.data["value"] == 80


def test_beside_a_sentence_the_bodies_below(cast: Cast, parent: Campaign) -> None:
    one, _two = assigned(parent, cast, cast.town_one, cast.town_two)
    taken_over(one, cast.zhou)
    start = next(row[0] for row in parent.outline if "80%" in parent.text[row[0] : row[1]])
    told = page(cast.wu, "campaigns:panel", parent.pk, start)
    assert "2 个单位承接，1 个已制定方案" in told
    assert "自查率 2 个中 0 个已达到" in told
    assert "下级落实" in page(cast.wu, "campaigns:living", parent.pk)


def test_before_its_launch_a_lower_plan_says_what_was_given_already(
    cast: Cast, sub_plan: SubPlan
) -> None:
    child = taken_over(sub_plan, cast.zhou)
    told = page(cast.zhou, "campaigns:launch", child.pk)
    assert "上级行动已在本地区纳入 2 家企业" in told


def test_an_enterprise_signs_by_one_click(cast: Cast, parent: Campaign) -> None:
    job = ask_enterprises(campaign_id=parent.pk, due_on=TODAY.date(), by=cast.wu, at=TODAY)
    run_job(job.pk, clock=lambda: TODAY)
    firm = Enterprise.objects.order_by("pk")[0]
    qian = open_account(
        enterprise=firm, username="qian", name="钱", role=Role.SAFETY_MANAGER, by=None, at=JUNE_1,
        must_change=False,
    )  # fmt: skip
    row = Receipt.objects.get(enterprise=firm)
    told = page(qian, "cascade:receipt", row.pk)
    assert "疏散通道是否畅通" in told
    assert "组织检查" in told
    assert "带队检查" not in told  # that is for the town's leaders
    assert "企业自查" in told
    signed_in(qian).post(
        reverse("cascade:sign", args=[row.pk]),
        {"version": row.version, "key": "00000000-0000-4000-8000-000000000001"},
    )
    row.refresh_from_db()
    assert row.state == ReceiptState.SIGNED
    assert "已签收 1 家" in page(cast.wu, "cascade:levels", parent.pk)
    listed = signed_in(cast.wu).get(
        reverse("cascade:receipts"), {"campaign": str(parent.pk), "state": "sent"}
    )
    assert listed.context["list"].total_text.startswith("共 3")
    dossier = page(cast.zhou, "enterprises:detail", firm.pk)
    assert "签收的行动" in dossier


def test_asking_for_receipts_on_the_page(cast: Cast, parent: Campaign) -> None:
    client = signed_in(cast.wu)
    url = reverse("cascade:ask_receipts", args=[parent.pk])
    assert client.post(url, {"due_on": ""}).status_code == 422
    answered = client.post(url, {"due_on": "2026-06-20"})
    assert answered["Location"].startswith("/jobs/")


def test_who_only_looks_sees_no_buttons(cast: Cast, sub_plan: SubPlan) -> None:
    told = page(cast.lin, "cascade:plan", sub_plan.pk)
    assert "生成实施方案" not in told
    assert "撤销分解" not in told
    assert sub_plan.asked_by == PLAN_DUE
