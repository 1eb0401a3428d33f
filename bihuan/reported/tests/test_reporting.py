"""A value is reported with its document, confirmed by another, and then speaks for its target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bihuan.archives.results import target_results
from bihuan.campaigns.living import LiveItem
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import SentenceState
from bihuan.campaigns.tests.running import factories, noon, sentence
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import (
    BadInput,
    EvidenceMissing,
    NotAllowed,
    NotFound,
    NotIndependent,
    Refused,
    StepRefused,
)
from bihuan.loop.models import Todo, TrailRow
from bihuan.metrics.where import Where
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import COUNTY, TOWN_ONE, TOWN_TWO, Cast, a_person
from bihuan.reported.models import ReportedValue
from bihuan.reported.queries import bodies_below, confirmed, goals_of, owed_by
from bihuan.reported.rules import Answer
from bihuan.reported.services import NewReport, decide, report_value
from bihuan.reported.states import REPORTED_VALUE, ReportedState, Word
from bihuan.reported.tests.conftest import CONTAIN, DEATHS, SATISFIED, a_campaign, paper

JUNE_30 = noon(date(2026, 6, 30))
JULY_2 = noon(date(2026, 7, 2))
SURVEY = NewReport(Answer(Decimal("92.4"), source="满意度调查报告"))


def item_of(campaign: Campaign, quote: str) -> int:
    return campaign.items.get(quote=quote).pk


def reported(campaign: Campaign, by: User, quote: str = SATISFIED, **more: Any) -> ReportedValue:
    given: dict[str, Any] = {
        "given": SURVEY, "evidence": [paper(by)], "at": JUNE_30, **more,
    }  # fmt: skip
    return report_value(item_id=item_of(campaign, quote), by=by, **given)


def live(campaign: Campaign, quote: str, on: date = date(2026, 7, 5)) -> LiveItem:
    shown = sentence(campaign, quote, on=on)
    return next(one for one in shown.items if one.item.quote == quote)


def test_a_value_is_confirmed_by_another_of_the_office(running: Campaign, cast: Cast) -> None:
    row = reported(running, cast.zhou)
    assert (row.state, row.due_on) == (ReportedState.REPORTED, date(2026, 7, 7))
    todo = Todo.objects.get(case_kind="reported_value", case_id=row.pk)
    assert (todo.organisation, todo.title) == (cast.town_one, f"认定目标：{SATISFIED}")
    with pytest.raises(NotIndependent):
        decide(value_id=row.pk, step="confirm", by=cast.zhou, at=JULY_2)
    with pytest.raises(NotAllowed):
        decide(value_id=row.pk, step="confirm", by=cast.li, at=JULY_2)
    with pytest.raises(NotFound):
        decide(value_id=row.pk, step="confirm", by=cast.sun, at=JULY_2)
    with pytest.raises(NotAllowed, match="示例一镇安全办认定"):
        decide(value_id=row.pk, step="confirm", by=cast.wu, at=JULY_2)
    row = decide(value_id=row.pk, step="confirm", by=cast.zhao, at=JULY_2)
    assert (row.state, row.confirmed_on, row.confirmed_by) == (
        ReportedState.CONFIRMED, date(2026, 7, 2), cast.zhao,
    )  # fmt: skip
    trail = TrailRow.objects.filter(case_kind="reported_value", case_id=row.pk)
    assert list(trail.order_by("number").values_list("step", flat=True)) == [
        "open", "report", "confirm",
    ]  # fmt: skip
    assert not Todo.objects.filter(case_kind="reported_value").exists()


def test_without_a_document_or_a_source_nothing_is_taken(running: Campaign, cast: Cast) -> None:
    with pytest.raises(EvidenceMissing):
        reported(running, cast.zhou, evidence=[])
    with pytest.raises(BadInput, match="来源"):
        reported(running, cast.zhou, given=NewReport(Answer(Decimal(92))))
    with pytest.raises(BadInput, match="还没有到这一期"):
        reported(running, cast.zhou, given=replace(SURVEY, period="month", day=date(2026, 8, 1)))
    assert not ReportedValue.objects.exists()


def test_the_same_request_reports_once(running: Campaign, cast: Cast) -> None:
    first = reported(running, cast.zhou)
    again = reported(running, cast.zhou, key=first.public_id)
    assert again.pk == first.pk
    assert ReportedValue.objects.count() == 1


def test_a_correction_is_a_new_edition_and_the_old_one_stays(
    running: Campaign, cast: Cast
) -> None:  # fmt: skip
    june = replace(SURVEY, period="month", day=date(2026, 6, 15))
    first = reported(running, cast.zhou, given=june)
    assert (first.period_label, first.as_of) == ("2026年6月", date(2026, 6, 30))
    with pytest.raises(StepRefused, match="等待认定"):
        reported(running, cast.zhou, given=june)
    decide(value_id=first.pk, step="confirm", by=cast.zhao, at=JUNE_30)
    wrong = Answer(Decimal("89.1"), source="满意度调查报告（更正）")
    with pytest.raises(BadInput, match="更正须写明原因"):
        reported(running, cast.zhou, given=replace(june, answer=wrong))
    second = reported(
        running, cast.zhou, given=replace(june, answer=wrong, note="录入有误"), at=JULY_2
    )
    assert second.edition == 2
    on = date(2026, 7, 2)
    key = (item_of(running, SATISFIED), TOWN_ONE)
    assert confirmed(running, areas=[TOWN_ONE], on=on)[key].pk == first.pk
    decide(value_id=second.pk, step="confirm", by=cast.zhao, at=JULY_2)
    assert confirmed(running, areas=[TOWN_ONE], on=on)[key].pk == second.pk
    assert confirmed(running, areas=[TOWN_ONE], on=date(2026, 7, 1))[key].pk == first.pk
    first.refresh_from_db()
    assert (first.state, first.value) == (ReportedState.CONFIRMED, Decimal("92.4"))


def test_what_is_sent_back_may_be_reported_again(running: Campaign, cast: Cast) -> None:
    row = reported(running, cast.zhou)
    with pytest.raises(Refused, match="原因"):
        decide(value_id=row.pk, step="return", by=cast.zhao, at=JULY_2)
    decide(value_id=row.pk, step="return", note="样本太少", by=cast.zhao, at=JULY_2)
    back = {held.item.quote: value for held, value in owed_by(cast.town_one)}
    assert back[SATISFIED] == row
    assert reported(running, cast.zhou).edition == 2
    assert SATISFIED not in [held.item.quote for held, _ in owed_by(cast.town_one)]


def test_towns_report_for_themselves_to_the_county(cast: Cast) -> None:
    zheng = a_person("zheng", "郑", Role.CHIEF, cast.county)
    factories(cast, 2)
    campaign = a_campaign(cast, county=True)
    assert set(bodies_below(campaign)) == {TOWN_ONE, TOWN_TWO}
    row = reported(campaign, cast.zhou)
    assert (row.area, row.organisation) == (TOWN_ONE, cast.town_one)
    with pytest.raises(NotAllowed, match="云溪县安委办认定"):
        decide(value_id=row.pk, step="confirm", by=cast.zhao, at=JULY_2)
    decide(value_id=row.pk, step="confirm", by=zheng, at=JULY_2)
    item = item_of(campaign, SATISFIED)
    assert set(confirmed(campaign, areas=[COUNTY, TOWN_ONE, TOWN_TWO], on=date(2026, 7, 2))) == {
        (item, TOWN_ONE)
    }
    assert SATISFIED in [held.item.quote for held, _ in owed_by(cast.town_two)]


def test_nobody_outside_reports_and_bodies_above_only_look(running: Campaign, cast: Cast) -> None:
    with pytest.raises(NotFound):
        reported(running, cast.sun)
    with pytest.raises(NotAllowed, match="只能查看"):
        reported(running, cast.wu)
    with pytest.raises(NotAllowed):
        reported(running, cast.lin)
    with pytest.raises(StepRefused, match="按记录统计"):
        reported(running, cast.zhou, "企业自查率达到100%")


def test_the_targets_of_a_plan_are_all_there(running: Campaign) -> None:
    goals = goals_of([running])
    assert [(one.item.quote, one.is_measured) for one in goals] == [
        ("企业自查率达到100%", True), (DEATHS, False), (CONTAIN, False), (SATISFIED, False),
    ]  # fmt: skip


def test_a_confirmed_value_speaks_on_the_living_document(running: Campaign, cast: Cast) -> None:
    assert live(running, SATISFIED).state is SentenceState.UNTRACKED
    row = reported(running, cast.zhou)
    assert live(running, SATISFIED).state is SentenceState.UNTRACKED
    decide(value_id=row.pk, step="confirm", by=cast.zhao, at=JULY_2)
    shown = live(running, SATISFIED)
    assert (shown.state, shown.figure) == (SentenceState.DONE, "人工认定 92.4%")
    assert shown.url == row.get_absolute_url()
    assert live(running, SATISFIED, on=date(2026, 7, 1)).state is SentenceState.UNTRACKED


def test_a_fall_against_a_year_is_late_when_it_is_too_small(running: Campaign, cast: Cast) -> None:
    answer = Answer(
        Decimal(38), Decimal(40), source="2026年统计台账", baseline_source="2010年统计年报"
    )
    row = reported(
        running, cast.zhou, DEATHS, given=NewReport(answer, "year", date(2026, 6, 1))
    )  # fmt: skip
    decide(value_id=row.pk, step="confirm", by=cast.zhao, at=JUNE_30)
    assert live(running, DEATHS, on=date(2026, 6, 30)).state is SentenceState.SOON
    shown = live(running, DEATHS)
    assert (shown.state, shown.figure) == (SentenceState.LATE, "人工认定 下降 5%")


def test_a_goal_without_a_number_is_tracked_by_counts(running: Campaign, cast: Cast) -> None:
    answer = Answer(Decimal(2), Decimal(3), source="事故台账", baseline_source="上半年事故台账")
    row = reported(running, cast.zhou, CONTAIN, given=NewReport(answer, "month", date(2026, 6, 1)))
    decide(value_id=row.pk, step="confirm", by=cast.zhao, at=JUNE_30)
    shown = live(running, CONTAIN)
    assert (shown.state, shown.figure) == (SentenceState.DONE, "人工认定 下降（3 → 2）")
    word = NewReport(Answer(word=Word.RISE, source="事故台账"), "month", date(2026, 7, 1))
    row = reported(running, cast.zhou, CONTAIN, given=word, at=JULY_2)
    decide(value_id=row.pk, step="confirm", by=cast.zhao, at=JULY_2)
    assert live(running, CONTAIN).state is SentenceState.RUNNING


def test_the_summary_takes_the_confirmed_value(running: Campaign, cast: Cast) -> None:
    row = reported(running, cast.zhou)
    decide(value_id=row.pk, step="confirm", by=cast.zhao, at=JULY_2)

    def satisfied(on: date) -> tuple[bool | None, str]:
        where = Where(area=range_of(TOWN_ONE), on=on, campaign=running.pk)
        found = next(
            one for one in target_results(running, where) if one.target.item.quote == SATISFIED
        )
        return found.reached, found.judged.text if found.judged else ""

    assert satisfied(date(2026, 7, 2)) == (True, "92.4%")
    assert satisfied(date(2026, 7, 1)) == (None, "")


def test_the_machine_asks_for_proof_and_for_another_person() -> None:
    assert REPORTED_VALUE.step("report").needs == ("attachment",)
    assert REPORTED_VALUE.step("confirm").not_by == ("report",)
    assert REPORTED_VALUE.step("return").not_by == ("report",)
