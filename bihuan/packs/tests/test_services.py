"""Starting from a pack, using one, taking items over, publishing its checklist."""

from __future__ import annotations

import pytest

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.items import bulk_accept, decide
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.campaigns.tests.given import a_draft
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, StepRefused
from bihuan.packs import services
from bihuan.packs.contents import Pack
from bihuan.packs.loading import pack_by
from bihuan.packs.models import PackUse
from bihuan.packs.queries import claimed_by, offers, packs_of, suggested_for
from bihuan.people.tests.given import Cast
from bihuan.standards.models import Checklist
from bihuan.standards.states import ChecklistState


def _taken(campaign: Campaign, cast: Cast, *rows: int, categories: tuple[str, ...] = ()) -> int:
    made = services.take_over(
        campaign_id=campaign.pk, code="town_points", rows=rows, categories=categories,
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    return len(made)


def test_a_draft_from_a_pack_carries_the_bodys_own_place_and_waits_for_confirmation(
    cast: Cast,
) -> None:
    campaign = services.draft_from_pack(
        code="drugs", organisation=cast.town_one, year=2027, by=cast.zhou, at=JUNE_1
    )
    assert campaign.state == CampaignState.DRAFT
    assert campaign.title == "示例一镇药品安全专项整治工作方案"
    assert "2027年4月" in campaign.text
    assert not campaign.items.exclude(decision=Decision.PENDING).exists()
    assert [one.code for one in packs_of(campaign)] == ["drugs"]


def test_the_same_start_twice_gives_the_same_draft(cast: Cast) -> None:
    first, second = (
        services.draft_from_pack(
            code="coal", organisation=cast.county, year=2026, by=cast.wu, at=JUNE_1
        )
        for _ in range(2)
    )
    assert first.pk == second.pk
    assert PackUse.objects.filter(campaign=first).count() == 1


def test_who_may_not_import_may_not_start_and_another_towns_body_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.draft_from_pack(
            code="coal", organisation=cast.town_one, year=2026, by=cast.lin, at=JUNE_1
        )
    with pytest.raises(NotFound):
        services.draft_from_pack(
            code="coal", organisation=cast.town_two, year=2026, by=cast.zhou, at=JUNE_1
        )
    assert not PackUse.objects.exists()


def test_taken_rows_wait_at_the_plans_own_heading_with_their_basis(cast: Cast) -> None:
    campaign = a_draft(cast)
    assert _taken(campaign, cast, 1, 7, categories=("dust",)) == 3

    pack = pack_by("town_points")
    row = pack.rows[6]
    item = campaign.items.get(kind=ItemKind.CHECK_ITEM, data__text=row.asked)
    assert item.decision == Decision.PENDING
    assert item.data["severity"] == "major"
    assert item.data["basis"] == row.basis_text
    assert item.quote == "四、检查内容"
    assert campaign.text[item.start_char : item.end_char] == item.quote
    assert item.rule == "行业包：乡镇工贸行业年度要点"
    scope = campaign.items.get(kind=ItemKind.SCOPE, data__text="粉尘涉爆企业")
    assert scope.quote == "二、整治范围"


def test_taking_again_adds_nothing_and_a_rejected_row_may_be_taken_anew(cast: Cast) -> None:
    campaign = a_draft(cast)
    _taken(campaign, cast, 1)
    assert _taken(campaign, cast, 1) == 0
    assert offers(campaign, pack_by("town_points"))[0].taken
    item = campaign.items.get(rule__startswith="行业包")
    decide(
        item_id=item.pk, decision=Decision.REJECTED, by=cast.zhou, at=JUNE_1, version=item.version
    )
    assert _taken(campaign, cast, 1) == 1


def test_taken_rows_are_accepted_at_one_stroke_with_the_sure_ones(cast: Cast) -> None:
    campaign = a_draft(cast)
    _taken(campaign, cast, 1, 2, 3)
    bulk_accept(campaign_id=campaign.pk, min_confidence=0.9, by=cast.zhou, at=JUNE_1)
    taken = campaign.items.filter(rule__startswith="行业包")
    assert {one.decision for one in taken} == {Decision.ACCEPTED}


def test_a_plan_without_headings_takes_rows_at_its_first_line(cast: Cast) -> None:
    campaign = a_draft(
        cast, text="\n各单位要加强安全管理，确保安全。\n请遵照执行。\n", name="短.txt"
    )
    _taken(campaign, cast, 1, categories=("dust",))
    quotes = set(campaign.items.filter(rule__startswith="行业包").values_list("quote", flat=True))
    assert quotes == {"各单位要加强安全管理，确保安全。"}


@pytest.mark.parametrize(
    ("rows", "categories"), [((), ()), ((99,), ()), ((1,), ("nothing",)), ((0,), ())]
)
def test_nothing_or_what_the_pack_does_not_have_cannot_be_taken(
    cast: Cast, rows: tuple[int, ...], categories: tuple[str, ...]
) -> None:
    campaign = a_draft(cast)
    with pytest.raises(BadInput):
        _taken(campaign, cast, *rows, categories=categories)
    assert not campaign.items.filter(rule__startswith="行业包").exists()


def test_only_a_draft_of_ones_own_takes_a_pack(cast: Cast) -> None:
    campaign = a_draft(cast)
    with pytest.raises(NotFound):
        services.attach_pack(campaign_id=campaign.pk, code="coal", by=cast.sun, at=JUNE_1)
    with pytest.raises(NotAllowed):
        services.attach_pack(campaign_id=campaign.pk, code="coal", by=cast.lin, at=JUNE_1)
    with pytest.raises(NotFound):
        services.attach_pack(campaign_id=campaign.pk, code="nothing", by=cast.zhou, at=JUNE_1)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.RUNNING)
    with pytest.raises(StepRefused):
        services.attach_pack(campaign_id=campaign.pk, code="coal", by=cast.zhou, at=JUNE_1)


def test_packs_that_share_a_plans_fields_are_suggested(cast: Cast) -> None:
    campaign = a_draft(cast)
    campaign.draft = {"sectors": ["coal_mine"]}
    assert [one.code for one in suggested_for(campaign)] == ["coal"]
    campaign.draft = {}
    assert suggested_for(campaign) == []
    assert [one.code for one in claimed_by("全县“两非”专项整治")] == ["two_bans"]
    assert claimed_by("夏季安全整治") == []


def test_a_packs_checklist_becomes_a_standard_once_per_body(cast: Cast) -> None:
    first = services.publish_checklist(code="coal", organisation=cast.county, by=None, at=JUNE_1)
    again = services.publish_checklist(code="coal", organisation=cast.county, by=None, at=JUNE_1)
    pack = pack_by("coal")
    assert first == again
    assert first.state == ChecklistState.PUBLISHED
    assert [one.text for one in first.items.order_by("number")] == [r.asked for r in pack.rows]
    with pytest.raises(NotAllowed):
        services.publish_checklist(code="coal", organisation=cast.town_one, by=cast.lin, at=JUNE_1)


def test_a_newer_pack_is_a_newer_version_of_the_standard(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = services.publish_checklist(code="coal", organisation=cast.county, by=None, at=JUNE_1)
    newer: Pack = pack_by("coal").model_copy(update={"version": 2, "name": "小煤矿行动"})
    monkeypatch.setattr(services, "pack_by", lambda _code: newer)
    second = services.publish_checklist(code="coal", organisation=cast.county, by=None, at=JUNE_1)
    assert (second.series, second.version, second.name) == (first.series, 2, "小煤矿行动检查表")
    assert Checklist.objects.get(pk=first.pk).state == ChecklistState.RETIRED
