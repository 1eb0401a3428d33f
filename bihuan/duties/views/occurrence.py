"""One occurrence: its facts, its records, and the steps that may be taken."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from bihuan.duties import services
from bihuan.duties.forms import ExcuseForm, RecordForm
from bihuan.duties.models import Duty
from bihuan.duties.queries import tone_of, with_holders
from bihuan.enterprises.models import Enterprise
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import BadInput, NotFound
from bihuan.loop.queries import uploaded
from bihuan.loop.timelines import timeline_rows
from bihuan.loop.uploads import kept_again
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

SUGGESTIONS = 12
FIELDS = {"履职日期": "done_on", "情况": "summary"}


@needs(Capability.DUTY_VIEW)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the occurrence."""
    return _page(request, _visible(request, pk))


@needs(Capability.DUTY_PERFORM)
@require_POST
def record(request: UserRequest, pk: int) -> HttpResponse:
    """Record once, or show the form again with what is wrong."""
    duty = _visible(request, pk)
    form = RecordForm(request.POST, user=request.user, for_post=duty.post is not None)
    if not form.is_valid():
        return _page(request, duty, record_form=form, status=422)
    data = form.cleaned_data
    try:
        moved = services.record_duty(
            duty_id=pk, done_on=data["done_on"], place=data["place"],
            visited=data.get("visited"), summary=data["summary"],
            evidence=uploaded(request.POST.getlist("evidence"), by=request.user),
            by=request.user, at=now(), key=data["key"], version=data["version"],
        )  # fmt: skip
    except BadInput as refusal:
        for problem in refusal.problems:
            form.add_error(FIELDS.get(problem.where), f"{problem.message}{problem.suggestion}")
        return _page(request, duty, record_form=form, status=422)
    left = moved.required - moved.done
    messages.success(
        request, f"已登记，还差 {left} 次。" if left > 0 else "已登记，本期职责已完成。"
    )
    return redirect(moved)


@needs(Capability.DUTY_MANAGE)
@require_POST
def excuse(request: UserRequest, pk: int) -> HttpResponse:
    """Excuse the holder, or show the form again."""
    duty = _visible(request, pk)
    form = ExcuseForm(request.POST)
    if not form.is_valid():
        return _page(request, duty, excuse_form=form, status=422)
    data = form.cleaned_data
    moved = services.excuse_duty(
        duty_id=pk, reason=data["reason"], by=request.user, at=now(), key=data["key"],
        version=data["version"],
    )  # fmt: skip
    messages.success(request, "已免除，原因已记入留痕。")
    return redirect(moved)


@needs(Capability.ENTERPRISE_VIEW)
@require_safe
def enterprise_options(request: UserRequest) -> HttpResponse:
    """Suggest enterprises by a part of the name."""
    words = request.GET.get("visited", "").strip()
    rows = Enterprise.objects.visible_to(request.user).filter(name__contains=words)
    found = rows.order_by("name")[:SUGGESTIONS] if words else []
    return render(request, "duties/_enterprise_options.html", {"enterprises": found})


def _visible(request: UserRequest, pk: int) -> Duty:
    duty = with_holders(Duty.objects.visible_to(request.user)).filter(pk=pk).first()
    if duty is None:
        raise NotFound
    return duty


def _page(
    request: UserRequest, duty: Duty, *, record_form: RecordForm | None = None,
    excuse_form: ExcuseForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    today = localdate()
    is_mine = duty.is_held_by(request.user)
    fresh = {"version": duty.version, "key": uuid4()}
    can_record = is_mine and not duty.is_final and request.user.can(Capability.DUTY_PERFORM)
    can_excuse = not is_mine and not duty.is_final and request.user.can(Capability.DUTY_MANAGE)
    if can_record and record_form is None:
        record_form = RecordForm(
            user=request.user, for_post=duty.post is not None,
            initial={**fresh, "done_on": min(today, duty.period_end)},
        )  # fmt: skip
    if can_excuse and excuse_form is None:
        excuse_form = ExcuseForm(initial=fresh)
    context = {
        "duty": duty, "tone": tone_of(duty, on=today), "facts": _facts(duty),
        "records": duty.records.select_related("visited").order_by("number"),
        "timeline": timeline_rows(duty, viewer=request.user),
        "record_form": record_form if can_record else None,
        "excuse_form": excuse_form if can_excuse else None,
        "kept": kept_again(request.POST.getlist("evidence"), by=request.user),
    }  # fmt: skip
    return render(request, "duties/detail.html", context, status=status)


def _facts(duty: Duty) -> list[tuple[str, object]]:
    body = duty.post.organisation.name if duty.post else ""
    return [
        ("责任人", duty.holder_name),
        *([("单位", body)] if body else []),
        ("频次", duty.rule.frequency),
        (
            "周期",
            f"{duty.period_label}（{date_text(duty.period_start)}至{date_text(duty.period_end)}）",
        ),
        ("进度", f"{duty.done}/{duty.required} 次"),
        ("依据", duty.rule.basis),
    ]
