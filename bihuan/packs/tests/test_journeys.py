"""Every pack goes its whole way: text, confirmation, launch, self-check, hazard, numbers, end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.archives.drafting import gather
from bihuan.archives.models import Summary
from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.archives.services.summaries import document_of, draft_summary
from bihuan.campaigns.living import LiveItem, living_document
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import CampaignState, ItemKind, PhaseState
from bihuan.campaigns.timeline import line_of
from bihuan.documents.official import Paragraph
from bihuan.duties.models import DutyRule
from bihuan.hazards.states import HazardState
from bihuan.inspections.models import SelfCheck
from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import Measure, measure
from bihuan.metrics.registry import all_metrics
from bihuan.metrics.where import Where
from bihuan.packs.contents import Pack
from bihuan.packs.loading import all_packs
from bihuan.packs.services import draft_from_pack
from bihuan.packs.tests.given import (
    YEAR,
    a_stage,
    confirmed,
    drafted,
    noon,
    put_right,
    started,
    with_one_fault,
)
from bihuan.packs.tests.scoring import expected
from bihuan.people.tests.given import Cast

PACKS = list(all_packs().values())
every_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)


def _taken(campaign: Campaign, key: str, on: date) -> Measure:
    metric = next(one for one in all_metrics() if one.key == key)
    return measure(metric, Where(range_of(campaign.area), on, campaign=campaign.pk))


@every_pack
def test_from_text_to_end(pack: Pack, cast: Cast) -> None:
    stage = a_stage(cast, pack)
    campaign = started(stage, confirmed(stage, drafted(stage)))

    assert campaign.state == CampaignState.RUNNING
    assert campaign.checklist is not None
    assert campaign.participations.count() == 2
    assert SelfCheck.objects.filter(campaign_ref=campaign.pk).count() == 2

    checked_on = stage.day + timedelta(days=3)
    hazard = put_right(
        stage, with_one_fault(stage, campaign, on=checked_on), on=checked_on + timedelta(days=2)
    )
    assert hazard.state == HazardState.CLOSED
    assert hazard.campaign_ref == campaign.pk

    later = stage.day + timedelta(days=10)
    rate, closing = (
        _taken(campaign, key, later) for key in ("self_check.rate", "hazard.closing_rate")
    )
    assert (rate.part, rate.whole) == (1, 2)
    assert (closing.part, closing.whole) == (1, 1)
    assert campaign.targets.exists()
    bound = {target.metric_key: target for target in campaign.targets.exclude(metric_key="")}
    if "self_check.rate" in bound:
        assert not rate.reaches(bound["self_check.rate"].op, bound["self_check.rate"].value)
    if "hazard.closing_rate" in bound:
        assert closing.reaches(bound["hazard.closing_rate"].op, bound["hazard.closing_rate"].value)

    summary = draft_summary(campaign_id=campaign.pk, by=stage.chief, at=noon(later))
    told = _printed(summary)
    assert rate.text() in told
    assert all(target.metric_name in told for target in campaign.targets.all())
    hand_over_by_default(campaign_id=campaign.pk, by=stage.chief, at=noon(later))
    finish_campaign(
        campaign_id=campaign.pk, note="任务完成，转入常态。", by=stage.chief, at=noon(later)
    )
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.ENDED
    rules = DutyRule.objects.filter(campaign_ref=campaign.pk)
    assert all(rule.until is not None and rule.until <= later for rule in rules)


def _printed(summary: Summary) -> str:
    """Return the words of a summary's paragraphs."""
    blocks = document_of(gather(summary)).body
    return "\n".join(
        "".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)
    )


@every_pack
def test_the_phases_stand_on_the_timeline_and_move_with_the_days(pack: Pack, cast: Cast) -> None:
    stage = a_stage(cast, pack)
    campaign = started(stage, confirmed(stage, drafted(stage)))
    wanted = [one for one in expected(pack.code)["phases"] if not one.get("may")]

    assert len(line_of(list(campaign.phases.all()), on=stage.day).stops) >= len(wanted)
    for one in wanted:
        phase = campaign.phases.get(name__contains=one["key"])
        start, end = _day(one["start"]), _day(one["end"])
        assert (phase.start, phase.end) == (start, end)
        if start is not None:
            assert phase.state_on(start - timedelta(days=1)) is PhaseState.NOT_STARTED
            assert phase.state_on(start) is PhaseState.RUNNING
        if end is not None:
            assert phase.state_on(end) is PhaseState.RUNNING
            assert phase.state_on(end + timedelta(days=1)) is PhaseState.ENDED


