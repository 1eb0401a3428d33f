"""Meetings that recur, what they decide, joint actions with a task for each body, partners."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from bihuan.cooperation.models import Institute, JointAction, Meeting
from bihuan.cooperation.services import actions, meetings
from bihuan.cooperation.services.institutes import Partner, keep_institute
from bihuan.cooperation.services.tasks import step_task
from bihuan.cooperation.states import (
    ActionKind,
    ActionState,
    Attendance,
    InstituteKind,
    MeetingKind,
    MeetingState,
    TaskState,
)
from bihuan.cooperation.tests.given import DUE, JUNE_1, JUNE_8, Third, a_paper, a_third_town
from bihuan.kernel.errors import (
    BadInput,
    EvidenceMissing,
    NotAllowed,
    NotFound,
    NotIndependent,
    StepRefused,
)
from bihuan.kernel.periods import Recurrence
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast

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


def a_series(cast: Cast) -> Meeting:
    series = meetings.create_series(
        name="工贸安全联席会议", kind=MeetingKind.JOINT, every=Recurrence.QUARTER,
        members=[cast.town_one, cast.town_two], since=date(2026, 1, 1), by=cast.wu, at=JUNE_1,
    )  # fmt: skip
    return Meeting.objects.get(series=series)


def held(cast: Cast, meeting: Meeting, at: datetime = JUNE_8) -> Meeting:
    return meetings.hold_meeting(
        meeting_id=meeting.pk, held_on=date(2026, 6, 8), summary="通报情况，研究措施。",
        seats={
            cast.county.pk: meetings.Seat(Attendance.PRESENT, "吴"),
            cast.town_one.pk: meetings.Seat(Attendance.DEPUTY, "周"),
        },
        decisions=[
            meetings.Decided("建立联合检查台账", cast.town_one, DUE, "台账齐全"),
            meetings.Decided("通报各镇"),
        ],
        by=cast.wu, at=at,
    )  # fmt: skip


# --- meetings -----------------------------------------------------------------------------------


def test_a_series_plans_one_meeting_a_period_however_often_it_is_asked(cast: Cast) -> None:
    first = a_series(cast)
    assert (first.title, first.due_on) == ("工贸安全联席会议（2026年第二季度）", date(2026, 6, 30))
    assert meetings.plan_meetings(on=date(2026, 6, 9), at=JUNE_8) == 0
    assert meetings.plan_meetings(on=date(2026, 7, 1), at=JUNE_8) == 1
    assert Meeting.objects.count() == 2


def test_a_meeting_is_seen_by_those_asked_to_it_and_not_by_others(cast: Cast, third: Third) -> None:
    meeting = a_series(cast)
    seen = [
        Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()
        for user in (cast.wu, cast.zhou, cast.sun, third.zheng)
    ]
    assert seen == [True, True, True, False]
    assert browser(third.zheng).get(meeting.get_absolute_url()).status_code == 404


def test_decisions_become_tasks_with_an_owner_a_day_and_an_acceptance(cast: Cast) -> None:
    meeting = held(cast, a_series(cast))
    assert meeting.state == MeetingState.HELD
    came = dict(meeting.seats.values_list("organisation__name", "attendance"))
    assert came == {
        "云溪县安委办": "present",
        "示例一镇安全办": "deputy",
        "示例二镇安全办": "absent",
    }
    first, second = meeting.decisions.all()
    assert second.task is None
    task = first.task
    assert task is not None
    assert (task.owner, task.due_on, task.acceptance) == (cast.town_one, DUE, "台账齐全")
    with pytest.raises(NotAllowed, match="由示例一镇安全办办理"):
        step_task(task_id=task.pk, step="report", result="已建", by=cast.wu, at=JUNE_8)
    with pytest.raises(BadInput, match="办理结果"):
        step_task(task_id=task.pk, step="report", by=cast.zhou, at=JUNE_8)
    step_task(task_id=task.pk, step="report", result="已建", by=cast.zhou, at=JUNE_8)
    step_task(task_id=task.pk, step="return", note="缺附件", by=cast.wu, at=JUNE_8)
    step_task(task_id=task.pk, step="report", result="已补", by=cast.zhou, at=JUNE_8)
    assert step_task(task_id=task.pk, step="accept", by=cast.wu, at=JUNE_8).state == TaskState.DONE


def test_only_the_host_writes_a_meeting_down_and_only_whole(cast: Cast) -> None:
    meeting = a_series(cast)
    with pytest.raises(NotAllowed, match="由云溪县安委办办理"):
        meetings.cancel_meeting(meeting_id=meeting.pk, note="示例", by=cast.zhou, at=JUNE_8)
    with pytest.raises(BadInput) as refusal:
        meetings.hold_meeting(
            meeting_id=meeting.pk, held_on=date(2026, 6, 9), summary="", seats={}, by=cast.wu,
            at=JUNE_8, decisions=[meetings.Decided("", cast.town_one)],
        )  # fmt: skip
    assert [problem.where for problem in refusal.value.problems] == [
        "召开日期", "会议情况", "到会情况", "议定事项第1项", "议定事项第1项"
    ]  # fmt: skip
    moved = meetings.move_meeting(
        meeting_id=meeting.pk,
        planned_on=date(2026, 7, 3),
        note="与上级会议冲突",
        by=cast.wu,
        at=JUNE_8,
    )
    assert moved.due_on == date(2026, 7, 3)


def test_a_review_of_an_accident_is_called_by_itself(cast: Cast) -> None:
    meeting = meetings.call_meeting(
        kind=MeetingKind.REVIEW, title="示例厂事故评析会", planned_on=DUE, members=[cast.town_one],
        by=cast.wu, at=JUNE_1,
    )  # fmt: skip
    assert meeting.seats.count() == 2
    with pytest.raises(BadInput, match="参会单位"):
        meetings.call_meeting(
            kind=MeetingKind.REVIEW, title="会", planned_on=DUE, members=[], by=cast.wu, at=JUNE_1
        )


def test_the_page_of_a_meeting_writes_it_down(cast: Cast) -> None:
    meeting = a_series(cast)
    with time_machine.travel(JUNE_8, tick=False):
        client = browser(cast.wu)
        page = client.get(meeting.get_absolute_url())
        form = {
            "version": meeting.version, "key": page.context["key"], "held_on": "2026-06-08",
            "summary": "研究措施", f"attendance_{cast.town_one.pk}": "present",
            "decision_text": ["建台账", ""], "decision_owner": [cast.town_one.pk, ""],
            "decision_due": ["2026-06-20", ""], "decision_acceptance": ["齐全", ""],
        }  # fmt: skip
        wrong = client.post(
            f"{meeting.get_absolute_url()}hold/", {**form, "decision_due": ["", ""]}
        )
        assert wrong.status_code == 422
        assert "建台账" in wrong.content.decode()
        done = client.post(f"{meeting.get_absolute_url()}hold/", form)
        assert done.status_code == 302
    assert meeting.decisions.get().task is not None


# --- joint actions ------------------------------------------------------------------------------


def an_action(cast: Cast) -> JointAction:
    return actions.open_action(
        kind=ActionKind.JOINT, title="联合执法行动", purpose="联合检查。", starts_on=date(2026, 6, 1),
        ends_on=DUE, by=cast.zhou, at=JUNE_1,
        shares=[actions.Share(cast.town_two, "检查二镇企业"), actions.Share(cast.town_one, "汇总")],
    )  # fmt: skip


def test_every_body_has_its_own_task_and_the_action_ends_when_all_are_done(cast: Cast) -> None:
    action = an_action(cast)
    outcome = actions.Outcome("立案一件。", 12, 5, 1)
    with pytest.raises(StepRefused, match="还有 2 项任务没有验收"):
        actions.end_action(action_id=action.pk, outcome=outcome, by=cast.zhou, at=JUNE_8)
    theirs, own = action.tasks.order_by("id")
    step_task(task_id=theirs.pk, step="report", result="已查", by=cast.sun, at=JUNE_8)
    step_task(task_id=theirs.pk, step="accept", by=cast.zhou, at=JUNE_8)
    step_task(task_id=own.pk, step="report", result="已汇总", by=cast.zhou, at=JUNE_8)
    with pytest.raises(NotIndependent):
        step_task(task_id=own.pk, step="accept", by=cast.zhou, at=JUNE_8)
    step_task(task_id=own.pk, step="accept", by=cast.zhao, at=JUNE_8)
    done = actions.end_action(action_id=action.pk, outcome=outcome, by=cast.zhou, at=JUNE_8)
    assert (done.state, done.checked_count, done.case_count) == (ActionState.ENDED, 12, 1)


def test_the_shared_file_is_open_to_every_body_that_takes_part(cast: Cast, third: Third) -> None:
    action = an_action(cast)
    paper = a_paper(cast.sun)
    actions.file_paper(action_id=action.pk, evidence=[paper], note="照片", by=cast.sun, at=JUNE_8)
    path = f"/cooperation/papers/actions/{action.pk}/{paper.public_id}/"
    assert read(browser(cast.zhou), path) == b"%PDF-1.4 example"
    assert browser(third.zheng).get(path).status_code == 404
    assert not JointAction.objects.visible_to(third.zheng).exists()
    with pytest.raises(NotAllowed, match="不在其内"):
        actions.file_paper(
            action_id=action.pk, evidence=[a_paper(cast.wu)], note="", by=cast.wu, at=JUNE_8
        )
    with pytest.raises(EvidenceMissing):
        actions.file_paper(action_id=action.pk, evidence=[], note="", by=cast.zhou, at=JUNE_8)


def test_calling_an_action_off_takes_its_open_tasks_along(cast: Cast) -> None:
    action = an_action(cast)
    actions.cancel_action(action_id=action.pk, note="并入上级行动", by=cast.zhou, at=JUNE_8)
    assert set(action.tasks.values_list("state", flat=True)) == {TaskState.CANCELLED}


def test_an_action_needs_bodies_each_once(cast: Cast) -> None:
    share = actions.Share(cast.town_two, "检查")
    for shares, said in (([], "至少"), ([share, share], "重复")):
        with pytest.raises(BadInput, match=said):
            actions.open_action(
                kind=ActionKind.SUPPORT, title="行动", purpose="内容", starts_on=DUE, ends_on=DUE,
                shares=shares, by=cast.zhou, at=JUNE_1,
            )  # fmt: skip


def test_the_page_opens_an_action(cast: Cast) -> None:
    with time_machine.travel(JUNE_1, tick=False):
        client = browser(cast.zhou)
        form = {
            "kind": "linked", "title": "联动", "purpose": "联动", "starts_on": "2026-06-01",
            "ends_on": "2026-06-20", "share_body": [cast.town_two.pk], "share_task": [""],
            "share_acceptance": [""],
        }  # fmt: skip
        assert client.post("/cooperation/actions/new/", form).status_code == 422
        made = client.post("/cooperation/actions/new/", {**form, "share_task": ["检查"]})
        assert made.status_code == 302
        page = browser(cast.sun).get(made["Location"]).content.decode()
    assert "归集材料" in page
    assert "检查" in page


# --- partners -----------------------------------------------------------------------------------


def test_the_countys_partners_are_there_for_the_towns_and_a_towns_own_are_not_next_door(
    cast: Cast,
) -> None:
    def a_partner(by: User, name: str) -> Institute:
        partner = Partner(name, InstituteKind.ASSOCIATION, "粉尘防爆")
        return keep_institute(partner=partner, by=by, at=JUNE_1)

    county, town = a_partner(cast.wu, "示例县协会"), a_partner(cast.zhou, "示例镇专家组")
    assert set(Institute.objects.visible_to(cast.zhou)) == {county, town}
    assert set(Institute.objects.visible_to(cast.sun)) == {county}
    with pytest.raises(BadInput, match="已经登记过"):
        a_partner(cast.wu, "示例县协会")
    changed = Partner("改名", InstituteKind.EXPERT, "电气", is_active=False)
    with pytest.raises(NotFound):
        keep_institute(partner=changed, by=cast.zhou, at=JUNE_1, institute_id=county.pk)
    kept = keep_institute(partner=changed, by=cast.zhou, at=JUNE_1, institute_id=town.pk)
    assert (kept.name, kept.is_active) == ("改名", False)
