"""Plan meetings by rule, hold them, turn decisions into tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.cooperation.models import Decision, Meeting, MeetingSeat, MeetingSeries
from bihuan.cooperation.services.sides import acting_body, require_body, require_partners
from bihuan.cooperation.services.tasks import set_task
from bihuan.cooperation.states import Attendance, MeetingKind
from bihuan.kernel.errors import BadInput, NotFound, Problem
from bihuan.kernel.periods import Recurrence, period_of
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date, open_case, was_taken
from bihuan.people.models import Organisation, User


@dataclass(frozen=True, slots=True)
class Decided:
    """One thing decided; with an owner and a day it becomes a task."""

    text: str
    owner: Organisation | None = None
    due_on: date | None = None
    acceptance: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """How one body attended."""

    attendance: str
    person: str = ""


@transaction.atomic
def create_series(
    *, name: str, kind: str, every: str, members: Sequence[Organisation], since: date,
    by: User, at: datetime, until: date | None = None, agenda: str = "",
) -> MeetingSeries:  # fmt: skip
    """Set up a meeting that recurs; its first one is planned at once when its time has come.

    Raises:
        NotAllowed: the post does not handle cooperation.
        BadInput: no name, nobody to meet, an unknown rhythm, or dates out of order.
    """
    host = acting_body(by)
    problems = []
    if not name.strip():
        problems.append(Problem("名称", "没有填写", "，请填写会议制度的名称。"))
    if kind not in MeetingKind.values or every not in {one.value for one in Recurrence}:
        problems.append(Problem("类别和周期", "没有选全", "，请各选一项。"))
    if not members:
        problems.append(Problem("成员单位", "一个也没有选", "，请至少选择一个单位。"))
    if until is not None and until < since:
        problems.append(Problem("终止日期", "早于起始日期", "，请改正日期。"))
    if problems:
        raise BadInput(problems)
    require_partners(by, members, "成员单位")
    series = MeetingSeries.objects.create(
        name=name.strip(), category=kind, host=host, area=host.area, every=every, since=since,
        until=until, agenda=agenda.strip(), created_at=at, created_by=by,
    )  # fmt: skip
    series.members.set([one for one in members if one.pk != host.pk] or list(members))
    plan_meetings(on=business_date(at), at=at)
    return series


@transaction.atomic
def plan_meetings(*, on: date, at: datetime) -> int:
    """Plan the meeting of the period that holds ``on`` for every running series; running it
    again changes nothing."""
    running = (
        MeetingSeries.objects.filter(since__lte=on)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("host")
        .prefetch_related("members")
        .select_for_update(of=("self",))
        .order_by("id")
    )
    made = 0
    for series in running:
        period = period_of(on, Recurrence(series.every))
        known = Meeting.objects.filter(series=series, period_start=period.start)
        if known.exists():
            continue
        last = min(period.end, series.until) if series.until else period.end
        meeting = Meeting(
            series=series, period_start=period.start, category=series.category, host=series.host,
            title=f"{series.name}（{period.label}）", agenda=series.agenda, planned_on=last,
            due_on=last, area=series.area,
        )  # fmt: skip
        _open(meeting, list(series.members.all()), by=None, at=at)
        made += 1
    return made


@transaction.atomic
def call_meeting(
    *, kind: str, title: str, planned_on: date, members: Sequence[Organisation], by: User,
    at: datetime, agenda: str = "", place: str = "",
) -> Meeting:  # fmt: skip
    """Call one meeting that no series plans, such as the review of an accident.

    Raises:
        NotAllowed, BadInput: see ``create_series``; or the day has passed.
    """
    host = acting_body(by)
    problems = []
    if not title.strip() or kind not in MeetingKind.values:
        problems.append(Problem("名称和类别", "没有填全", "，请补上。"))
    if not members:
        problems.append(Problem("参会单位", "一个也没有选", "，请至少选择一个单位。"))
    if planned_on < business_date(at):
        problems.append(Problem("计划日期", "早于今天", "，请改正日期。"))
    if problems:
        raise BadInput(problems)
    require_partners(by, members, "参会单位")
    meeting = Meeting(
        category=kind, title=title.strip(), host=host, agenda=agenda.strip(), place=place.strip(),
        planned_on=planned_on, due_on=planned_on, area=host.area,
    )  # fmt: skip
    return _open(meeting, members, by=by, at=at)


def _open(
    meeting: Meeting, members: Sequence[Organisation], *, by: User | None, at: datetime
) -> Meeting:
    opened = open_case(meeting, by=by, at=at, label="排定")
    bodies = {one.pk: one for one in (meeting.host, *members)}
    MeetingSeat.objects.bulk_create(
        MeetingSeat(meeting=opened, organisation=body) for body in bodies.values()
    )
    return opened


@transaction.atomic
def hold_meeting(
    *, meeting_id: int, held_on: date, summary: str, seats: Mapping[int, Seat],
    decisions: Sequence[Decided], by: User, at: datetime, place: str = "",
    evidence: Sequence[Evidence] = (), version: int | None = None, key: UUID | None = None,
) -> Meeting:  # fmt: skip
    """Write down a meeting: who came, what was decided, who does it by when.

    ``seats`` is how each body attended, by its id; a body left out counts as absent.

    Raises:
        NotFound, NotAllowed, StepRefused: out of sight, another body's meeting, held already.
        BadInput: nothing said, nobody came, or a decision that is not whole.
    """
    meeting = _of_host(meeting_id, by, "登记召开")
    if was_taken(meeting, key):
        return meeting
    invited = {one.organisation_id for one in meeting.seats.all()}
    problems = _minutes_problems(held_on, business_date(at), summary, seats)
    for number, one in enumerate(decisions, start=1):
        problems += _decision_problems(one, f"议定事项第{number}项", invited)
    if problems:
        raise BadInput(problems)
    held = advance(
        meeting, "hold", by=by, at=at, evidence=evidence, expected_version=version, key=key,
        changes={"held_on": held_on, "summary": summary.strip(), "place": place.strip() or meeting.place},
    )  # fmt: skip
    for seat in held.seats.all():
        said = seats.get(seat.organisation_id, Seat(Attendance.ABSENT))
        seat.attendance, seat.person = said.attendance, said.person.strip()
        seat.save(update_fields=["attendance", "person"])
    for number, one in enumerate(decisions, start=1):
        task = None
        if one.owner is not None and one.due_on is not None:
            task = set_task(
                held, title=one.text, assigner=held.host, owner=one.owner, due_on=one.due_on,
                acceptance=one.acceptance, by=by, at=at,
            )  # fmt: skip
        Decision.objects.create(meeting=held, number=number, text=one.text.strip(), task=task)
    return held


def _minutes_problems(
    held_on: date, today: date, summary: str, seats: Mapping[int, Seat]
) -> list[Problem]:
    problems = []
    if held_on > today:
        problems.append(Problem("召开日期", "晚于今天", "，请在会后登记。"))
    if not summary.strip():
        problems.append(Problem("会议情况", "没有填写", "，请写明议了什么。"))
    came = (Attendance.PRESENT, Attendance.DEPUTY)
    if not any(one.attendance in came for one in seats.values()):
        problems.append(Problem("到会情况", "没有单位到会", "，请勾选，或取消会议。"))
    return problems


def _decision_problems(one: Decided, where: str, invited: set[int]) -> list[Problem]:
    problems = []
    if not one.text.strip():
        problems.append(Problem(where, "没有内容", "，请填写或删去。"))
    if (one.owner is None) != (one.due_on is None):
        problems.append(Problem(where, "责任单位和期限只填了一项", "，请两项都填。"))
    if one.owner is not None and one.owner.pk not in invited:
        problems.append(Problem(where, "责任单位没有参会", "，请改选参会单位。"))
    return problems


def move_meeting(
    *, meeting_id: int, planned_on: date, note: str, by: User, at: datetime,
    version: int | None = None, key: UUID | None = None,
) -> Meeting:  # fmt: skip
    """Put a meeting off, with the reason."""
    meeting = _of_host(meeting_id, by, "改期")
    if planned_on < business_date(at):
        raise BadInput([Problem("计划日期", "早于今天", "，请改正日期。")])
    return advance(
        meeting, "move", by=by, at=at, note=note, due_on=planned_on, expected_version=version,
        key=key, changes={"planned_on": planned_on},
    )  # fmt: skip


def cancel_meeting(
    *, meeting_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Meeting:  # fmt: skip
    """Call a meeting off, with the reason."""
    meeting = _of_host(meeting_id, by, "取消会议")
    return advance(meeting, "cancel", by=by, at=at, note=note, expected_version=version, key=key)


def _of_host(meeting_id: int, by: User, label: str) -> Meeting:
    rows = Meeting.objects.visible_to(by).select_related("host")
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound
    require_body(by, meeting.host, label)
    return meeting
