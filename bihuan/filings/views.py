"""The filings of a campaign, one filing with its steps, and the page for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import CampaignState
from bihuan.filings import services
from bihuan.filings.forms import STEP_FORMS, DraftForm, InspectorForm, items_in
from bihuan.filings.models import Filing
from bihuan.filings.states import FilingState
from bihuan.filings.tones import FILING_TONES
from bihuan.kernel.errors import Refused
from bihuan.loop.queries import barred_steps
from bihuan.loop.timelines import timeline_rows
from bihuan.loop.uploads import papers_in
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import errors_of, told_by

PAST_SHOWN = 200


def _filing(user: User, pk: int) -> Filing:
    rows = Filing.objects.visible_to(user).select_related("campaign", "inspector", "organisation")
    filing = rows.filter(pk=pk).first()
    if filing is None:
        raise Http404
    return filing


@needs(Capability.PLAN_VIEW)
@require_http_methods(["GET", "POST"])
def of_campaign(request: UserRequest, pk: int) -> HttpResponse:
    """List a campaign's filings, and open one for another inspecting body."""
    campaign = campaign_or_404(request.user, pk, without=(CampaignState.DISCARDED,))
    may_edit = request.user.can(Capability.PLAN_CONFIRM)
    form = InspectorForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        inspector: Any = form.cleaned_data["inspector"]
        filing = services.prepare_filing(
            campaign_id=pk, inspector_id=inspector.pk, by=request.user, at=now()
        )
        return redirect("filings:filing", filing.pk)
    filings = campaign.filings.select_related("inspector")
    context = {
        "campaign": campaign,
        "filings": [(one, FILING_TONES[FilingState(one.state)]) for one in filings],
        "form": form,
        "may_edit": may_edit and campaign.state not in services.OVER,
        "today": localdate(),
    }
    return render(
        request, "filings/of_campaign.html", context, status=422 if form.is_bound else 200
    )


@needs(Capability.PLAN_VIEW)
@require_GET
def filing(request: UserRequest, pk: int) -> HttpResponse:
    """Show one filing."""
    return _page(request, _filing(request.user, pk))


def _page(
    request: UserRequest, row: Filing, *, problems: Sequence[str] = (), draft: DraftForm | None = None,
    items: Any = None, posted: str = "",
) -> HttpResponse:  # fmt: skip
    steps = [one for one in row.machine.steps_from(row.state) if request.user.can(one.capability)]
    barred = barred_steps(row, request.user)
    may_edit = row.state == FilingState.DRAFT and request.user.can(Capability.PLAN_CONFIRM)
    context = {
        "row": row,
        "tone": FILING_TONES[FilingState(row.state)],
        "steps": [
            (one, _step_form(request, one.name, posted)) for one in steps if one.name not in barred
        ],
        "barred": [one.label for one in steps if one.name in barred],
        "draft": (draft or DraftForm.of(row)) if may_edit else None,
        "items": row.listed if items is None else items,
        "timeline": timeline_rows(row, viewer=request.user),
        "key": uuid4(),
        "problems": problems,
        "today": localdate(),
    }
    return render(request, "filings/filing.html", context, status=422 if problems else 200)


def _step_form(request: UserRequest, name: str, posted: str) -> Any:
    shape = STEP_FORMS.get(name)
    if shape is None:
        return None
    return shape(request.POST if name == posted else None, auto_id=f"{name}_%s")


@needs(Capability.PLAN_CONFIRM)
@require_POST
def keep(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what was filled in; what is wrong comes back with everything that was typed."""
    row = _filing(request.user, pk)
    form, items = DraftForm(request.POST), items_in(request.POST)
    if not form.is_valid():
        return _page(request, row, problems=errors_of(form), draft=form, items=items)
    try:
        services.keep_draft(filing_id=pk, items=items, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _refused(request, row, refusal, draft=form, items=items)
    return redirect("filings:filing", pk)


def _refused(request: UserRequest, row: Filing, refusal: Refused, **typed: Any) -> HttpResponse:
    told = told_by(refusal)
    row.refresh_from_db()
    return _page(request, row, problems=told, **typed)


_PLAIN: dict[str, Callable[..., Filing]] = {
    "submit": services.submit_filing,
    "publish": services.publish_filing,
}
_WITH_NOTE: dict[str, Callable[..., Filing]] = {
    "return": services.return_filing,
    "withdraw": services.withdraw_filing,
}
_WITH_PAPER: dict[str, Callable[..., Filing]] = {
    "approve": services.approve_filing,
    "file": services.record_filing,
}


@needs(Capability.PLAN_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    row = _filing(request.user, pk)
    common = {"filing_id": pk, **step_in(request)}
    try:
        if step in _PLAIN:
            _PLAIN[step](**common)
        elif step in _WITH_NOTE:
            _WITH_NOTE[step](note=request.POST.get("note", ""), **common)
        elif step in _WITH_PAPER:
            form = STEP_FORMS[step](request.POST)
            if not form.is_valid():
                return _page(request, row, problems=("请把各栏填写完整。",), posted=step)
            _WITH_PAPER[step](
                evidence=papers_in(request, area=row.area), **form.cleaned_data, **common
            )
        else:
            raise Http404
    except Refused as refusal:
        return _refused(request, row, refusal, posted=step)
    return redirect("filings:filing", pk)


@login_not_required
@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """List the published filings for everybody: who inspects what, how often, under which number.

    Every one whose days are not over stands there, for an enterprise may turn away what does not.
    """
    today = localdate()
    found = Filing.objects.published().select_related("campaign", "inspector")
    found = found.order_by("-published_on", "-id")
    past = found.filter(ends_on__lt=today)[:PAST_SHOWN]
    context = {"rows": [*found.filter(ends_on__gte=today), *past]}
    return render(request, "filings/published.html", context)
