"""The ledger of hazards, one hazard's page, its steps, and registering one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.enterprises.models import Enterprise
from bihuan.hazards import forms, queries, services
from bihuan.hazards.filters import area_filter, late_filter
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HAZARD, HazardLevel, HazardSource, HazardState
from bihuan.hazards.steps import STEPS, PageStep
from bihuan.kernel.chinese import day_text
from bihuan.kernel.errors import BadInput, NotFound, Refused, StepRefused
from bihuan.loop.models import TrailRow
from bihuan.loop.queries import uploaded
from bihuan.loop.states import EvidenceKind
from bihuan.loop.timelines import timeline_rows
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import (
    Action,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    ListPage,
    TextFilter,
)
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone, deadline_tone

ENTERPRISES_SHOWN = 20


def tone_of(hazard: Hazard) -> tuple[Tone, str]:
    """Return how the hazard stands, as a colour and its word."""
    if hazard.state == HazardState.CLOSED:
        return Tone.DONE, hazard.state_label
    if hazard.state == HazardState.WITHDRAWN or hazard.due_on is None:
        return Tone.UNTRACKED, hazard.state_label
    tone = deadline_tone(hazard.due_on, today=localdate())
    word = f"{hazard.state_label}（逾期）" if tone is Tone.OVERDUE else hazard.state_label
    return tone, word


class HazardList(ListPage):
    """隐患台账 within the person's scope."""

    title = "隐患"
    unit = "起"
    need = Capability.HAZARD_VIEW
    breadcrumbs = (("双重预防", ""),)
    columns = (
        Column("summary", "隐患描述", link=True, width=40),
        Column("enterprise.name", "企业", width=24),
        Column("level", "级别", value=lambda one: one.get_level_display() or "待定级", sort="level"),
        Column("state", "状态", kind="state", value=tone_of),
        Column(
            "due_on", "期限", kind="deadline", sort="due_on",
            value=lambda one: (one.due_on, not one.is_final),
        ),
        Column("found_on", "发现日期", kind="day", sort="found_on"),
        Column("owner", "整改责任人", on_phone=False),
        Column("source", "来源", value=lambda one: one.get_source_display(), on_phone=False),
        Column("place", "部位", optional=True),
        Column("measures", "整改措施", optional=True, width=40),
        Column("funds", "整改资金（元）", kind="number", optional=True),
        Column("first_due_on", "首次整改期限", kind="day", optional=True),
        Column("rectified_on", "整改完成", kind="day", optional=True),
        Column("closed_on", "销号日期", kind="day", optional=True),
    )  # fmt: skip
    filters = (
        TextFilter("q", "描述或企业", fields=("summary", "enterprise__name")),
        ChoiceFilter("state", "状态", HazardState.choices),
        ChoiceFilter("level", "级别", HazardLevel.choices),
        ChoiceFilter("source", "来源", HazardSource.choices),
        area_filter(),
        DateRangeFilter("found", "发现日期", field="found_on"),
        late_filter(HAZARD.end),
    )
    default_sort: ClassVar[str] = "due_on"

    def queryset(self, request: UserRequest) -> QuerySet[Hazard]:
        """Return the hazards the person may see."""
        return Hazard.objects.visible_to(request.user).select_related("enterprise")

    def actions(self, request: UserRequest) -> list[Action]:
        """Registering, for who may."""
        if not request.user.can(Capability.HAZARD_REPORT):
            return []
        return [Action("登记隐患", reverse("hazards:new"), is_primary=True)]

    def empty(self, request: UserRequest) -> Empty:
        """Say where hazards come from."""
        may = request.user.can(Capability.HAZARD_REPORT)
        return Empty(
            "还没有隐患", "企业自查或检查发现的问题会出现在这里。",
            url=reverse("hazards:new") if may else "", action="登记隐患" if may else "",
        )  # fmt: skip

    def heading(self, request: UserRequest) -> str:
        """It is a ledger."""
        del request
        return "隐患台账"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The step whose form stands on the page, with what was refused about it.

    ``is_open`` is false when the step cannot be taken any more; what was typed still shows.
    """

    name: str
    label: str
    step: PageStep
    form: forms.StepForm
    kept: list[dict[str, object]]
    refusal: Refused | None = None
    is_open: bool = True

    @property
    def problems(self) -> tuple[object, ...]:
        """What was wrong, one by one, when that is known."""
        return self.refusal.problems if isinstance(self.refusal, BadInput) else ()

    @property
    def is_stale(self) -> bool:
        """Whether the case moved since the page was opened."""
        return isinstance(self.refusal, StepRefused)


@needs(Capability.HAZARD_VIEW)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a hazard; ``?do=`` opens the form of one step."""
    hazard = _hazard(request, pk)
    return _page(request, hazard, chosen=_offered(request, hazard, request.GET.get("do", "")))


