"""Rules roll into occurrences, and the holder's records fulfil them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.models import Duty, DutyRecord, DutyRule
from bihuan.duties.services import (
    create_duty_rule,
    excuse_duty,
    record_duty,
    roll_duties,
    stop_duty_rule,
)
from bihuan.duties.states import DutyState, HolderKind
from bihuan.duties.tests.given import (
    JUNE_10,
    ON_JUNE_1,
    a_duty,
    a_leaders_rule,
    an_enterprise_rule,
)
from bihuan.enterprises.states import EnterpriseStatus
from bihuan.enterprises.tests.given import JUNE_1, a_factory, an_enterprise
from bihuan.jobs.registry import daily_work
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused, StaleVersion, StepRefused
from bihuan.kernel.periods import Recurrence
from bihuan.loop.models import Todo, TrailRow
from bihuan.loop.queries import inbox
from bihuan.people.models import Post
from bihuan.people.states import Role
from bihuan.people.tests.given import COUNTY, TOWN_ONE, VILLAGE_TWO, Cast, the_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def test_a_rule_rolls_once_into_each_holders_period(cast: Cast) -> None:
    a_leaders_rule(cast)
    assert roll_duties(on=date(2026, 6, 1), at=JUNE_1) == 1
    assert roll_duties(on=date(2026, 6, 30), at=JUNE_1) == 0
    assert roll_duties(on=date(2026, 7, 1), at=JUNE_1) == 1
    june = Duty.objects.order_by("id")[0]
    assert (june.due_on, june.period_label, june.required) == (date(2026, 6, 30), "2026年6月", 3)
    assert june.area == TOWN_ONE
    assert inbox(cast.li)[0].title == "领导带队检查（2026年6月还差 3 次）"
    assert not inbox(cast.zhou).exists()


def test_an_enterprises_occurrence_lies_where_the_enterprise_is(cast: Cast) -> None:
    factory, closed = a_factory(cast), a_factory(cast, name="示例停业厂", suffix="2")
    closed.enterprise.status = EnterpriseStatus.CLOSED
    closed.enterprise.save()
    an_enterprise_rule(cast, factory, closed)
    assert roll_duties(on=ON_JUNE_1, at=JUNE_1) == 1
    duty = Duty.objects.get()
    assert (duty.enterprise, duty.area) == (factory.enterprise, factory.enterprise.area)
    assert [todo.case_id for todo in inbox(factory.qian)] == [duty.pk]


@pytest.mark.parametrize("count", [3, 30])
def test_rolling_costs_the_same_for_3_and_for_30_holders(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories = [a_factory(cast, name=f"示例厂{n}", suffix=str(n)) for n in range(count)]
    an_enterprise_rule(cast, *factories)
    with django_assert_num_queries(10):
        assert roll_duties(on=ON_JUNE_1, at=JUNE_1) == count


def test_the_rules_own_bounds_narrow_the_period(cast: Cast) -> None:
    a_leaders_rule(cast, since=date(2026, 6, 10), until=date(2026, 6, 20))
    assert roll_duties(on=date(2026, 6, 9), at=JUNE_1) == 0
    assert roll_duties(on=date(2026, 6, 15), at=JUNE_1) == 1
    assert roll_duties(on=date(2026, 6, 21), at=JUNE_1) == 0
    duty = Duty.objects.get()
    assert duty.due_on == date(2026, 6, 20)
    with pytest.raises(BadInput, match="不在本期（2026-06-10 至 2026-06-20）"):
        record_duty(
            duty_id=duty.pk, done_on=date(2026, 6, 9), summary="示例", by=cast.li, at=JUNE_10
        )


def test_a_post_that_nobody_holds_gets_no_occurrence(cast: Cast) -> None:
    a_leaders_rule(cast)
    Post.objects.filter(user=cast.li).update(until=date(2026, 5, 31))
    assert roll_duties(on=ON_JUNE_1, at=JUNE_1) == 0


def test_the_roll_is_part_of_the_daily_tick(cast: Cast) -> None:
    a_leaders_rule(cast)
    work = next(item for item in daily_work() if item.name == "滚动职责")
    assert work.run(ON_JUNE_1, JUNE_1) == "派发 1 项"
    assert work.run(ON_JUNE_1, JUNE_1) == "派发 0 项"


def test_the_same_source_makes_one_rule(cast: Cast) -> None:
    assert a_leaders_rule(cast) == a_leaders_rule(cast, count=9)
    assert DutyRule.objects.get().count == 3


def test_a_senseless_rule_is_refused_with_every_fault_named(cast: Cast) -> None:
    with pytest.raises(BadInput) as caught:
        create_duty_rule(
            title=" ", holder_kind=HolderKind.ENTERPRISE, organisation=cast.town_one, count=0,
            every="century", since=ON_JUNE_1, until=date(2026, 5, 1), basis="", source_key="x",
            by=cast.zhou, at=JUNE_1,
        )  # fmt: skip
    places = {problem.where for problem in caught.value.problems}
    assert places == {"职责", "周期", "次数", "终止日期", "企业"}


def test_only_a_manager_makes_rules_and_only_within_reach(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_leaders_rule(cast, by=cast.lin)
    with pytest.raises(NotFound):
        a_leaders_rule(cast, by=cast.sun)
    foreign = an_enterprise(cast.town_two, name="示例外镇厂", area=VILLAGE_TWO)
    with pytest.raises(NotFound):
        create_duty_rule(
            title="示例", holder_kind=HolderKind.ENTERPRISE, enterprises=[foreign],
            organisation=cast.town_one, every=Recurrence.MONTH, since=ON_JUNE_1, basis="",
            source_key="x", by=cast.zhou, at=JUNE_1,
        )  # fmt: skip


def test_records_count_up_and_the_last_one_fulfils(cast: Cast) -> None:
    duty = a_duty(cast, count=2)
    factory = a_factory(cast)
    first = record_duty(
        duty_id=duty.pk, done_on=date(2026, 6, 9), place="甲社区", visited=factory.enterprise,
        summary="检查喷漆房，未见异常", by=cast.li, at=JUNE_10,
    )  # fmt: skip
    assert (first.state, first.done, first.due_on) == (DutyState.OPEN, 1, date(2026, 6, 30))
    assert Todo.objects.get(case_kind="duty").title == "领导带队检查（2026年6月还差 1 次）"
    last = record_duty(
        duty_id=duty.pk, done_on=date(2026, 6, 3), summary="夜查", by=cast.li, at=JUNE_10
    )
    assert (last.state, last.done, last.done_on) == (DutyState.DONE, 2, date(2026, 6, 9))
    assert [record.number for record in last.records.all()] == [1, 2]
    assert not Todo.objects.filter(case_kind="duty").exists()
    with pytest.raises(StepRefused, match="已履职"):
        record_duty(duty_id=duty.pk, done_on=ON_JUNE_1, summary="又", by=cast.li, at=JUNE_10)


def test_a_repeated_request_records_once_also_when_it_was_the_last(cast: Cast) -> None:
    duty = a_duty(cast, count=2)
    for key in (uuid4(), uuid4()):
        for _ in range(2):
            moved = record_duty(
                duty_id=duty.pk, done_on=ON_JUNE_1, summary="示例", by=cast.li, at=JUNE_10, key=key
            )
    assert (moved.done, DutyRecord.objects.count()) == (2, 2)


def test_a_stale_page_is_refused(cast: Cast) -> None:
    duty = a_duty(cast)
    record_duty(duty_id=duty.pk, done_on=ON_JUNE_1, summary="示例", by=cast.li, at=JUNE_10)
    with pytest.raises(StaleVersion):
        record_duty(
            duty_id=duty.pk, done_on=ON_JUNE_1, summary="示例", by=cast.li, at=JUNE_10, version=1
        )
    assert DutyRecord.objects.count() == 1


def test_nobody_records_for_another(cast: Cast) -> None:
    duty = a_duty(cast)
    with pytest.raises(NotAllowed, match="由李（副镇长）履行"):
        record_duty(duty_id=duty.pk, done_on=ON_JUNE_1, summary="示例", by=cast.lin, at=JUNE_10)
    with pytest.raises(NotFound):
        record_duty(duty_id=duty.pk, done_on=ON_JUNE_1, summary="示例", by=cast.sun, at=JUNE_10)


def test_a_visit_names_an_enterprise_within_reach(cast: Cast) -> None:
    duty = a_duty(cast)
    foreign = an_enterprise(cast.town_two, name="示例外镇厂", area=VILLAGE_TWO)
    with pytest.raises(NotFound):
        record_duty(
            duty_id=duty.pk, done_on=ON_JUNE_1, summary="示例", visited=foreign, by=cast.li,
            at=JUNE_10,
        )  # fmt: skip


def test_a_day_ahead_or_no_words_are_refused_and_nothing_is_written(cast: Cast) -> None:
    duty = a_duty(cast)
    with pytest.raises(BadInput, match="晚于今天"):
        record_duty(
            duty_id=duty.pk, done_on=date(2026, 6, 11), summary="示例", by=cast.li, at=JUNE_10
        )
    with pytest.raises(BadInput, match="情况：没有填写"):
        record_duty(duty_id=duty.pk, done_on=ON_JUNE_1, summary="  ", by=cast.li, at=JUNE_10)
    assert TrailRow.objects.filter(case_kind="duty").count() == 1


def test_a_record_written_more_than_a_week_later_is_flagged(cast: Cast) -> None:
    duty = a_duty(cast)
    for day in (3, 2):
        record_duty(
            duty_id=duty.pk, done_on=date(2026, 6, day), summary="示例", by=cast.li, at=JUNE_10
        )
    assert [record.days_backdated for record in duty.records.order_by("number")] == [0, 8]
    facts = TrailRow.objects.filter(case_kind="duty").order_by("number").values_list("facts")
    assert ['"backdated_days":8' in row[0] for row in facts] == [False, False, True]


def test_excusing_needs_a_reason_a_manager_and_somebody_else(cast: Cast) -> None:
    duty = a_duty(cast)
    with pytest.raises(Refused, match="请填写“免除”的原因"):
        excuse_duty(duty_id=duty.pk, reason=" ", by=cast.zhao, at=JUNE_10)
    with pytest.raises(NotAllowed):
        excuse_duty(duty_id=duty.pk, reason="外出学习", by=cast.lin, at=JUNE_10)
    with pytest.raises(NotAllowed, match="本人"):
        excuse_duty(duty_id=duty.pk, reason="外出学习", by=cast.li, at=JUNE_10)
    excused = excuse_duty(duty_id=duty.pk, reason="外出学习", by=cast.zhao, at=JUNE_10)
    assert excused.state == DutyState.EXCUSED


def test_stopping_a_rule_releases_what_is_not_late_and_keeps_what_is(cast: Cast) -> None:
    rule = a_leaders_rule(cast)
    july_10 = datetime(2026, 7, 10, 1, 0, tzinfo=UTC)
    for month in (6, 7):
        roll_duties(on=date(2026, month, 1), at=JUNE_1)
    with pytest.raises(Refused, match="原因"):
        stop_duty_rule(rule_id=rule.pk, by=cast.zhou, at=july_10, reason="")
    with pytest.raises(NotAllowed):
        stop_duty_rule(rule_id=rule.pk, by=cast.li, at=july_10, reason="合并")
    stop_duty_rule(rule_id=rule.pk, by=cast.zhou, at=july_10, reason="与县里的规则合并")
    states = list(Duty.objects.order_by("period_start").values_list("state", flat=True))
    assert states == [DutyState.OPEN, DutyState.EXCUSED]
    assert roll_duties(on=date(2026, 8, 1), at=JUNE_1) == 0
    with pytest.raises(Refused, match="已经终止"):
        stop_duty_rule(
            rule_id=rule.pk, by=cast.zhou, at=datetime(2026, 7, 12, tzinfo=UTC), reason="再停"
        )


def test_a_leader_of_the_county_may_have_the_same_rule(cast: Cast) -> None:
    rule = create_duty_rule(
        title="县领导带队检查", holder_kind=HolderKind.POST, role=Role.CLERK,
        organisation=cast.county, every=Recurrence.MONTH, since=ON_JUNE_1, basis="", count=1,
        source_key="county", by=cast.wu, at=JUNE_1,
    )  # fmt: skip
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    assert Duty.objects.get(rule=rule).area == COUNTY
