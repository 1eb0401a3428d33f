"""A plan document comes in: what is kept, what is refused, what happens the second time."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.campaigns.models import Campaign, PlanFile
from bihuan.campaigns.services.importing import (
    discard_draft,
    draft_campaigns,
    import_plan,
    keep_plan_file,
)
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.campaigns.tests.given import PLAN, TITLE, UNDATED, a_draft
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused
from bihuan.loop.models import Todo, TrailRow
from bihuan.people.tests.given import Cast


def test_a_plan_becomes_a_draft_with_its_items_and_a_todo(cast: Cast) -> None:
    campaign = a_draft(cast)
    assert (campaign.title, campaign.state) == (TITLE, CampaignState.DRAFT)
    assert campaign.due_on == date(2026, 6, 8)  # five workdays after Monday, 1 June
    assert campaign.area == cast.town_one.area
    kinds = list(campaign.items.values_list("kind", flat=True))
    assert kinds[0] == ItemKind.ANOMALY
    assert {ItemKind.PHASE, ItemKind.TARGET, ItemKind.DUTY} <= set(kinds)
    todo = Todo.objects.get(case_kind="campaign", case_id=campaign.pk)
    assert todo.url == f"/campaigns/{campaign.pk}/confirm/"
    row = TrailRow.objects.get(case_kind="campaign", case_id=campaign.pk)
    assert row.label == "导入方案"


def test_every_item_quotes_the_text_and_waits_for_a_decision(cast: Cast) -> None:
    campaign = a_draft(cast)
    for item in campaign.items.all():
        assert campaign.text[item.start_char : item.end_char] == item.quote
        assert item.decision == Decision.PENDING
        assert item.data == item.original
        assert not {"quote", "start_char", "confidence"} & set(item.data)


def test_the_original_file_is_kept_byte_for_byte(cast: Cast) -> None:
    campaign = a_draft(cast, name="../../夏季整治.txt")
    assert campaign.plan_file is not None
    assert campaign.file_name == "夏季整治.txt"
    with campaign.plan_file.file.open() as stored:
        assert stored.read() == PLAN.encode()
    with campaign.file.open() as same:
        assert same.read() == PLAN.encode()


def test_the_same_document_twice_gives_the_draft_there_is(cast: Cast) -> None:
    first = a_draft(cast)
    assert a_draft(cast, name="另一个名字.txt").pk == first.pk
    assert Campaign.objects.count() == 1


def test_another_body_has_its_own_draft_of_the_same_document(cast: Cast) -> None:
    first = a_draft(cast)
    (other,) = import_plan(text=PLAN, organisation=cast.town_two, by=cast.sun, at=JUNE_1)
    assert other.pk != first.pk
    assert other.area == cast.town_two.area


def test_a_discarded_draft_can_be_imported_again(cast: Cast) -> None:
    first = a_draft(cast)
    discard_draft(
        campaign_id=first.pk, reason="传错文件", by=cast.zhou, at=JUNE_1, version=first.version
    )
    assert a_draft(cast).pk != first.pk


def test_discarding_needs_a_reason(cast: Cast) -> None:
    first = a_draft(cast)
    with pytest.raises(Refused, match="请填写“作废”的原因"):
        discard_draft(
            campaign_id=first.pk, reason=" ", by=cast.zhou, at=JUNE_1, version=first.version
        )
    first.refresh_from_db()
    assert first.state == CampaignState.DRAFT


def test_of_several_plans_in_a_file_each_becomes_its_own_draft(cast: Cast) -> None:
    second = PLAN.replace(TITLE, "示例一镇2026年冬季防火工作方案").replace("100%", "98%")
    file = keep_plan_file(
        data=(PLAN + "\n" + second).encode(), name="两份.txt", organisation=cast.town_one,
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    assert len(file.drafts) == 2
    (later,) = draft_campaigns(file_id=file.pk, numbers=[2], by=cast.zhou, at=JUNE_1)
    assert later.title == "示例一镇2026年冬季防火工作方案"
    assert "98%" in later.text
    assert TITLE not in later.text
    for item in later.items.all():
        assert later.text[item.start_char : item.end_char] == item.quote
    both = draft_campaigns(file_id=file.pk, by=cast.zhou, at=JUNE_1)
    assert [one.plan_number for one in both] == [1, 2]
    assert both[1].pk == later.pk


def test_a_plan_number_that_is_not_in_the_file_is_refused(cast: Cast) -> None:
    file = a_draft(cast).plan_file
    assert file is not None
    with pytest.raises(BadInput, match="文件里没有这一份"):
        draft_campaigns(file_id=file.pk, numbers=[9], by=cast.zhou, at=JUNE_1)
    with pytest.raises(BadInput, match="请至少选择一份"):
        draft_campaigns(file_id=file.pk, numbers=[], by=cast.zhou, at=JUNE_1)


def test_a_plan_without_dates_is_imported(cast: Cast) -> None:
    campaign = a_draft(cast, text=UNDATED)
    assert campaign.title == "示例一镇安全生产宣传工作方案"
    assert not campaign.items.filter(kind=ItemKind.PHASE).exists()


def test_an_empty_document_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(BadInput, match="空的"):
        a_draft(cast, text="")
    assert not PlanFile.objects.exists()


def test_only_posts_that_may_import_can(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="不能上传方案"):
        import_plan(text=PLAN, organisation=cast.town_one, by=cast.lin, at=JUNE_1)
    with pytest.raises(NotFound):
        import_plan(text=PLAN, organisation=cast.town_one, by=cast.sun, at=JUNE_1)
    assert not PlanFile.objects.exists()
