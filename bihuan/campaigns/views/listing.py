"""The list of plans and campaigns, and giving a draft up."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from bihuan.campaigns.forms import DiscardForm
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services import importing as service
from bihuan.campaigns.states import CampaignState, Decision, PhaseState
from bihuan.campaigns.views.finding import campaign_for
from bihuan.people.states import Capability
from bihuan.web.lists import (
    Action,
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    ListPage,
    TextFilter,
)
from bihuan.web.posted import step_in
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

TONES = {
    CampaignState.DRAFT: Tone.TODO,
    CampaignState.LAUNCHING: Tone.DOING,
    CampaignState.RUNNING: Tone.DOING,
    CampaignState.ENDED: Tone.DONE,
    CampaignState.DISCARDED: Tone.UNTRACKED,
}


def state_of(campaign: Campaign) -> tuple[Tone, str]:
    """Return the campaign's pill."""
    return TONES[CampaignState(campaign.state)], campaign.state_label


def progress_of(campaign: Campaign) -> str:
    """Return how far a draft is confirmed, or which phases run today."""
    if campaign.state == CampaignState.DRAFT:
        done, total = getattr(campaign, "decided", 0), getattr(campaign, "item_count", 0)
        return f"已核对 {done}/{total}"
    phases = campaign.phases.all()
    today = localdate()
    running = [phase.name for phase in phases if phase.state_on(today) is PhaseState.RUNNING]
    if running:
        return "、".join(running)
    return "各阶段均未开始" if phases and campaign.state == CampaignState.RUNNING else "—"


class CampaignList(ListPage):
    """方案行动: plans being confirmed and campaigns under way."""

    title = "方案行动"
    unit = "项"
    need = Capability.PLAN_VIEW
    default_sort = "-id"
    columns = (
        Column("title", "标题", link=True, width=40),
        Column("state", "状态", kind="state", value=state_of),
        Column("progress", "进展", value=progress_of, width=24),
        Column("organisation", "组织单位", value=lambda one: one.organisation.name),
        Column("document_number", "发文字号", on_phone=False),
        Column("ends_on", "结束日期", kind="day", sort="ends_on"),
        Column("is_priority", "重点", value=lambda one: "重点行动" if one.is_priority else ""),
        Column("created_at", "导入时间", kind="datetime", sort="created_at", on_phone=False),
        Column("issuer", "发文机关", optional=True),
        Column("file_name", "文件名", optional=True),
    )
    filters = (
        TextFilter("q", "标题或文号", fields=("title", "document_number")),
        ChoiceFilter("state", "状态", choices=CampaignState.choices),
        DateRangeFilter("ends", "结束日期", field="ends_on"),
        BooleanFilter("is_priority", "只看重点行动"),
    )

    def queryset(self, request: UserRequest) -> QuerySet[Campaign]:
        """Return the campaigns this person may see, with how far each is confirmed."""
        return (
            Campaign.objects.visible_to(request.user)
            .select_related("organisation")
            .prefetch_related("phases")
            .defer("text", "draft")
            .annotate(
                item_count=Count("items"),
                decided=Count("items", filter=~Q(items__decision=Decision.PENDING)),
            )
        )

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Offer the upload to those who may."""
        if not request.user.can(Capability.PLAN_IMPORT):
            return ()
        return (Action("上传方案", "/campaigns/upload/", icon="paperclip", is_primary=True),)

    def empty(self, request: UserRequest) -> Empty:
        """Say how the first campaign comes about."""
        if not request.user.can(Capability.PLAN_IMPORT):
            return Empty("还没有方案行动", "安全办上传方案并发起后，会出现在这里。")
        return Empty(
            "还没有方案行动",
            "上传一份工作方案，系统读出其中的阶段、目标和任务，核对后即可发起。",
            "/campaigns/upload/",
            "上传方案",
        )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Ask why a draft is given up, and give it up."""
    campaign = campaign_for(request, pk, Capability.PLAN_LAUNCH)
    form = DiscardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.discard_draft(
            campaign_id=campaign.pk, reason=form.cleaned_data["reason"], **step_in(request)
        )
        messages.success(request, f"已作废「{campaign.title}」。同一份文件可以重新上传。")
        return redirect("campaigns:list")
    context = {"campaign": campaign, "form": form, "key": uuid4()}
    status = 422 if form.errors else 200
    return render(request, "campaigns/discard.html", context, status=status)
