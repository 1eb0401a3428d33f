"""Reporting the value of a target, and one reported value with its reckoning and steps."""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.campaigns.models import Campaign, Target
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import Refused
from bihuan.loop.queries import barred_steps
from bihuan.loop.timelines import timeline_rows
from bihuan.loop.uploads import papers_in
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.reported import services
from bihuan.reported.forms import ReportForm
from bihuan.reported.models import ReportedValue
from bihuan.reported.queries import goal_of_item
from bihuan.reported.rules import judge, number
from bihuan.reported.states import ReportedState
from bihuan.reported.tones import TONES
from bihuan.web.access import needs
from bihuan.web.posted import key_in, step_in
from bihuan.web.requests import UserRequest
from bihuan.web.told import tell


@needs(Capability.DELIVERABLE_SUBMIT)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest, pk: int) -> HttpResponse:
    """Report what a target came to in the person's own place."""
    item, target, body = services.reportable(pk, by=request.user)
    goal = goal_of_item(item, target)
    posted = request.method == "POST"
    form = ReportForm(request.POST if posted else None, goal=goal)
    if posted and form.is_valid():
        try:
            made = services.report_value(
                item_id=pk, given=form.given(), evidence=papers_in(request, area=body.area),
                by=request.user, at=now(), key=key_in(request),
            )  # fmt: skip
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect(made)
    context = {
        "item": item,
        "campaign": item.campaign,
        "sees_campaign": _sees(request.user, item.campaign),
        "body": body,
        "wanted": goal.told(),
        "form": form,
        "key": request.POST.get("key") or uuid4(),
    }
    return render(request, "reported/new.html", context, status=422 if form.errors else 200)


def _sees(user: User, campaign: Campaign) -> bool:
    """Whether the person may open the campaign itself; one of a superior stays closed."""
    return Campaign.objects.visible_to(user).filter(pk=campaign.pk).exists()


def _value(user: User, pk: int) -> ReportedValue:
    rows = ReportedValue.objects.visible_to(user).select_related(
        "item", "campaign__organisation", "organisation", "confirmed_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs(Capability.DELIVERABLE_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one value: how it was reckoned, from what, and who confirmed it."""
    return _page(request, _value(request.user, pk))


def _page(
    request: UserRequest, row: ReportedValue, *, problem: str = "", note: str = ""
) -> HttpResponse:
    target = Target.objects.filter(campaign=row.campaign, item=row.item).first()
    goal = goal_of_item(row.item, target)
    office = row.campaign.organisation
    post = request.user.post
    steps = [
        step for step in row.machine.steps_from(row.state)
        if step.name != "report" and post is not None and post.organisation_id == office.pk
        and request.user.can(step.capability)
    ]  # fmt: skip
    barred = barred_steps(row, request.user)
    others = ReportedValue.objects.visible_to(request.user).filter(
        item=row.item, area=row.area, period_label=row.period_label
    ).exclude(pk=row.pk)  # fmt: skip
    context = {
        "row": row,
        "campaign": row.campaign,
        "sees_campaign": _sees(request.user, row.campaign),
        "tone": TONES[ReportedState(row.state)],
        "told": judge(goal, row.answer),
        "facts": [
            ("填报单位", row.organisation.name),
            ("期间", row.period_label or "不分周期"),
            ("版次", f"第 {row.edition} 版"),
            *([("本期数", f"{number(row.value)}{goal.unit if not goal.compares else ''}")]
              if row.value is not None else []),
            *([(f"基期数（{goal.baseline}）", number(row.baseline))]
              if row.baseline is not None else []),
            *([("结论", row.get_word_display())] if row.word else []),
            ("来源", row.source),
            *([("基期数来源", row.baseline_source)] if row.baseline_source else []),
            ("说明", row.note),
            ("认定", f"{row.confirmed_by.name}，{date_text(row.confirmed_on)}"
             if row.confirmed_by and row.confirmed_on else f"由{office.name}认定"),
        ],
        "steps": [step for step in steps if step.name not in barred],
        "barred": [step.label for step in steps if step.name in barred],
        "others": others.order_by("-edition"),
        "timeline": timeline_rows(row, viewer=request.user),
        "problem": problem,
        "note": note,
        "key": uuid4(),
        "today": localdate(),
    }  # fmt: skip
    return render(request, "reported/detail.html", context, status=422 if problem else 200)


@needs(Capability.DELIVERABLE_ACCEPT)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Confirm or send back; a refusal comes back beside the form with what was typed."""
    row = _value(request.user, pk)
    note = request.POST.get("note", "")
    if step not in ("confirm", "return"):
        raise Http404
    try:
        services.decide(value_id=pk, step=step, note=note, **step_in(request))
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        row.refresh_from_db()
        return _page(request, row, problem=refusal.message, note=note)
    return redirect("reported:detail", pk)
