"""One rule: its page, making one, stopping one."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.duties import services
from bihuan.duties.forms import RuleForm, StopForm
from bihuan.duties.models import DutyRule
from bihuan.duties.states import DutyState, HolderKind
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import BadInput, NotFound
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

FIELDS = {
    "职责": "title", "周期": "every", "次数": "count", "终止日期": "until", "岗位": "role",
    "企业": "sector", "主体": "holder_kind",
}  # fmt: skip


@needs(Capability.DUTY_VIEW)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the rule and how its occurrences stand."""
    return _page(request, _visible(request, pk))


@needs(Capability.DUTY_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Make a rule and its first occurrences; a repeated request makes one."""
    if request.method != "POST":
        post = request.user.post
        initial = {"key": uuid4(), "since": localdate(), "organisation": post and post.organisation}
        form = RuleForm(user=request.user, initial=initial)
        return render(request, "duties/rule_form.html", {"form": form})
    form = RuleForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            rule = _create(request, form)
        except BadInput as refusal:
            for problem in refusal.problems:
                form.add_error(FIELDS.get(problem.where), f"{problem.message}{problem.suggestion}")
        else:
            messages.success(request, "规则已生效，本期事项已派发；以后每到新周期自动派发。")
            return redirect(rule)
    return render(request, "duties/rule_form.html", {"form": form}, status=422)


@needs(Capability.DUTY_MANAGE)
@require_POST
def stop(request: UserRequest, pk: int) -> HttpResponse:
    """Stop the rule, or show the form again."""
    rule = _visible(request, pk)
    form = StopForm(request.POST)
    if not form.is_valid():
        return _page(request, rule, stop_form=form, status=422)
    services.stop_duty_rule(
        rule_id=pk, by=request.user, at=now(), reason=form.cleaned_data["reason"]
    )
    messages.success(request, "规则已停用，未到期的事项已撤回；已逾期的仍需办结。")
    return redirect(rule)


def _create(request: UserRequest, form: RuleForm) -> DutyRule:
    data, at = form.cleaned_data, now()
    is_for_posts = data["holder_kind"] == HolderKind.POST
    rule = services.create_duty_rule(
        title=data["title"], holder_kind=data["holder_kind"],
        role=data["role"] if is_for_posts else "",
        enterprises=() if is_for_posts else form.enterprises(),
        organisation=data["organisation"], count=data["count"], every=data["every"],
        since=data["since"], until=data["until"], basis=data["basis"],
        source_key=f"manual:{data['key']}", by=request.user, at=at,
    )  # fmt: skip
    services.roll_duties(on=localdate(at), at=at)
    return rule


def _visible(request: UserRequest, pk: int) -> DutyRule:
    rule = (
        DutyRule.objects.visible_to(request.user)
        .select_related("organisation", "created_by")
        .filter(pk=pk)
        .first()
    )
    if rule is None:
        raise NotFound
    return rule


def _page(
    request: UserRequest, rule: DutyRule, *, stop_form: StopForm | None = None, status: int = 200
) -> HttpResponse:
    today = localdate()
    counts = rule.occurrences.aggregate(
        total=Count("id", filter=~Q(state=DutyState.EXCUSED)),
        done=Count("id", filter=Q(state=DutyState.DONE)),
        late=Count("id", filter=Q(state=DutyState.OPEN, due_on__lt=today)),
    )
    may_stop = request.user.can(Capability.DUTY_MANAGE) and (
        rule.until is None or rule.until >= today
    )
    who = (
        f"{rule.organisation.name}的{rule.get_role_display()}"
        if rule.holder_kind == HolderKind.POST
        else f"{rule.enterprises.count()} 家企业"
    )
    facts = [
        ("频次", rule.frequency), ("由谁履行", who), ("制定单位", rule.organisation.name),
        ("起止", f"{date_text(rule.since)}至{date_text(rule.until) if rule.until else '长期'}"), ("依据", rule.basis),
        ("制定人", rule.created_by.name if rule.created_by else "系统（由方案行动发起）"),
        *([("停用原因", rule.stop_reason)] if rule.stop_reason else []),
        *(
            ("修订", f"自{date_text(one.effective_on)}起{one.frequency}：{one.reason}")
            for one in rule.revisions.all()
        ),
    ]  # fmt: skip
    context = {
        "rule": rule, "facts": facts, "counts": counts, "is_running": rule.runs_on(today),
        "stop_form": (stop_form or StopForm()) if may_stop else None,
    }  # fmt: skip
    return render(request, "duties/rule.html", context, status=status)
