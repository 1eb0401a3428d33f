"""Self-checks: the list, filling one on a phone, finishing it, reading it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.hazards.filters import area_filter, late_filter
from bihuan.hazards.rules import rectification_term
from bihuan.hazards.states import HazardLevel
from bihuan.inspections import queries, rules, services
from bihuan.inspections.forms import AnswerForm, FinishForm
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.queries import Line, sheet
from bihuan.inspections.states import SELF_CHECK, SelfCheckState
from bihuan.kernel.clocks import last_day
from bihuan.kernel.errors import BadInput, NotFound, Problem, Refused
from bihuan.loop.timelines import timeline_rows
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    Filter,
    ListPage,
    TextFilter,
)
from bihuan.web.middleware import is_htmx
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone, deadline_tone

MAX_PHOTO_BYTES = 12 * 1024 * 1024


def tone_of(check: SelfCheck) -> tuple[Tone, str]:
    """Return how the self-check stands, as a colour and its word."""
    if check.state == SelfCheckState.SUBMITTED:
        return Tone.DONE, check.state_label
    if check.state == SelfCheckState.CANCELLED or check.due_on is None:
        return Tone.UNTRACKED, check.state_label
    tone = deadline_tone(check.due_on, today=localdate())
    if tone is Tone.OVERDUE:
        return tone, f"{check.state_label}（逾期）"
    if tone is Tone.DOING and check.started_at is None:
        return Tone.TODO, check.state_label
    return tone, check.state_label


def _signal_names(check: Any) -> str:
    found = rules.signals(
        items=check.answered, failed=check.failed, started_at=check.started_at,
        submitted_at=check.submitted_at,
    )  # fmt: skip
    return "、".join(signal.name for signal in found)


class SelfCheckList(ListPage):
    """企业自查 within the person's scope."""

    title = "企业自查"
    unit = "份"
    need = Capability.SELF_CHECK_VIEW
    breadcrumbs = (("监督检查", ""),)
    columns: ClassVar[Sequence[Column]] = (
        Column("title", "自查", link=True, width=32),
        Column("enterprise.name", "企业", width=24),
        Column("state", "状态", kind="state", value=tone_of),
        Column(
            "due_on", "要求完成", kind="deadline", sort="asked_by",
            value=lambda one: (one.asked_by, not one.is_final),
        ),
        Column("submitted_on", "完成日期", kind="day"),
        Column("answered", "已答", kind="number"),
        Column("failed", "不符合", kind="number"),
        Column("signals", "存疑信号", value=_signal_names),
        Column("assigned_on", "下达日期", kind="day", optional=True),
    )  # fmt: skip
    filters: ClassVar[Sequence[Filter]] = (
        TextFilter("q", "名称或企业", fields=("title", "enterprise__name")),
        ChoiceFilter("state", "状态", SelfCheckState.choices),
        area_filter(),
        DateRangeFilter("assigned", "下达日期", field="assigned_on"),
        late_filter(SELF_CHECK.end),
    )
    default_sort: ClassVar[str] = "asked_by"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """An enterprise sees its own only: neither its name, nor areas, nor signals about it."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and is_enterprise(request):
            hidden = {"enterprise.name", "signals"}
            self.columns = [one for one in self.columns if one.key not in hidden]  # type: ignore[misc]
            self.filters = [one for one in self.filters if one.name != "area"]  # type: ignore[misc]

    def queryset(self, request: UserRequest) -> QuerySet[SelfCheck]:
        """Return the self-checks the person may see, with how many items are answered."""
        rows = SelfCheck.objects.visible_to(request.user).select_related("enterprise")
        return queries.with_counts(rows)

    def empty(self, request: UserRequest) -> Empty:
        """Say where self-checks come from."""
        del request
        return Empty("还没有企业自查", "方案发起行动后，需要企业自查的任务会出现在这里。")


@needs(Capability.SELF_CHECK_VIEW)
@require_safe
def self_check(request: UserRequest, pk: int) -> HttpResponse:
    """Show a self-check: to be filled by the enterprise, or to be read."""
    check = _check(request, pk)
    filled = sheet(check)
    tone, word = tone_of(check)
    context = {"check": check, "sheet": filled, "tone": tone, "word": word}
    if _fills(request, check):
        context["minutes"] = rules.minutes_needed(filled.total - filled.done)
        context["limits"] = _limits()
        return render(request, "inspections/fill.html", context)
    context |= {
        "rows": timeline_rows(check, viewer=request.user),
        "signals": [] if is_enterprise(request) else filled.signals,
        "is_done": request.GET.get("done") == "1" and check.state == SelfCheckState.SUBMITTED,
        "has_major": any(line.level == HazardLevel.MAJOR for line in filled.failed),
    }
    return render(request, "inspections/self_check.html", context)


@needs(Capability.SELF_CHECK_FILL)
@require_POST
def answer(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Save what was typed for one item; answer when it was saved and how far the whole is."""
    check = _check(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise BadInput(
            [Problem(str(form[name].label), str(errors[0])) for name, errors in form.errors.items()]
        )
    services.save_answer(
        self_check_id=pk, given=form.given(item_id), by=request.user, at=now()
    )  # fmt: skip
    if not is_htmx(request):
        return redirect(f"{check.get_absolute_url()}#item-{item_id}")
    filled = sheet(check)
    line = next(line for line in filled.lines if line.item.pk == item_id)
    context = {"sheet": filled, "line": line, "saved_at": now()}
    return render(request, "inspections/_saved.html", context)


@needs(Capability.SELF_CHECK_FILL)
@require_POST
def add_photos(request: UserRequest, pk: int, item_id: int) -> HttpResponse:
    """Keep the photos taken for one item and show them all, with what was wrong with any."""
    _check(request, pk)
    problems = []
    for file in request.FILES.getlist("photo"):
        try:
            _keep(request, pk, item_id, file)
        except BadInput as refusal:
            problems += [str(problem) for problem in refusal.problems]
    return _photos(request, pk, item_id, problems)


@needs(Capability.SELF_CHECK_FILL)
@require_POST
def remove_photo(request: UserRequest, pk: int, item_id: int, photo_id: UUID) -> HttpResponse:
    """Take a photo away and show what is left."""
    services.remove_photo(self_check_id=pk, item_id=item_id, photo_id=photo_id, by=request.user)
    return _photos(request, pk, item_id, [])


@needs(Capability.SELF_CHECK_FILL)
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: UserRequest, pk: int) -> HttpResponse:
    """Show what finishing will do and what is missing; then do it."""
    check = _check(request, pk)
    refusal: Refused | None = None
    if request.method == "POST":
        form = FinishForm(request.POST)
        if form.is_valid():
            try:
                services.submit_self_check(
                    self_check_id=pk, by=request.user, at=now(), **form.cleaned_data
                )
            except NotFound:
                raise
            except Refused as error:
                refusal = error
            else:
                return redirect(f"{check.get_absolute_url()}?done=1")
    check = _check(request, pk)
    if refusal is None and not _fills(request, check):
        return HttpResponseRedirect(check.get_absolute_url())
    filled = sheet(check)
    on = localdate()
    unanswered = [line for line in filled.lines if line.given is None]
    missing = [
        (line, problems)
        for line in filled.lines
        if line.given is not None and (problems := rules.problems_of(line.answered, on=on))
    ]
    context = {
        "check": check, "sheet": filled, "missing": missing,
        "unanswered": unanswered, "refusal": refusal,
        "is_open": _fills(request, check),
        "form": FinishForm(initial={"version": check.version, "key": uuid4()}),
    }  # fmt: skip
    status = refusal.status if refusal else 200
    return render(request, "inspections/finish.html", context, status=status)


