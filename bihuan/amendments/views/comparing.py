"""The comparison of an amendment: decide each change, then take it to approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from bihuan.amendments.comparison import card_of, comparison
from bihuan.amendments.effects import Effects
from bihuan.amendments.forms import OptionsForm
from bihuan.amendments.models import Amendment, AmendmentChange
from bihuan.amendments.queries import balance
from bihuan.amendments.services import comparing, deciding
from bihuan.amendments.states import AmendmentState, ChangeDecision
from bihuan.amendments.views.amendments import TONES, amendment_of
from bihuan.campaigns.forms import ItemForm
from bihuan.jobs.models import Job
from bihuan.jobs.states import JobState
from bihuan.kernel.errors import Refused
from bihuan.loop.queries import barred_steps
from bihuan.loop.timelines import timeline_rows
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.middleware import is_htmx
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import tell, told_by

STEPS: Mapping[str, Callable[..., object]] = {
    "return": deciding.return_amendment,
    "approve": deciding.approve_amendment,
    "discard": deciding.discard_amendment,
}


def _may_decide(request: UserRequest, amendment: Amendment) -> bool:
    is_open = amendment.state == AmendmentState.COMPARING
    return is_open and request.user.can(Capability.PLAN_CONFIRM)


@needs(Capability.PLAN_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the comparison, the decisions, and what came of them."""
    return _page(request, amendment_of(request.user, pk))


def _page(
    request: UserRequest, amendment: Amendment, *, problems: list[str] | None = None,
    form: OptionsForm | None = None, note: str = "",
) -> HttpResponse:  # fmt: skip
    steps = [
        step for step in amendment.machine.steps_from(amendment.state)
        if request.user.can(step.capability)
    ]  # fmt: skip
    barred = set(barred_steps(amendment, request.user))
    if amendment.created_by_id == request.user.pk:
        barred.add("approve")
    jobs = Job.objects.filter(kind=deciding.JOB, payload__amendment=amendment.pk)
    job = jobs.exclude(state=JobState.DONE).first()
    may_decide = _may_decide(request, amendment)
    context = {
        "amendment": amendment,
        "campaign": amendment.campaign,
        "tone": TONES[AmendmentState(amendment.state)],
        "view": comparison(amendment, on=localdate()),
        "form": form
        or (OptionsForm(amendment=amendment, areas=_areas(amendment)) if may_decide else None),
        "may_decide": may_decide,
        "stale": may_decide and amendment.campaign.revision != amendment.base_revision,
        "steps": [step for step in steps if step.name not in barred],
        "barred": [step.label for step in steps if step.name in barred],
        "balance": balance(amendment.counts_before, amendment.counts_after),
        "timeline": timeline_rows(amendment, viewer=request.user),
        "problems": problems or [],
        "job": job,
        "key": uuid4(),
        "note": note,
        "today": localdate(),
    }
    status = 422 if problems or (form and form.errors) else 200
    return render(request, "amendments/detail.html", context, status=status)


def _areas(amendment: Amendment) -> list[Area]:
    own = amendment.campaign.area
    return [*Area.objects.filter(code=own), *Area.objects.children_of(own)]


@needs(Capability.PLAN_CONFIRM)
@require_POST
def options(request: UserRequest, pk: int) -> HttpResponse:
    """Save what is settled for the amendment as a whole."""
    amendment = amendment_of(request.user, pk)
    form = OptionsForm(request.POST, amendment=amendment, areas=_areas(amendment))
    if not form.is_valid():
        return _page(request, amendment, form=form)
    try:
        deciding.set_options(amendment_id=pk, options=form.options(), by=request.user, at=now())
    except Refused as refusal:
        tell(form, refusal)
        return _page(request, amendment, form=form)
    return redirect(f"{amendment.get_absolute_url()}#overall")


@needs(Capability.PLAN_CONFIRM)
@require_POST
def adopt(request: UserRequest, pk: int) -> HttpResponse:
    """Adopt every change that nothing stands against."""
    deciding.adopt_sure(amendment_id=pk, by=request.user, at=now())
    return redirect("amendments:detail", pk)


@needs(Capability.PLAN_CONFIRM)
@require_POST
def again(request: UserRequest, pk: int) -> HttpResponse:
    """Compare once more with what runs now."""
    comparing.compare_again(amendment_id=pk, by=request.user, at=now())
    return redirect("amendments:detail", pk)


def _change(amendment: Amendment, change_id: int) -> AmendmentChange:
    rows = amendment.changes.select_related("item", "decided_by")
    found = rows.filter(pk=change_id).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.PLAN_CONFIRM)
@require_GET
def edit(request: UserRequest, pk: int, change_id: int) -> HttpResponse:
    """Show one change with its fields open."""
    amendment = amendment_of(request.user, pk)
    change = _change(amendment, change_id)
    form = ItemForm(change.kind, initial=change.data or change.after, prefix=f"c{change.pk}")
    return _card(request, amendment, change, form=form)


@needs(Capability.PLAN_CONFIRM)
@require_POST
def decide(request: UserRequest, pk: int, change_id: int) -> HttpResponse:
    """Decide one change; a refusal comes back beside it with what was typed."""
    amendment = amendment_of(request.user, pk)
    change = _change(amendment, change_id)
    decision = request.POST.get("decision", "")
    form: ItemForm | None = None
    data = None
    if decision == ChangeDecision.EDITED:
        form = ItemForm(change.kind, request.POST, prefix=f"c{change.pk}")
        if not form.is_valid():
            return _card(request, amendment, change, form=form, status=422)
        data = form.cleaned
    try:
        change = deciding.decide_change(
            change_id=change.pk, decision=decision, by=request.user, at=now(), data=data,
            handling=request.POST.get("handling", ""), holder=request.POST.get("holder", ""),
        )  # fmt: skip
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _card(
            request, amendment, change, form=form, notice=refusal.message, status=refusal.status
        )
    if is_htmx(request):
        return _card(request, amendment, _change(amendment, change_id))
    return redirect(f"{amendment.get_absolute_url()}#change-{change_id}")


def _card(
    request: UserRequest, amendment: Amendment, change: AmendmentChange, *,
    form: ItemForm | None = None, notice: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "amendment": amendment,
        "campaign": amendment.campaign,
        "card": card_of(change, Effects(amendment, on=localdate()), amendment),
        "form": form,
        "notice": notice,
        "may_decide": _may_decide(request, amendment),
        "waiting": amendment.changes.filter(decision=ChangeDecision.OPEN).count(),
        "swapped": True,
    }
    template = "amendments/_change.html" if is_htmx(request) else "amendments/change.html"
    return render(request, template, context, status=status)


@needs(Capability.PLAN_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step of the amendment; a refusal comes back on the page."""
    amendment = amendment_of(request.user, pk)
    common = {"amendment_id": pk, **step_in(request)}
    note = request.POST.get("note", "")
    try:
        if step == "submit":
            deciding.submit_amendment(**common)
        elif step in STEPS:
            STEPS[step](note=note, **common)
        else:
            raise Http404
    except Refused as refusal:
        told = told_by(refusal)
        amendment.refresh_from_db()
        return _page(request, amendment, problems=told, note=note)
    return redirect("amendments:detail", pk)
