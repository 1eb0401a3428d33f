"""One case between bodies: facts, steps of the side whose turn it is, papers, timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.cooperation.models import CooperationTask, JointAction, Meeting, Referral
from bihuan.cooperation.queries import body_of
from bihuan.cooperation.tones import tone_of
from bihuan.kernel.errors import NotFound
from bihuan.kernel.machines import Step
from bihuan.loop.models import Case, Evidence
from bihuan.loop.queries import barred_steps
from bihuan.loop.services.evidence import GONE
from bihuan.loop.timelines import TimelineRow, timeline_rows
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

NOUNS: dict[str, type[Case]] = {
    "referrals": Referral,
    "tasks": CooperationTask,
    "meetings": Meeting,
    "actions": JointAction,
}


@dataclass(slots=True)
class Record:
    """What ``cooperation/record.html`` shows of a case; ``sections`` are (heading, template)."""

    noun: str
    row: Any
    list_label: str
    list_url: str
    kind: str
    facts: list[tuple[str, object]]
    sides: dict[str, Organisation]
    forms: dict[str, forms.Form]
    with_files: frozenset[str] = frozenset()
    sections: list[tuple[str, str]] = field(default_factory=list)
    hidden: frozenset[str] = frozenset()
    rows_of: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def page(request: UserRequest, record: Record, problems: Sequence[str] = ()) -> HttpResponse:
    """Render a record; steps are offered to people of the body whose step it is."""
    row, user = record.row, request.user
    barred = barred_steps(row, user)
    mine = [one for one in _offered(record, user) if one.name not in barred]
    context = {
        "record": record,
        "row": row,
        "tone": tone_of(row, on=localdate()),
        "steps": [
            (one, record.forms.get(one.name), one.name in record.with_files or bool(one.needs),
             record.rows_of.get(one.name))
            for one in mine
        ],
        "barred": [one.label for one in _offered(record, user) if one.name in barred],
        "timeline": timeline(record, user),
        "key": uuid4(),
        "problems": problems,
        "today": localdate(),
        **record.more,
    }  # fmt: skip
    return render(request, "cooperation/record.html", context, status=422 if problems else 200)


def _offered(record: Record, user: User) -> list[Step]:
    body = body_of(user)
    if body is None or not user.can(Capability.COOPERATION_HANDLE):
        return []
    return [
        one for one in record.row.machine.steps_from(record.row.state)
        if one.name not in record.hidden and record.sides[one.name].pk == body.pk
    ]  # fmt: skip


def timeline(record: Record, user: User) -> list[TimelineRow]:
    """Return the trail; papers are handed out by this package, since both sides may read them."""
    row = record.row
    hidden = {row.machine.step(name).label for name in record.hidden}
    scope = user.scope
    may_prove = scope is not None and row.area in scope.area
    return [
        replace(
            one, evidence=[_paper_link(record, link) for link in one.evidence],
            proof_url=one.proof_url if may_prove else "",
        )
        for one in timeline_rows(row, viewer=user)
        if not (one.pending and one.step in hidden)
    ]  # fmt: skip


def _paper_link(record: Record, link: tuple[str, str, str]) -> tuple[str, str, str]:
    public_id = link[0].rstrip("/").rpartition("/")[2]
    url = reverse("cooperation:paper", args=[record.noun, record.row.pk, public_id])
    return url, "", link[2]


@needs(Capability.COOPERATION_VIEW)
def paper(request: UserRequest, noun: str, pk: int, public_id: UUID) -> FileResponse:
    """Hand out a paper of a case to whoever may see the case."""
    model = NOUNS.get(noun)
    if model is None:
        raise Http404
    manager: Any = model._default_manager
    row: Case | None = manager.visible_to(request.user).filter(pk=pk).first()
    found = Evidence.objects.filter(public_id=public_id)
    item = found.filter(case_kind=row.kind, case_id=row.pk).first() if row else None
    if item is None:
        raise Http404
    try:
        response = FileResponse(
            item.file.open("rb"), as_attachment=not item.is_image, filename=item.name,
            content_type=item.content_type,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise NotFound(GONE) from error
    response["X-Content-Type-Options"] = "nosniff"
    return response
