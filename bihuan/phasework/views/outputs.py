"""The register of what phases bring, and one output with its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import UNLAUNCHED
from bihuan.hazards.filters import late_filter
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import BadInput, Problem, Refused
from bihuan.loop.queries import barred_steps
from bihuan.loop.timelines import timeline_rows
from bihuan.loop.uploads import papers_in
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.phasework.forms import OutputForm
from bihuan.phasework.models import PhaseOutput
from bihuan.phasework.services import outputs as services
from bihuan.phasework.states import PHASE_OUTPUT, Depth, OutputKind, OutputState, ResultType
from bihuan.web.access import needs
from bihuan.web.lists import ChoiceFilter, Column, DateRangeFilter, Empty, ListPage, TextFilter
from bihuan.web.posted import key_in, step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import tell
from bihuan.web.tones import Tone

TONES = {
    OutputState.PLANNED: Tone.DOING,
    OutputState.RECORDED: Tone.SOON,
    OutputState.ACCEPTED: Tone.DONE,
    OutputState.DROPPED: Tone.UNTRACKED,
}
STEPS: Mapping[str, Callable[..., object]] = {
    "accept": services.accept_output,
    "return": services.return_output,
    "drop": services.drop_output,
}


class OutputList(ListPage):
    """What phases of campaigns in the user's area are to bring and have brought."""

    title = "阶段成果"
    need = Capability.DELIVERABLE_VIEW
    columns = (
        Column("title", "名称", link=True, width=34),
        Column("kind", "类别", value=lambda row: row.get_kind_display()),
        Column("result_type", "成果类型", value=lambda row: row.get_result_type_display()),
        Column("depth", "标本", value=lambda row: row.get_depth_display()),
        Column("campaign.title", "行动", width=26),
        Column("organisation.name", "责任单位"),
        Column(
            "state", "状态", kind="state",
            value=lambda row: (TONES[OutputState(row.state)], row.state_label),
        ),
        Column(
            "asked_by", "要求日期", kind="deadline", sort="asked_by",
            value=lambda row: (row.asked_by, not row.is_final),
        ),
        Column("held_on", "形成日期", kind="day", sort="held_on"),
    )  # fmt: skip
    filters = (
        TextFilter("q", "名称", fields=("title", "campaign__title")),
        ChoiceFilter("kind", "类别", OutputKind.choices),
        ChoiceFilter("result_type", "成果类型", ResultType.choices),
        ChoiceFilter("depth", "标本", Depth.choices),
        ChoiceFilter("state", "状态", OutputState.choices),
        DateRangeFilter("due", "要求日期", field="asked_by"),
        late_filter(PHASE_OUTPUT.end),
    )
    default_sort = "asked_by"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty(
            "没有阶段成果", "在行动的“阶段推进”页列入会议记录、实施计划、验收记录和制度成果。"
        )

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the outputs in scope."""
        rows = PhaseOutput.objects.visible_to(request.user)
        return rows.select_related("campaign", "organisation", "phase")


@needs(Capability.DELIVERABLE_ACCEPT)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest, pk: int) -> HttpResponse:
    """Write down what a body is to bring."""
    campaign = campaign_or_404(request.user, pk, without=UNLAUNCHED)
    posted = request.method == "POST"
    initial = {"phase": request.GET.get("phase", "")}
    form = OutputForm(
        request.POST if posted else None, campaign=campaign, user=request.user, initial=initial
    )
    if posted and form.is_valid():
        try:
            made = services.plan_output(
                campaign_id=pk, given=form.given(), by=request.user, at=now(), key=key_in(request)
            )
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect(made)
    context = {"campaign": campaign, "form": form, "key": request.POST.get("key") or uuid4()}
    return render(request, "phasework/new_output.html", context, status=422 if form.errors else 200)


def _output(user: User, pk: int) -> PhaseOutput:
    rows = PhaseOutput.objects.visible_to(user)
    found = rows.select_related("campaign", "organisation", "phase").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.DELIVERABLE_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the output with its document and the steps."""
    return _page(request, _output(request.user, pk))


def _page(
    request: UserRequest, row: PhaseOutput, *, problem: str = "", note: str = ""
) -> HttpResponse:
    steps = [
        step for step in row.machine.steps_from(row.state) if request.user.can(step.capability)
    ]  # fmt: skip
    barred = barred_steps(row, request.user)
    context = {
        "row": row,
        "campaign": row.campaign,
        "tone": TONES[OutputState(row.state)],
        "facts": [
            ("类别", row.get_kind_display()),
            *([("成果类型", row.get_result_type_display()), ("标本", row.get_depth_display())]
              if row.kind == OutputKind.RESULT else []),
            ("阶段", row.phase.name if row.phase else "不分阶段"),
            ("责任单位", row.organisation.name),
            ("要求日期", date_text(row.asked_by) if row.asked_by else ""),
            ("形成日期", date_text(row.held_on) if row.held_on else ""),
            ("文号", row.document_number),
            ("内容", row.detail),
        ],
        "steps": [step for step in steps if step.name not in barred],
        "barred": [step.label for step in steps if step.name in barred],
        "timeline": timeline_rows(row, viewer=request.user),
        "problem": problem,
        "note": note,
        "key": uuid4(),
        "today": localdate(),
    }  # fmt: skip
    return render(request, "phasework/output.html", context, status=422 if problem else 200)


@needs(Capability.DELIVERABLE_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    row = _output(request.user, pk)
    note = request.POST.get("note", "")
    common = {"output_id": pk, "note": note, **step_in(request)}
    try:
        if step == "record":
            services.record_output(
                held_on=_day(request.POST.get("held_on", "")), evidence=papers_in(request, area=row.area),
                document_number=request.POST.get("document_number", ""), **common,
            )  # fmt: skip
        elif step in STEPS:
            STEPS[step](**common)
        else:
            raise Http404
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        row.refresh_from_db()
        return _page(request, row, problem=refusal.message, note=note)
    return redirect("phasework:output", pk)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            [Problem("形成日期", "没有填写", "，请按 2026-06-30 的格式填写。")]
        ) from None
