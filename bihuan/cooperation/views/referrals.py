"""Passing something on, and the page of what was passed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.cooperation.forms import ReferralForm, ReplyForm, ResendForm
from bihuan.cooperation.models import Referral
from bihuan.cooperation.rules import REFERRAL_SIDES, Side, steps_for
from bihuan.cooperation.services.referrals import Passing, send_referral, step_referral
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


def _visible(request: UserRequest, pk: int) -> Referral:
    rows = Referral.objects.visible_to(request.user).select_related(
        "sender", "receiver", "approver"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _record(request: UserRequest, row: Referral) -> Record:
    posted = request.POST if request.method == "POST" else None
    allowed = set(steps_for(row.category, list(REFERRAL_SIDES)))
    shown: list[tuple[str, object]] = [
        ("移送单位", row.sender.name), ("接收单位", row.receiver.name), ("内容", row.content),
        ("涉及单位或项目", row.about), ("反馈期限", date_text(row.reply_due_on)),
    ]  # fmt: skip
    if row.approver is not None:
        shown.append(("谁审批、谁负责", f"{row.approver.name}：{row.approval}"))
    if row.replied_on:
        late = "（逾期）" if row.replied_on > row.reply_due_on else ""
        shown += [
            ("反馈日期", f"{date_text(row.replied_on)}{late}"),
            ("反馈结果", row.get_outcome_display()), ("办理情况", row.result),
        ]  # fmt: skip
    tasks = list(row.tasks.select_related("owner"))
    return Record(
        noun="referrals", row=row, list_label="线索移送", list_url="/cooperation/",
        kind=row.get_category_display(), facts=shown,
        sides={
            name: row.receiver if side is Side.RECEIVER else row.sender
            for name, side in REFERRAL_SIDES.items()
        },
        forms={
            "reply": ReplyForm(posted, kind=row.category, auto_id="reply_%s"),
            "resend": ResendForm(posted, user=request.user, auto_id="resend_%s"),
        },
        with_files=frozenset({"reply", "resend"}),
        hidden=frozenset(REFERRAL_SIDES) - allowed,
        sections=[("后续监管", "cooperation/_tasks.html")] if tasks else [],
        more={"tasks": tasks},
    )  # fmt: skip


@needs(Capability.COOPERATION_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what was passed on and what became of it."""
    return page(request, _record(request, _visible(request, pk)))


@needs(Capability.COOPERATION_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form with what was typed."""
    row = _visible(request, pk)
    if step not in REFERRAL_SIDES:
        raise Http404
    record = _record(request, row)
    form = record.forms.get(step)
    if form is not None and not form.is_valid():
        return page(request, record, errors_of(form))
    data: dict[str, Any] = form.cleaned_data if form is not None else {}
    try:
        step_referral(
            referral_id=pk, step=step, note=request.POST.get("note", ""),
            evidence=papers_in(request, area=row.area), **data, **step_in(request),
        )  # fmt: skip
    except Refused as refusal:
        told = told_by(refusal)
        return page(request, _record(request, _visible(request, pk)), told)
    return redirect("cooperation:referral", pk)


@needs(Capability.COOPERATION_HANDLE)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Pass something on."""
    form = ReferralForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        receiver = data.pop("receiver")
        try:
            made = send_referral(
                passing=Passing(**data), receiver=receiver, by=request.user, at=now(),
                evidence=papers_in(request, area=receiver.area),
            )  # fmt: skip
        except Refused as refusal:
            for line in told_by(refusal):
                form.add_error(None, line)
        else:
            return redirect(made)
    context = {
        "form": form, "heading": "移送", "list_label": "线索移送", "list_url": "/cooperation/",
        "with_files": True, "button": "移送", "today": localdate(),
    }  # fmt: skip
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)
