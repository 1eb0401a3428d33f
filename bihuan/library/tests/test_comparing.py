"""Two plans are compared by sentence and item, with what came of the older one."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.running import ITEMS, TEXT, a_plan, an_item, factories, launched, noon
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.library.comparing import Comparison, ItemPair, candidates, compare
from bihuan.loop.services.cases import open_case
from bihuan.people.tests.given import Cast

AUGUST = noon(date(2026, 8, 1))
CHANGES = (
    ("企业自查率达到100%", "企业自查率达到98%以上"),
    ("镇领导每月带队检查不少于3次。\n", ""),
    ("镇安全办于6月25日前报送自查汇总表", "镇安全办于6月20日前报送自查汇总表"),
    ("对落实不力的予以通报批评。", "对落实不力的予以通报批评。\n对仓储场所开展夜间抽查。"),
)


@pytest.fixture
def older(cast: Cast) -> Campaign:
    factories(cast, 2)
    return launched(a_plan(cast.zhou, cast.town_one), cast.zhou)


@pytest.fixture
def newer(cast: Cast, older: Campaign) -> Campaign:
    text = TEXT
    for before, after in CHANGES:
        assert before in text
        text = text.replace(before, after)
    plan = open_case(
        Campaign(organisation=cast.town_one, area=cast.town_one.area, text=text,
                 title="示例一镇2027年轻工企业安全整治行动方案"),
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    for position, (kind, quote, data) in enumerate(ITEMS, start=1):
        told, own = dict(CHANGES).get(quote, quote), dict(data)
        if told not in text:
            continue
        if quote == "企业自查率达到100%":
            own["value"] = 98.0
        if "6月20日前报送" in told:
            own["due"] = "2026-06-20"
        an_item(plan, kind, told, own, position=position).save()
    return plan


def items(found: Comparison, label: str) -> list[ItemPair]:
    return dict(found.items)[label]


def test_sentences_are_told_by_their_fate(cast: Cast, older: Campaign, newer: Campaign) -> None:
    found = compare(older, newer, on=AUGUST.date(), everything=False, by=cast.zhou)
    told = {(pair.word, pair.new or pair.old) for pair in found.sentences}
    assert ("修改", "企业自查率达到98%以上。") in told
    assert ("删去", "镇领导每月带队检查不少于3次。") in told
    assert ("新增", "对仓储场所开展夜间抽查。") in told
    assert found.counts["未变"] > 10
    assert all(pair.fate != "kept" for pair in found.sentences)
    changed = next(pair for pair in found.sentences if "98%" in pair.new)
    assert changed.section == "一、工作目标"
    assert [run.text for run in changed.marks if run.where == "old"] == ["100"]


def test_items_are_paired_by_what_they_are_about(
    cast: Cast, older: Campaign, newer: Campaign
) -> None:
    found = compare(older, newer, on=AUGUST.date(), everything=False, by=cast.zhou)
    rate = items(found, "目标")[0]
    assert (rate.word, rate.late) == ("修改", True)
    assert "≥ 100%" in rate.old
    assert "≥ 98%" in rate.new
    assert "未按期完成" in rate.result
    assert "0%" in rate.result
    sent = next(one for one in items(found, "报送") if "自查汇总表" in one.old)
    assert (sent.word, sent.late) == ("修改", True)
    assert [one.word for one in items(found, "周期职责")] == ["删去", "未变"]
    assert {one.word for one in items(found, "阶段")} == {"未变"}


def test_a_plan_never_launched_has_no_results(cast: Cast, older: Campaign, newer: Campaign) -> None:
    found = compare(newer, older, on=AUGUST.date(), everything=True, by=cast.zhou)
    assert not any(row.result for _, rows in found.items for row in rows)
    assert [one.word for one in items(found, "周期职责")] == ["新增", "未变"]
    assert any(pair.fate == "kept" for pair in found.sentences)


def test_a_superiors_results_are_not_for_those_below(
    cast: Cast, older: Campaign, newer: Campaign
) -> None:
    Campaign.objects.filter(pk=older.pk).update(area=cast.county.area, organisation=cast.county)
    older.refresh_from_db()
    found = compare(older, newer, on=AUGUST.date(), everything=False, by=cast.zhou)
    assert "≥ 100%" in items(found, "目标")[0].old
    assert not any(row.result or row.url or row.late for _, rows in found.items for row in rows)
    told = compare(older, newer, on=AUGUST.date(), everything=False, by=cast.wu)
    assert "未按期完成" in items(told, "目标")[0].result


def test_the_likeliest_plan_is_offered_first(cast: Cast, older: Campaign, newer: Campaign) -> None:
    assert candidates(cast.zhou, newer)[0] == older
    assert candidates(cast.sun, newer) == []


@time_machine.travel(AUGUST, tick=False)
def test_by_the_page(cast: Cast, older: Campaign, newer: Campaign) -> None:
    client = signed_in(cast.zhou)
    address = f"/library/plans/{newer.pk}/compare/"
    page = client.get(address).content.decode()
    assert "<del>100</del>" in page
    assert "未按期完成" in page
    assert client.get(address, {"with": str(newer.pk), "all": "1"}).status_code == 200
    assert client.get(address, {"with": "9" * 40}).status_code == 404
    assert signed_in(cast.sun).get(address).status_code == 404
    page = client.get(f"/library/plans/{newer.pk}/").content.decode()
    assert address in page
