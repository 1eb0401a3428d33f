"""Meetings: the rule, calling one, its page, writing it down."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.cooperation.forms import (
    HoldForm,
    MeetingForm,
    MoveForm,
    SeriesForm,
    decisions_in,
    seats_in,
)
from bihuan.cooperation.models import Meeting
from bihuan.cooperation.services import meetings as services
from bihuan.cooperation.states import MEETING, Attendance
from bihuan.cooperation.views.records import (
    Record,
    page,
)
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import Refused
from bihuan.loop.uploads import papers_in
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import errors_of, told_by

EMPTY_ROWS = 5


def _visible(request: UserRequest, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related("host", "series")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _record(request: UserRequest, row: Meeting) -> Record:
    posted = request.POST if request.method == "POST" else None
    seats = list(row.seats.select_related("organisation"))
    decisions = list(row.decisions.select_related("task__owner"))
    shown: list[tuple[str, object]] = [
        ("召集单位", row.host.name), ("会议制度", row.series.name if row.series else ""),
        ("计划日期", date_text(row.planned_on)), ("地点", row.place), ("议题", row.agenda),
    ]  # fmt: skip
    if row.held_on:
        came = sum(one.attendance in (Attendance.PRESENT, Attendance.DEPUTY) for one in seats)
        shown += [
            ("召开日期", date_text(row.held_on)), ("到会", f"{came}/{len(seats)} 个单位"),
            ("会议情况", row.summary),
        ]  # fmt: skip
    sections = [("参会单位", "cooperation/_seats.html")]
    if decisions:
        sections.append(("议定事项", "cooperation/_decisions.html"))
    return Record(
        noun="meetings", row=row, list_label="联席会议", list_url="/cooperation/meetings/",
        kind=row.get_category_display(), facts=shown,
        sides=dict.fromkeys(MEETING.by_name, row.host),
        forms={
            "hold": HoldForm(
                posted, initial={"held_on": localdate(), "place": row.place}, auto_id="hold_%s"
            ),
            "move": MoveForm(posted, auto_id="move_%s"),
        },
        with_files=frozenset({"hold"}), sections=sections,
        rows_of={"hold": "cooperation/_hold_rows.html"},
        more={
            "seats": seats, "decisions": decisions,
            "attendances": [one for one in Attendance if one != Attendance.INVITED],
            "typed": _typed(request), "empty_rows": range(EMPTY_ROWS),
        },
    )  # fmt: skip


def _typed(request: UserRequest) -> list[tuple[str, str, str, str]]:
    """Return the rows of decisions as they were typed, filled up with empty ones."""
    names = ("decision_text", "decision_owner", "decision_due", "decision_acceptance")
    rows = list(zip(*(request.POST.getlist(name) for name in names), strict=False))
    return [*rows, *[("", "", "", "")] * max(0, EMPTY_ROWS - len(rows))]


@needs(Capability.COOPERATION_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a meeting: who is asked, who came, what was decided and what became of it."""
    return page(request, _record(request, _visible(request, pk)))


@needs(Capability.COOPERATION_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    row = _visible(request, pk)
    if step not in MEETING.by_name:
        raise Http404
    record = _record(request, row)
    form = record.forms.get(step)
    if form is not None and not form.is_valid():
        return page(request, record, errors_of(form))
    data: dict[str, Any] = {**(form.cleaned_data if form is not None else {}), **step_in(request)}
    try:
        if step == "hold":
            bodies = [one.organisation for one in record.more["seats"]]
            services.hold_meeting(
                meeting_id=pk, seats=seats_in(request.POST, bodies),
                decisions=decisions_in(request.POST, bodies), evidence=papers_in(request, area=row.area),
                **data,
            )  # fmt: skip
        else:
            act = services.move_meeting if step == "move" else services.cancel_meeting
            act(meeting_id=pk, note=request.POST.get("note", ""), **data)
    except Refused as refusal:
        told = told_by(refusal)
        return page(request, _record(request, _visible(request, pk)), told)
    return redirect("cooperation:meeting", pk)


@needs(Capability.COOPERATION_HANDLE)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Call a meeting."""
    form = MeetingForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.call_meeting(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            for line in told_by(refusal):
                form.add_error(None, line)
        else:
            return redirect(made)
    return _form(request, form, "召集会议", "召集")


@needs(Capability.COOPERATION_HANDLE)
@require_http_methods(["GET", "POST"])
def new_series(request: UserRequest) -> HttpResponse:
    """Set up a meeting that recurs."""
    form = SeriesForm(request.POST or None, user=request.user, initial={"since": localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_series(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            for line in told_by(refusal):
                form.add_error(None, line)
        else:
            return redirect(made)
    return _form(request, form, "建立会议制度", "建立")


def _form(request: UserRequest, form: Any, heading: str, button: str) -> HttpResponse:
    context = {
        "form": form, "heading": heading, "button": button, "list_label": "联席会议",
        "list_url": "/cooperation/meetings/",
    }  # fmt: skip
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)
