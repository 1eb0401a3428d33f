"""From the first draft to the public page; nothing is launched or inspected before that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import ItemKind
from bihuan.campaigns.tests.running import TEXT, a_plan, an_item, chosen, factories, launched, noon
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.filings import services, views
from bihuan.filings.models import Filing
from bihuan.filings.rules import ListedItem
from bihuan.filings.states import FilingState
from bihuan.kernel.errors import BadInput, NotFound, NotIndependent, Refused, StepRefused
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import Cast, the_cast

SENTENCE = "镇执法人员每月对重点企业执法检查2次。"
TODAY = date(2026, 6, 1)


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


@pytest.fixture
def plan(cast: Cast) -> Campaign:
    factories(cast, 2)
    campaign = a_plan(cast.zhou, cast.town_one, text=TEXT + SENTENCE)
    data = {"actor": "镇执法人员", "action": "对重点企业执法检查", "count": 2, "period": "month"}
    an_item(campaign, ItemKind.DUTY, SENTENCE[:-1], data).save()
    return campaign


def paper(by: User) -> Evidence:
    return keep_file(
        b"%PDF-1.4 example", name="批复.pdf", kind=EvidenceKind.ATTACHMENT, area=by_area(by),
        enterprise_id=None, by=by, at=JUNE_1,
    )  # fmt: skip


def by_area(by: User) -> int:
    assert by.scope is not None
    return by.scope.area.low


def drafted(plan: Campaign, cast: Cast) -> Filing:
    filing = services.prepare_filing(
        campaign_id=plan.pk, inspector_id=cast.town_one.pk, by=cast.zhou, at=JUNE_1
    )
    return services.keep_draft(
        filing_id=filing.pk, mandate="示例县政府决定第1号", purpose="夏季专项整治", times=1,
        starts_on=TODAY, ends_on=date(2026, 9, 30),
        items=[ListedItem("疏散通道是否畅通", "《中华人民共和国消防法》第二十八条")],
        by=cast.zhou, version=filing.version,
    )  # fmt: skip


def published(plan: Campaign, cast: Cast) -> Filing:
    filing = drafted(plan, cast)
    services.submit_filing(filing_id=filing.pk, by=cast.zhou, at=JUNE_1)
    services.approve_filing(
        filing_id=filing.pk, approved_by="示例县人民政府", approval_number="示政复〔2026〕1号",
        approved_on=TODAY, evidence=[paper(cast.zhao)], by=cast.zhao, at=JUNE_1,
    )  # fmt: skip
    services.record_filing(
        filing_id=filing.pk, filed_with="示例县司法局", filing_number="示检备〔2026〕3号",
        filed_on=TODAY, evidence=[paper(cast.zhou)], by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    return services.publish_filing(filing_id=filing.pk, by=cast.zhou, at=JUNE_1)


def test_a_draft_takes_the_plans_check_items(plan: Campaign, cast: Cast) -> None:
    filing = services.prepare_filing(
        campaign_id=plan.pk, inspector_id=cast.town_one.pk, by=cast.zhou, at=JUNE_1
    )
    assert [one.text for one in filing.listed] == ["疏散通道是否畅通", "除尘系统是否正常运行"]
    assert "消防" in filing.listed[0].basis
    again = services.prepare_filing(
        campaign_id=plan.pk, inspector_id=cast.town_one.pk, by=cast.zhou, at=JUNE_1
    )
    assert again.pk == filing.pk


def test_a_new_filing_follows_one_whose_days_have_passed(plan: Campaign, cast: Cast) -> None:
    first = published(plan, cast)
    same = services.prepare_filing(
        campaign_id=plan.pk, inspector_id=cast.town_one.pk, by=cast.zhou, at=noon(first.ends_on)
    )
    assert same.pk == first.pk  # it is still in force
    after = noon(first.ends_on + timedelta(days=1))
    second = services.prepare_filing(
        campaign_id=plan.pk, inspector_id=cast.town_one.pk, by=cast.zhou, at=after
    )
    again = services.prepare_filing(
        campaign_id=plan.pk, inspector_id=cast.town_one.pk, by=cast.zhou, at=after
    )
    assert (second.state, again.pk) == (FilingState.DRAFT, second.pk)
    first.refresh_from_db()
    assert first.state == FilingState.PUBLISHED


def test_a_committees_office_is_refused_as_inspector(plan: Campaign, cast: Cast) -> None:
    with pytest.raises(BadInput, match="不能作为检查主体"):
        services.prepare_filing(
            campaign_id=a_plan(cast.wu, cast.county).pk, inspector_id=cast.county.pk, by=cast.wu,
            at=JUNE_1,
        )  # fmt: skip


def test_a_launch_with_inspections_waits_for_the_publication(plan: Campaign, cast: Cast) -> None:
    with pytest.raises(BadInput, match="还没有编制检查备案"):
        launched(plan, cast.zhou)
    filing = drafted(plan, cast)
    with pytest.raises(BadInput, match="检查备案当前为“编制中”"):
        launched(plan, cast.zhou)
    services.withdraw_filing(filing_id=filing.pk, note="重新编制", by=cast.zhou, at=JUNE_1)
    published(plan, cast)
    assert launched(plan, cast.zhou).state == "running"


def test_without_inspections_nothing_need_be_filed(plan: Campaign, cast: Cast) -> None:
    duty = plan.items.get(quote=SENTENCE[:-1])
    holders = {**chosen(plan).holders, duty.pk: Role.LEADER.value}
    assert launched(plan, cast.zhou, holders=holders).state == "running"


def test_outside_its_days_a_filing_opens_nothing(plan: Campaign, cast: Cast) -> None:
    filing = published(plan, cast)
    assert services.require_in_force(plan, on=TODAY).pk == filing.pk
    with pytest.raises(Refused, match="不在备案公布的检查时间之内"):
        services.require_in_force(plan, on=date(2026, 10, 1))


def test_whoever_sent_it_up_does_not_approve_it(plan: Campaign, cast: Cast) -> None:
    filing = drafted(plan, cast)
    services.submit_filing(filing_id=filing.pk, by=cast.zhao, at=JUNE_1)
    with pytest.raises(NotIndependent):
        services.approve_filing(
            filing_id=filing.pk, approved_by="甲", approval_number="乙", approved_on=TODAY,
            evidence=[paper(cast.zhao)], by=cast.zhao, at=JUNE_1,
        )  # fmt: skip
    with pytest.raises(BadInput, match="晚于今天"):
        services.approve_filing(
            filing_id=filing.pk, approved_by="甲", approval_number="乙",
            approved_on=TODAY + timedelta(days=1), evidence=[paper(cast.li)], by=cast.li, at=JUNE_1,
        )  # fmt: skip


def test_an_incomplete_filing_is_not_sent_up(plan: Campaign, cast: Cast) -> None:
    filing = drafted(plan, cast)
    services.keep_draft(
        filing_id=filing.pk, mandate="", purpose="", times=1, starts_on=TODAY, ends_on=TODAY,
        items=[ListedItem("通道", "")], by=cast.zhou, version=filing.version,
    )  # fmt: skip
    with pytest.raises(BadInput) as told:
        services.submit_filing(filing_id=filing.pk, by=cast.zhou, at=JUNE_1)
    assert [one.where for one in told.value.problems] == ["检查主体", "检查事由", "事项清单第1项"]
    filing.refresh_from_db()
    assert filing.state == FilingState.DRAFT


def test_another_town_neither_sees_nor_opens_it(plan: Campaign, cast: Cast) -> None:
    filing = drafted(plan, cast)
    with pytest.raises(NotFound):
        services.submit_filing(filing_id=filing.pk, by=cast.sun, at=JUNE_1)
    with pytest.raises(NotFound):
        services.prepare_filing(
            campaign_id=plan.pk, inspector_id=cast.town_two.pk, by=cast.zhou, at=JUNE_1
        )


def test_what_is_published_is_there_for_everybody_and_nothing_else(
    plan: Campaign, cast: Cast, client: Client
) -> None:
    drafted(plan, cast)
    assert "示检备" not in client.get("/filings/published/").content.decode()
    Filing.objects.all().delete()
    published(plan, cast)
    page = client.get("/filings/published/").content.decode()
    assert "示检备〔2026〕3号" in page
    assert "《中华人民共和国消防法》第二十八条" in page
    assert "周" not in page


def test_what_may_still_be_inspected_is_never_cut_off_the_public_page(
    plan: Campaign, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = published(plan, cast)
    monkeypatch.setattr(views, "PAST_SHOWN", 0)
    for day, is_shown in ((filing.ends_on, True), (filing.ends_on + timedelta(days=1), False)):
        with time_machine.travel(noon(day), tick=False):
            page = client.get("/filings/published/").content.decode()
        assert (filing.filing_number in page) is is_shown


def test_the_pages_take_a_filing_all_the_way(plan: Campaign, cast: Cast, client: Client) -> None:
    client.force_login(cast.zhou)
    opened = client.post(f"/filings/campaigns/{plan.pk}/", {"inspector": cast.town_one.pk})
    filing = Filing.objects.get(campaign=plan)
    assert opened.headers["Location"] == f"/filings/{filing.pk}/"
    row = {
        "purpose": "专项整治", "mandate": "决定第1号", "times": 1, "starts_on": "2026-06-01",
        "ends_on": "2026-05-01", "version": 1, "item_text": ["通道", ""], "item_basis": ["消防法", ""],
    }  # fmt: skip
    wrong = client.post(f"/filings/{filing.pk}/keep/", row)
    assert wrong.status_code == 422
    assert "早于检查开始" in wrong.content.decode()
    assert ">通道</textarea>" in wrong.content.decode()
    client.post(f"/filings/{filing.pk}/keep/", row | {"ends_on": "2026-08-01"})
    filing.refresh_from_db()
    assert filing.listed == [ListedItem("通道", "消防法")]
    late = client.post(f"/filings/{filing.pk}/keep/", row | {"ends_on": "2026-09-01"})
    assert late.status_code == 422
    assert "页面打开后备案已有变动" in late.content.decode()
    step = {"version": 2, "key": "01990000-0000-7000-8000-000000000001"}
    assert client.post(f"/filings/{filing.pk}/submit/", step).status_code == 302
    page = client.get(f"/filings/{filing.pk}/").content.decode()
    assert "您办理了报请" not in page  # a clerk could not approve it anyway
    client.force_login(cast.zhao)
    lacking = client.post(
        f"/filings/{filing.pk}/approve/",
        {"version": 3, "key": "01990000-0000-7000-8000-000000000002", "approved_by": "县政府"},
    )
    assert lacking.status_code == 422
    assert "请把各栏填写完整" in lacking.content.decode()
    with pytest.raises(StepRefused):
        services.publish_filing(filing_id=filing.pk, by=cast.zhou, at=JUNE_1)
