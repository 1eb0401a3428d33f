"""Joint actions: opening one, its page with tasks and shared file, ending it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.cooperation.forms import ActionForm, EndForm, shares_in
from bihuan.cooperation.models import JointAction
from bihuan.cooperation.queries import body_of, partners_of
from bihuan.cooperation.services import actions as services
from bihuan.cooperation.states import ACTION
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


def _visible(request: UserRequest, pk: int) -> JointAction:
    rows = JointAction.objects.visible_to(request.user).select_related("lead", "campaign")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _record(request: UserRequest, row: JointAction) -> Record:
    posted = request.POST if request.method == "POST" else None
    members = [one.organisation for one in row.members.select_related("organisation")]
    shown: list[tuple[str, object]] = [
        ("牵头单位", row.lead.name), ("参与单位", "、".join(one.name for one in members)),
        ("时间", f"{date_text(row.starts_on)}—{date_text(row.ends_on)}"), ("内容", row.purpose),
        ("所属专项行动", row.campaign.title if row.campaign else ""),
    ]  # fmt: skip
    if row.outcome:
        shown += [
            ("检查企业", f"{row.checked_count} 家"), ("发现隐患", f"{row.found_count} 起"),
            ("立案", f"{row.case_count} 件"), ("行动成果", row.outcome),
        ]  # fmt: skip
    own = body_of(request.user)
    takes_part = own is not None and own.pk in {row.lead_id, *(one.pk for one in members)}
    tasks = list(row.tasks.select_related("owner"))
    still = sum(not one.is_final for one in tasks)
    sides = dict.fromkeys(ACTION.by_name, row.lead)
    if takes_part and own is not None:
        sides["file"] = own
    return Record(
        noun="actions", row=row, list_label="联合行动", list_url="/cooperation/actions/",
        kind=row.get_category_display(), facts=shown, sides=sides,
        forms={"end": EndForm(posted, auto_id="end_%s")},
        sections=[("各单位任务", "cooperation/_tasks.html")],
        hidden=frozenset({"end"} if still else ()),
        more={
            "tasks": tasks,
            "waiting": f"还有 {still} 项任务没有验收，都验收后可以办结。" if still else "",
        },
    )  # fmt: skip


@needs(Capability.COOPERATION_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show an action: who does what, the shared file, what came of it."""
    return page(request, _record(request, _visible(request, pk)))


@needs(Capability.COOPERATION_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    row = _visible(request, pk)
    if step not in ACTION.by_name:
        raise Http404
    record = _record(request, row)
    form = record.forms.get(step)
    if form is not None and not form.is_valid():
        return page(request, record, errors_of(form))
    note = request.POST.get("note", "")
    try:
        common = step_in(request)
        if step == "file":
            services.file_paper(
                action_id=pk, evidence=papers_in(request, area=row.area), note=note, **common
            )
        elif form is not None:
            services.end_action(
                action_id=pk, outcome=services.Outcome(**form.cleaned_data), **common
            )
        else:
            services.cancel_action(action_id=pk, note=note, **common)
    except Refused as refusal:
        told = told_by(refusal)
        return page(request, _record(request, _visible(request, pk)), told)
    return redirect("cooperation:action", pk)


@needs(Capability.COOPERATION_HANDLE)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Open a joint action."""
    initial = {"starts_on": localdate(), "campaign": request.GET.get("campaign")}
    form = ActionForm(request.POST or None, user=request.user, initial=initial)
    bodies = list(partners_of(request.user))
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        campaign = data.pop("campaign")
        try:
            made = services.open_action(
                shares=shares_in(request.POST, bodies), campaign_id=campaign and campaign.pk,
                by=request.user, at=now(), **data,
            )  # fmt: skip
        except Refused as refusal:
            for line in told_by(refusal):
                form.add_error(None, line)
        else:
            return redirect(made)
    context = {
        "form": form, "heading": "发起联合行动", "button": "发起", "list_label": "联合行动",
        "list_url": "/cooperation/actions/", "rows": "cooperation/_share_rows.html",
        "bodies": bodies, "typed": _typed(request),
    }  # fmt: skip
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)


def _typed(request: UserRequest) -> list[tuple[str, str, str]]:
    """Return the rows of bodies as they were typed, filled up with empty ones."""
    names = ("share_body", "share_task", "share_acceptance")
    rows = list(zip(*(request.POST.getlist(name) for name in names), strict=False))
    return [*rows, *[("", "", "")] * max(0, EMPTY_ROWS - len(rows))]
