"""Pages of bulletins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState, PhaseState
from bihuan.kernel.errors import Refused, StaleVersion
from bihuan.loop.queries import barred_steps
from bihuan.loop.timelines import timeline_rows
from bihuan.oversight import services
from bihuan.oversight.figures import corrections, take
from bihuan.oversight.forms import BulletinForm
from bihuan.oversight.models import Bulletin
from bihuan.oversight.pages import frozen_document, shown
from bihuan.oversight.states import BulletinState
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.lists import ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

TONES = {
    BulletinState.DRAFT: Tone.DOING,
    BulletinState.SUBMITTED: Tone.SOON,
    BulletinState.ISSUED: Tone.DONE,
    BulletinState.DISCARDED: Tone.UNTRACKED,
}


class BulletinList(ListPage):
    """Bulletins, newest first."""

    title = "通报"
    need = Capability.BULLETIN_VIEW
    columns = (
        Column("title", "标题", link=True, width=40),
        Column("issued.number", "发文字号", width=24),
        Column("organisation.name", "发文单位"),
        Column(
            "state", "状态", kind="state",
            value=lambda row: (TONES[BulletinState(row.state)], row.state_label),
        ),
        Column("as_of", "数据截至", kind="day", sort="as_of"),
        Column("issued.issued_on", "成文日期", kind="day"),
    )  # fmt: skip
    filters = (
        TextFilter("q", "标题", fields=("title", "issued__number")),
        ChoiceFilter("state", "状态", BulletinState.choices),
    )
    default_sort = "-as_of"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty(
            "还没有通报",
            "打开进行中的行动，点“起草通报”，数字会自动填好。",
            "/campaigns/",
            "去看行动",
        )

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the bulletins in scope."""
        return Bulletin.objects.visible_to(request.user).select_related("organisation", "issued")


def _bulletin(user: User, pk: int) -> Bulletin:
    row = (
        Bulletin.objects.visible_to(user)
        .select_related("organisation", "campaign", "phase", "issued")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    return row


@needs(Capability.BULLETIN_DRAFT)
@require_http_methods(["GET", "POST"])
def draft(request: UserRequest, campaign_id: int) -> HttpResponse:
    """Choose the phase (or everything so far) and open a draft."""
    campaign = Campaign.objects.visible_to(request.user).filter(pk=campaign_id).first()
    if campaign is None:
        raise Http404
    if request.method == "POST":
        phase = request.POST.get("phase", "")
        made = services.draft_bulletin(
            campaign_id=campaign_id, phase_id=int(phase) if phase.isdecimal() else None,
            by=request.user, at=now(),
        )  # fmt: skip
        return redirect(made)
    today = localdate()
    phases = [
        (phase, phase.state_on(today))
        for phase in campaign.phases.all()
        if phase.state_on(today) is not PhaseState.NOT_STARTED
    ]
    ready = campaign.state in (CampaignState.RUNNING, CampaignState.ENDED)
    context = {"campaign": campaign, "phases": phases, "ready": ready}
    return render(request, "oversight/draft.html", context)


def _page(
    request: UserRequest, bulletin: Bulletin, *, form: BulletinForm | None = None, problem: str = ""
) -> HttpResponse:
    issued = bulletin.state == BulletinState.ISSUED
    document = (
        frozen_document(bulletin)
        if issued
        else shown(
            services.document_of(bulletin, taken := take(bulletin)),
            [one.measure for one in taken],
        )
    )
    post = request.user.post
    is_own = post is not None and post.organisation_id == bulletin.organisation_id
    is_draft = bulletin.state == BulletinState.DRAFT
    may_edit = is_own and is_draft and request.user.can(Capability.BULLETIN_DRAFT)
    steps = [
        step
        for step in bulletin.machine.steps_from(bulletin.state)
        if is_own and request.user.can(step.capability)
    ]
    barred = barred_steps(bulletin, request.user)
    context = {
        "bulletin": bulletin,
        "document": document,
        "tone": TONES[BulletinState(bulletin.state)],
        "form": form or (BulletinForm.of(bulletin) if may_edit else None),
        "steps": [step for step in steps if step.name not in barred],
        "barred": [step.label for step in steps if step.name in barred],
        "key": uuid4(),
        "problem": problem,
        "timeline": timeline_rows(bulletin, viewer=request.user),
        "corrections": corrections(bulletin) if issued else [],
        "today": localdate(),
    }
    status = 422 if problem or (form is not None and form.errors) else 200
    return render(request, "oversight/bulletin.html", context, status=status)


@needs(Capability.BULLETIN_VIEW)
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the bulletin as it is, or will be, printed."""
    return _page(request, _bulletin(request.user, pk))


@needs(Capability.BULLETIN_DRAFT)
@require_POST
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Save the words of a draft."""
    bulletin = _bulletin(request.user, pk)
    form = BulletinForm(request.POST)
    if not form.is_valid():
        return _page(request, bulletin, form=form)
    try:
        services.edit_bulletin(bulletin_id=pk, by=request.user, **form.cleaned_data)
    except StaleVersion as refusal:
        bulletin.refresh_from_db()
        typed = BulletinForm({**form.cleaned_data, "version": bulletin.version})
        return _page(request, bulletin, form=typed, problem=refusal.message)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(request, bulletin, form=form, problem=refusal.message)
    return redirect("oversight:bulletin", pk)


_STEPS: dict[str, Callable[..., Bulletin]] = {
    "submit": services.submit_bulletin,
    "issue": services.issue_bulletin,
    "return": services.return_bulletin,
    "discard": services.discard_bulletin,
}
_WITH_REASON = frozenset({"return", "discard"})


@needs(Capability.BULLETIN_VIEW)
@require_POST
def take_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Take one step; a refusal is shown on the page."""
    bulletin = _bulletin(request.user, pk)
    if step not in _STEPS:
        raise Http404
    arguments = {"bulletin_id": pk, **step_in(request)}
    if step in _WITH_REASON:
        arguments["note"] = request.POST.get("note", "")
    try:
        _STEPS[step](**arguments)
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        bulletin.refresh_from_db()
        return _page(request, bulletin, problem=refusal.message)
    return redirect("oversight:bulletin", pk)
