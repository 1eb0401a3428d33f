"""The packs there are, one pack, and a campaign's packs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import CampaignState
from bihuan.kernel.errors import NotFound
from bihuan.metrics.registry import all_metrics
from bihuan.packs import services
from bihuan.packs.contents import Category, Pack
from bihuan.packs.forms import AttachForm, DraftForm, PublishForm, TakeForm
from bihuan.packs.loading import all_packs, pack_by
from bihuan.packs.models import PackUse
from bihuan.packs.papers import PaperStand, papers_of
from bihuan.packs.queries import Offer, enterprises_in, offers, open_categories, suggested_for
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.reference.sectors import sector_name
from bihuan.standards.models import Checklist
from bihuan.standards.states import ChecklistState
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_VIEW)
@require_safe
def packs(request: UserRequest) -> HttpResponse:
    """List the packs, each with the enterprises it means and the campaigns that use it."""
    used = list(PackUse.objects.visible_to(request.user).values_list("pack", flat=True))
    rows = [
        {
            "pack": pack,
            "sectors": [sector_name(code) for code in pack.sectors],
            "major": sum(row.major for row in pack.rows),
            "used": used.count(pack.code),
        }
        for pack in all_packs().values()
    ]
    return render(request, "packs/list.html", {"rows": rows})


@needs(Capability.PLAN_VIEW)
@require_safe
def detail(request: UserRequest, code: str) -> HttpResponse:
    """Show a pack: scope, checklist with its basis, papers, targets, sample plan."""
    return render(request, "packs/detail.html", _shown(request, pack_by(code)))


def _shown(request: UserRequest, pack: Pack, **more: Any) -> dict[str, Any]:
    user = request.user
    names = {metric.key: metric.name for metric in all_metrics()}
    uses = PackUse.objects.visible_to(user).filter(pack=pack.code).select_related("campaign")
    return {
        "pack": pack,
        "scope": [_counted(one, user) for one in pack.scope],
        "groups": [
            (name, list(rows)) for name, rows in groupby(pack.numbered, key=lambda one: one[1])
        ],
        "targets": [(goal, names.get(goal.metric, "")) for goal in pack.targets],
        "sources": pack.sources,
        "uses": uses.order_by("-campaign_id"),
        "standards": Checklist.objects.visible_to(user).filter(
            series__startswith=f"pack-{pack.code}-", state=ChecklistState.PUBLISHED
        ),
        "draft_form": DraftForm(user=user, initial={"year": localdate().year})
        if user.can(Capability.PLAN_IMPORT)
        else None,
        "publish_form": PublishForm(user=user) if user.can(Capability.STANDARD_EDIT) else None,
        **more,
    }


def _counted(category: Category, user: User) -> tuple[Category, int]:
    return category, enterprises_in(category).visible_to(user).count()


@needs(Capability.PLAN_IMPORT)
@require_POST
def draft(request: UserRequest, code: str) -> HttpResponse:
    """Start a campaign from the sample plan."""
    pack = pack_by(code)
    form = DraftForm(request.POST, user=request.user)
    if not form.is_valid():
        return render(
            request, "packs/detail.html", _shown(request, pack, draft_form=form), status=422
        )
    campaign = services.draft_from_pack(code=code, by=request.user, at=now(), **form.cleaned_data)
    messages.success(request, "已按示例方案建立草稿，请对照本单位实际逐项核对、修改后再发起。")
    return redirect(campaign.get_absolute_url())


@needs(Capability.STANDARD_EDIT)
@require_POST
def publish(request: UserRequest, code: str) -> HttpResponse:
    """Make the pack's checklist a body's check standard."""
    pack = pack_by(code)
    form = PublishForm(request.POST, user=request.user)
    if not form.is_valid():
        return render(
            request, "packs/detail.html", _shown(request, pack, publish_form=form), status=422
        )
    checklist = services.publish_checklist(
        code=code, by=request.user, at=now(), **form.cleaned_data
    )
    messages.success(request, f"“{checklist.name}”已发布为检查标准。")
    return redirect(checklist.get_absolute_url())


@dataclass(frozen=True, slots=True)
class _Used:
    """A pack as the page of a campaign shows it."""

    pack: Pack
    papers: list[PaperStand]
    groups: list[tuple[str, list[Offer]]]
    categories: list[tuple[Category, bool]]

    @property
    def has_open(self) -> bool:
        """Whether there is anything left to take over."""
        rows = (one for _, group in self.groups for one in group)
        return any(not one.taken for one in rows) or any(not taken for _, taken in self.categories)


@needs(Capability.PLAN_VIEW)
@require_safe
def campaign_packs(request: UserRequest, pk: int) -> HttpResponse:
    """Show a campaign's packs: their papers, and for a draft what it may take over."""
    campaign = campaign_or_404(request.user, pk)
    known = all_packs()
    codes = [one.pack for one in campaign.pack_uses.order_by("id") if one.pack in known]
    scope = request.user.scope
    if scope is None:
        raise NotFound
    used = [
        _Used(
            known[code],
            papers_of(campaign, known[code], area=scope.area, on=localdate()),
            [
                (name, list(rows))
                for name, rows in groupby(offers(campaign, known[code]), key=lambda one: one.group)
            ],
            open_categories(campaign, known[code]),
        )
        for code in codes
    ]
    may_edit = campaign.state == CampaignState.DRAFT and request.user.can(Capability.PLAN_CONFIRM)
    fitting = [one for one in suggested_for(campaign) if one.code not in codes]
    context = {
        "campaign": campaign,
        "used": used,
        "may_edit": may_edit,
        "fitting": fitting,
        "attach_form": AttachForm(initial={"pack": fitting[0].code if fitting else ""}),
    }
    return render(request, "packs/campaign.html", context)


@needs(Capability.PLAN_CONFIRM)
@require_POST
def attach(request: UserRequest, pk: int) -> HttpResponse:
    """Let a draft use a pack."""
    campaign = campaign_or_404(request.user, pk)
    code = request.POST.get("pack", "")
    services.attach_pack(campaign_id=campaign.pk, code=code, by=request.user, at=now())
    messages.success(request, f"已引用行业包“{pack_by(code).name}”。")
    return redirect("packs:campaign", campaign.pk)


@needs(Capability.PLAN_CONFIRM)
@require_POST
def take(request: UserRequest, pk: int, code: str) -> HttpResponse:
    """Put chosen check items and kinds of enterprise into the draft."""
    campaign = campaign_or_404(request.user, pk)
    form = TakeForm(request.POST, code=pack_by(code).code)
    chosen = form.cleaned_data if form.is_valid() else {}
    made = services.take_over(
        campaign_id=campaign.pk, code=code, rows=chosen.get("rows", ()),
        categories=chosen.get("categories", ()), by=request.user, at=now(),
    )  # fmt: skip
    messages.success(request, f"已加入 {len(made)} 条，请在核对页逐条确认。")
    return redirect(campaign.get_absolute_url())