@needs(Capability.HAZARD_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Take a step, or show the page again with what was typed and why it was refused."""
    hazard = _hazard(request, pk)
    step = STEPS.get(name)
    if step is None:
        raise Http404
    form = step.form(request.POST, hazard=hazard)
    proof = uploaded(request.POST.getlist("evidence"), by=request.user)
    refusal: Refused | None = None
    if form.is_valid():
        try:
            step.take(hazard, form, evidence=proof, by=request.user, at=now())
        except NotFound:
            raise
        except Refused as error:
            refusal = error
        else:
            return redirect(f"{hazard.get_absolute_url()}?done={name}")
    hazard = _hazard(request, pk)
    kept: list[dict[str, object]] = [{"evidence": one} for one in proof if one.case_id is None]
    form = _again(step, form, hazard)
    is_open = any(
        offer.step.name == name and offer.allowed
        for offer in queries.offers(hazard, request.user, on=localdate())
    )
    chosen = Chosen(name, HAZARD.step(name).label, step, form, kept, refusal, is_open)
    return _page(request, hazard, chosen=chosen, status=refusal.status if refusal else 422)


@needs(Capability.HAZARD_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Register a hazard: for one's own enterprise, or for one that is looked up first."""
    enterprise = _enterprise(request)
    if enterprise is None:
        return _choose_enterprise(request)
    by_enterprise = _is_enterprise(request)
    start = {"found_on": localdate(), "source": HazardSource.PATROL, "key": uuid4()}
    form = forms.ReportForm(request.POST or None, by_enterprise=by_enterprise, initial=start)
    proof = uploaded(request.POST.getlist("evidence"), by=request.user)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        source = HazardSource(given.pop("source", HazardSource.REPORTED))
        try:
            hazard = services.report_hazard(
                enterprise=enterprise, source=source, evidence=proof, by=request.user, at=now(),
                **given,
            )  # fmt: skip
        except NotFound:
            raise
        except Refused as error:
            refusal = error
        else:
            return redirect(f"{hazard.get_absolute_url()}?done=open")
    context = {
        "enterprise": enterprise, "form": form, "refusal": refusal,
        "kept": [{"evidence": one} for one in proof if one.case_id is None],
        "photo": EvidenceKind.PHOTO_FOUND,
    }  # fmt: skip
    return render(request, "hazards/new.html", context, status=_status(form, refusal))


def _status(form: forms.ReportForm, refusal: Refused | None) -> int:
    if refusal is not None:
        return refusal.status
    return 422 if form.is_bound and not form.is_valid() else 200


def _hazard(request: UserRequest, pk: int) -> Hazard:
    rows = Hazard.objects.visible_to(request.user)
    hazard = rows.select_related("enterprise__supervisor", "created_by").filter(pk=pk).first()
    if hazard is None:
        raise NotFound
    return hazard


def _offered(request: UserRequest, hazard: Hazard, name: str) -> Chosen | None:
    """Return the form asked for, else the first that the hazard waits for.

    None when the person only looks, or may do something that nobody waits for (changing the
    level, extending): that form opens when it is asked for.
    """
    allowed = [
        one.step
        for one in queries.offers(hazard, request.user, on=localdate())
        if one.allowed
    ]  # fmt: skip
    waits_for = todo.capability if not hazard.is_final and (todo := hazard.todo()) else ""
    due = (one for one in allowed if one.capability == waits_for)
    step = next((one for one in allowed if one.name == name), next(due, None))
    if step is None:
        return None
    form = STEPS[step.name].form(hazard=hazard)
    return Chosen(step.name, step.label, STEPS[step.name], form, [])


def _again(step: PageStep, form: forms.StepForm, hazard: Hazard) -> forms.StepForm:
    """Return the form with what was typed, on the case's present version and a key of its own."""
    fresh = {"version": hazard.version, "key": uuid4()}
    data = {**{name: form.data.get(name) for name in form.fields}, **fresh}
    return step.form(data, hazard=hazard)


def _page(
    request: UserRequest, hazard: Hazard, *, chosen: Chosen | None, status: int = 200
) -> HttpResponse:
    tone, word = tone_of(hazard)
    found = queries.offers(hazard, request.user, on=localdate())
    context = {
        "hazard": hazard,
        "tone": tone,
        "word": word,
        "offers": found,
        "chosen": chosen,
        "facts": _facts(hazard),
        "proof": queries.proof_of(hazard),
        "rows": timeline_rows(hazard, viewer=request.user),
        "done": _just_done(request, hazard),
    }
    return render(request, "hazards/detail.html", context, status=status)


def _just_done(request: UserRequest, hazard: Hazard) -> str:
    """Return what the person has just done, when the trail says so too."""
    name = request.GET.get("done", "")
    if not name:
        return ""
    last = TrailRow.objects.filter(case_kind=HAZARD.name, case_id=hazard.pk).order_by("-number")
    row = last.first()
    return row.label if row is not None and row.step == name and row.by == request.user else ""


def _facts(hazard: Hazard) -> list[tuple[str, object]]:
    funds = "" if hazard.funds is None else f"{hazard.funds:,.2f} 元"
    return [
        ("企业", hazard.enterprise.name),
        ("部位", hazard.place),
        ("依据", hazard.basis),
        ("来源", hazard.get_source_display()),
        ("登记人", hazard.created_by.name if hazard.created_by else "系统"),
        ("监管单位", hazard.enterprise.supervisor.name),
        ("整改责任人", hazard.owner),
        ("整改措施", hazard.measures),
        ("整改资金", funds),
        ("整改期间防范措施", hazard.interim_measures),
        ("发现日期", _day(hazard.found_on)),
        ("首次整改期限", _day(hazard.first_due_on)),
        ("整改完成", _day(hazard.rectified_on)),
        ("退回次数", hazard.returned or ""),
        ("销号日期", _day(hazard.closed_on)),
    ]


def _day(on: date | None) -> str:
    return day_text(on, today=localdate()) if on else ""


def _is_enterprise(request: UserRequest) -> bool:
    return request.user.scope is not None and request.user.scope.enterprise_id is not None


def _enterprise(request: UserRequest) -> Enterprise | None:
    """Return whose hazard it is; None when that has to be looked up first."""
    rows = Enterprise.objects.visible_to(request.user)
    if _is_enterprise(request):
        return rows.get()
    wanted = request.GET.get("enterprise", "")
    if not wanted:
        return None
    found = rows.filter(pk=wanted).first() if wanted.isdecimal() else None
    if found is None:
        raise NotFound
    return found


def _choose_enterprise(request: UserRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    rows = Enterprise.objects.visible_to(request.user).order_by("name", "pk")
    found = list(rows.filter(name__icontains=words)[: ENTERPRISES_SHOWN + 1]) if words else []
    context = {
        "words": words, "found": found[:ENTERPRISES_SHOWN], "more": len(found) > ENTERPRISES_SHOWN,
    }  # fmt: skip
    return render(request, "hazards/choose_enterprise.html", context)
