"""Bulletins: drafted, edited, signed; their numbers frozen, and what changed afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.tests.running import a_plan, factories, launched, noon, started
from bihuan.documents.models import IssuedDocument
from bihuan.documents.services import stored_file
from bihuan.enterprises.tests.given import an_enterprise
from bihuan.hazards.models import Hazard
from bihuan.hazards.services import withdraw_hazard
from bihuan.inspections.models import SelfCheck
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    NotIndependent,
    Refused,
    StaleVersion,
)
from bihuan.metrics.measure import measure, records
from bihuan.metrics.where import Where
from bihuan.oversight.composing import SUMMARY, TABLE
from bihuan.oversight.figures import corrections, take
from bihuan.oversight.models import Bulletin, BulletinFigure
from bihuan.oversight.services import (
    discard_bulletin,
    draft_bulletin,
    edit_bulletin,
    issue_bulletin,
    return_bulletin,
    submit_bulletin,
)
from bihuan.oversight.tests.given import (
    JULY_1,
    VILLAGE_THREE,
    World,
    a_draft_bulletin,
    an_issued_bulletin,
)
from bihuan.people.tests.given import TOWN_ONE, TOWN_TWO, VILLAGE_ONE


def words(**changes: Any) -> dict[str, Any]:
    return {
        "title": "通报", "addressees": "各社区", "opening": "开头。", "demands": "要求。", **changes,
    }  # fmt: skip


# --- drafting --------------------------------------------------------------------------------------


def test_a_draft_counts_from_launch_to_today(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    assert (bulletin.start, bulletin.end, bulletin.as_of) == (
        date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 1),
    )  # fmt: skip
    assert bulletin.title == f"关于{world.campaign.title}进展情况的通报"
    assert bulletin.addressees == "甲社区、丙社区"
    assert bulletin.state == "draft"


def test_a_phase_that_is_over_sets_the_last_day(world: World) -> None:
    first, second, third = world.campaign.phases.all()
    by: dict[str, Any] = {"campaign_id": world.campaign.pk, "by": world.cast.zhou, "at": JULY_1}
    assert draft_bulletin(**by, phase_id=first.pk).as_of == date(2026, 6, 10)
    assert draft_bulletin(**by, phase_id=second.pk).as_of == date(2026, 7, 1)
    with pytest.raises(Refused, match="还没有开始"):
        draft_bulletin(**by, phase_id=third.pk)
    with pytest.raises(NotFound):
        draft_bulletin(**by, phase_id=third.pk + 99)


def test_a_phase_without_dates_has_no_bulletin_of_its_own(world: World) -> None:
    phase = world.campaign.phases.all()[2]
    phase.start = phase.end = None
    phase.save()
    with pytest.raises(Refused, match="没有写明日期"):
        draft_bulletin(
            campaign_id=world.campaign.pk, phase_id=phase.pk, by=world.cast.zhou, at=JULY_1
        )


def test_drafting_twice_makes_one_until_it_is_edited(world: World) -> None:
    first = a_draft_bulletin(world)
    assert a_draft_bulletin(world) == first
    edit_bulletin(bulletin_id=first.pk, version=1, by=world.cast.zhou, **words())
    assert a_draft_bulletin(world) != first


def test_who_may_draft_and_when(world: World) -> None:
    asked: dict[str, Any] = {"phase_id": None, "at": JULY_1}
    with pytest.raises(NotFound):
        draft_bulletin(campaign_id=world.campaign.pk, by=world.cast.sun, **asked)
    with pytest.raises(NotAllowed):
        draft_bulletin(campaign_id=world.campaign.pk, by=world.cast.li, **asked)
    with pytest.raises(NotFound):
        draft_bulletin(campaign_id=world.campaign.pk, by=world.factory.qian, **asked)
    other = a_plan(world.cast.zhou, world.cast.town_one)
    with pytest.raises(Refused, match="核对中"):
        draft_bulletin(campaign_id=other.pk, by=world.cast.zhou, **asked)
    started(other, world.cast.zhou)
    with pytest.raises(Refused, match="正在下达"):
        draft_bulletin(campaign_id=other.pk, by=world.cast.zhou, **asked)
    hand_over_by_default(campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_1)
    finish_campaign(campaign_id=world.campaign.pk, note="完成", by=world.cast.zhou, at=JULY_1)
    assert draft_bulletin(campaign_id=world.campaign.pk, by=world.cast.zhou, **asked)


# --- words -----------------------------------------------------------------------------------------


def test_words_are_changed_and_numbers_are_not_among_them(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    edit_bulletin(
        bulletin_id=bulletin.pk, version=1, by=world.cast.zhao, **words(opening=" 新开头。 ")
    )
    bulletin.refresh_from_db()
    assert (bulletin.opening, bulletin.version) == ("新开头。", 2)
    with pytest.raises(StaleVersion, match="您的文字"):
        edit_bulletin(bulletin_id=bulletin.pk, version=1, by=world.cast.zhou, **words())
    with pytest.raises(BadInput, match="标题：没有填写"):
        edit_bulletin(bulletin_id=bulletin.pk, version=2, by=world.cast.zhou, **words(title=" "))
    with pytest.raises(NotAllowed):
        edit_bulletin(bulletin_id=bulletin.pk, version=2, by=world.cast.lin, **words())
    submit_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhou, at=JULY_1)
    with pytest.raises(Refused, match="待签发"):
        edit_bulletin(bulletin_id=bulletin.pk, version=3, by=world.cast.zhou, **words())


# --- the way to the signature ----------------------------------------------------------------------


def test_somebody_else_signs(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    with pytest.raises(Refused):
        issue_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhao, at=JULY_1)
    submit_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhao, at=JULY_1)
    with pytest.raises(NotIndependent):
        issue_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhao, at=JULY_1)
    with pytest.raises(NotAllowed):
        issue_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhou, at=JULY_1)
    assert not IssuedDocument.objects.exists()
    assert issue_bulletin(bulletin_id=bulletin.pk, by=world.cast.li, at=JULY_1).state == "issued"


def test_sent_back_or_discarded_with_the_reason(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    submit_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhou, at=JULY_1)
    with pytest.raises(Refused, match="原因"):
        return_bulletin(bulletin_id=bulletin.pk, note="", by=world.cast.zhao, at=JULY_1)
    back = return_bulletin(bulletin_id=bulletin.pk, note="补充要求", by=world.cast.zhao, at=JULY_1)
    assert back.state == "draft"
    with pytest.raises(Refused, match="原因"):
        discard_bulletin(bulletin_id=bulletin.pk, note=" ", by=world.cast.zhou, at=JULY_1)
    gone = discard_bulletin(bulletin_id=bulletin.pk, note="重写", by=world.cast.zhou, at=JULY_1)
    assert gone.state == "discarded"
    assert not BulletinFigure.objects.exists()


def test_those_above_read_but_do_not_write_or_sign(world: World) -> None:
    bulletin = a_draft_bulletin(world)
    wu = world.cast.wu
    with pytest.raises(NotAllowed, match="示例一镇安全办"):
        edit_bulletin(bulletin_id=bulletin.pk, version=1, by=wu, **words())
    for step in (submit_bulletin,):
        with pytest.raises(NotAllowed, match="您只能查看"):
            step(bulletin_id=bulletin.pk, by=wu, at=JULY_1)
    with pytest.raises(NotAllowed):
        discard_bulletin(bulletin_id=bulletin.pk, note="不要", by=wu, at=JULY_1)
    with pytest.raises(NotFound):
        submit_bulletin(bulletin_id=bulletin.pk, by=world.cast.sun, at=JULY_1)


# --- what is frozen --------------------------------------------------------------------------------


def test_issuing_freezes_the_numbers_with_their_records(world: World) -> None:
    bulletin = an_issued_bulletin(world)
    figures = {(one.area, one.metric_key): one for one in bulletin.figures.all()}
    assert len(figures) == len(SUMMARY) + 2 * len(TABLE)
    rate = figures[TOWN_ONE, "self_check.rate"]
    assert (rate.part, rate.whole, rate.text) == (2, 5, "40%（2/5）")
    checks = SelfCheck.objects.filter(campaign_ref=world.campaign.pk)
    assert rate.whole_ids == list(checks.order_by("pk").values_list("pk", flat=True))
    assert rate.part_ids == list(checks.filter(state="submitted").values_list("pk", flat=True))
    assert figures[TOWN_ONE, "hazard.found"].part_ids == [world.hazard.pk]
    assert figures[VILLAGE_THREE, "self_check.rate"].text == "0%（0/2）"
    assert figures[TOWN_ONE, "campaign.participants"].text == "5 家次"


def test_issuing_numbers_and_prints_the_document(world: World) -> None:
    bulletin = an_issued_bulletin(world)
    issued = bulletin.issued
    assert issued is not None
    assert issued.number == "示一安办发〔2026〕1号"
    assert stored_file(issued, "pdf").startswith(b"%PDF")
    assert stored_file(issued, "docx").startswith(b"PK")
    facts = issued.provenance[f"self_check.rate@{TOWN_ONE}"]
    assert (facts["part"], facts["whole"]) == (2, 5)
    assert Where.from_facts(facts["where"]).campaign == world.campaign.pk
    sources = {
        run["source"]
        for block in issued.snapshot["body"]
        if block["kind"] == "paragraph"
        for run in block["runs"]
        if run["kind"] == "figure"
    }
    assert sources <= set(issued.provenance)
    second = draft_bulletin(
        campaign_id=world.campaign.pk, phase_id=None, by=world.cast.zhou, at=JULY_1
    )
    submit_bulletin(bulletin_id=second.pk, by=world.cast.zhou, at=JULY_1)
    second = issue_bulletin(bulletin_id=second.pk, by=world.cast.zhao, at=JULY_1)
    assert second.issued is not None
    assert second.issued.number == "示一安办发〔2026〕2号"


def test_signing_twice_issues_once(world: World) -> None:
    bulletin, key = a_draft_bulletin(world), uuid4()
    submit_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhou, at=JULY_1)
    for _ in range(2):
        issue_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhao, at=JULY_1, key=key)
    assert IssuedDocument.objects.count() == 1
    assert BulletinFigure.objects.count() == len(SUMMARY) + 2 * len(TABLE)


def test_without_a_prefix_nothing_is_issued_or_frozen(world: World) -> None:
    world.cast.town_one.short_name = ""
    world.cast.town_one.save()
    bulletin = a_draft_bulletin(world)
    submit_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhou, at=JULY_1)
    with pytest.raises(Refused, match="代字"):
        issue_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhao, at=JULY_1)
    bulletin.refresh_from_db()
    assert bulletin.state == "submitted"
    assert not BulletinFigure.objects.exists()


def test_every_number_is_what_the_metric_counts(world: World) -> None:
    taken = take(a_draft_bulletin(world))
    assert len(taken) == len(SUMMARY) + 2 * len(TABLE)
    for one in taken:
        asked = one.measure
        assert asked == measure(asked.metric, asked.where)
        for part, keys in (("part", one.part_ids), ("whole", one.whole_ids)):
            if part == "part" or asked.whole is not None:
                rows = records(asked.metric, asked.where, part)  # type: ignore[arg-type]  # both are parts
                assert sorted(rows.values_list("pk", flat=True)) == list(keys)


# --- what changed afterwards -----------------------------------------------------------------------


def snapshot(bulletin: Bulletin) -> tuple[Any, ...]:
    issued = IssuedDocument.objects.get(bulletin=bulletin)
    frozen = list(bulletin.figures.order_by("pk").values())
    return (
        issued.snapshot,
        issued.snapshot_sha256,
        issued.provenance,
        frozen,
        stored_file(issued, "pdf"),
    )


def changed(bulletin: Bulletin) -> dict[tuple[str, str], tuple[str, str, int, int]]:
    return {
        (one.area_name, one.figure.metric_key): (
            one.frozen,
            one.now,
            len(one.added),
            len(one.removed),
        )
        for one in corrections(Bulletin.objects.get(pk=bulletin.pk))
    }


def test_untouched_records_need_no_correction(world: World) -> None:
    assert corrections(an_issued_bulletin(world)) == []


def test_a_withdrawn_hazard_is_listed_and_the_bulletin_stands(world: World) -> None:
    bulletin = an_issued_bulletin(world)
    before = snapshot(bulletin)
    withdraw_hazard(
        hazard_id=world.hazard.pk, reason="重复登记", by=world.cast.zhao, at=noon(date(2026, 7, 5))
    )
    assert snapshot(bulletin) == before
    told = changed(bulletin)
    assert told["示例一镇", "hazard.found"] == ("1 起", "0 起", 0, 1)
    assert told["甲社区", "hazard.found"] == ("1 起", "0 起", 0, 1)
    assert ("丙社区", "hazard.found") not in told
    assert told["示例一镇", "hazard.closing_rate"] == ("0%（0/1）", "无应统计对象", 0, 1)


def test_an_added_self_check_is_listed(world: World) -> None:
    bulletin = an_issued_bulletin(world)
    before = snapshot(bulletin)
    new = an_enterprise(world.cast.town_one, name="示例补录厂", area=VILLAGE_THREE)
    check = SelfCheck.objects.filter(campaign_ref=world.campaign.pk)[0]
    check.pk, check.enterprise, check.area, check.state = None, new, VILLAGE_THREE, "submitted"
    check._state.adding = True
    check.save()
    assert snapshot(bulletin) == before
    told = changed(bulletin)
    assert told["丙社区", "self_check.rate"][2:] == (1, 0)
    assert set(told) == {("示例一镇", "self_check.rate"), ("丙社区", "self_check.rate")}


def test_a_record_exchanged_for_another_is_a_correction_too(world: World) -> None:
    """The number is the same, the records are not."""
    bulletin = an_issued_bulletin(world)
    done, todo = (
        SelfCheck.objects.filter(campaign_ref=world.campaign.pk, area=VILLAGE_ONE, state=state)[0]
        for state in ("submitted", "assigned")
    )
    SelfCheck.objects.filter(pk=done.pk).update(state="assigned", submitted_on=None)
    SelfCheck.objects.filter(pk=todo.pk).update(state="submitted", submitted_on=date(2026, 6, 20))
    told = changed(bulletin)
    assert told["示例一镇", "self_check.rate"] == ("40%（2/5）", "40%（2/5）", 0, 0)


def test_what_happens_after_the_day_changes_nothing(world: World) -> None:
    bulletin = an_issued_bulletin(world)
    SelfCheck.objects.filter(state="assigned").update(
        state="submitted", submitted_on=date(2026, 7, 10)
    )
    assert changed(bulletin) == {}


# --- over which area -------------------------------------------------------------------------------


def test_a_countys_bulletin_about_a_towns_campaign_counts_the_town(world: World) -> None:
    bulletin = draft_bulletin(
        campaign_id=world.campaign.pk, phase_id=None, by=world.cast.wu, at=JULY_1
    )
    assert bulletin.organisation == world.cast.county
    assert not Bulletin.objects.visible_to(world.cast.zhou).exists()
    assert bulletin.area_counted == TOWN_ONE
    assert bulletin.addressees == "甲社区、丙社区"
    assert {one.measure.where.area.low for one in take(bulletin)} == {
        TOWN_ONE, VILLAGE_ONE, VILLAGE_THREE,
    }  # fmt: skip


def test_a_countys_campaign_compares_its_towns(world: World) -> None:
    wu = world.cast.wu
    factories(world.cast, 2, area=TOWN_TWO + 1)
    campaign = launched(a_plan(wu, world.cast.county), wu)
    bulletin = draft_bulletin(campaign_id=campaign.pk, phase_id=None, by=wu, at=JULY_1)
    taken = {
        (one.measure.where.area.low, one.measure.metric.key): one.measure.text()
        for one in take(bulletin)
    }
    assert taken[TOWN_ONE, "self_check.rate"] == "0%（0/5）"
    assert taken[TOWN_TWO, "self_check.rate"] == "0%（0/2）"
    assert taken[bulletin.area, "self_check.rate"] == "0%（0/7）"
    campaign.scope_areas = [TOWN_ONE]
    campaign.save()
    narrowed = Bulletin.objects.get(pk=bulletin.pk)
    places = {one.measure.where.area.low for one in take(narrowed)} - {narrowed.area}
    assert places == {TOWN_ONE}


def test_hazards_of_elsewhere_do_not_count(world: World) -> None:
    Hazard.objects.filter(pk=world.hazard.pk).update(area=TOWN_TWO + 1)
    found = next(
        one for one in take(a_draft_bulletin(world)) if one.measure.metric.key == "hazard.found"
    )
    assert found.measure.where.area == range_of(TOWN_ONE)
    assert found.measure.part == 0