def _day(given: Any) -> date | None:
    """The day of an expectation; written without a year it is the year of the sample."""
    if given is None or isinstance(given, date):
        return given
    return date.fromisoformat(given if len(given) > len("06-01") else f"{YEAR}-{given}")


@every_pack
def test_the_living_document_binds_the_sentences_to_records(pack: Pack, cast: Cast) -> None:
    stage = a_stage(cast, pack)
    campaign = started(stage, confirmed(stage, drafted(stage)))
    with_one_fault(stage, campaign, on=stage.day + timedelta(days=3))
    on = stage.day + timedelta(days=4)
    document = living_document(campaign, area=range_of(campaign.area), on=on)
    live: dict[str, list[LiveItem]] = {}
    for sentence in document.sentences:
        for one in sentence.items:
            live.setdefault(one.item.kind, []).append(one)

    wanted = {ItemKind.TARGET, ItemKind.DELIVERABLE, ItemKind.CHECK_ITEM}
    if campaign.phases.exists():
        wanted.add(ItemKind.PHASE)
    assert wanted <= set(live)
    assert all(one.figure for one in live[ItemKind.CHECK_ITEM])
    owed = campaign.deliverables.filter(organisation__isnull=False)
    assert owed.exists(), "status by unit: somebody owes each paper"
    assert any(one.figure or one.url for one in live[ItemKind.DELIVERABLE])


@every_pack
def test_taken_over_rows_keep_their_basis_up_to_the_hazard(pack: Pack, cast: Cast) -> None:
    stage = a_stage(cast, pack)
    campaign = started(stage, confirmed(stage, drafted(stage, rows=len(pack.rows))))
    assert campaign.checklist is not None
    by_text = {one.text: one for one in campaign.checklist.items.all()}

    for row in pack.rows:
        item = by_text[row.asked]
        assert item.basis == row.basis_text
        assert item.severity == row.severity
    scope = campaign.items.filter(kind=ItemKind.SCOPE, data__text=pack.scope[0].name)
    assert scope.count() == 1


def test_the_coal_plan_keeps_its_three_lines_apart(cast: Cast) -> None:
    stage = a_stage(cast, all_packs()["coal"])
    campaign = started(stage, confirmed(stage, drafted(stage)))
    assert campaign.checklist is not None
    groups = list(campaign.checklist.items.values_list("group", flat=True))
    assert {name: groups.count(name) for name in ("执法行动", "治理行动", "宣传教育行动")} == {
        "执法行动": 6, "治理行动": 8, "宣传教育行动": 3,
    }  # fmt: skip


def test_phases_may_overlap_leave_gaps_and_stay_open(cast: Cast) -> None:
    drafts = {
        code: draft_from_pack(
            code=code,
            organisation=cast.town_one,
            year=YEAR,
            by=cast.zhou,
            at=noon(date(YEAR, 3, 1)),
        )
        for code in ("housing_fire", "bottled_water", "town_uplift")
    }
    first, second = _spans(drafts["housing_fire"])[:2]
    assert second[0] is not None
    assert first[1] is not None
    assert second[0] <= first[1], "排查整治 begins while 动员部署 still runs"
    work, end = _spans(drafts["bottled_water"])[1:]
    assert work[1] is not None
    assert end[0] is not None
    assert end[0] - work[1] > timedelta(days=1), "nothing runs between them"
    last = _spans(drafts["town_uplift"])[-1]
    assert last == (date(2028, 1, 1), None)


def _spans(campaign: Campaign) -> list[tuple[date | None, date | None]]:
    rows = campaign.items.filter(kind=ItemKind.PHASE).order_by("position", "id")
    return [(_day(one.data["start"]), _day(one.data["end"])) for one in rows]
