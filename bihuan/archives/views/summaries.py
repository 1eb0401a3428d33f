"""Pages of summaries."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.archives.drafting import cases_of, example_of, gather
from bihuan.archives.forms import CaseForm, SummaryForm
from bihuan.archives.models import Summary
from bihuan.archives.pages import drafted, frozen
from bihuan.archives.services import summaries as service
from bihuan.archives.states import SummaryState
from bihuan.archives.tones import SUMMARY_TONES
from bihuan.archives.views.finding import summary_for
from bihuan.campaigns.queries import campaign_or_404
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import counted
from bihuan.kernel.errors import BadInput, Refused, StaleVersion
from bihuan.loop.queries import barred_steps
from bihuan.loop.timelines import timeline_rows
from bihuan.oversight.figures import corrections_of
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest

MOST_OFFERED = 60


@needs(Capability.BULLETIN_DRAFT)
@require_POST
def draft(request: UserRequest, pk: int) -> HttpResponse:
    """Open the draft of a campaign's summary."""
    campaign_or_404(request.user, pk)
    return redirect(service.draft_summary(campaign_id=pk, by=request.user, at=now()))


def _is_own(request: UserRequest, summary: Summary) -> bool:
    post = request.user.post
    return post is not None and post.organisation_id == summary.organisation_id


def _may_edit(request: UserRequest, summary: Summary) -> bool:
    return (
        _is_own(request, summary)
        and summary.state == SummaryState.DRAFT
        and request.user.can(Capability.BULLETIN_DRAFT)
    )


def _page(
    request: UserRequest, summary: Summary, *, form: SummaryForm | None = None, problem: str = ""
) -> HttpResponse:
    issued = summary.state == SummaryState.ISSUED
    cases = cases_of(summary)
    if issued:
        document, told = frozen(summary), [example_of(one, on=summary.as_of) for one in cases]
    else:
        gathered = gather(summary)
        document, told = drafted(gathered), list(gathered.content.examples)
    is_own, may_edit = _is_own(request, summary), _may_edit(request, summary)
    steps = [
        step
        for step in summary.machine.steps_from(summary.state)
        if is_own and request.user.can(step.capability)
    ]
    barred = barred_steps(summary, request.user)
    context = {
        "summary": summary,
        "document": document,
        "tone": SUMMARY_TONES[SummaryState(summary.state)],
        "form": form or (SummaryForm.of(summary) if may_edit else None),
        "cases": list(zip(cases, told, strict=True)),
        "may_edit": may_edit,
        "steps": [step for step in steps if step.name not in barred],
        "barred": [step.label for step in steps if step.name in barred],
        "key": uuid4(),
        "problem": problem,
        "timeline": timeline_rows(summary, viewer=request.user),
        "corrections": corrections_of(list(summary.figures.all())) if issued else [],
        "today": localdate(),
    }
    status = 422 if problem or (form is not None and form.errors) else 200
    return render(request, "archives/summary.html", context, status=status)


@needs(Capability.BULLETIN_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the summary as it is, or will be, printed."""
    return _page(request, summary_for(request, pk))


@needs(Capability.BULLETIN_DRAFT)
@require_POST
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Save the words of a draft."""
    summary = summary_for(request, pk)
    form = SummaryForm(request.POST, summary=summary)
    if not form.is_valid():
        return _page(request, summary, form=form)
    given = form.cleaned_data
    try:
        service.edit_summary(
            summary_id=pk, words=form.words(), as_of=given["as_of"], verdicts=form.verdicts(),
            version=given["version"], by=request.user, at=now(),
        )  # fmt: skip
    except StaleVersion as refusal:
        summary.refresh_from_db()
        typed = SummaryForm({**request.POST.dict(), "version": summary.version}, summary=summary)
        return _page(request, summary, form=typed, problem=refusal.message)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(request, summary, form=form, problem=refusal.message)
    return redirect("archives:summary", pk)


@needs(Capability.BULLETIN_DRAFT)
@require_http_methods(["GET", "POST"])
def cases(request: UserRequest, pk: int) -> HttpResponse:
    """Choose a typical case among the campaign's hazards, or its enterprises."""
    summary = summary_for(request, pk)
    form = CaseForm(request.POST or None, initial={"chosen": ""})
    problem = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            service.choose_case(
                summary_id=pk, kind=given["kind"], anonymous=given["anonymous"],
                comment=given["comment"], by=request.user, **form.ids(),
            )  # fmt: skip
            return redirect("archives:summary", pk)
        except BadInput as refusal:
            problem = refusal.message
    query, of = request.GET.get("q", "").strip(), request.GET.get("of", "hazard")
    context = {
        "summary": summary,
        "form": form,
        "problem": problem,
        "offers": _enterprises(summary, query) if of == "enterprise" else _hazards(request, summary, query),
        "of": of,
        "q": query,
        "most": MOST_OFFERED,
    }  # fmt: skip
    status = 422 if problem or form.errors else 200
    return render(request, "archives/cases.html", context, status=status)


def _hazards(request: UserRequest, summary: Summary, query: str) -> list[tuple[str, str, str]]:
    """Offer hazards as (choice, enterprise, what): major ones first, then the latest."""
    rows = counted(Hazard.objects.visible_to(request.user)).filter(campaign_ref=summary.campaign_id)
    for word in query.split()[:4]:
        rows = rows.filter(summary__icontains=word) | rows.filter(enterprise__name__icontains=word)
    ordered = rows.select_related("enterprise").order_by("-level", "-found_on", "-pk")
    return [
        (
            f"hazard-{one.pk}",
            one.enterprise.name,
            f"{one.summary}（{one.get_level_display() or '未定级'}，{one.state_label}）",
        )
        for one in ordered[:MOST_OFFERED]
    ]


def _enterprises(summary: Summary, query: str) -> list[tuple[str, str, str]]:
    rows = summary.campaign.participations.select_related("enterprise")
    if query:
        rows = rows.filter(enterprise__name__icontains=query)
    return [
        (f"enterprise-{one.enterprise_id}", one.enterprise.name, one.enterprise.address)
        for one in rows.order_by("enterprise__name")[:MOST_OFFERED]
    ]


@needs(Capability.BULLETIN_DRAFT)
@require_POST
def drop(request: UserRequest, pk: int, case_id: int) -> HttpResponse:
    """Take a case out again."""
    summary_for(request, pk)
    service.drop_case(summary_id=pk, case_id=case_id, by=request.user)
    return redirect("archives:summary", pk)


_STEPS: dict[str, Callable[..., Summary]] = {
    "submit": service.submit_summary,
    "issue": service.issue_summary,
    "return": service.return_summary,
    "discard": service.discard_summary,
}
_WITH_REASON = frozenset({"return", "discard"})


@needs(Capability.BULLETIN_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal is shown on the page."""
    summary = summary_for(request, pk)
    if step not in _STEPS:
        raise Http404
    arguments = {"summary_id": pk, **step_in(request)}
    if step in _WITH_REASON:
        arguments["note"] = request.POST.get("note", "")
    try:
        _STEPS[step](**arguments)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        summary.refresh_from_db()
        return _page(request, summary, problem=refusal.message)
    return redirect("archives:summary", pk)
