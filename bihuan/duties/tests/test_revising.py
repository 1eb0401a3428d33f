"""Rules asked differently from a day on: what was sent out stays, nobody is asked twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.rules import revision_starts
from bihuan.duties.services.duty_rules import remove_enterprises
from bihuan.duties.services.revising import (
    apply_revisions,
    end_duty_rule,
    move_rule_ends,
    revise_duty_rule,
)
from bihuan.duties.services.rolling import roll_duties
from bihuan.duties.states import DutyState
from bihuan.duties.tests.given import JUNE_10, ON_JUNE_1, a_leaders_rule, an_enterprise_rule
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.jobs.tick import retick
from bihuan.kernel.periods import Recurrence, period_of
from bihuan.loop.models import TrailRow
from bihuan.people.tests.given import Cast, the_cast

every = st.sampled_from(Recurrence)


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), every, every)
def test_the_new_frequency_begins_with_a_period_of_the_longer_one(
    wanted: date, before: Recurrence, after: Recurrence
) -> None:
    start = revision_starts(wanted, before=before, after=after)
    longer = max(before, after, key=list(Recurrence).index)
    assert start >= wanted
    assert period_of(start, longer).start == start
    assert start - wanted <= timedelta(days=366)
    assert revision_starts(start, before=before, after=after) == start


def revised(
    rule: DutyRule, *, wanted: date, count: int = 1, every: str = "week", key: str = "r1"
) -> date:
    made = revise_duty_rule(
        rule_id=rule.pk, title="带队检查", count=count, every=every, wanted_on=wanted,
        reason="方案修订", source_key=key, at=JUNE_10,
    )  # fmt: skip
    return made.effective_on


def test_what_was_sent_out_stays_and_the_next_period_asks_anew(cast: Cast) -> None:
    rule = a_leaders_rule(cast)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    assert revised(rule, wanted=date(2026, 6, 11)) == date(2026, 7, 1)
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 6)):
        for _ in retick(on=day, at=JUNE_10):
            pass
    told = Duty.objects.order_by("period_start").values_list("period_label", "required")
    assert list(told) == [("2026年6月", 3), ("2026年第27周", 1), ("2026年第28周", 1)]
    assert apply_revisions(on=date(2026, 7, 6)) == 0


def test_a_later_revision_takes_the_place_of_one_that_has_not_begun(cast: Cast) -> None:
    rule = a_leaders_rule(cast)
    revised(rule, wanted=date(2026, 6, 11))
    revised(rule, wanted=date(2026, 6, 11), count=5, every="month", key="r2")
    assert apply_revisions(on=date(2026, 7, 1)) == 1
    rule.refresh_from_db()
    assert (rule.count, rule.every) == (5, "month")


def test_a_rule_that_ends_keeps_or_releases_what_is_open(cast: Cast) -> None:
    kept, released = a_leaders_rule(cast), a_leaders_rule(cast, source_key="test:second")
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    assert end_duty_rule(rule_id=kept.pk, reason="修订删除", release=False, at=JUNE_10) == 0
    assert end_duty_rule(rule_id=released.pk, reason="修订删除", release=True, at=JUNE_10) == 1
    assert Duty.objects.get(rule=kept).state == DutyState.OPEN
    gone = Duty.objects.get(rule=released)
    assert gone.state == DutyState.EXCUSED
    assert (
        TrailRow.objects.filter(case_kind="duty", case_id=gone.pk).latest("number").note
        == "修订删除"
    )
    assert roll_duties(on=date(2026, 7, 1), at=JUNE_10) == 0


def test_rules_that_ended_with_a_campaign_move_along_and_stopped_ones_stay(cast: Cast) -> None:
    moving = a_leaders_rule(cast, until=date(2026, 9, 30))
    stopped = a_leaders_rule(cast, until=date(2026, 9, 30), source_key="test:stopped")
    DutyRule.objects.update(campaign_ref=7)
    end_duty_rule(rule_id=stopped.pk, reason="停用", release=False, at=JUNE_10)
    later = date(2026, 10, 31)
    assert move_rule_ends(campaign_ref=7, before=date(2026, 9, 30), until=later) == 1
    assert move_rule_ends(campaign_ref=7, before=date(2026, 9, 30), until=later) == 0
    moving.refresh_from_db()
    stopped.refresh_from_db()
    assert (moving.until, stopped.until) == (later, date(2026, 6, 10))


def test_an_enterprise_that_leaves_keeps_what_it_has_open(cast: Cast) -> None:
    factory = a_factory(cast)
    rule = an_enterprise_rule(cast, factory)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    assert (
        remove_enterprises(
            rule_id=rule.pk, enterprises=Enterprise.objects.filter(pk=factory.enterprise.pk),
            reason="企业不再属于行动范围", release=False, at=JUNE_10,
        )
        == 1
    )  # fmt: skip
    assert Duty.objects.get(rule=rule).state == DutyState.OPEN
    assert roll_duties(on=date(2026, 7, 1), at=JUNE_10) == 0
