"""One plan to read, and its exports."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.campaigns.items import SECTORS, summary
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import STANDING, Decision, ItemKind
from bihuan.documents.render_docx import render_docx
from bihuan.documents.render_pdf import render_pdf
from bihuan.documents.responses import attachment
from bihuan.kernel.areas import level_of
from bihuan.library.exporting import exchange_file, official_plan
from bihuan.library.queries import sees
from bihuan.library.services.indexing import sectors_of, year_of
from bihuan.library.services.templates import TEMPLATED
from bihuan.library.views.finding import plan_for
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_VIEW)
@require_safe
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """Show the plan's words, what was read in it, and what can be done with it."""
    campaign = plan_for(request, pk)
    own = sees(request.user, campaign)
    rows = list(campaign.items.exclude(decision=Decision.REJECTED).order_by("position", "pk"))
    groups = [
        (kind.label, [summary(row.kind, row.data) for row in rows if row.kind == kind])
        for kind in ItemKind
        if kind != ItemKind.ANOMALY
    ]
    context = {
        "campaign": campaign,
        "own": own,
        "facts": _facts(campaign, confirmed=sum(row.decision in STANDING for row in rows)),
        "groups": [(label, lines) for label, lines in groups if lines],
        "may_template": request.user.can(Capability.PLAN_IMPORT)
        and campaign.state in TEMPLATED
        and own,
        "lines": [line for line in campaign.text.splitlines() if line.strip()],
    }
    return render(request, "library/plan.html", context)


def _facts(campaign: Campaign, *, confirmed: int) -> list[tuple[str, object]]:
    return [
        ("单位", campaign.organisation.name),
        ("发文字号", campaign.document_number),
        ("发文机关", campaign.issuer),
        ("成文日期", campaign.issued_on.isoformat() if campaign.issued_on else ""),
        ("年份", year_of(campaign)),
        ("层级", level_of(campaign.area).label),
        ("行业领域", "、".join(SECTORS.get(one, one) for one in sectors_of(campaign))),
        ("状态", campaign.state_label),
        ("已核对条目", f"{confirmed} 项"),
    ]


def _file(campaign: Campaign, ending: str, content: bytes) -> HttpResponse:
    number = f"{campaign.document_number} " if campaign.document_number else ""
    return attachment(content, name=f"{number}{campaign.title}.{ending}")


@needs(Capability.PLAN_VIEW)
@require_safe
def word(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the plan as Word in the layout of GB/T 9704."""
    campaign = plan_for(request, pk)
    return _file(campaign, "docx", render_docx(official_plan(campaign)))


@needs(Capability.PLAN_VIEW)
@require_safe
def pdf(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the plan as PDF in the layout of GB/T 9704."""
    campaign = plan_for(request, pk)
    return _file(campaign, "pdf", render_pdf(official_plan(campaign), font_dir=settings.FONT_DIR))


@needs(Capability.PLAN_VIEW)
@require_safe
def json(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the plan with its confirmed items as the file that another site takes in."""
    campaign = plan_for(request, pk)
    return _file(campaign, "json", exchange_file(campaign))
