"""Whose plans are found, by which words and facts, and by way of the index."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.importing import discard_draft, import_plan
from bihuan.campaigns.states import ItemKind
from bihuan.campaigns.tests.running import a_plan, launched
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.library.models import LibraryEntry
from bihuan.library.queries import NEWEST, Asked, facts, found, words_of
from bihuan.library.services.indexing import index_missing
from bihuan.people.models import Organisation, User
from bihuan.people.tests.given import Cast


def a_text(by: User, body: Organisation, title: str, *sentences: str) -> Campaign:
    text = f"{title}\n\n" + "\n".join(sentences)
    return import_plan(text=text, organisation=body, by=by, at=JUNE_1)[0]


def titles(user: User, words: str = "", **more: object) -> list[str]:
    asked = Asked(words=words_of(words), **more)  # type: ignore[arg-type]
    return [entry.campaign.title for entry in found(user, asked)]


@pytest.fixture
def plans(cast: Cast) -> dict[str, Campaign]:
    return {
        "own": a_text(cast.zhou, cast.town_one, "示例一镇2026年粉尘整治方案", "开展粉尘涉爆整治。"),
        "other": a_text(cast.sun, cast.town_two, "示例二镇2025年有限空间方案", "有限空间作业先通风。"),
        "county": launched(a_plan(cast.wu, cast.county, without=(ItemKind.CHECK_ITEM, ItemKind.DUTY)),
                           cast.wu),
    }  # fmt: skip


def test_own_plans_and_launched_ones_of_superiors_are_found(
    cast: Cast, plans: dict[str, Campaign]
) -> None:
    a_text(cast.wu, cast.county, "云溪县未下达的工作方案", "开展粉尘整治。")
    assert titles(cast.zhou) == [plans["county"].title, plans["own"].title]
    assert set(titles(cast.sun)) == {plans["county"].title, plans["other"].title}
    assert len(titles(cast.wu)) == 4


def test_words_of_one_two_and_more_characters_are_found(
    cast: Cast, plans: dict[str, Campaign]
) -> None:
    own = plans["own"].title
    for words in ("爆", "粉尘", "粉尘涉爆", "涉爆 整治", "粉　尘", "开展粉尘"):
        assert titles(cast.zhou, words) == [own], words
    assert titles(cast.zhou, "粉爆") == []
    assert titles(cast.zhou, "有限空间") == []


def test_characters_that_stand_apart_are_no_word(cast: Cast) -> None:
    a_text(cast.zhou, cast.town_one, "示例一镇工作方案", "安检。检查。查全。全安。")
    assert titles(cast.zhou, "安检查全") == []


def test_filters_narrow(cast: Cast, plans: dict[str, Campaign]) -> None:
    own, county = plans["own"].title, plans["county"].title
    assert titles(cast.wu, year=2025) == [plans["other"].title]
    assert titles(cast.wu, level=6) == [county]
    assert set(titles(cast.wu, level=9)) == {own, plans["other"].title}
    assert titles(cast.wu, state="running") == [county]
    assert titles(cast.wu, body=cast.town_one.pk) == [own]
    assert titles(cast.wu, sector="light_industry") == [county]


def test_the_title_counts_most_and_repetition_next(cast: Cast) -> None:
    for title, sentence in (
        ("甲方案", "粉尘整治。"),
        ("乙方案", "粉尘整治，粉尘整治，粉尘整治。"),
        ("粉尘方案", "整治工作。"),
    ):
        a_text(cast.zhou, cast.town_one, f"示例一镇{title}", sentence)
    ranked = titles(cast.zhou, "粉尘")
    assert ranked == ["示例一镇粉尘方案", "示例一镇乙方案", "示例一镇甲方案"]
    assert titles(cast.zhou, "粉尘", sort=NEWEST)[0] == "示例一镇粉尘方案"


def test_a_changed_text_is_found_and_a_discarded_plan_is_not(cast: Cast) -> None:
    plan = a_text(cast.zhou, cast.town_one, "示例一镇工作方案", "开展粉尘整治。")
    plan.text = plan.text.replace("粉尘", "锅炉")
    plan.save(update_fields=["text"])
    assert titles(cast.zhou, "锅炉") == ["示例一镇工作方案"]
    assert titles(cast.zhou, "粉尘") == []
    plan.refresh_from_db()
    discard_draft(campaign_id=plan.pk, reason="重复", by=cast.zhou, at=JUNE_1, version=plan.version)
    assert titles(cast.zhou) == []


def test_the_index_can_be_made_anew(
    cast: Cast, plans: dict[str, Campaign], capsys: pytest.CaptureFixture[str]
) -> None:
    before = titles(cast.wu, "整治")
    LibraryEntry.objects.all().delete()
    assert titles(cast.wu, "整治") == []
    assert index_missing(at=JUNE_1) == len(plans)
    assert index_missing(at=JUNE_1) == 0
    call_command("library_rebuild")
    assert "已编入 3 份方案" in capsys.readouterr().out
    assert titles(cast.wu, "整治") == before


def test_words_are_looked_up_in_the_index(cast: Cast, plans: dict[str, Campaign]) -> None:
    told = found(cast.wu, Asked(words=words_of("粉尘整治"))).explain()
    if connection.vendor == "sqlite":
        assert re.search(r"SEARCH \w+ USING COVERING INDEX \S+ \(gram=\?", told), told
    assert "SCAN library_librarygram" not in told


def test_the_page_costs_the_same_for_few_and_many_plans(cast: Cast) -> None:
    client = signed_in(cast.zhou)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/library/", {"q": "整治"}).status_code == 200
        return len(asked)

    a_text(cast.zhou, cast.town_one, "示例一镇第0号方案", "开展粉尘整治。")
    cost()
    few = cost()
    for number in range(1, 15):
        a_text(cast.zhou, cast.town_one, f"示例一镇第{number}号方案", "开展粉尘整治。")
    assert cost() == few


def test_the_page_marks_the_words_and_says_when_there_is_nothing(
    cast: Cast, plans: dict[str, Campaign]
) -> None:
    client = signed_in(cast.zhou)
    page = client.get("/library/", {"q": "粉尘"}).content.decode()
    assert "开展<mark>粉尘</mark>涉爆整治。" in page
    assert "没有符合条件的方案" in client.get("/library/", {"q": "<b>"}).content.decode()
    for odd in ({"year": "x"}, {"page": "999"}, {"q": "词" * 500}, {"level": "'"}):
        assert client.get("/library/", odd).status_code == 200


def test_a_superiors_plan_is_read_and_its_campaign_is_not(
    cast: Cast, plans: dict[str, Campaign]
) -> None:
    client, county = signed_in(cast.zhou), plans["county"]
    page = client.get(f"/library/plans/{county.pk}/").content.decode()
    assert "上级方案，只能阅读和导出" in page
    assert client.get(f"/campaigns/{county.pk}/").status_code == 404
    assert client.get(f"/library/plans/{plans['other'].pk}/").status_code == 404


def test_plans_are_found_by_what_they_ask_for(cast: Cast, plans: dict[str, Campaign]) -> None:
    rate = facts(cast.zhou, kind="target", metric="self_check.rate")
    assert [one.campaign_id for one in rate] == [plans["county"].pk]
    june = facts(cast.zhou, kind="deliverable", month=6)
    assert {one.data["what"] for one in june} == {"工作进展情况", "自查汇总表"}
    assert {one.data["what"] for one in facts(cast.zhou, kind="deliverable", month=7)} == {
        "工作进展情况"
    }
    assert facts(cast.zhou, kind="task", words="台账").count() == 1
    client = signed_in(cast.zhou)
    page = client.get("/library/facts/", {"kind": "deliverable", "month": "6"}).content.decode()
    assert "自查汇总表" in page
