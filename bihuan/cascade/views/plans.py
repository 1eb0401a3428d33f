"""One lower plan: what is asked, how it is carried, and the steps up and down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from bihuan.campaigns.items import summary
from bihuan.campaigns.states import CampaignState
from bihuan.cascade.forms import MatchForm
from bihuan.cascade.models import SubPlan
from bihuan.cascade.queries import Carried, carried_in
from bihuan.cascade.services import carrying, decomposing, filing
from bihuan.cascade.states import IN_HAND, Carrying, SubPlanState
from bihuan.cascade.tones import CARRYING_TONES, SUB_PLAN_TONES
from bihuan.cascade.views.shared import is_of, sub_plan_or_404
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import BadInput, Refused
from bihuan.loop.queries import barred_steps
from bihuan.loop.timelines import timeline_rows
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.posted import number_in, step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import told_by

DOWNWARDS = frozenset({"recognise", "return", "withdraw"})
"""Steps of the superior's office; the body itself files."""

_STEPS: dict[str, Callable[..., SubPlan]] = {
    "file": filing.file_plan,
    "recognise": filing.recognise_plan,
    "return": filing.return_plan,
    "withdraw": decomposing.withdraw,
}


@needs(Capability.PLAN_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the lower plan."""
    return _page(request, sub_plan_or_404(request.user, pk))


def _page(
    request: UserRequest, row: SubPlan, *, problems: list[str] | None = None, note: str = "",
    form: MatchForm | None = None,
) -> HttpResponse:  # fmt: skip
    is_ours = is_of(request.user, row.organisation_id)
    lines = carried_in(row)
    steps, barred = _steps(request, row)
    may_make = is_ours and request.user.can(Capability.PLAN_CONFIRM)
    context = {
        "row": row,
        "tone": SUB_PLAN_TONES[SubPlanState(row.state)],
        "facts": _facts(row),
        "lines": [(one, CARRYING_TONES[one.how], *_wording(one)) for one in lines],
        "counts": [
            (how, CARRYING_TONES[how], n)
            for how in Carrying
            if (n := sum(one.how is how for one in lines))
        ],
        "match_form": form or (_match_form(row, lines) if may_make else None),
        "may_make": may_make and row.state == SubPlanState.ASSIGNED,
        "may_raise": may_make and row.child is not None and row.child.state == CampaignState.DRAFT,
        "drafts": carrying.own_drafts(row)
        if may_make and row.state == SubPlanState.ASSIGNED
        else [],
        "steps": steps,
        "barred": barred,
        "timeline": timeline_rows(row, viewer=request.user),
        "key": uuid4(),
        "problems": problems or [],
        "note": note,
        "today": localdate(),
    }
    return render(request, "cascade/plan.html", context, status=422 if problems else 200)


def _facts(row: SubPlan) -> list[tuple[str, object]]:
    parent = row.parent
    return [
        ("上级方案", parent.title),
        ("发文字号", parent.document_number),
        ("上级组织单位", parent.organisation.name),
        ("承接单位", row.organisation.name),
        ("要求日期", date_text(row.asked_by)),
        ("首次报备", date_text(row.first_filed_on) if row.first_filed_on else ""),
        ("本级方案", row.child.title if row.child else "尚未制定"),
        ("方案来源", ("自拟方案" if row.is_own_text else "直接承接") if row.child else ""),
    ]


def _wording(one: Carried) -> tuple[str, str]:
    """Return what is asked and what the lower plan has, each in a line."""
    own = summary(one.item.kind, one.item.data) if one.item else ""
    return summary(one.inherited.kind, one.inherited.data), own


def _match_form(row: SubPlan, lines: list[Carried], posted: Any = None) -> MatchForm | None:
    is_open = row.child is not None and row.child.state == CampaignState.DRAFT
    asked = [one.inherited for one in lines if one.how is Carrying.OPEN]
    if not (is_open and asked and row.state in (*IN_HAND, SubPlanState.FILED)):
        return None
    return MatchForm(
        posted, asked=asked, own=carrying.own_items(row), suggested=carrying.suggestions(row)
    )


def _steps(request: UserRequest, row: SubPlan) -> tuple[list[Any], list[str]]:
    """Return the steps this person may take, and the names of those only somebody else may."""
    barred = barred_steps(row, request.user)
    allowed = []
    for step in row.machine.steps_from(row.state):
        body = row.parent.organisation_id if step.name in DOWNWARDS else row.organisation_id
        known = step.name in _STEPS
        if known and is_of(request.user, body) and request.user.can(step.capability):
            allowed.append(step)
    mine = [step for step in allowed if step.name not in barred]
    return mine, [step.label for step in allowed if step.name in barred]


@needs(Capability.PLAN_VIEW)
@require_GET
def parent_text(request: UserRequest, pk: int) -> HttpResponse:
    """Show the superior's plan to the body that carries it on."""
    row = sub_plan_or_404(request.user, pk)
    return render(request, "cascade/parent.html", {"row": row, "campaign": row.parent})


@needs(Capability.PLAN_CONFIRM)
@require_POST
def take_over(request: UserRequest, pk: int) -> HttpResponse:
    """Write the body's plan from the superior's and go on to its checking."""
    sub_plan_or_404(request.user, pk)
    child = carrying.take_over(
        sub_plan_id=pk, by=request.user, at=now(), version=number_in(request, "version")
    )
    messages.success(request, "已按上级方案生成本级实施方案，可以从严修正、补充后发起。")
    return redirect("campaigns:confirm", child.pk)


@needs(Capability.PLAN_CONFIRM)
@require_POST
def bring_own(request: UserRequest, pk: int) -> HttpResponse:
    """Name one of the body's drafts as its answer."""
    row = sub_plan_or_404(request.user, pk)
    chosen = request.POST.get("campaign", "")
    known = {str(one.pk) for one in carrying.own_drafts(row)}
    if chosen not in known:
        return _page(request, row, problems=["请选择一份本单位正在核对的方案。"])
    carrying.bring_own(
        sub_plan_id=pk, campaign_id=int(chosen), by=request.user, at=now(),
        version=number_in(request, "version"),
    )  # fmt: skip
    return redirect("cascade:plan", pk)


@needs(Capability.PLAN_CONFIRM)
@require_POST
def match(request: UserRequest, pk: int) -> HttpResponse:
    """Keep which own item answers which of the superior's."""
    row = sub_plan_or_404(request.user, pk)
    form = _match_form(row, carried_in(row), request.POST)
    if form is None:
        return redirect("cascade:plan", pk)
    if not form.is_valid():
        return _page(request, row, problems=["有一项没有选好，请核对。"], form=form)
    try:
        carrying.confirm_matching(sub_plan_id=pk, pairs=form.pairs(), by=request.user, at=now())
    except BadInput as refusal:
        return _page(request, row, problems=[str(one) for one in refusal.problems], form=form)
    return redirect("cascade:plan", pk)


@needs(Capability.PLAN_CONFIRM)
@require_POST
def raise_item(request: UserRequest, pk: int, inherited_id: int) -> HttpResponse:
    """Raise an own item to what the superior asks."""
    row = sub_plan_or_404(request.user, pk)
    if not row.inherited.filter(pk=inherited_id).exists():
        raise Http404
    carrying.raise_item(inherited_id=inherited_id, by=request.user, at=now())
    return redirect("cascade:plan", pk)


@needs(Capability.PLAN_LAUNCH)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    sub_plan_or_404(request.user, pk)
    if step not in _STEPS:
        raise Http404
    note = request.POST.get("note", "")
    try:
        _STEPS[step](sub_plan_id=pk, note=note, **step_in(request))
    except Refused as refusal:
        told = told_by(refusal)
        return _page(request, sub_plan_or_404(request.user, pk), problems=told, note=note)
    return redirect("cascade:plan", pk)
