"""How the county's bodies work together in the story: meetings, clues, a joint action, partners."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.cooperation.models import CooperationTask, Meeting, Referral
from bihuan.cooperation.services import actions, meetings
from bihuan.cooperation.services.institutes import Partner, keep_institute
from bihuan.cooperation.services.referrals import Passing, send_referral, step_referral
from bihuan.cooperation.services.tasks import step_task
from bihuan.cooperation.states import (
    ActionKind,
    Attendance,
    InstituteKind,
    MeetingKind,
    MeetingState,
    ReferralKind,
    ReferralState,
    TaskState,
)
from bihuan.demo.moments import moment
from bihuan.demo.world import Office, World
from bihuan.kernel.periods import Recurrence
from bihuan.loop.services.cases import business_date
from bihuan.people.models import Organisation, User
from bihuan.people.states import Role

SET_UP = -360
CLUES = (-200, -120, -60, -20, -6, -2)
QUESTION = -9
ACTION_OPENED = -12
ANSWERED_AFTER = 4
LEFT_OPEN = -7
"""What is sent from this day on waits for whoever opens the demo."""

SUBJECTS = (
    "疑似无证储存危险化学品", "出租厂房违规住人", "货车违规停放占用消防通道", "餐饮场所使用瓶装液化气不规范",
    "私自改动燃气管线", "外来施工队无资质作业",
)  # fmt: skip


def work_together(world: World, offset: int, day: date) -> None:
    """Play one day: ``offset`` counts days from the opening day."""
    if offset == SET_UP:
        _set_up(world, day)
    if offset in CLUES:
        _pass_a_clue(world, CLUES.index(offset), day)
    if offset == QUESTION:
        _ask(world, day)
    if offset == ACTION_OPENED:
        _open_an_action(world, day)
    _answer(world, day, until=day + timedelta(days=LEFT_OPEN - offset))
    _hold_what_is_due(world, day)
    _work_off_tasks(world, day)


def _at(day: date, hour: int) -> datetime:
    return moment(day, hour, 20)


def _set_up(world: World, day: date) -> None:
    clerk = world.county.people[Role.CLERK]
    meetings.create_series(
        name="工贸行业安全生产联席会议", kind=MeetingKind.JOINT, every=Recurrence.QUARTER,
        members=_bodies(world), since=day, agenda="通报上季度情况，研究跨部门问题。", by=clerk,
        at=_at(day, 9),
    )  # fmt: skip
    for name, kind, expertise in (
        ("云岭工业安全研究所", InstituteKind.RESEARCH, "粉尘防爆、有限空间"),
        ("云溪县木业家具协会", InstituteKind.ASSOCIATION, "木制品加工企业自律和培训"),
        ("云岭安全技术服务中心", InstituteKind.SERVICE, "电气检测、标准化咨询"),
    ):
        keep_institute(partner=Partner(name, kind, expertise), by=clerk, at=_at(day, 9))


def _bodies(world: World) -> list[Organisation]:
    bureau = [world.county.bureau] if world.county.bureau else []
    return [*bureau, *(town.body for town in world.towns)]


def _pass_a_clue(world: World, number: int, day: date) -> None:
    town = world.towns[0]
    other = (
        world.towns[number % (len(world.towns) - 1) + 1] if len(world.towns) > 1 else world.county
    )
    sender, receiver = (town, other) if number % 2 else (other, town)
    send_referral(
        passing=Passing(
            ReferralKind.CLUE, SUBJECTS[number], f"巡查中发现{SUBJECTS[number]}，地点在贵辖区，请核查处理并反馈。"
        ),
        receiver=receiver.body, by=sender.people[Role.CLERK], at=_at(day, 10),
    )  # fmt: skip


def _ask(world: World, day: date) -> None:
    send_referral(
        passing=Passing(
            ReferralKind.GUIDANCE, "没有国家评定标准的行业如何开展标准化评审",
            "本镇三家企业所属行业没有国家和省级评定标准，请明确评审依据。",
        ),
        receiver=world.county.body, by=world.towns[0].people[Role.CLERK], at=_at(day, 11),
    )  # fmt: skip


def _open_an_action(world: World, day: date) -> None:
    lead = world.towns[0]
    shares = [
        actions.Share(
            town.body, "排查本镇沿街商铺用气情况，名单和问题报牵头单位", "名单完整，问题附照片"
        )
        for town in world.towns
    ]
    actions.open_action(
        kind=ActionKind.JOINT, title="沿街商铺用气安全联合执法", starts_on=day,
        purpose="几个镇同步检查沿街商铺用气安全，统一标准、互通线索、共用一份材料。",
        ends_on=day + timedelta(days=30), shares=shares, by=lead.people[Role.CHIEF], at=_at(day, 15),
    )  # fmt: skip


def _office_of(world: World, body_id: int) -> Office | None:
    offices = [world.county, *world.towns]
    return next((one for one in offices if one.body.pk == body_id), None)


def _clerk_of(world: World, body_id: int) -> User | None:
    office = _office_of(world, body_id)
    return office.people[Role.CLERK] if office else None


def _answer(world: World, day: date, *, until: date) -> None:
    """Take on, answer and close what was sent before ``until`` (counted from the opening day)."""
    at = _at(day, 16)
    rows = Referral.objects.filter(created_at__lt=_at(until, 0)).exclude(
        state__in=[ReferralState.CLOSED, ReferralState.WITHDRAWN]
    )
    for row in rows:
        age = (day - business_date(row.created_at)).days
        receiver, sender = _clerk_of(world, row.receiver_id), _clerk_of(world, row.sender_id)
        if receiver is None or sender is None:
            continue
        if row.state == ReferralState.SENT and age >= 1:
            step_referral(referral_id=row.pk, step="receive", by=receiver, at=at)
        elif row.state == ReferralState.HANDLING and age >= ANSWERED_AFTER:
            is_question = row.category == ReferralKind.GUIDANCE
            step_referral(
                referral_id=row.pk, step="reply", by=receiver, at=at,
                outcome="replied" if is_question else "handled",
                result="已书面答复，请按附件执行。" if is_question else "情况属实，已责令整改并纳入隐患台账。",
            )  # fmt: skip
        elif row.state == ReferralState.ANSWERED:
            step_referral(referral_id=row.pk, step="confirm", by=sender, at=at)


def _hold_what_is_due(world: World, day: date) -> None:
    due = Meeting.objects.filter(state=MeetingState.PLANNED, due_on__lte=day)
    for meeting in due.prefetch_related("seats"):
        ids = [seat.organisation_id for seat in meeting.seats.all()]
        first = world.towns[0].body
        meetings.hold_meeting(
            meeting_id=meeting.pk, held_on=day, place="县安委办会议室",
            summary="通报本季度隐患整改和执法情况，研究跨镇问题的处理办法。",
            seats={
                pk: meetings.Seat(Attendance.DEPUTY if place % 3 == 1 else Attendance.PRESENT)
                for place, pk in enumerate(ids[: max(2, len(ids) - 1)])
            },
            decisions=[
                meetings.Decided("各镇对移送线索在十个工作日内反馈"),
                meetings.Decided(
                    "汇总跨镇隐患清单并提出处理意见", first, day + timedelta(days=20), "清单逐条有意见"
                ),
            ],
            by=world.county.people[Role.CLERK], at=_at(day, 17),
        )  # fmt: skip


def _work_off_tasks(world: World, day: date) -> None:
    at = _at(day, 17)
    for task in CooperationTask.objects.filter(state__in=[TaskState.OPEN, TaskState.REPORTED]):
        age = (day - business_date(task.created_at)).days
        owner, assigner = _office_of(world, task.owner_id), _office_of(world, task.assigner_id)
        if owner is None or assigner is None:
            continue
        is_first = owner is world.towns[0]
        if task.state == TaskState.OPEN and age >= 9 and not is_first:  # noqa: PLR2004 - days
            step_task(
                task_id=task.pk, step="report", by=owner.people[Role.CLERK], at=at,
                result="已完成，名单和照片随附。",
            )  # fmt: skip
        elif task.state == TaskState.OPEN and is_first and age >= 15:  # noqa: PLR2004 - days
            step_task(
                task_id=task.pk, step="report", by=owner.people[Role.CLERK], at=at,
                result="已汇总并提出意见。",
            )  # fmt: skip
        elif task.state == TaskState.REPORTED and assigner is world.county:
            step_task(task_id=task.pk, step="accept", by=assigner.people[Role.CHIEF], at=at)
