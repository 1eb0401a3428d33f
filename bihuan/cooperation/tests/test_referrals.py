"""A clue goes from one body to another and its result comes back; nobody else sees it."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.cooperation.models import CooperationTask, Referral
from bihuan.cooperation.rules import REFERRAL_SIDES, TASK_SIDES, TERMS
from bihuan.cooperation.services.referrals import Passing, send_referral, step_referral
from bihuan.cooperation.services.tasks import step_task
from bihuan.cooperation.states import REFERRAL, TASK, ReferralKind, ReferralState, TaskState
from bihuan.cooperation.tests.given import JUNE_1, JUNE_8, Third, a_clue, a_paper, a_third_town
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused, StepRefused
from bihuan.loop.models import Todo, TrailRow
from bihuan.loop.services.escalation import escalate
from bihuan.loop.services.setup import ensure_defaults
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.models import User
from bihuan.people.tests.given import COUNTY, TOWN_TWO, Cast, the_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def third(cast: Cast) -> Third:
    return a_third_town()


def read(client: Client, path: str) -> bytes:
    response = client.get(path)
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="bihuan.people.backends.AccountBackend")
    return client


def answered(cast: Cast, **more: object) -> Referral:
    clue = a_clue(cast, **more)
    step_referral(referral_id=clue.pk, step="receive", by=cast.sun, at=JUNE_1)
    return step_referral(
        referral_id=clue.pk, step="reply", outcome="handled", result="已责令停业。", by=cast.sun,
        at=JUNE_8,
    )  # fmt: skip


def test_both_sides_see_it_and_nobody_else_outside(cast: Cast, third: Third) -> None:
    clue = a_clue(cast)
    seen = {
        user.username: Referral.objects.visible_to(user).filter(pk=clue.pk).exists()
        for user in (cast.zhou, cast.sun, cast.wu, third.zheng)
    }
    assert seen == {"zhou": True, "sun": True, "wu": True, "zheng": False}
    assert browser(third.zheng).get(clue.get_absolute_url()).status_code == 404
    with pytest.raises(NotFound):
        step_referral(referral_id=clue.pk, step="receive", by=third.zheng, at=JUNE_1)


def test_both_scopes_are_found_by_the_indexes(cast: Cast) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # an empty table is scanned whatever indexes it has
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Referral.objects.visible_to(cast.zhou).order_by().explain()
    if connection.vendor == "postgresql":  # several indexes begin with the area; any will do
        assert "Index Cond: ((area >=" in plan
        assert "Index Cond: ((from_area >=" in plan
        return
    assert "referral_area" in plan
    assert "referral_from_area" in plan


def test_the_whole_way_there_and_back(cast: Cast) -> None:
    clue = a_clue(cast)
    todo = Todo.objects.get(case_kind="referral", case_id=clue.pk)
    assert (todo.organisation_id, clue.due_on) == (cast.town_two.pk, date(2026, 6, 4))
    clue = step_referral(referral_id=clue.pk, step="receive", by=cast.sun, at=JUNE_1)
    assert clue.due_on == clue.reply_due_on == date(2026, 6, 15)
    clue = step_referral(
        referral_id=clue.pk, step="reply", outcome="handled", result="已责令停业。", by=cast.sun,
        at=JUNE_8, evidence=[a_paper(cast.sun)],
    )  # fmt: skip
    todo = Todo.objects.get(case_kind="referral", case_id=clue.pk)
    assert (clue.replied_on, todo.organisation_id) == (date(2026, 6, 8), cast.town_one.pk)
    clue = step_referral(referral_id=clue.pk, step="confirm", by=cast.zhou, at=JUNE_8)
    assert (clue.state, clue.result) == (ReferralState.CLOSED, "已责令停业。")


def test_the_senders_side_reads_the_paper_of_the_reply_and_a_stranger_does_not(
    cast: Cast, third: Third
) -> None:
    clue = a_clue(cast)
    step_referral(referral_id=clue.pk, step="receive", by=cast.sun, at=JUNE_1)
    paper = a_paper(cast.sun)
    step_referral(
        referral_id=clue.pk, step="reply", outcome="handled", result="已处理。", by=cast.sun,
        at=JUNE_8, evidence=[paper],
    )  # fmt: skip
    path = f"/cooperation/papers/referrals/{clue.pk}/{paper.public_id}/"
    page = browser(cast.zhou).get(clue.get_absolute_url()).content.decode()
    assert path in page
    assert read(browser(cast.zhou), path) == b"%PDF-1.4 example"
    assert browser(third.zheng).get(path).status_code == 404
    other = a_clue(cast)
    wrong = f"/cooperation/papers/referrals/{other.pk}/{paper.public_id}/"
    assert browser(cast.zhou).get(wrong).status_code == 404


def test_a_step_belongs_to_one_side(cast: Cast) -> None:
    clue = a_clue(cast)
    with pytest.raises(NotAllowed, match="由示例二镇安全办办理"):
        step_referral(referral_id=clue.pk, step="receive", by=cast.zhou, at=JUNE_1)
    with pytest.raises(NotAllowed, match="由示例一镇安全办办理"):
        step_referral(referral_id=clue.pk, step="withdraw", note="误送", by=cast.sun, at=JUNE_1)
    with pytest.raises(
        NotAllowed, match="由示例二镇安全办办理"
    ):  # the county sees, and does not act
        step_referral(referral_id=clue.pk, step="receive", by=cast.wu, at=JUNE_1)


def test_a_returned_clue_goes_on_to_another_body_and_leaves_the_first(
    cast: Cast, third: Third
) -> None:
    clue = a_clue(cast)
    with pytest.raises(Refused, match="原因"):
        step_referral(referral_id=clue.pk, step="return", by=cast.sun, at=JUNE_1)
    step_referral(referral_id=clue.pk, step="return", note="不在本镇", by=cast.sun, at=JUNE_1)
    clue = step_referral(
        referral_id=clue.pk, step="resend", receiver=third.body, by=cast.zhou, at=JUNE_8
    )
    assert (clue.receiver, clue.area) == (third.body, third.body.area)
    assert Referral.objects.visible_to(third.zheng).filter(pk=clue.pk).exists()
    assert not Referral.objects.visible_to(cast.sun).filter(pk=clue.pk).exists()


def test_a_notice_is_taken_note_of_and_a_clue_is_not(cast: Cast) -> None:
    clue = a_clue(cast)
    with pytest.raises(StepRefused, match="须接收后反馈"):
        step_referral(referral_id=clue.pk, step="acknowledge", by=cast.sun, at=JUNE_1)
    notice = a_clue(cast, kind=ReferralKind.NOTICE)
    notice = step_referral(referral_id=notice.pk, step="acknowledge", by=cast.sun, at=JUNE_1)
    assert (notice.state, notice.replied_on) == (ReferralState.CLOSED, date(2026, 6, 1))


def test_a_question_to_the_county_comes_back_with_a_recorded_reply(cast: Cast) -> None:
    asked = send_referral(
        passing=Passing(ReferralKind.GUIDANCE, "没有国家标准的怎么评审", "请予指导。"),
        receiver=cast.county, by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    step_referral(referral_id=asked.pk, step="receive", by=cast.wu, at=JUNE_1)
    with pytest.raises(BadInput, match="反馈结果"):
        step_referral(
            referral_id=asked.pk,
            step="reply",
            outcome="handled",
            result="参照",
            by=cast.wu,
            at=JUNE_8,
        )
    asked = step_referral(
        referral_id=asked.pk, step="reply", outcome="replied", result="参照省级标准。", by=cast.wu,
        at=JUNE_8,
    )  # fmt: skip
    page = browser(cast.zhou).get(asked.get_absolute_url()).content.decode()
    assert "参照省级标准。" in page


def test_who_approved_keeps_the_follow_up(cast: Cast) -> None:
    clue = answered(cast, approver=cast.county, approval="经营许可")
    step_referral(referral_id=clue.pk, step="confirm", by=cast.zhou, at=JUNE_8)
    task = CooperationTask.objects.get(referral=clue)
    assert (task.owner, task.title, task.due_on) == (
        cast.county,
        "后续监管：经营许可",
        date(2026, 7, 8),
    )
    step_task(task_id=task.pk, step="report", result="已复核。", by=cast.wu, at=JUNE_8)
    done = step_task(task_id=task.pk, step="accept", by=cast.zhou, at=JUNE_8)
    assert done.state == TaskState.DONE


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"content": " "}, "没有写全"),
        ({"kind": "示例"}, "没有选择"),
        ({"reply_due_on": date(2026, 5, 1)}, "早于今天"),
        ({"approval": "经营许可"}, "只填了一项"),
    ],
)
def test_what_is_not_whole_is_refused(cast: Cast, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        a_clue(cast, **wrong)


def test_nothing_goes_to_oneself_or_by_a_post_that_does_not_handle_it(cast: Cast) -> None:
    passing = Passing(ReferralKind.CLUE, "示例", "示例")
    with pytest.raises(BadInput, match="就是本单位"):
        send_referral(passing=passing, receiver=cast.town_one, by=cast.zhou, at=JUNE_1)
    with pytest.raises(NotAllowed):
        send_referral(passing=passing, receiver=cast.town_two, by=cast.li, at=JUNE_1)


def test_replies_are_measured_against_the_day_they_were_asked_for(cast: Cast) -> None:
    answered(cast)
    late = a_clue(cast)
    where = Where(area=range_of(COUNTY), on=date(2026, 7, 1))
    rate = measure(metric_of("cooperation.on_time_reply"), where)
    assert (rate.part, rate.whole) == (1, 2)
    overdue = metric_of("cooperation.overdue_reply")
    assert [one.pk for one in overdue.tally(where).part] == [late.pk]
    early = Where(area=range_of(TOWN_TWO), on=date(2026, 6, 9))
    assert measure(metric_of("cooperation.on_time_reply"), early).whole == 1


def test_a_late_receiver_is_escalated(cast: Cast) -> None:
    ensure_defaults()
    clue = a_clue(cast)
    raised = escalate(on=date(2026, 6, 12))
    assert {(one.case_kind, one.case_id) for one in raised} == {("referral", clue.pk)}


def test_the_pages_take_a_clue_from_sending_to_its_end(cast: Cast) -> None:
    with time_machine.travel(JUNE_1, tick=False):
        sender, receiver = browser(cast.zhou), browser(cast.sun)
        form = {"kind": "clue", "receiver": cast.town_two.pk, "subject": "线索", "content": "请查"}
        wrong = sender.post("/cooperation/new/", {**form, "content": ""})
        assert wrong.status_code == 422
        assert sender.post("/cooperation/new/", form).status_code == 302
        clue = Referral.objects.get(subject="线索")
        url = clue.get_absolute_url()

        def step(client: Client, name: str, **more: object) -> int:
            clue.refresh_from_db()
            page = client.get(url)
            key = page.context["key"]
            posted = {"version": clue.version, "key": key, **more}
            return client.post(f"{url}{name}/", posted).status_code

        assert 'action="' + url + "receive/" not in sender.get(url).content.decode()
        assert step(receiver, "receive") == 302
        assert step(receiver, "reply", outcome="handled") == 422
        assert step(receiver, "reply", outcome="handled", result="已处理") == 302
        assert step(sender, "ask_again", note="请补照片") == 302
        assert step(receiver, "reply", outcome="handled", result="已补") == 302
        assert step(sender, "confirm") == 302
        clue.refresh_from_db()
        assert clue.state == ReferralState.CLOSED


def test_every_step_of_the_machines_has_a_side_and_every_clock_a_term() -> None:
    assert set(REFERRAL_SIDES) == set(REFERRAL.by_name)
    assert set(TASK_SIDES) == set(TASK.by_name)
    clocks = {one.clock for one in (*REFERRAL.steps, *TASK.steps) if one.clock}
    assert clocks <= set(TERMS)


@given(names=st.lists(st.sampled_from(sorted(REFERRAL.by_name)), max_size=8))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_random_walk_leaves_one_trail_row_a_step_and_a_clock_in_every_waiting_state(
    cast: Cast, names: list[str]
) -> None:
    clue = a_clue(cast)  # every walk has a clue of its own, so the shared cast does no harm
    taken = 0
    for name in names:
        by = cast.sun if REFERRAL_SIDES[name] == "receiver" else cast.zhou
        said = ("handled", "已处理") if name == "reply" else ("", "")
        try:
            clue = step_referral(
                referral_id=clue.pk, step=name, note="示例", by=by, at=JUNE_8, outcome=said[0],
                result=said[1],
            )  # fmt: skip
        except StepRefused:
            continue
        taken += 1
        assert clue.is_final == (clue.due_on is None)
    rows = TrailRow.objects.filter(case_kind="referral", case_id=clue.pk)
    assert rows.count() == taken + 1