def is_enterprise(request: UserRequest) -> bool:
    """Whether the person is of an enterprise."""
    return request.user.scope is not None and request.user.scope.enterprise_id is not None


def _check(request: UserRequest, pk: int) -> SelfCheck:
    rows = SelfCheck.objects.visible_to(request.user)
    found = rows.select_related("enterprise__supervisor", "checklist").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _fills(request: UserRequest, check: SelfCheck) -> bool:
    return check.state == SelfCheckState.ASSIGNED and request.user.can(Capability.SELF_CHECK_FILL)


def _line(check: SelfCheck, item_id: int) -> Line:
    found = next((line for line in sheet(check).lines if line.item.pk == item_id), None)
    if found is None:
        raise NotFound
    return found


def _limits() -> dict[str, object]:
    """Return the day from which a deadline needs a reason, by level."""
    on = localdate()
    return {
        "general": last_day(on, rectification_term(HazardLevel.GENERAL)),
        "major": last_day(on, rectification_term(HazardLevel.MAJOR)),
    }


def _keep(request: UserRequest, pk: int, item_id: int, file: UploadedFile[bytes]) -> None:
    name = file.name or "照片"
    if file.size and file.size > MAX_PHOTO_BYTES:
        raise BadInput([Problem(f"照片“{name[:60]}”", "超过 12 MB", "，请压缩后再传。")])
    services.add_photo(
        self_check_id=pk, item_id=item_id, data=file.read(), name=name, by=request.user, at=now()
    )


def _photos(request: UserRequest, pk: int, item_id: int, problems: list[str]) -> HttpResponse:
    check = _check(request, pk)
    if not is_htmx(request):
        return redirect(f"{check.get_absolute_url()}#item-{item_id}")
    context = {"check": check, "line": _line(check, item_id), "problems": problems}
    return render(request, "inspections/_photos.html", context)
